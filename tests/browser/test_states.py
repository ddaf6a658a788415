"""Every state of a panel on a real page: late, stale, partial, failing, failed, empty, slow, an area being changed."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page

from tests import stand
from tests.browser.conftest import ZONE, Opener
from tests.stand import Server

pytestmark = pytest.mark.browser

STATES = """Object.fromEntries([...document.querySelectorAll('[data-panel]')]
  .map((panel) => [panel.dataset.panel, panel.dataset.state]))"""
PLACES = """Object.fromEntries([...document.querySelectorAll('.slot:not(.slot-breadcrumb)')].map((slot) => {
  const box = slot.getBoundingClientRect();
  return [slot.id, [box.left, box.top, box.width, box.height]];
}))"""
SHOWN_VALUES = """[...document.querySelectorAll('.kpi-value b')]
  .filter((value) => value.checkVisibility({ visibilityProperty: true })).map((value) => value.textContent)"""

Provoke = Callable[..., None]


@pytest.fixture(scope="module")
def tried(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose panels a test may make fail."""
    folder = tmp_path_factory.mktemp("tried") / "city"
    shutil.copytree(demo_folder, folder)
    with stand.serving(folder, YIPING_ZONE=ZONE, YIPING_TEST="1") as running:
        yield running


@pytest.fixture
def desk(tried: Server, sign_in: Opener) -> Page:
    """A dispatcher's desk with its first figures."""
    return sign_in(tried, "dispatcher").page


@pytest.fixture
def provoke(tried: Server, desk: Page) -> Iterator[Provoke]:
    """Return provoke(panel, mode, seconds=0); all is sound again afterwards."""
    touched: set[str] = set()

    def set_fault(panel: str, mode: str, seconds: float = 0) -> None:
        touched.add(panel)
        answer = desk.request.post(f"{tried.url}/__test__/fault", data={"panel": panel, "mode": mode,
                                                                       "seconds": seconds},
                                   headers={"Origin": tried.url})
        assert answer.status == 204, answer.text()

    yield set_fault
    for panel in touched:
        set_fault(panel, "none")


def refresh(page: Page) -> None:
    page.evaluate("yiping.refresh()")


def state_of(page: Page, panel: str) -> str:
    return str(page.evaluate(STATES)[panel])


@pytest.mark.parametrize(("seconds", "state", "said"), [(100, "late", "延迟 1 分"), (400, "stale", "已过期 6 分")])
def test_a_panel_whose_data_are_old_says_so_by_itself(
    desk: Page, provoke: Provoke, seconds: int, state: str, said: str
):
    provoke("units", "old", seconds)
    refresh(desk)
    desk.wait_for_function("(state) => document.querySelector('[data-panel=units]').dataset.state === state", arg=state)
    assert said in desk.get_attribute("[data-panel=units]", "data-age-note")
    others = {name: one for name, one in desk.evaluate(STATES).items() if name != "units"}
    assert not {"late", "stale", "error"} & set(others.values())


def test_a_panel_that_fails_keeps_what_it_knew_and_shows_that_it_fails(desk: Page, provoke: Provoke):
    places = desk.evaluate(PLACES)
    provoke("units", "error")
    refresh(desk)
    before = desk.inner_text("[data-panel=units]")
    refresh(desk)
    assert desk.inner_text("[data-panel=units]") == before
    assert "空闲" in before
    assert state_of(desk, "units") == "fresh"
    assert desk.evaluate("document.querySelector('[data-panel=units]').classList.contains('is-failing')")
    assert desk.evaluate(PLACES) == places
    provoke("units", "none")
    refresh(desk)
    assert not desk.evaluate("document.querySelector('[data-panel=units]').classList.contains('is-failing')")


def test_one_that_never_knew_anything_says_that_its_source_fails(
    tried: Server, desk: Page, provoke: Provoke, sign_in: Opener
):
    provoke("units", "error")
    provoke("areas", "empty")
    page = sign_in(tried, "dispatcher").page
    states = page.evaluate(STATES)
    assert (states["units"], states["areas"], states["kpi"]) == ("error", "zero", "fresh")
    told = {page.text_content(f"[data-panel={name}]") for name in ("units", "areas")}
    assert len(told) == 2
    assert "数据源不可用" in (page.text_content("[data-panel=units]") or "")


