"""Figures of briefings, asked of a running server over the demo city of 20,214 grids as a desk and a program ask it."""

import asyncio
import contextlib
import io
import sqlite3
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import orjson
import psutil
from pptx import Presentation

from dashboard.briefing.rendered import families, warm
from tests import stand
from tests.bench import ingest, live, screens
from tests.bench.table import Row, percentile
from tests.stand import Server

AREAS, AT_ONCE, ROUNDS = 20, 3, 3
PACE_SECONDS, BATCH = 0.25, 5
QUIET_SECONDS = 20.0


def rows() -> list[Row]:
    """Return: daily and weekly once warm, memory meanwhile, a page's size and requests, twenty areas in one go."""
    with stand.folder() as data:
        stand.command(data, "demo", "--size", "city", "--days", "14")
        with stand.serving(data) as server, _signed_in(server) as desk:
            time.sleep(20)  # what is read ahead is read
            return [*_daily(server, desk), *_weekly(desk), *_page(server, desk), *_many(server, desk)]


@contextlib.contextmanager
def _signed_in(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=120, headers={"Origin": server.url}) as client:
        answer = client.post("/signin", data={"person": "dispatcher"})
        client.cookies.set("yiping", answer.cookies["yiping"])
        yield client


def _made(desk: httpx.Client, kind: str, area: str = "") -> str:
    answer = desk.post("/briefings", json={"kind": kind, "area": area})
    answer.raise_for_status()
    return str(answer.json()["id"])


def _had(desk: httpx.Client, brief_id: str, form: str) -> bytes:
    answer = desk.get(f"/brief/{brief_id}/{form}")
    while answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:  # others wait too: asked again, as it says
        time.sleep(int(answer.headers["Retry-After"]))
        answer = desk.get(f"/brief/{brief_id}/{form}")
    answer.raise_for_status()
    return answer.content


def _daily(server: Server, desk: httpx.Client) -> Iterator[Row]:
    """Yield: a daily briefing as PDF, picture and page, composing included, and what its drawing held."""
    composed, whole, peaks = [], [], []
    for _ in range(ROUNDS + 1):
        with _watched(server) as held:
            began = time.monotonic()
            brief_id = _made(desk, "daily")
            composed.append(time.monotonic() - began)
            for form in ("pdf", "png", "html"):
                _had(desk, brief_id, form)
            whole.append(time.monotonic() - began)
        peaks.append(max(held))
    yield Row(name="daily briefing of the demo city: PDF, picture and page, warm", value=statistics.median(whole[1:]),
              unit="s", goal=5,
              note=f"composing {statistics.median(composed[1:]):.1f} s of it; the first {whole[0]:.1f} s")
    yield Row(name="memory that drawing holds of its own, most", value=max(peaks), unit="MB", goal=400)


@contextlib.contextmanager
def _watched(server: Server) -> Iterator[list[float]]:
    """Yield what the drawing process and all below it hold for themselves, in MB, looked at ten times a second."""
    held, is_over = [0.0], threading.Event()

    def look() -> None:
        while not is_over.wait(0.1):
            drawing = [one.pid for one in psutil.Process(server.process.pid).children() if _draws(one)]
            held.append(sum(families.held(families.of(pid)) for pid in drawing) / 1e6)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield held
    finally:
        is_over.set()
        watcher.join()


