"""A wall that is on for years: dimmed by night, never still, fresh each morning, and none of it over an alarm."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests import stand
from tests.browser.conftest import ZONE, Opener
from tests.stand import Server

pytestmark = pytest.mark.browser

WALL = (1920, 1080)
MARGIN = 24
STANDS = """(() => {
  const box = document.querySelector('.stage.wall').getBoundingClientRect();
  return [box.left, box.top, document.documentElement.scrollWidth];
})()"""


def clock(hours: float) -> str:
    """Return the city's time in so many hours, as a wall's file writes it."""
    return f"{datetime.now(UTC).astimezone(ZoneInfo(ZONE)) + timedelta(hours=hours):%H:%M}"


@pytest.fixture(scope="module")
def hall(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a wall whose quiet hours are now, and one whose night is now."""
    folder = tmp_path_factory.mktemp("hall") / "data"
    shutil.copytree(demo_folder, folder)
    (folder / "walls").mkdir()
    quiet = f"stage: 1920x1080\nquiet_hours: ['{clock(-1)}-{clock(2)}']\ndim: 0.5\nreload_at: '{clock(6)}'\n"
    (folder / "walls" / "quiet.yaml").write_text(quiet, encoding="utf-8")
    (folder / "walls" / "night.yaml").write_text(f"stage: 1920x1080\nreload_at: '{clock(-0.02)}'\n", encoding="utf-8")
    with stand.serving(folder, YIPING_ZONE=ZONE) as running:
        yield running


def test_in_quiet_hours_it_is_dimmed_and_otherwise_not(hall: Server, sign_in: Opener):
    page = sign_in(hall, "wall", path="/wall/quiet", size=WALL).page
    page.wait_for_selector("body[data-quiet=true]")
    assert page.evaluate("document.getElementById('dim-veil').style.opacity") == "0.5"
    page.goto(f"{hall.url}/wall/hall-1")
    stand.wait_ready(page)
    page.wait_for_function("() => yiping.care")
    quiet = page.evaluate("yiping.care.isQuiet(23 * 60, ['22:00-07:00'])")
    assert [quiet, *page.evaluate("[60, 420, 720].map((at) => yiping.care.isQuiet(at, ['22:00-07:00']))")] == [
        True, True, False, False]


def test_it_wanders_by_small_steps_and_never_out_of_its_margin(hall: Server, sign_in: Opener):
    page = sign_in(hall, "wall", path="/wall/quiet", size=WALL).page
    page.wait_for_function("() => yiping.care")
    places = page.evaluate("[...Array(64).keys()].map((n) => yiping.care.orbit(n * 180000))")
    steps = [max(abs(x - a), abs(y - b)) for (x, y), (a, b) in pairwise(places)]
    assert set(steps) == {2}
    assert max(max(abs(x), abs(y)) for x, y in places) == 8
    assert len({tuple(place) for place in places}) == 32
    left, top, width = page.evaluate(STANDS)
    assert max(abs(left), abs(top)) <= MARGIN
    assert width == WALL[0]


def test_by_night_the_points_rest_unless_somebody_is_waited_for(hall: Server, sign_in: Opener):
    page = sign_in(hall, "wall", path="/wall/night", size=WALL).page
    page.wait_for_function("() => yiping.care")
    page.evaluate("document.querySelectorAll('.alarm-line').forEach((line) => { line.className = 'alarm-line'; })")
    page.evaluate("yiping.care.look()")
    assert page.evaluate("document.getElementById('rest-veil').hidden") is False
    page.evaluate("document.querySelectorAll('.alarm-line').forEach((line) => { line.className = 'alarm-line p1'; })")
    page.evaluate("yiping.care.look()")
    assert page.evaluate("document.getElementById('rest-veil').hidden") is True


def test_a_page_is_fetched_anew_each_night_once_it_is_not_young_any_more(hall: Server, sign_in: Opener):
    page = sign_in(hall, "wall", path="/wall/quiet", size=WALL).page
    page.wait_for_function("() => yiping.care")
    tired = "([minutes, age]) => yiping.care.isTired(minutes, 250, age)"
    hour = 3_600_000
    assert page.evaluate(tired, [259, 2 * hour]) is True
    assert page.evaluate(tired, [259, hour / 2]) is False
    assert page.evaluate(tired, [249, 2 * hour]) is False
    assert page.evaluate(tired, [260, 2 * hour]) is False


def test_the_title_bar_s_groups_change_sides(hall: Server, sign_in: Opener):
    page = sign_in(hall, "wall", path="/wall/quiet", size=WALL).page
    where = "(() => document.querySelector('.bar-left').getBoundingClientRect().left)()"
    page.evaluate("yiping.stage.swap(false)")
    before = page.evaluate(where)
    page.evaluate("yiping.stage.swap(true)")
    assert page.evaluate(where) > before + 1_000
