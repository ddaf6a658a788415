"""Real PDF and pictures by a real Chromium: right in size, readable, asking nobody, and bounded in time and memory."""

import contextlib
import os
import socket
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from dashboard.briefing.rendered import html, legible, paper
from dashboard.briefing.rendered.chromium import SIGNS
from dashboard.briefing.rendered.paper import Drawer
from data.errors import Busy
from tests.stand import CHROMIUM

pytestmark = pytest.mark.browser
A4 = (595, 842)
"""Points."""
TEXT = f"""<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>t</title><style>
@page {{ size: A4; margin: 0 }} article {{ height: 250mm; break-after: page }}</style>
<article><h1>{SIGNS}</h1><p>受理 1.2 万件</p></article><article>第二页</article><p>第三页</p></html>"""


@pytest.fixture
def drawer(tmp_path) -> Drawer:
    return Drawer(chromium=CHROMIUM, folder=tmp_path)


def living(word: str) -> list[str]:
    """Return the command lines of living processes that name a word."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            line = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
            if word in line and path.parent.name != str(os.getpid()):
                found.append(line)
    return found


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
    environment = paper._environment
    monkeypatch.setattr(paper, "_environment", lambda work: names.append(work.name) or environment(work))
    drawer.seconds = 1.0
    heavy = "<table>" + "<tr><td>x<td>y" * 400_000 + "</table>"
    with pytest.raises(Busy) as refused:
        drawer.pdf(heavy)
    assert refused.value.code == "drawing_too_slow"
    assert names
    assert living(names[0]) == []
    drawer.seconds = 60.0
    assert drawer.pdf(TEXT).startswith(b"%PDF")


def test_whoever_looks_at_a_screen_goes_first(drawer, monkeypatch):
    said = []
    watch = paper.Drawer._watch
    monkeypatch.setattr(paper.Drawer, "_watch", lambda self, process: said.append(
        os.getpriority(os.PRIO_PROCESS, process.pid)) or watch(self, process))
    drawer.pdf(TEXT)
    assert said == [os.getpriority(os.PRIO_PROCESS, 0) + paper.GENTLE] or said == [19]


def test_nothing_is_left_running_or_lying_about_after_a_drawing(drawer, monkeypatch, tmp_path):
    names = []
    environment = paper._environment
    monkeypatch.setattr(paper, "_environment", lambda work: names.append(work) or environment(work))
    assert drawer.finding().is_fine
    [work] = names
    assert not work.exists()
    assert living(work.name) == []
    assert [one.name for one in tmp_path.iterdir()] == ["drawing.lock"]


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
    environment = paper._environment
    monkeypatch.setattr(paper, "_environment", lambda work: environment(work) | {"FONTCONFIG_FILE": str(bare)})
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
    assert "https://city.example/desk?area=9901&st=overdue" in [str(one["/A"]["/URI"]) for one in links if "/A" in one]
