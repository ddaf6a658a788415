"""Narrowing to an area and going back: map, ranking, breadcrumb, address bar, keys."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opener
from tests.stand import Server

pytestmark = pytest.mark.browser


def shown_area(page: Page) -> str:
    """Return the area the panels were filled for, once they are."""
    page.wait_for_selector("body:not(.is-changing)")
    return page.evaluate("document.getElementById('desk-refreshed').textContent.split('|')[0]")


def open_cases(page: Page) -> int:
    """Return the figure of open cases."""
    return int(page.get_attribute("[data-kpi=open_now]", "data-value") or 0)


def test_pressing_the_map_narrows_everything_level_by_level_and_the_breadcrumb_leads_back(
    server: Server, sign_in: Opener
):
    page = sign_in(server, "dispatcher").page
    city, whole = page.evaluate("yiping.state.area"), open_cases(page)
    widths = page.evaluate("yiping.state.levels.map((level) => level.width)")
    for width in widths[1:4]:
        spot = page.evaluate(
            """(width) => {
          const code = yiping.map.visible().find((c) => (yiping.map.value(c) || 0) >= 0);
          const f = yiping.map.facts(code);
          const at = yiping.map.leaflet.latLngToContainerPoint([f.lat, f.lon]);
          const box = document.getElementById('map').getBoundingClientRect();
          return [box.left + at.x, box.top + at.y, code];
        }""",
            width,
        )
        page.evaluate(
            "document.querySelectorAll('.mark-holder').forEach((mark) => { mark.style.pointerEvents = 'none'; })"
        )
        page.mouse.click(spot[0], spot[1])
        page.wait_for_selector(f".breadcrumb .is-here[data-area='{spot[2][:width]}']")
        assert shown_area(page) == spot[2][:width]
        assert len(page.evaluate("yiping.map.visible()")) <= 3000
    assert open_cases(page) <= whole
    page.click(f".breadcrumb [data-area='{city}']")
    page.wait_for_selector(f".breadcrumb .is-here[data-area='{city}']")
    assert shown_area(page) == city


def test_a_row_of_the_ranking_narrows_and_the_browser_s_back_returns(server: Server, sign_in: Opener):
    page = sign_in(server, "dispatcher").page
    city = page.evaluate("yiping.state.area")
    page.click("[data-tab=analysis]")
    row = page.locator(".panel-areas [data-area]").first
    code = row.get_attribute("data-area")
    row.click()
    page.wait_for_selector(f".breadcrumb .is-here[data-area='{code}']")
    assert f"area={code}" in page.url
    page.go_back()
    page.wait_for_selector(f".breadcrumb .is-here[data-area='{city}']")


def test_the_address_opens_the_same_view_in_another_browser(server: Server, sign_in: Opener):
    page = sign_in(server, "dispatcher").page
    district = page.evaluate("yiping.map.visible()[0].slice(0, 6)")
    page.evaluate("(code) => yiping.map.select(code)", district)
    page.click("[data-norm=area]")
    page.wait_for_selector(f".breadcrumb .is-here[data-area='{district}']")
    address = page.url[len(server.url) :]
    other = sign_in(server, "dispatcher", path=address).page
    assert other.evaluate("[yiping.state.area, yiping.state.norm]") == [district, "area"]
    assert other.get_attribute("[data-norm=area]", "aria-pressed") == "true"


def test_an_unknown_area_in_the_address_falls_back_to_home(server: Server, sign_in: Opener):
    screen = sign_in(server, "leader", path="/desk/overview?area=990199999&norm=nonsense&x=1")
    assert screen.page.evaluate("yiping.state.area") == screen.page.evaluate("yiping.state.home")
    assert screen.complaints == []


def test_a_leader_sees_only_the_own_district(server: Server, sign_in: Opener):
    page = sign_in(server, "leader").page
    home = page.evaluate("yiping.state.home")
    assert len(home) == 6
    assert all(code.startswith(home) for code in page.evaluate("yiping.map.visible()"))
    assert page.evaluate(
        "[...document.querySelectorAll('.breadcrumb [data-area]')].map((step) => step.dataset.area)"
    ) == [home]


def test_escape_goes_up_and_letters_in_a_field_do_nothing(server: Server, sign_in: Opener):
    page = sign_in(server, "dispatcher").page
    district = page.evaluate("yiping.map.visible()[0].slice(0, 6)")
    page.evaluate("(code) => yiping.map.select(code)", district)
    page.wait_for_selector(f".breadcrumb .is-here[data-area='{district}']")
    page.keyboard.press("/")
    page.keyboard.type("d2")
    assert page.input_value("#search-words") == "d2"
    assert page.get_attribute("[data-tab=live]", "aria-selected") == "true"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_selector(".breadcrumb .is-here[data-area='9901']")
