"""The page's own scripts at a real feed: reconnecting, the watchdog's states, what ages."""

import contextlib
import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from playwright.sync_api import Browser, Page, sync_playwright

from dashboard import live
from dashboard.center import Center, open_center
from dashboard.live_hub import Hub, Pace
from data import clock
from data.models.person import Person
from data.people import sessions
from data.people.sessions import Caller
from data.scope import Scope
from data.storage.database import Database
from tests import cast
from tests.wire.live_stage import free_port, running

pytestmark = pytest.mark.browser

ASSETS = Path(__file__).resolve().parents[2] / "assets"
QUICK = Pace(tick=0.01, poll=0.05, ping=1.0)
PAGE = """<!doctype html><html lang="en"><head>
<link rel="stylesheet" href="/assets/tokens.css"><link rel="stylesheet" href="/assets/watchdog.css"></head>
<body data-zone="Asia/Shanghai"><div id="stage"><b data-clock="1"></b><i data-age="ASOF" id="age"></i>
<span class="link" id="link-state"><span id="link-words"></span></span>
<section class="panel" data-panel="kpi" data-state="fresh" data-period="60" data-asof="ASOF">
<b id="value">42</b></section>
<section class="panel" data-panel="feed" data-state="zero" data-period="60" data-asof="ASOF"></section>
<section class="panel" data-panel="broken" data-state="error" data-period="60" data-asof="ASOF"></section></div>
<script src="/assets/ages.js"></script><script src="/assets/live.js"></script>
<script src="/assets/watchdog.js"></script>
<script src="/test.js"></script></body></html>"""
SCRIPT = """
window.frames_heard = []; window.ticks = [];
window.yiping.refresh = async () => {
  window.ticks.push(['tick', { seq: window.yiping.seq }, performance.now()]);
};
['hello', 'snapshot', 'changes', 'map', 'refused', 'signedout', 'closed'].forEach((name) =>
  document.addEventListener('yiping:' + name, (event) => window.frames_heard.push([name, event.detail])));
Object.assign(window.yiping.state, { surface: 'desk', test: true, words: { 'link.lost': 'LOST {lost} AS OF {asof}' } });
window.yiping.testReload = 200;
window.yiping.live.connect();
"""


@dataclass
class Town:
    """A server that can be stopped, hung and started again on the same port."""

    center: Center
    port: int
    build: str = "one"
    people: list[Caller] = field(default_factory=list)
    hub: Hub | None = None
    _room: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.hub = Hub(self.center, pace=QUICK)
        self._room.enter_context(running(Door(self._app(), self), self.port))

    def stop(self) -> None:
        self._room.close()
        self._room = contextlib.ExitStack()
        if self.hub is not None:
            self.hub.end()

    def _app(self) -> FastAPI:
        app = FastAPI()
        assert self.hub is not None
        live.serve(app, self.center, self.hub)
        app.mount("/assets", StaticFiles(directory=ASSETS))

        @app.get("/healthz")
        async def healthz() -> JSONResponse:
            return JSONResponse({"ok": True, "build": self.build, "server_time": clock.now().isoformat()})

        @app.get("/hang/{seconds}")
        async def hang(seconds: float) -> None:
            time.sleep(seconds)  # on the event loop: the whole server stands still

        @app.get("/api/v1/areas/{code}")
        async def area(code: str) -> JSONResponse:
            return JSONResponse({"code": code}, 200 if self.people else 401)

        @app.get("/test.js")
        async def script() -> HTMLResponse:
            return HTMLResponse(SCRIPT, media_type="text/javascript")

        @app.get("/")
        async def page() -> HTMLResponse:
            if not self.people:
                return HTMLResponse("", 303, {"Location": "/signin"})
            return HTMLResponse(PAGE.replace("ASOF", clock.now().isoformat()))

        return app


class Door:
    """Lets in whoever the town knows."""

    def __init__(self, app: FastAPI, town: Town) -> None:
        self.app, self.town = app, town

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            scope.setdefault("state", {})["caller"] = self.town.people[0] if self.town.people else None
        await self.app(scope, receive, send)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


def alice(database: Database) -> Caller:
    """Sign Alice in and return who she is."""
    with database.write(Scope.of_job("test")) as session:
        token = sessions.begin(session, session.get_one(Person, "alice"), clock.now())
        caller = sessions.who_has_session(session, token, clock.now())
    assert caller is not None
    return caller


@pytest.fixture
def town(settings: Any, database: Database, city: Any) -> Iterator[Town]:
    """Yield a running town."""
    center = open_center(settings, database)
    town = Town(center, free_port())
    town.people.append(alice(database))
    town.start()
    yield town
    town.stop()
    center.close()