def test_a_panel_that_lacks_an_area_says_so_and_ageing_goes_before_that(desk: Page, provoke: Provoke):
    provoke("areas", "partial")
    refresh(desk)
    desk.wait_for_selector("[data-panel=areas][data-state=partial]", state="attached")
    assert (desk.text_content("[data-panel=areas] .coverage-chip") or "").startswith("6/7")
    assert state_of(desk, "kpi") == "fresh"
    aged = """([ago, state]) => { const panel = document.querySelector('[data-panel=areas]');
      panel.dataset.asof = new Date(Date.now() - ago).toISOString();
      return panel.dataset.state === state; }"""  # again and again: the live feed repaints the panel meanwhile
    desk.wait_for_function(aged, arg=[400_000, "stale"])
    assert desk.locator("[data-panel=areas] .coverage-chip").count() == 1, "what is missing is missing still"
    desk.wait_for_function(aged, arg=[0, "partial"])


def test_a_source_that_says_nothing_of_an_area_marks_every_panel_and_the_map_and_lists_it(tried: Server, desk: Page):
    file = tried.folder / "feeds" / "sensors.yaml"
    code = desk.evaluate("yiping.map.visible()[0].slice(0, 6)")
    assert state_of(desk, "map") == "fresh", "of the demo's own source every district is heard"
    try:
        file.write_text(f"title: <b>物联\nevery_minutes: 60\nareas: [{code}]\n", encoding="utf-8")
        refresh(desk)
        desk.wait_for_selector("#map-panel[data-state=partial]", state="attached")
        states = desk.evaluate(STATES)
        assert {states[one] for one in ("kpi", "areas", "trend", "classes", "map")} == {"partial"}
        assert states["units"] == "fresh"
        desk.click("#map-stamp .coverage-chip")
        said = desk.inner_text("#coverage-list")
        assert "6/7 区" in said
        assert "<b>物联超过 3 小时没有数据" in said
        desk.keyboard.press("Escape")
        assert not desk.is_visible("#coverage-list")
        desk.click(".kpi-strip .coverage-chip")
        desk.click(f"#coverage-list [data-area='{code}']")
        desk.wait_for_function("(code) => yiping.state.area === code", arg=code)
        desk.wait_for_selector("#map-panel[data-coverage='0/1']", state="attached")
    finally:
        file.unlink()
    refresh(desk)
    desk.wait_for_selector("#map-panel:not([data-coverage])[data-state=fresh]", state="attached")


def test_a_changed_area_blanks_the_old_figures_at_once_and_never_shows_them_under_the_new_name(
    desk: Page, provoke: Provoke
):
    provoke("trend", "slow", 2)
    first = desk.evaluate("yiping.state.area")
    places = desk.evaluate(PLACES)
    desk.evaluate("yiping.select(yiping.map.visible()[0].slice(0, 6))")
    assert desk.evaluate(SHOWN_VALUES) == []
    assert "is-waiting" not in desk.evaluate("document.body.className")
    desk.wait_for_function("() => document.body.classList.contains('is-waiting')")
    assert desk.evaluate(SHOWN_VALUES) == []
    assert desk.evaluate(PLACES) == places
    desk.wait_for_function("() => !document.body.classList.contains('is-changing')")
    assert desk.evaluate("yiping.state.area") != first
    assert desk.evaluate(SHOWN_VALUES)
    assert "is-waiting" not in desk.evaluate("document.body.className")


def test_of_three_quick_changes_the_last_one_counts(desk: Page, provoke: Provoke):
    provoke("trend", "slow", 1)
    districts = desk.evaluate("[...new Set(yiping.map.visible().map((code) => code.slice(0, 6)))].slice(0, 3)")
    for district in districts:
        desk.evaluate("(district) => yiping.select(district)", district)
        desk.wait_for_timeout(120)
    desk.wait_for_function("() => !document.body.classList.contains('is-changing')", timeout=20_000)
    stamp = desk.text_content("#desk-refreshed") or ""
    assert stamp.startswith(districts[-1])
    assert desk.evaluate("yiping.state.area") == districts[-1]


def test_only_a_test_may_provoke_and_only_what_there_is(server: Server, tried: Server, desk: Page):
    answer = desk.request.post(f"{tried.url}/__test__/fault", data={"panel": "units", "mode": "burn"},
                               headers={"Origin": tried.url})
    assert answer.status == 422
    assert httpx.post(f"{tried.url}/__test__/fault", json={}, headers={"Origin": tried.url}).status_code == 401
    assert httpx.post(f"{server.url}/__test__/fault", json={}, headers={"Origin": server.url}).status_code == 401
