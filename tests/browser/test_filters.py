"""Filters of the desk: one press filters everything on the screen, the address keeps it, Back undoes it."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opener
from tests.stand import Server

pytestmark = pytest.mark.browser

SETTLED = """() => !document.body.classList.contains('is-changing')
  && (!yiping.filters.isOn() || yiping.filters.hidden() !== null)"""
CHIPS = "() => [...document.querySelectorAll('.filter-chip')].map((one) => one.dataset.narrow)"
FEED = """() => [...document.querySelectorAll('#desk-feed-rows [data-case]')]
  .map((one) => yiping.marks.find(one.dataset.case)).filter(Boolean).map((one) => one.priority)"""
SAME_NUMBER = """() => new Set(['open_now', 'overdue_now']
  .map((name) => document.querySelector(`[data-kpi=${name}]`).dataset.value)).size === 1"""
# The city lives on while a test looks: a few cases more or fewer are the same screen.
ABOUT = "(before) => Math.abs(document.querySelector('[data-kpi=open_now]').dataset.value - before) <= 9"
SUM = "() => yiping.map.visible().reduce((sum, code) => sum + (yiping.map.value(code) || 0), 0)"


def settle(page: Page) -> None:
    page.wait_for_function(SETTLED)


def value(page: Page, name: str) -> str | None:
    return page.get_attribute(f"[data-kpi={name}]", "data-value")


def test_one_press_filters_everything_and_back_undoes_it(server: Server, sign_in: Opener):
    screen = sign_in(server, "dispatcher", path="/desk/overview?panel=analysis")
    page = screen.page
    before, open_before = page.inner_text(".slot-classes"), value(page, "open_now")
    page.click("[data-kpi=overdue_now]")
    settle(page)
    page.wait_for_function(SAME_NUMBER)
    overdue = value(page, "overdue_now")
    assert page.evaluate(CHIPS) == ["st:overdue"]
    assert re.search(r"st=overdue", page.url)
    hidden = int(page.get_attribute(".hidden-count", "data-hidden") or "-1")
    assert hidden > 0
    assert abs(hidden - (int(open_before or 0) - int(overdue or 0))) <= 9, "the city lives on between the two"
    assert abs(page.evaluate(SUM) - int(overdue or 0)) <= 9, "the map counts what passes"

    page.click(".scope-priorities [data-narrow='pri:4']")
    settle(page)
    first = page.get_attribute(".slot-classes [data-narrow]", "data-narrow")
    page.click(".slot-classes [data-narrow] >> nth=0")
    settle(page)
    assert page.evaluate(CHIPS) == [first, "pri:4", "st:overdue"]
    assert set(page.evaluate(FEED)) <= {4}
    page.click(f".slot-classes [data-narrow='{first}']")
    settle(page)
    assert page.evaluate(CHIPS) == ["pri:4", "st:overdue"], "a second press takes it away"
    for left in (3, 2, 1, 0):
        page.go_back()
        page.wait_for_function(f"() => document.querySelectorAll('.filter-chip').length === {[0, 1, 2, 3][left]}")
    settle(page)
    page.wait_for_function(ABOUT, arg=int(open_before or 0))
    assert page.inner_text(".slot-classes").split("\n")[0] == before.split("\n")[0]
    assert screen.complaints == []


def test_a_filter_opens_elsewhere_as_it_stood_and_chips_go_by_keyboard(server: Server, sign_in: Opener):
    path = "/desk/overview?pri=3,4&st=open&range=7d&cmp=none&panel=analysis&cat=none"
    page = sign_in(server, "dispatcher", path=path).page
    settle(page)
    assert page.evaluate(CHIPS) == ["range:7d", "pri:3", "pri:4", "st:open"]
    assert "cat" in page.inner_text("#notice-box")
    assert page.input_value("[data-compare]") == "none"
    other = sign_in(server, "dispatcher", path=page.url.removeprefix(server.url)).page
    settle(other)
    assert other.evaluate("() => JSON.stringify(yiping.state.filters)") == page.evaluate(
        "() => JSON.stringify(yiping.state.filters)")
    other.focus(".filter-chip >> nth=0")
    other.keyboard.press("Enter")
    settle(other)
    assert other.evaluate(CHIPS) == ["pri:3", "pri:4", "st:open"]
    other.click("#scope-bar [data-clear-filters]")
    settle(other)
    assert other.evaluate(CHIPS) == []
    assert not other.is_visible("#scope-bar [data-clear-filters]")


def test_words_are_typed_kept_in_the_address_and_taken_away_by_their_chip(server: Server, sign_in: Opener):
    screen = sign_in(server, "dispatcher", path="/desk/overview?panel=analysis&q=" + "x" * 81)
    page = screen.page
    assert "q" in page.inner_text("#notice-box")
    number = page.evaluate("() => document.querySelector('#desk-feed-rows [data-case]').dataset.case")
    page.fill(".scope-words input", number)
    page.keyboard.press("Enter")
    settle(page)
    assert (page.evaluate(CHIPS), f"q={number}" in page.url) == (["q:"], True)
    assert value(page, "open_now") in ("0", "1")
    assert page.evaluate("() => document.querySelectorAll('#desk-feed-rows [data-case]').length") == 1
    page.fill(".scope-words input", "<img src=x onerror=window.broken=1>%'\\u202e")
    page.keyboard.press("Enter")
    settle(page)
    page.wait_for_selector("[data-panel=areas][data-state=filtered]")
    assert page.inner_text(".filter-chip").startswith("含“<img src=x")
    page.reload()
    page.wait_for_selector("[data-panel=areas][data-state=filtered]")
    page.click(".filter-chip")
    page.wait_for_function("() => !yiping.filters.isOn()")
    assert "q=" not in page.url
    assert page.input_value(".scope-words input") == ""
    assert page.evaluate("() => window.broken") is None
    assert screen.complaints == []


def test_a_filter_that_leaves_nothing_says_so_and_one_press_clears_it(server: Server, sign_in: Opener):
    page = sign_in(server, "dispatcher", path="/desk/overview?pri=1&st=suspended&panel=analysis").page
    settle(page)
    for panel in ("areas", "classes", "trend"):
        page.wait_for_selector(f"[data-panel={panel}][data-state=filtered]")
    assert page.get_attribute("#desk-feed-panel", "data-state") == "filtered"
    page.click(".slot-areas [data-clear-filters]")
    settle(page)
    page.wait_for_selector("[data-panel=areas][data-state=fresh]")
    page.wait_for_selector("#desk-feed-panel[data-state=fresh]", state="attached")


def test_a_point_of_the_curve_is_its_hour_and_a_time_of_ones_own_is_typed(server: Server, sign_in: Opener):
    page = sign_in(server, "dispatcher", path="/desk/overview?panel=analysis").page
    page.wait_for_selector("#desk-trend-graph[data-heard] .plotly, #desk-trend-graph[data-heard].js-plotly-plot")
    page.evaluate("""() => { const graph = document.getElementById('desk-trend-graph');
      const own = graph.data.findIndex((one) => one.customdata);
      const data = graph.data[own];
      graph.emit('plotly_click', { points: [{ customdata: data.customdata[3], data }] }); }""")
    settle(page)
    found = page.evaluate("() => yiping.filters.now()")
    assert found["to"][11:13] != found["from"][11:13]
    page.click("[data-own-span]")
    assert page.input_value(".own-span [name=from]")[11:] == "03:00"
    page.fill(".own-span [name=to]", page.input_value(".own-span [name=from]")[:10] + "T08:30")
    page.click(".own-span [type=submit]")
    settle(page)
    page.click("[data-own-span]")
    assert page.input_value(".own-span [name=to]")[11:] == "08:30"
    page.keyboard.press("Escape")
    assert not page.is_visible(".own-span")


def test_pointing_at_a_row_shows_it_on_the_map_and_the_other_way_round(server: Server, sign_in: Opener):
    page = sign_in(server, "dispatcher", path="/desk/overview?panel=analysis").page
    row = page.get_attribute(".slot-areas .bar-row[data-area] >> nth=0", "data-area")
    page.hover(f".slot-areas [data-area='{row}']")
    page.wait_for_function(f"() => yiping.pointing.outlined() === '{row}'")
    page.evaluate(f"() => yiping.pointing.at('{row}')")
    assert page.locator(f".bar-row.is-pointed[data-area='{row}']").count() == 1
    page.click(".tabs [data-tab=live]")
    pin = page.locator(".mark-box[data-case]").first
    no = pin.get_attribute("data-case")
    pin.dispatch_event("mouseover")
    assert page.locator(".feed-row.is-pointed").count() == page.locator(f".feed-row[data-case='{no}']").count()
    page.hover(".feed-row[data-case] >> nth=0")
    page.wait_for_selector(".chosen-ring")


@pytest.mark.parametrize(("width", "height"), [(1366, 625), (1366, 768), (1920, 1080)])
def test_the_bar_stays_one_line_and_hides_nothing(server: Server, sign_in: Opener, width: int, height: int):
    path = "/desk/overview?cat=01,0201,0202&pri=1,2,3&st=open,overdue&range=month&panel=analysis"
    page = sign_in(server, "dispatcher", path=path, size=(width, height)).page
    settle(page)
    box = page.locator("#scope-bar").bounding_box()
    assert box is not None
    assert box["height"] <= 48
    right = page.locator("#scope-bar [data-clear-filters]").bounding_box()
    assert right is not None
    assert right["x"] + right["width"] <= width
    assert page.evaluate("""() => document.documentElement.scrollWidth <= innerWidth
      && document.documentElement.scrollHeight <= innerHeight""")
    small = page.evaluate("""() => [...document.querySelectorAll('#scope-bar button, #scope-bar select')]
      .filter((one) => one.offsetParent).filter((one) => one.offsetHeight < 24).length""")
    assert small == 0


def test_the_legend_says_how_its_classes_were_found_and_a_press_finds_others(server: Server, sign_in: Opener):
    page = sign_in(server, "dispatcher", path="/desk/overview").page
    fixed = page.inner_text("#map-legend .steps")
    found = page.evaluate("""() => [yiping.classing.find([1, 1, 1, 2, 2, 9, 9, 9, 20, 20, 50, 51], 'jenks'),
      yiping.classing.find([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 'quantile'), yiping.classing.find([1, 1, 2], 'jenks')]""")
    assert found == [[2, 9, 20, 50], [3, 5, 7, 9], None]
    page.click("#map-legend [data-classing]")
    page.wait_for_selector("#map-legend [data-classing=quantile]")
    assert "cls=quantile" in page.url
    page.wait_for_function(f"() => document.querySelector('#map-legend .steps').innerText !== {fixed!r}")
    counts = page.evaluate("() => [...document.querySelectorAll('#map-legend small')].map((one) => +one.innerText)")
    assert sum(counts) == page.evaluate("() => yiping.map.visible().length")
    page.go_back()
    page.wait_for_selector("#map-legend [data-classing=fixed]")


def test_two_times_and_two_areas_stand_side_by_side(server: Server, sign_in: Opener):
    screen = sign_in(server, "dispatcher", path="/desk/overview?range=7d")
    page = screen.page
    page.click("#scope-bar [data-side-by-side]")
    page.wait_for_selector(".compare [data-kpi=received]")
    assert "range=7d" in page.url
    page.wait_for_selector("#compare-graph .main-svg, #compare-graph svg")
    page.click(".compare .pill[data-go*='area']")
    page.wait_for_function("""() => new Set([...document.querySelectorAll('.compare-sides [data-side]')]
      .map((one) => one.dataset.side)).size === 2""")
    assert screen.complaints == []
