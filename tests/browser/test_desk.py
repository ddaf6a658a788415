"""The desk at every width: nothing scrolls, nothing primary is covered; its views; a leader's home; the board."""

import time
from datetime import UTC, datetime

import httpx
import pytest
from playwright.sync_api import Page

from tests import stand
from tests.browser.conftest import Opener
from tests.stand import Server

pytestmark = pytest.mark.browser

SIZES = [(1366, 768), (1366, 625), (1440, 900), (1536, 864), (1920, 1080), (2560, 1440)]
NO_SCROLL = "[document.documentElement.scrollWidth <= innerWidth, document.documentElement.scrollHeight <= innerHeight]"
UNCOVERED = """(selector) => [...document.querySelectorAll(selector)].filter((one) => one.offsetParent).map((one) => {
  const box = one.getBoundingClientRect();
  const inside = box.left >= 0 && box.top >= 0 && box.right <= innerWidth + 1 && box.bottom <= innerHeight + 1;
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return inside && Boolean(top) && (one === top || one.contains(top));
})"""
WIDTH = "(selector) => document.querySelector(selector).getBoundingClientRect().width"
LIST_IS_LEFT = """() => document.querySelector('.list-page').getBoundingClientRect().left
  < document.querySelector('#map').getBoundingClientRect().left"""
CONTROLS = (".action-row > button, .action-row summary, .drawer .close, [data-theme-switch], [data-sign-out], "
            ".rail > a, #search-words, #scope-bar .segments button, #scope-bar [data-own-span], "
            ".breadcrumb [data-area], .top-bar [data-brief]")
MENU = "#drawer .more-actions .menu [data-action]"
OFFERED = "[...document.querySelectorAll('#drawer [data-action]')].map((one) => one.dataset.action)"
ZOOMED = {"width": 683, "height": 384, "deviceScaleFactor": 2, "mobile": False}
"""A window of 1366 x 768 at 200 %."""


def all_seen(page: Page, selector: str) -> bool:
    """Is everything of a selector that is shown inside the window and uncovered? There must be something."""
    seen = page.evaluate(UNCOVERED, selector)
    return bool(seen) and all(seen)


def is_first_seen(page: Page, selector: str) -> bool:
    """Is the first of a selector inside the window and uncovered?"""
    return bool(page.evaluate(UNCOVERED, selector)[0])


def menu_is_seen(page: Page) -> bool:
    """Is everything in the drawer's menu inside the window and uncovered, once it is open? It is closed again."""
    page.click("#drawer .more-actions summary")
    seen = all_seen(page, MENU)
    page.click("#drawer .more-actions summary")
    return seen


def raise_alarm(server: Server, page: Page) -> str:
    """Bring in a report of the first priority, and return its case number once the feed has its alarm."""
    key = stand.command(server.folder, "key", "add", "desk", "--may", "events.write").split()[-1]
    lon, lat = page.evaluate("() => ['lon', 'lat'].map((name) => yiping.map.facts(yiping.map.visible()[5])[name])")
    event = {"source": "desk", "event_id": str(time.monotonic_ns()), "category": "0113", "text": "alarm", "severity": 1,
             "occurred_at": datetime.now(UTC).isoformat(), "lon": lon, "lat": lat}
    answer = httpx.post(f"{server.url}/api/v1/events", json=[event], headers={"Authorization": f"Bearer {key}"})
    number = str(answer.json()["stored"][0]["case_no"])
    page.wait_for_function("(number) => yiping.feed.alarms().some((one) => one.no === number)", arg=number)
    return number


def test_at_every_width_nothing_scrolls_and_what_is_primary_is_in_reach(server: Server, sign_in: Opener):
    screen = sign_in(server, "dispatcher")
    page = screen.page
    page.evaluate("(number) => yiping.open(number)", raise_alarm(server, page))
    page.wait_for_selector("#drawer .action-row [data-action=dispatch]")
    assert {"dispatch", "acknowledge"} <= set(page.evaluate(OFFERED))
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function("([width, height]) => innerWidth === width && innerHeight === height",
                               arg=[width, height])
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        at = f"{width}x{height}"
        assert page.evaluate(NO_SCROLL) == [True, True], at
        assert page.evaluate(WIDTH, "#map") >= 880, at
        assert page.evaluate(WIDTH, ".side") >= 364, at
        assert all_seen(page, CONTROLS), at
        assert menu_is_seen(page), at
        assert page.evaluate(LIST_IS_LEFT) is (width >= 1600), at
    written = page.evaluate("[9999, 12345, 1234567, 123456789].map(yiping.number)")
    assert written == ["9,999", "1.23 万", "123 万", "1.23 亿"], "as the server writes them"
    assert page.is_visible(".kpi:nth-child(8)")
    assert page.evaluate(WIDTH, ".rail") == 200
    page.context.new_cdp_session(page).send("Emulation.setDeviceMetricsOverride", ZOOMED)
    page.wait_for_function("() => innerWidth === 683 && devicePixelRatio === 2")
    for selector in ("#drawer .action-row [data-action=dispatch]", "#drawer .more-actions summary", "[data-sign-out]",
                     "[data-zoom=home]", ".rail [data-help]", "#scope-bar [data-own-span]", "#search-words",
                     ".breadcrumb [data-area]"):
        page.locator(selector).first.scroll_into_view_if_needed()
        assert is_first_seen(page, selector), selector
    page.click("#drawer .more-actions summary")
    page.locator("#drawer [data-action=acknowledge]").scroll_into_view_if_needed()
    assert is_first_seen(page, "#drawer [data-action=acknowledge]")
    assert screen.complaints == []


def test_views_open_with_their_part_in_front_and_one_there_is_not_is_told(server: Server, sign_in: Opener):
    page = sign_in(server, "dispatcher", path="/desk/area").page
    assert page.is_visible("#desk-area .work-row[data-case]")
    number = page.get_attribute("#desk-area .work-row", "data-case")
    page.goto(f"{server.url}/desk/case?sel=case:{number}")
    page.wait_for_selector(f"[data-drawer-case='{number}']")
    page.wait_for_selector("#desk-feed .feed-row")
    assert f"sel=case:{number}" in page.evaluate("() => location.search"), "what was opened stays in the address"
    page.goto(f"{server.url}/desk/moon")
    page.wait_for_selector("#notice-box.is-shown")
    assert page.url.split("?")[0].endswith("/desk/overview")


def test_a_leader_decides_within_three_presses_and_sees_what_is_new(server: Server, sign_in: Opener):
    screen = sign_in(server, "leader", path="/desk/overview", size=(1366, 625))
    page = screen.page
    assert all_seen(page, ".news a")
    page.locator(".decide-row:has([data-then=supervise]) .decide-case").first.click()
    page.wait_for_selector("#drawer .action-row button")
    assert {"supervise", "instruct"} <= set(page.evaluate(OFFERED))
    assert all_seen(page, CONTROLS)
    page.click(".drawer .close")
    page.locator(".decide-row [data-then=supervise], .decide-row [data-then=instruct]").first.click()
    page.locator("#drawer [data-give]:not([hidden]) textarea").first.fill("今日办结并反馈。")
    page.click("#drawer [data-action=confirm]")
    page.wait_for_selector("#notice-box.is-shown.done")
    page.click(".drawer .close")
    page.click("[data-change=overdue]")
    page.wait_for_selector("[data-changes=overdue]")
    page.goto(f"{server.url}/desk/supervise")
    page.wait_for_selector(".board tr[data-case]")
    page.click(".board tr[data-case] td")
    page.wait_for_selector("#drawer .action-row button")
    assert screen.complaints == []