def _draws(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        return warm.MODULE in process.cmdline()
    return False


def _weekly(desk: httpx.Client) -> Iterator[Row]:
    """Yield: a weekly briefing as slides, composing included."""
    times, charts = [], 0
    for _ in range(ROUNDS + 1):
        began = time.monotonic()
        deck = _had(desk, _made(desk, "weekly"), "pptx")
        times.append(time.monotonic() - began)
        charts = sum(shape.has_chart for slide in Presentation(io.BytesIO(deck)).slides for shape in slide.shapes)
    yield Row(name=f"weekly briefing as slides with {charts} native charts, warm", value=statistics.median(times[1:]),
              unit="s", goal=5, note=f"the first {times[0]:.1f} s")


def _page(server: Server, desk: httpx.Client) -> Iterator[Row]:
    """Yield: the size of a briefing as a page, and how often it asks for anything when it is opened as a file."""
    body = _had(desk, _made(desk, "daily"), "html")
    path = server.folder / "page.html"
    path.write_bytes(body)
    asked: list[str] = []
    with stand.browser() as opened:
        page = opened.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        page.mouse.move(300, 400)
        page.wait_for_timeout(500)
    yield Row(name="briefing as a page: size", value=len(body) / 1e6, unit="MB", goal=5)
    yield Row(name="briefing as a page: requests beside itself", value=float(len(asked) - 1), unit="", goal=0)


def _many(server: Server, desk: httpx.Client) -> Iterator[Row]:
    """Yield: the daily briefings of twenty areas as PDF in one go, and what screens feel of it."""
    codes, feeding = _districts(server.folder), _Feeding(server)
    quiet = feeding.delays(lambda: time.sleep(QUIET_SECONDS))
    began = time.monotonic()
    busy = feeding.delays(lambda: _draw_all(desk, codes))
    seconds = time.monotonic() - began
    usual = percentile(quiet, 0.95)
    yield Row(name=f"{len(codes)} areas' daily briefings as PDF in one go", value=seconds, unit="s", goal=60)
    yield Row(name="event to screen p95 meanwhile; reference: without", value=percentile(busy, 0.95), unit="ms",
              goal=1.2 * usual, reference=usual,
              note=f"median {percentile(busy, 0.5):.0f} against {percentile(quiet, 0.5):.0f} ms")


def _districts(data: Path) -> list[str]:
    """Return all districts, and streets until there are enough."""
    with sqlite3.connect(f"file:{data / 'yiping.db'}?mode=ro", uri=True) as connection:
        return [code for (code,) in connection.execute(
            "SELECT area_code FROM areas WHERE level IN (2, 3) ORDER BY level, area_code LIMIT ?", (AREAS,))]


def _draw_all(desk: httpx.Client, codes: list[str]) -> None:
    """Make and draw the briefing of each area, a few people at once."""
    with ThreadPoolExecutor(AT_ONCE) as people:
        list(people.map(lambda code: _had(desk, _made(desk, "daily", code), "pdf"), codes))


class _Feeding:
    """Posts twenty events a second while some work is done, and hears when a screen is told of each."""

    def __init__(self, server: Server) -> None:
        self._server, self._places = server, ingest.spots(server.folder)
        self._key = screens.make_key(server.folder)

    def delays(self, work: Callable[[], None]) -> list[float]:
        """Return the milliseconds from posting to the screen of each event that was posted meanwhile."""
        found: list[float] = []
        is_over = threading.Event()
        sender = threading.Thread(target=self._send, args=(is_over,))
        screen = threading.Thread(target=lambda: asyncio.run(self._listen(found, is_over)))
        for one in (screen, sender):
            one.start()
        work()
        is_over.set()
        for one in (sender, screen):
            one.join()
        return found

    def _send(self, is_over: threading.Event) -> None:
        with httpx.Client(base_url=self._server.url, timeout=60,
                          headers={"Authorization": f"Bearer {self._key}"}) as client:
            while not is_over.wait(PACE_SECONDS):
                events = orjson.loads(ingest.batch(self._places, BATCH))
                client.post("/api/v1/events", json=[{**one, "text": f"{live.SENT} {time.time()}"} for one in events])

    async def _listen(self, found: list[float], is_over: threading.Event) -> None:
        (token, *_) = await live.tokens(self._server)
        listening = asyncio.create_task(live.listen(self._server, token, found))
        while not is_over.is_set():
            await asyncio.sleep(0.2)
        await asyncio.sleep(2)
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
