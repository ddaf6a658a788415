"""Real PDF and pictures by a real Chromium: right in size, readable, asking nobody, and bounded in time and memory."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from dashboard.briefing.rendered import families, html, legible, paper, warm
from dashboard.briefing.rendered.chromium import SIGNS
from dashboard.briefing.rendered.paper import Drawer
from data.errors import Busy
from tests.stand import CHROMIUM, ROOT

pytestmark = pytest.mark.browser
A4 = (595, 842)
"""Points."""
TEXT = f"""<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>t</title><style>
@page {{ size: A4; margin: 0 }} article {{ height: 250mm; break-after: page }}</style>
<article><h1>{SIGNS}</h1><p>受理 1.2 万件</p></article><article>第二页</article><p>第三页</p></html>"""


@pytest.fixture
def drawer(tmp_path) -> Iterator[Drawer]:
    found = Drawer(chromium=CHROMIUM, folder=tmp_path)
    yield found
    found.close()


def living(word: str) -> list[str]:
    """Return the command lines of living processes that name a word."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            line = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
            if word in line and path.parent.name != str(os.getpid()):
                found.append(line)
    return found


SLOW = TEXT + "<table>" + "<tr><td>x<td>y" * 1_000 + "</table>"
"""Takes some seconds."""


def drawn_later(drawer: Drawer, page: str, is_stopped=lambda: False) -> Future[bytes]:
    """Draw in a thread of its own."""
    one = ThreadPoolExecutor(1)
    future = one.submit(drawer.draw, page, "pdf", is_stopped)
    one.shutdown(wait=False)
    return future


def number_of(root: int, whom: str) -> int:
    """Return the number of the process that is meant, among those below one."""
    if whom == "drawing process":
        return root
    lines = {}
    for pid in families.of(root):
        with contextlib.suppress(OSError):
            lines[pid] = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    kinds = {"browser": lambda line: "--user-data-dir" in line and "--type=" not in line and "/bin/sh" not in line,
             "page": lambda line: "--type=renderer" in line}
    return max((pid for pid, line in lines.items() if kinds[whom](line)), default=0)


def wait_until(is_so: Callable[[], bool]) -> None:
    """Return once it is so."""
    for _ in range(200):
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError("it does not come")


@pytest.fixture
def canary() -> Iterator[tuple[int, list[str]]]:
    """Yield a port of this machine, and who came to it."""
    came: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        def listen() -> None:
            with contextlib.suppress(OSError):
                while True:
                    visitor, address = server.accept()
                    came.append(str(address))
                    visitor.close()

        threading.Thread(target=listen, daemon=True).start()
        yield server.getsockname()[1], came
        server.shutdown(socket.SHUT_RDWR)


def test_a_pdf_is_a4_and_its_text_can_be_taken_out(drawer):
    made = PdfReader(BytesIO(drawer.pdf(TEXT)))
    assert [tuple(round(float(side)) for side in page.mediabox[2:]) for page in made.pages] == [A4] * 3
    told = "".join(page.extract_text() for page in made.pages)
    assert all(sign in told for sign in SIGNS)
    assert "受理 1.2 万件" in told
    assert "\ufffd" not in told
    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert made.outline


def test_a_picture_is_as_wide_as_a_phone_and_as_long_as_the_page(drawer):
    page = '<style>body{margin:0}p{margin:0;height:3000px;background:#%s}</style>'
    with Image.open(BytesIO(drawer.png(page % "fff" + "<p></p><p style='background:#00f'></p>"))) as picture:
        assert picture.size == (1080, 18_000)
        drawn = picture.convert("RGB")
        assert [drawn.getpixel((540, y)) for y in (8_900, 9_100, 17_900)] == [
            (255, 255, 255), (0, 0, 255), (0, 0, 255)]