@pytest.fixture
def page(browser: Browser, town: Town) -> Iterator[Page]:
    """Yield the page, live and with its first snapshot: without one there is nothing to go on from."""
    page = browser.new_page()
    page.errors = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.errors.append(str(error)))  # type: ignore[attr-defined]
    page.goto(town.address)
    becomes(page, "window.yiping.conn === 'LIVE'")
    becomes(page, "window.frames_heard.some((one) => one[0] === 'snapshot')")
    yield page
    page.close()
    assert page.errors == []  # type: ignore[attr-defined]


def becomes(page: Page, condition: str, seconds: float = 15) -> None:
    page.wait_for_function(condition, timeout=seconds * 1000, polling=50)


def heard(page: Page, name: str) -> list[Any]:
    return page.evaluate("(name) => window.frames_heard.filter((one) => one[0] === name).map((one) => one[1])", name)


def hears_of_changes(page: Page) -> list[Any]:
    """Return the changes heard, once there are some: the link is live a moment before."""
    becomes(page, "window.frames_heard.some((one) => one[0] === 'changes')")
    return heard(page, "changes")


def open_case(write: Callable[..., Any], event: str) -> str:
    with write(now=clock.now()) as now:
        return cast.open_case(now, event, occurred_at=now.now)


def test_it_says_that_the_server_is_gone_and_comes_back_by_itself(page: Page, town: Town, write: Any) -> None:
    before = page.url
    town.stop()
    becomes(page, "window.yiping.conn === 'DOWN'", 8)
    banner = page.locator("#link-banner")
    assert banner.is_visible()
    assert banner.inner_text().startswith("LOST ")
    assert page.inner_text("#value") == "42"
    assert page.locator("#link-watermark").is_hidden()
    number = open_case(write, "while-away")
    town.start()
    becomes(page, "window.yiping.conn === 'LIVE'")
    assert hears_of_changes(page)[-1]["items"][0]["no"] == number
    assert len(heard(page, "snapshot")) == 1
    assert banner.get_attribute("class") == "is-back"
    assert page.evaluate("window.yiping.gaps.length") == 1
    assert page.url == before
    becomes(page, "document.getElementById('link-banner').hidden")


def test_a_server_that_comes_back_between_two_questions_sends_nobody_home(page: Page, town: Town, write: Any) -> None:
    """The handshake still failed, the page was answered already: that is no sign that the area is not ours."""
    page.evaluate("""() => { const ask = window.fetch; window.probes = 0;
      window.fetch = (what, how) => how && how.redirect === 'manual' && ++window.probes === 2
        ? Promise.resolve(new Response('here')) : ask(what, how); }""")
    town.stop()
    number = open_case(write, "between")
    becomes(page, "window.probes >= 2", 40)
    town.start()
    becomes(page, "window.yiping.conn === 'LIVE'", 30)
    assert hears_of_changes(page)[-1]["items"][0]["no"] == number
    assert len(heard(page, "snapshot")) == 1


def test_it_notices_a_server_that_hangs(page: Page, town: Town) -> None:
    page.evaluate("fetch('/hang/11'); 0")
    becomes(page, "window.yiping.conn === 'DOWN'", 8.5)
    becomes(page, "window.yiping.conn === 'LIVE'", 20)


def test_it_marks_the_picture_after_a_minute_without_a_server(browser: Browser, town: Town) -> None:
    page = browser.new_page()
    page.clock.install()
    page.goto(town.address)
    becomes(page, "window.yiping.conn === 'LIVE'")
    town.stop()
    page.clock.run_for(9_000)
    becomes(page, "window.yiping.conn === 'DOWN'")
    page.clock.run_for(50_000)
    assert page.locator("#link-watermark").is_hidden()
    page.clock.run_for(15_000)
    assert page.locator("#link-watermark").is_visible()
    assert "NOT LIVE" in page.inner_text("#link-watermark")
    assert page.inner_text("#value") == "42"
    page.close()


AGE = """([name, seconds]) => { document.querySelector(`[data-panel=${name}]`).dataset.asof =
         new Date(Date.now() - seconds * 1000).toISOString(); }"""
STATES = """Object.fromEntries(Array.from(document.querySelectorAll('[data-panel]'),
            (panel) => [panel.dataset.panel, panel.dataset.state]))"""


