"""Looking back on a screen: frame, badge, nothing to press; playing on under a folded bar; live first priorities."""

import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from playwright.sync_api import Page

from tests import stand
from tests.browser.conftest import WALL, ZONE, Opener
from tests.stand import Server

pytestmark = pytest.mark.browser

YESTERDAY = datetime.now(ZoneInfo(ZONE)).replace(hour=18, minute=0, second=0, microsecond=0) - timedelta(days=1)
T = YESTERDAY.astimezone(UTC).isoformat().replace("+00:00", "Z")
STATES = "[...new Set([...document.querySelectorAll('[data-panel]')].map((panel) => panel.dataset.state))].sort()"
CLASSES = "[...document.querySelectorAll('#map-legend b')].map((one) => one.textContent)"
FRAME = "getComputedStyle(document.body, '::after').borderTopColor"
NO_T = "() => !yiping.state.t && !location.search.includes('t=2') && !document.body.dataset.past"


@pytest.fixture(scope="module")
def tried(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server to which a test may send, and whose walls wait less long."""
    folder = tmp_path_factory.mktemp("past") / "city"
    shutil.copytree(demo_folder, folder)
    with stand.serving(folder, YIPING_ZONE=ZONE, YIPING_TEST="1") as running:
        yield running


def send_fire(page: Page, server: Server) -> str:
    """Let a program report something of the first priority in the middle of the map; return its number."""
    key = stand.command(server.folder, "key", "add", "past", "--may", "events.write", YIPING_ZONE=ZONE).split()[-1]
    spot = page.evaluate("yiping.map.facts(yiping.map.visible()[0])")
    event = {"source": "past", "event_id": f"p-{time.time_ns()}", "occurred_at": datetime.now(UTC).isoformat(),
             "category": "0110", "text": "回放时的实时火情", "lon": spot["lon"], "lat": spot["lat"], "severity": 1}
    answer = httpx.post(f"{server.url}/api/v1/events", json=[event], headers={"Authorization": f"Bearer {key}"})
    return str(answer.json()["stored"][0]["case_no"])


def test_yesterday_at_six_plays_on_under_a_folded_bar_until_a_live_case_of_the_first_priority_calls_back(
    tried: Server, sign_in: Opener
):
    screen = sign_in(tried, "dispatcher", path=f"/desk/overview?t={T}")
    page = screen.page
    page.wait_for_selector(".past-bar")
    assert page.inner_text("#past-badge") == f"回放 {YESTERDAY:%m-%d} 18:00"
    assert page.evaluate(FRAME) == "rgb(107, 63, 181)"
    assert set(page.evaluate(STATES)) <= {"replay", "nodata"}
    page.wait_for_selector(".past-density i")
    assert page.get_attribute("#map-warnings", "data-state") in ("replay", "nodata")
    assert page.query_selector("a.warn-row") is None, "a warning of the past leads nowhere"
    classes, open_then = page.evaluate(CLASSES), page.get_attribute("[data-kpi=open_now]", "data-value")

    page.click(".feed-rows [data-case]")
    page.wait_for_selector("#drawer [data-no-acts]")
    assert page.query_selector("#drawer [data-action]") is None
    page.keyboard.press("Escape")
    page.wait_for_selector("#drawer.is-closed", state="attached")
    assert page.evaluate("yiping.state.t"), "the drawer is left before the past is"

    asked: list[str] = []
    page.on("request", lambda request: "/panels/" in request.url and asked.append(request.url))
    began = page.evaluate("yiping.past.moment()")
    page.click("[data-speed='300']")
    page.keyboard.press(" ")
    page.click("[data-past-do=collapse]")
    page.wait_for_function("() => yiping.pastBar.frames.length >= 4")
    assert page.evaluate("yiping.pastBar.isPlaying()")
    assert page.is_hidden(".past-density")
    seconds = page.evaluate("(began) => (yiping.past.moment() - began) / 1000", began) / 300
    assert seconds > 3, "the city's time goes on three hundred times as fast as ours"
    assert len(asked) <= seconds + 2, "no more than one question a second"
    assert page.evaluate(CLASSES) == classes
    assert set(page.evaluate(STATES)) <= {"replay", "nodata"}

    number = send_fire(page, tried)
    page.wait_for_selector(f"#past-warning[data-warns='{number}']")
    assert "回放时的实时火情" in page.inner_text("#past-warning")
    assert page.query_selector(f".feed-rows [data-case='{number}']") is None, "it does not stand in the past itself"
    page.click("#past-warning .primary")
    page.wait_for_function(NO_T)
    page.wait_for_selector(f".feed-rows [data-case='{number}']")
    page.wait_for_selector("#drawer [data-action]")
    assert page.query_selector("#past-badge") is None
    page.wait_for_function("() => !/replay|nodata/.test(document.getElementById('map-warnings').dataset.state)")
    assert page.get_attribute("[data-kpi=open_now]", "data-value") != open_then
    assert screen.complaints == []


def test_a_plan_that_was_made_by_then_stands_on_the_map_with_its_arrows_and_nothing_to_press(
    tried: Server, sign_in: Opener
):
    screen = sign_in(tried, "dispatcher")
    page = screen.page
    page.keyboard.press("o")
    page.wait_for_selector("#plan[data-state=ready]", timeout=20_000)
    proposed = page.locator("#plan [data-plan-case]").count()
    page.wait_for_timeout(2_000)
    page.evaluate("yiping.past.go(new Date(Date.now() - 1000).toISOString())")
    page.wait_for_selector("#plan[data-state=then]", timeout=20_000)
    assert page.locator("#plan [data-plan-case]").count() == page.evaluate("yiping.arrows.count()") == proposed > 0
    assert page.locator("#plan footer button, #plan .tick, #plan .change").count() == 0
    page.evaluate("yiping.past.go(new Date(Date.now() - 86400000).toISOString())")
    page.wait_for_selector("#plan[data-state=none]")
    assert page.evaluate("yiping.arrows.count()") == 0
    page.evaluate("yiping.past.leave()")
    page.wait_for_selector("#plan", state="detached")
    assert screen.complaints == []


def test_a_wall_steps_back_by_key_and_returns_by_itself(tried: Server, sign_in: Opener):
    page = sign_in(tried, "wall", size=WALL).page
    page.keyboard.press("[")
    page.wait_for_selector("#past-badge")
    page.wait_for_function("() => document.querySelector('#wall-kpi [data-state=replay]')")
    page.evaluate("yiping.testIdle = 1200")
    page.wait_for_function(NO_T)
    page.wait_for_function("() => document.querySelector('#wall-kpi [data-state=fresh]')")


@pytest.mark.parametrize(("t", "said"), [("yesterday", "t"), ("2150-01-01T00:00:00Z", "将来")])
def test_a_moment_that_cannot_be_shown_is_named_once_and_the_screen_is_live(
    tried: Server, sign_in: Opener, t: str, said: str
):
    page = sign_in(tried, "dispatcher", path=f"/desk/overview?t={t}").page
    page.wait_for_selector("#notice-box.is-shown")
    assert said in page.inner_text("#notice-box")
    page.wait_for_function("() => document.querySelector('#desk-kpi [data-state=fresh]') && !yiping.state.t")
    assert page.query_selector(".past-bar") is None