def test_what_does_not_fit_a_phone_is_drawn_smaller_and_not_cut(drawer):
    page = '<style>body{margin:0}p{margin:0;width:433px;height:50px;background:linear-gradient(90deg,#fff 98%,#00f 0)}'
    with Image.open(BytesIO(drawer.png(page + "</style><p></p>"))) as picture:
        assert picture.width == 1080
        assert picture.convert("RGB").getpixel((1077, 10)) == (0, 0, 255)


def test_nothing_is_asked_for_and_no_file_is_read(drawer, canary, tmp_path):
    port, came = canary
    secret = tmp_path / "secret.txt"
    secret.write_text("CANARY-WORDS")
    web, disk = f"http://127.0.0.1:{port}/x", secret.as_uri()
    page = f"""<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url={web}">
    <link rel="stylesheet" href="{web}.css"><link rel="preconnect" href="http://127.0.0.1:{port}">
    <link rel="dns-prefetch" href="//127.0.0.1:{port}"><link rel="prefetch" href="{web}"><link rel="icon" href="{web}">
    <style>@import url({web}.css); @font-face {{ font-family: x; src: url({web}.woff) }}
    body {{ background: url({web}.png); font-family: x }}</style>
    <img src="{web}.png"><img src="{disk}"><iframe src="{web}"></iframe><iframe src="{disk}"></iframe>
    <object data="{web}"></object><embed src="{disk}"><video src="{web}" poster="{web}"></video>
    <svg><image href="{web}.svg"/><use href="{web}#a"/></svg><script src="{web}.js"></script>
    <script>fetch("{web}"); new WebSocket("ws://127.0.0.1:{port}"); document.write("SCRIPT-RAN")</script>text"""
    told = "".join(page.extract_text() for page in PdfReader(BytesIO(drawer.pdf(page))).pages)
    drawer.png(page)
    assert came == []
    assert "text" in told
    assert "CANARY-WORDS" not in told
    assert "SCRIPT-RAN" not in told


def test_the_canary_would_sing(canary):
    port, came = canary
    socket.create_connection(("127.0.0.1", port)).close()
    for _ in range(100):
        if came:
            break
        threading.Event().wait(0.02)
    assert came


def test_what_takes_too_long_is_ended_with_all_it_started(drawer, monkeypatch):
    names = []
    environment = warm.environment
    monkeypatch.setattr(warm, "environment", lambda work: names.append(work.name) or environment(work))
    drawer.seconds = 1.0
    heavy = "<table>" + "<tr><td>x<td>y" * 400_000 + "</table>"
    with pytest.raises(Busy) as refused:
        drawer.pdf(heavy)
    assert refused.value.code == "drawing_too_slow"
    assert names
    assert living(names[0]) == []
    drawer.seconds = 60.0
    assert drawer.pdf(TEXT).startswith(b"%PDF")


def test_whoever_looks_at_a_screen_goes_first(drawer):
    drawer.pdf(TEXT)
    said = {os.getpriority(os.PRIO_PROCESS, pid) for pid in families.of(drawer._warm.pid)}
    assert said == {min(19, os.getpriority(os.PRIO_PROCESS, 0) + warm.GENTLE)}


def test_nothing_is_left_running_or_lying_about_after_a_drawing(drawer, monkeypatch, tmp_path):
    names = []
    environment = warm.environment
    monkeypatch.setattr(warm, "environment", lambda work: names.append(work) or environment(work))
    assert drawer.finding().is_fine
    [work] = names
    assert not work.exists()
    assert living(work.name) == []
    assert sorted(one.name for one in tmp_path.iterdir()) == ["drawing.lock", "drawing.next"]


def test_what_takes_too_much_memory_is_ended(drawer):
    drawer.memory = 50 * 1024**2
    with pytest.raises(Busy) as refused:
        drawer.pdf(TEXT)
    assert (refused.value.code, refused.value.values) == ("drawing_failed", {"why": "memory"})