def test_it_turns_panels_late_and_stale_but_not_those_that_are_fed(page: Page) -> None:
    for seconds, wanted in ((80, "fresh"), (100, "late"), (200, "stale")):
        for name in ("kpi", "feed", "broken"):
            page.evaluate(AGE, [name, seconds])
        page.wait_for_timeout(2_200)
        assert page.evaluate(STATES) in ({"kpi": wanted, "feed": feed, "broken": "error"} for feed in ("zero", "fresh"))
    assert (page.get_attribute("[data-panel=kpi]", "data-age-note") or "").endswith("3 min out of date")
    page.evaluate(AGE, ["kpi", 0])
    becomes(page, "document.querySelector('[data-panel=kpi]').dataset.state === 'fresh'")
    assert page.get_attribute("[data-panel=kpi]", "data-age-note") is None


def test_it_trusts_the_servers_clock_and_says_when_the_browsers_is_wrong(browser: Browser, town: Town) -> None:
    page = browser.new_page()
    page.clock.install(time=clock.now() + timedelta(minutes=4))
    page.goto(town.address)
    becomes(page, "window.yiping.conn === 'LIVE'")
    assert abs(page.evaluate("window.yiping.clockSkew") + 240_000) < 5_000
    assert "Clock off by -2" in page.inner_text("#link-words")
    page.wait_for_timeout(1_500)
    assert page.evaluate(STATES)["kpi"] == "fresh"
    page.close()


def test_it_resumes_at_once_when_the_network_comes_back(page: Page, town: Town, write: Any) -> None:
    page.context.set_offline(True)
    becomes(page, "window.yiping.conn === 'DOWN'", 16)
    number = open_case(write, "while-offline")
    page.context.set_offline(False)
    becomes(page, "window.yiping.conn === 'LIVE'")
    assert [item["no"] for frame in hears_of_changes(page) for item in frame["items"]] == [number]


def test_it_changes_its_area(page: Page, town: Town) -> None:
    page.evaluate("window.yiping.live.setArea('990101')")
    becomes(page, "window.frames_heard.some((one) => one[0] === 'snapshot' && one[1].area === '990101')")


def test_it_asks_for_panels_once_a_second_at_most(page: Page, town: Town, write: Any) -> None:
    page.evaluate("window.ticks = []")
    began = time.monotonic()
    for index in range(15):
        open_case(write, f"e-{index}")
        time.sleep(0.15)
    page.wait_for_timeout(1_200)
    ticks, seconds = page.evaluate("window.ticks"), time.monotonic() - began
    assert {tick[0] for tick in ticks} == {"tick"}
    assert ticks[-1][1]["seq"] == 15
    gaps = [later[2] - earlier[2] for earlier, later in itertools.pairwise(ticks)]
    assert min(gaps) >= 990
    assert 2 <= len(ticks) <= seconds + 2  # a busy machine takes longer to write fifteen cases


def test_it_asks_to_sign_in_again_and_goes_on_afterwards(page: Page, town: Town) -> None:
    caller = town.people.pop()
    assert town.hub is not None
    for client in town.hub.clients:
        client.cut(4401)
    becomes(page, "window.yiping.conn === 'PAIR'")
    assert page.get_attribute("#link-pair a", "href") == "/signin?next=%2F"
    assert page.inner_text("#value") == "42"
    town.people.append(caller)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    becomes(page, "window.yiping.conn === 'LIVE'")
    assert page.locator("#link-pair").is_hidden()


def test_it_finds_out_that_it_is_signed_out_when_the_handshake_is_refused(page: Page, town: Town) -> None:
    town.people.clear()
    assert town.hub is not None
    for client in town.hub.clients:
        client.cut(1011)
    becomes(page, "window.yiping.conn === 'PAIR'")


def test_it_loads_a_new_build_once_and_only_when_the_server_is_well(page: Page, town: Town) -> None:
    page.evaluate("window.still_here = true")
    town.stop()
    becomes(page, "window.yiping.conn === 'DOWN'", 8)
    town.build = "two"
    assert page.evaluate("window.still_here")
    town.start()
    becomes(page, "!window.still_here && window.yiping && window.yiping.conn === 'LIVE'", 20)
    assert page.evaluate("window.yiping.build") == "two"
    page.evaluate("window.still_here = true")
    page.wait_for_timeout(4_000)
    assert page.evaluate("window.still_here")


def test_it_shows_the_citys_time_not_the_browsers(browser: Browser, town: Town) -> None:
    context = browser.new_context(timezone_id="America/New_York")
    page = context.new_page()
    page.goto(town.address)
    becomes(page, "document.querySelector('[data-clock]').textContent !== ''")
    shown = page.inner_text("[data-clock]")
    assert shown in {(clock.now() - timedelta(seconds=ago)).astimezone(ZoneInfo("Asia/Shanghai")).strftime("%H:%M:%S")
                     for ago in range(-2, 5)}
    context.close()
