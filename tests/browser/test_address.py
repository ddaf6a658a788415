"""The address is the screen: opened elsewhere it shows the same; what cannot be read is named once."""

import math

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opener
from tests.stand import Server

pytestmark = pytest.mark.browser

STATE = """(() => ({ area: yiping.state.area, norm: yiping.state.norm, detail: yiping.state.detail,
  case: yiping.state.case, tab: yiping.state.tab, theme: document.body.dataset.theme,
  layers: [...document.querySelectorAll('[data-layer][aria-pressed=true]')].map((one) => one.dataset.layer) }))()"""
STANDS_IN_ADDRESS = """() => {
  const [lat, lng] = new URLSearchParams(location.search).get('c').split(',').map(Number);
  const at = yiping.map.leaflet.getCenter();
  return Math.abs(lat - at.lat) < 1e-4 && Math.abs(lng - at.lng) < 1e-4;
}"""
"""The map was let go and rolls on for a while on a busy machine."""
CENTRE = """(() => {
  const at = yiping.map.leaflet.getCenter();
  return [at.lat, at.lng, yiping.map.leaflet.getZoom()];
})()"""
FIGURES = "[...document.querySelectorAll('[data-kpi]')].map((one) => [one.dataset.kpi, one.dataset.definition])"
METRES_PER_DEGREE = 111_320


def metres_apart(one: list[float], other: list[float]) -> float:
    east = (one[1] - other[1]) * math.cos(math.radians(one[0]))
    return math.hypot(one[0] - other[0], east) * METRES_PER_DEGREE


def district(page: Page) -> str:
    return str(page.evaluate("yiping.map.visible()[0].slice(0, 6)"))


def test_a_screen_opened_by_its_address_elsewhere_is_the_same(server: Server, sign_in: Opener):
    page = sign_in(server, "dispatcher").page
    page.evaluate("(code) => yiping.select(code)", district(page))
    page.wait_for_function("() => !document.body.classList.contains('is-changing')")
    page.click("[data-norm=pop]")
    page.click("[data-layer=places]")
    page.click("[data-tab=forces]")
    page.click("[data-zoom=zoom_in]")
    page.wait_for_timeout(800)
    page.mouse.move(400, 400)
    page.mouse.down()
    page.mouse.move(460, 430, steps=4)
    page.mouse.up()
    page.evaluate("yiping.open(document.querySelector('.feed-rows [data-case]').dataset.case)")
    page.wait_for_function("() => location.search.includes('sel=case:') && location.search.includes('c=')")
    page.wait_for_timeout(600)
    page.wait_for_function(STANDS_IN_ADDRESS)

    other = sign_in(server, "dispatcher", path=page.url.removeprefix(server.url)).page
    assert other.evaluate(STATE) == page.evaluate(STATE)
    assert metres_apart(other.evaluate(CENTRE), page.evaluate(CENTRE)) < 50
    assert other.evaluate(CENTRE)[2] == pytest.approx(page.evaluate(CENTRE)[2], abs=0.01)
    assert other.evaluate(FIGURES) == page.evaluate(FIGURES)
    other.wait_for_selector("#drawer [data-action]")


def test_back_undoes_a_choice_and_not_where_the_map_stands(server: Server, sign_in: Opener):
    page = sign_in(server, "dispatcher").page
    home = page.evaluate("yiping.state.area")
    page.evaluate("(code) => yiping.select(code)", district(page))
    page.wait_for_function("() => !document.body.classList.contains('is-changing')")
    for _ in range(3):
        page.click("[data-zoom=zoom_in]")
        page.wait_for_timeout(500)
    page.go_back()
    page.wait_for_function("(home) => yiping.state.area === home", arg=home)


@pytest.mark.parametrize(("query", "named"), [
    ("norm=%3Cscript%3E", "norm"), ("area=9999999", "area"), ("c=north,east,9", "c"), ("c=95,10,9", "c"),
    ("layer=cases,dragons", "layer"), ("sel=planet:1", "sel"), ("theme=pink&panel=none", "theme, panel"),
])
def test_what_cannot_be_read_is_named_once_and_the_rest_holds(
    server: Server, sign_in: Opener, query: str, named: str
):
    screen = sign_in(server, "dispatcher", path=f"/desk/overview?detail=grids&{query}&mine=kept")
    page = screen.page
    page.wait_for_selector("#notice-box.is-shown")
    assert page.inner_text("#notice-box").endswith(named)
    assert page.evaluate("yiping.state.detail") == "grids"
    assert "mine=kept" in page.url
    assert screen.complaints == []


def test_an_address_that_says_all_right_is_not_spoken_of(server: Server, sign_in: Opener):
    page = sign_in(server, "dispatcher", path="/desk/overview?v=1&norm=late&layer=none&theme=dark&utm=x").page
    assert page.query_selector("#notice-box.is-shown") is None
    assert page.evaluate(STATE)["layers"] == []
    assert page.evaluate(STATE)["theme"] == "dark"