@pytest.mark.parametrize("program", ["/nowhere/chromium", "/etc/hostname", "/bin/false"])
def test_without_a_browser_it_says_so(tmp_path, program):
    drawer = Drawer(chromium=program, folder=tmp_path)
    with pytest.raises(Busy) as refused:
        drawer.pdf(TEXT)
    assert refused.value.code in ("browser_missing", "drawing_failed")
    assert drawer.finding().is_fine is (refused.value.code == "browser_missing")
    assert "apt-get install chromium fonts-noto-cjk" in drawer.finding().words


def test_missing_signs_are_told_before_anything_is_drawn(drawer, monkeypatch, tmp_path):
    bare = tmp_path / "fonts.conf"
    latin = next(Path("/usr/share/fonts").rglob("*DejaVu*.ttf"), None) or next(Path("/usr/share/fonts").rglob("*.ttf"))
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / latin.name).symlink_to(latin)
    bare.write_text(f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
                    f"<dir>{tmp_path}/fonts</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>")
    environment = warm.environment
    monkeypatch.setattr(warm, "environment", lambda work: environment(work) | {"FONTCONFIG_FILE": str(bare)})
    with pytest.raises(Busy) as refused:
        drawer.pdf(TEXT)
    assert refused.value.code == "glyphs_missing"
    assert not drawer.finding().is_fine
    assert refused.value.values["signs"][:2] == SIGNS[:2]


def test_what_is_copied_from_a_pdf_is_what_was_written(drawer):
    radicals = [chr(code) for code in range(0x2F00, 0x2FD6)]
    written = [*(chr(legible.ideograph(ord(sign))) for sign in radicals), *map(chr, legible.IDEOGRAPHS.values())]
    made = drawer.pdf(f'<meta charset="utf-8"><html lang="zh-CN"><p>{" ".join(written)}')
    told = "".join("".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages).split())
    assert told == "".join(written)


@pytest.mark.usefixtures("cases")
def test_the_numbers_of_a_pdf_lead_to_what_they_mean_and_that_to_the_cases(drawer, made):
    brief = made("daily")
    pdf = PdfReader(BytesIO(drawer.pdf(html.render(brief, "paper"))))
    links = [one.get_object() for page in pdf.pages for one in page.get("/Annots", ())]
    inside = [str(one["/Dest"]) for one in links if "/Dest" in one]
    assert {f"/means-{card.number.figure}" for card in brief.cards} <= {f"/{one.strip('/')}" for one in inside}
    assert {one.strip("/") for one in inside} <= {one.strip("/") for one in pdf.named_destinations}
    assert "https://city.example/desk/overview?area=9901&st=overdue" in [
        str(one["/A"]["/URI"]) for one in links if "/A" in one]


def test_the_browser_stays_for_the_next_drawing_and_no_longer_than_it_is_wanted(drawer):
    drawer.pdf(TEXT)
    first = drawer._warm
    drawer.png(TEXT)
    assert drawer._warm is first
    folder = first.folder
    assert [one.name for one in folder.iterdir() if one.name in ("page.html", "drawn")] == []
    drawer.idle_seconds = 0.0
    wait_until(lambda: drawer._warm is None)
    assert living(folder.name) == []
    assert not folder.exists()
    drawer.idle_seconds = 60.0
    assert drawer.pdf(TEXT).startswith(b"%PDF")


def test_a_browser_that_drew_many_or_grew_is_not_kept(drawer, monkeypatch):
    drawer.pdf(TEXT)
    monkeypatch.setattr(paper, "MOST_DRAWN", 2)
    folder = drawer._warm.folder
    drawer.pdf(TEXT)
    assert drawer._warm is None
    assert living(folder.name) == []
    monkeypatch.setattr(paper, "MOST_KEPT_MEMORY", 1)
    drawer.pdf(TEXT)
    assert drawer._warm is None


def test_on_one_machine_there_is_one_browser_whoever_draws(drawer):
    other = Drawer(chromium=CHROMIUM, folder=drawer.folder)
    drawer.pdf(TEXT)
    folder = drawer._warm.folder
    assert other.pdf(TEXT).startswith(b"%PDF")
    assert drawer._warm is None
    assert living(folder.name) == []
    assert drawer.pdf(TEXT).startswith(b"%PDF")
    assert other._warm is None


