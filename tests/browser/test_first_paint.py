"""The first look: painted, quiet, nothing cut, nothing that leaves the machine, DEMO said."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opener
from tests.stand import Server

pytestmark = pytest.mark.browser

NO_SCROLL = "[document.documentElement.scrollWidth <= innerWidth, document.documentElement.scrollHeight <= innerHeight]"
FREE_IN_THE_FEED = """() => {
  const holder = document.querySelector('.feed-rows');
  holder.replaceChildren();
  yiping.feed.draw();
  const rows = [...holder.querySelectorAll('.feed-row')];
  const step = rows[1].offsetTop - rows[0].offsetTop;
  return [holder.clientHeight - step * rows.length, step, rows.length];
}"""
CUT_REMARKS = """() => [...document.querySelectorAll('.kpi small')]
  .filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)"""


def panel_states(page: Page) -> dict[str, str]:
    """Return {panel: state} as the page says it."""
    return page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('[data-panel]')]"
        ".map((panel) => [panel.dataset.panel, panel.dataset.state]))"
    )


@pytest.mark.parametrize("size", [(3840, 1080), (1920, 1080)])
def test_a_wall_paints_every_panel_without_a_scrollbar_or_a_complaint(
    server: Server, sign_in: Opener, size: tuple[int, int]
):
    screen = sign_in(server, "wall", path="/wall/hall-1", size=size)
    assert screen.page.evaluate(NO_SCROLL) == [True, True]
    states = panel_states(screen.page)
    assert {"kpi", "trend", "areas", "classes", "map", "feed", "units", "alarm"} <= set(states)
    assert not {"loading", "error"} & set(states.values())
    assert screen.complaints == []


@pytest.mark.parametrize("size", [(3840, 1080), (1920, 1080)])
def test_a_wall_s_feed_fills_its_column_as_it_is_first_drawn_and_no_remark_of_the_strip_is_cut(
    server: Server, sign_in: Opener, size: tuple[int, int]
):
    page = sign_in(server, "wall", path="/wall/hall-1", size=size).page
    left_over, row, rows = page.evaluate(FREE_IN_THE_FEED)
    is_flooded = page.evaluate("document.body.dataset.flood === 'true'")  # by what the other tests brought in
    assert left_over >= -2
    assert rows <= 6 if is_flooded else left_over < row
    assert page.evaluate(CUT_REMARKS) == []


@pytest.mark.parametrize("size", [(1366, 768), (1366, 625), (1440, 900), (1920, 1080), (2560, 1440)])
def test_a_desk_fits_its_screen(server: Server, sign_in: Opener, size: tuple[int, int]):
    screen = sign_in(server, "dispatcher", size=size)
    assert screen.page.evaluate(NO_SCROLL) == [True, True]
    assert screen.page.evaluate("document.getElementById('map').getBoundingClientRect().width") >= 880
    assert screen.page.evaluate("document.querySelector('.side').getBoundingClientRect().width") >= 364
    assert screen.complaints == []


def test_every_figure_says_as_of_when_and_demo_is_said(server: Server, sign_in: Opener):
    screen = sign_in(server, "dispatcher")
    stamps = screen.page.evaluate("[...document.querySelectorAll('[data-panel]')].map((p) => p.dataset.asof)")
    assert all(stamps)
    assert "DEMO" in screen.page.inner_text(".marker")
    figures = screen.page.evaluate(
        "[...document.querySelectorAll('[data-kpi]')].map((k) => [k.dataset.kpi, k.dataset.definition, k.title])"
    )
    assert len(figures) == 8
    assert all(definition == f"figure.{name}" and title for name, definition, title in figures)


def test_nothing_is_asked_of_another_machine(server: Server, sign_in: Opener):
    screen = sign_in(server, "dispatcher")
    asked: list[str] = []
    screen.page.on("request", lambda request: asked.append(request.url))
    screen.page.reload()
    screen.page.wait_for_selector("body[data-ready=true]")
    assert asked
    assert all(url.startswith((server.url, "data:", "blob:")) for url in asked)


def test_the_stage_s_shape_stands_before_its_scripts_have_run(server: Server, sign_in: Opener):
    page = sign_in(server, "dispatcher").page
    held = []
    page.route("**/_dash-layout", lambda route: held.append(route))
    page.reload(wait_until="commit")
    page.wait_for_selector("#curtain", state="visible")
    assert page.evaluate("document.querySelectorAll('#stage > *').length") == 0
    page.unroute("**/_dash-layout")
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
    page.reload()
    page.wait_for_selector("body[data-ready=true]")
    assert not page.is_visible("#curtain")
