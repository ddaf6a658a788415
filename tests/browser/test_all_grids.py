"""Every grid at once: switched on and off, kept in the address, hit by the pointer, painted where something changed."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opener
from tests.stand import Server

pytestmark = pytest.mark.browser

GRIDS, COMMUNITIES = 1_200, 130
SPOT = """(code) => {
  const f = yiping.map.facts(code), at = yiping.map.leaflet.latLngToContainerPoint([f.lat, f.lon]);
  const box = document.getElementById('map').getBoundingClientRect();
  return [box.left + at.x, box.top + at.y];
}"""
PIXEL = """(code) => {
  const f = yiping.map.facts(code), canvas = yiping.map.canvas(), box = canvas.getBoundingClientRect();
  const frame = document.getElementById('map').getBoundingClientRect();
  const at = yiping.map.leaflet.latLngToContainerPoint([f.lat, f.lon]);
  const x = (frame.left + at.x - box.left) * canvas.width / box.width;
  const y = (frame.top + at.y - box.top) * canvas.height / box.height;
  return [...canvas.getContext('2d').getImageData(x, y, 1, 1).data];
}"""
ASIDE = "document.querySelectorAll('.mark-holder').forEach((mark) => { mark.style.pointerEvents = 'none'; })"


def wait_drawn(page: Page, count: int) -> None:
    page.wait_for_function("(count) => yiping.map.visible().length === count && yiping.map.hasValues", arg=count)


def open_cases(page: Page) -> int:
    return page.evaluate("yiping.map.visible().reduce((sum, code) => sum + yiping.map.value(code), 0)")


def test_the_switch_draws_every_grid_and_takes_them_away_again(server: Server, sign_in: Opener):
    screen = sign_in(server, "dispatcher")
    page = screen.page
    wait_drawn(page, COMMUNITIES)
    coarse = open_cases(page)
    page.click("[data-detail=grids]")
    wait_drawn(page, GRIDS)
    assert page.get_attribute("[data-detail=grids]", "aria-pressed") == "true"
    assert "detail=grids" in page.url
    assert coarse * 0.8 <= open_cases(page) <= coarse * 1.2 + 3
    page.click("[data-detail=grids]")
    wait_drawn(page, COMMUNITIES)
    assert "detail" not in page.url
    page.go_back()
    wait_drawn(page, GRIDS)
    assert screen.complaints == []


def test_the_address_draws_every_grid_on_a_wall_too(server: Server, sign_in: Opener):
    screen = sign_in(server, "wall", path="/wall/hall-1?detail=grids", size=(1920, 1080))
    wait_drawn(screen.page, GRIDS)
    assert screen.complaints == []


def test_where_grids_are_drawn_anyway_there_is_no_switch(server: Server, sign_in: Opener):
    page = sign_in(server, "leader").page
    assert page.evaluate("yiping.map.drawnLevel()") == 5
    assert page.is_hidden("[data-detail=grids]")


def test_the_pointer_finds_the_grid_below_it(server: Server, sign_in: Opener):
    page = sign_in(server, "dispatcher", path="/desk/overview?detail=grids").page
    wait_drawn(page, GRIDS)
    page.evaluate(ASIDE)
    codes = page.evaluate("yiping.map.visible()")
    told = 0
    for code in codes[::97]:
        x, y = page.evaluate(SPOT, code)
        if page.evaluate("([x, y]) => document.elementFromPoint(x, y) === yiping.map.canvas()", [x, y]):
            page.mouse.move(x, y)
            assert page.inner_text("#map-tip b") == page.evaluate("(code) => yiping.map.facts(code).name", code)
            told += 1
    assert told >= 6
    page.mouse.move(5, 5)
    assert page.evaluate("document.getElementById('map-tip').classList.contains('is-shown')") is False


def test_a_changed_grid_is_painted_and_its_neighbours_are_left_alone(server: Server, sign_in: Opener):
    page = sign_in(server, "leader").page
    quiet = page.evaluate("yiping.map.visible().filter((code) => yiping.map.value(code) === 0).slice(0, 2)")
    before = [page.evaluate(PIXEL, code) for code in quiet]
    page.evaluate("(code) => { yiping.map.setValues({ [code]: [99, 0, 0, 0] }, false); yiping.map.paintWaiting(); }",
                  quiet[0])
    after = [page.evaluate(PIXEL, code) for code in quiet]
    assert after[0] == page.evaluate("""() => {
      const hex = yiping.theme('--map-5');
      return [...[1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)), 255]; }""")
    assert after[0] != before[0]
    assert after[1] == before[1]


def test_the_other_theme_paints_every_grid_anew(server: Server, sign_in: Opener):
    page = sign_in(server, "leader").page
    code = page.evaluate("yiping.map.visible()[0]")
    light = page.evaluate(PIXEL, code)
    page.click("[data-theme-switch]")
    page.wait_for_timeout(300)
    assert page.evaluate(PIXEL, code) != light


def test_a_community_seen_from_near_is_drawn_finer_than_the_city_was(server: Server, sign_in: Opener):
    page = sign_in(server, "dispatcher", path="/desk/overview?detail=grids").page
    wait_drawn(page, GRIDS)
    community = page.evaluate("yiping.map.visible()[0].slice(0, 12)")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("(code) => yiping.map.select(code)", community)
    page.wait_for_function("(code) => yiping.map.visible().length > 0 && yiping.state.area === code", arg=community)
    page.wait_for_timeout(1_500)
    assert any(f"areas.mesh?area={community}&detail=grids" in url for url in asked)
    assert all(code.startswith(community) for code in page.evaluate("yiping.map.visible()"))