def test_who_is_gone_leaves_no_browser_behind(tmp_path):
    words = (f"import sys, os; from pathlib import Path; from dashboard.briefing.rendered.paper import Drawer; "
             f"one = Drawer(chromium={CHROMIUM!r}, folder=Path({str(tmp_path)!r})); one.pdf('x'); "
             f"print(one._warm.folder, flush=True); os.kill(os.getpid(), 9)")
    told = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, timeout=60)
    folder = Path(told.stdout.strip())
    wait_until(lambda: living(folder.name) == [] and not folder.exists())


@pytest.mark.parametrize("whom", ["browser", "page", "drawing process"])
def test_what_is_killed_half_way_is_begun_once_more(drawer, whom):
    drawer.pdf(TEXT)
    before = drawer._warm
    drawing = drawn_later(drawer, SLOW)
    time.sleep(0.5)
    os.kill(number_of(before.pid, whom), signal.SIGKILL)
    assert drawing.result(60).startswith(b"%PDF")
    assert drawer._warm is not before
    assert living(before.folder.name) == []
    assert not before.folder.exists()


def test_what_is_killed_again_and_again_is_given_up_and_told(drawer, monkeypatch):
    is_over = threading.Event()

    def kill() -> None:
        while not is_over.wait(0.05):
            if (there := drawer._warm) is not None and (pid := number_of(there.pid, "browser")):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    killing = threading.Thread(target=kill)
    killing.start()
    try:
        with pytest.raises(Busy) as refused:
            drawer.pdf(SLOW)
    finally:
        is_over.set()
        killing.join()
    assert refused.value.code == "drawing_failed"
    assert drawer._warm is None
    assert drawer.pdf(TEXT).startswith(b"%PDF")


def test_what_is_not_wanted_any_more_is_ended_at_once(drawer):
    drawer.pdf(TEXT)
    folder, stop = drawer._warm.folder, threading.Event()
    drawing = drawn_later(drawer, SLOW, stop.is_set)
    time.sleep(0.3)
    stop.set()
    began = time.monotonic()
    with pytest.raises(Busy) as refused:
        drawing.result(10)
    assert refused.value.code == "drawing_stopped"
    assert time.monotonic() - began < 3
    assert living(folder.name) == []
    assert not folder.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="a small disk of its own needs root")
def test_on_a_full_disk_it_says_so_and_leaves_nothing(drawer, monkeypatch):
    disk = Path(tempfile.mkdtemp(prefix="yp"))  # a short name: the browser's socket lies below it
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", str(disk)], check=False).returncode:
        pytest.skip("a small disk of its own needs the right to mount")
    try:
        monkeypatch.setattr(tempfile, "tempdir", str(disk))
        with pytest.raises(Busy) as refused:
            drawer.pdf(TEXT + "x" * 250_000_000)
        assert refused.value.code == "drawing_disk_full"
        (disk / "fill").write_bytes(b"x" * (199 * 1024 * 1024))
        with contextlib.suppress(OSError), (disk / "more").open("wb", buffering=0) as more:
            while more.write(b"x" * 4096):
                pass
        with pytest.raises(Busy) as refused:
            drawer.pdf(TEXT)
        assert refused.value.code in ("drawing_disk_full", "drawing_failed")
        assert sorted(one.name for one in disk.iterdir()) == ["fill", "more"]
        (disk / "fill").unlink()
        assert drawer.pdf(TEXT).startswith(b"%PDF")
    finally:
        drawer.close()
        subprocess.run(["umount", str(disk)], check=True)
        disk.rmdir()


def test_a_pdf_of_another_form_is_left_as_it_is():
    assert legible.mended(b"%PDF-1.7 anything") == b"%PDF-1.7 anything"
