"""A wall that goes round: in step, leaving out what fails, interrupted by a P1, paused by Space, and sent elsewhere."""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page

from tests import stand
from tests.browser.conftest import ZONE, Opener
from tests.stand import Server

pytestmark = pytest.mark.browser

SPEED = 8
WALL = (1920, 1080)
SCENES = {"one": "left: [areas]\nrequires: [areas]", "two": "left: [classes]\nright: [deadlines]\nnorm: pop",
          "bad": "requires: [supervisions]"}
TOUR = "name: 巡\nscenes: [one, {scene: bad, hold: 24}, two]\n"
ADDRESS = f"/wall/hall-1?tour=round&speed={SPEED}&kiosk=1&wall=east&dim=0.8"
RECORD = """() => { window.seen = []; setInterval(() => {
  const { loop, scene, source } = yiping.tour, last = window.seen[window.seen.length - 1];
  if (!last || last[1] !== scene) { window.seen.push([loop, scene, source]); }
}, 40); }"""
NODES = "document.getElementsByTagName('*').length"
KEPT = """(() => { const query = new URLSearchParams(location.search);
  return ['kiosk', 'wall', 'dim', 'tour'].map((key) => query.get(key)); })()"""


@pytest.fixture(scope="module")
def hall(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a tour of its own, in a city where every first priority was acknowledged."""
    folder = tmp_path_factory.mktemp("touring") / "city"
    shutil.copytree(demo_folder, folder)
    with closing(sqlite3.connect(folder / "yiping.db")) as database:
        database.execute("UPDATE cases SET acknowledged_at = received_at WHERE priority = 1")
        database.commit()
    for kind, files in (("scenes", SCENES), ("tours", {"round": TOUR, "astray": TOUR.replace("two]", "typhoon]")})):
        (folder / kind).mkdir()
        for name, text in files.items():
            said = text if kind == "tours" else f"name: 场景{name}\nhold: 24\n{text}\n"
            (folder / kind / f"{name}.yaml").write_text(said, encoding="utf-8")
    with stand.serving(folder, YIPING_ZONE=ZONE, YIPING_TEST="1") as running:
        yield running


@pytest.fixture(scope="module")
def key(hall: Server) -> str:
    """A program's key that posts events."""
    return stand.command(hall.folder, "key", "add", "sensor", "--may", "events.write").strip().splitlines()[-1]


@pytest.fixture(autouse=True)
def _as_it_was(hall: Server) -> Iterator[None]:
    """Leave no alarm and nothing sent behind: the next wall would show it."""
    yield
    with closing(sqlite3.connect(hall.folder / "yiping.db", timeout=20)) as database:
        database.execute("UPDATE cases SET acknowledged_at = received_at WHERE priority = 1")
        database.execute("UPDATE wall_orders SET ended_at = at")
        database.commit()


def goes_round(page: Page) -> Page:
    page.wait_for_function("() => yiping.tour && yiping.tour.source === 'tour' && yiping.tour.title")
    return page


def heap(page: Page) -> float:
    client = page.context.new_cdp_session(page)
    client.send("HeapProfiler.collectGarbage")
    used = client.send("Runtime.getHeapUsage")["usedSize"]
    client.detach()
    return float(used)


def at_loop(page: Page, loop: int) -> tuple[int, float]:
    """Wait until a loop shows its first scene; return how many nodes and bytes there are then."""
    page.wait_for_function(f"() => yiping.tour.loop >= {loop} && yiping.tour.scene === 'one' && yiping.tour.title",
                           timeout=60_000)
    return page.evaluate(NODES), heap(page)


def test_it_goes_round_in_step_and_leaves_out_a_scene_whose_panel_fails(hall: Server, sign_in: Opener):
    desk = sign_in(hall, "dispatcher", path="/desk/walls").page
    fault = {"panel": "supervisions", "mode": "error"}
    assert desk.request.post(f"{hall.url}/__test__/fault", data=fault, headers={"Origin": hall.url}).status == 204
    screen = sign_in(hall, "wall", path=ADDRESS, size=WALL)
    page, other = goes_round(screen.page), goes_round(sign_in(hall, "wall", path=ADDRESS, size=WALL).page)
    page.evaluate(RECORD)
    steps = page.evaluate("history.length")
    first = page.evaluate("yiping.tour.loop") + 1
    nodes, bytes_used = at_loop(page, first)
    mine, theirs = (one.evaluate("[yiping.tour.loop, yiping.tour.index, yiping.tour.left]") for one in (page, other))
    assert mine[0] == theirs[0]
    assert abs(mine[2] - theirs[2]) <= 1
    later, bytes_later = at_loop(page, first + 3)
    seen = page.evaluate("window.seen")
    assert {scene for _, scene, _ in seen} == {"one", "two"}
    skipped = page.evaluate("yiping.tour.skipped")
    assert {"panel supervisions"} == {one["why"] for one in skipped}
    assert {first, first + 1, first + 2} <= {one["loop"] for one in skipped}
    assert page.evaluate("document.querySelectorAll('#tour-bar i').length") == 3
    assert page.evaluate(KEPT) == ["1", "east", "0.8", "round"]
    assert page.evaluate("history.length") == steps
    assert abs(later - nodes) / nodes < 0.1
    assert abs(bytes_later - bytes_used) / bytes_used < 0.1
    assert page.evaluate("performance.getEntriesByType('navigation').length") == 1
    desk.request.post(f"{hall.url}/__test__/fault", data={**fault, "mode": "none"}, headers={"Origin": hall.url})
    page.wait_for_function("() => yiping.tour.scene === 'bad'", timeout=40_000)
    assert screen.complaints == []


def test_space_holds_it_arrows_step_and_a_first_priority_breaks_in(hall: Server, sign_in: Opener, key: str):
    page = goes_round(sign_in(hall, "wall", path=ADDRESS, size=WALL).page)
    page.keyboard.press("Space")
    page.wait_for_selector("#tour-bar[data-paused=space]")
    held = page.evaluate("yiping.tour.scene")
    page.wait_for_timeout(1_000 * 24 / SPEED * 1.5)
    assert page.evaluate("yiping.tour.scene") == held
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"() => yiping.tour.scene !== '{held}'")
    page.keyboard.press("Space")
    page.wait_for_function("() => yiping.tour.paused === ''")

    facts = page.evaluate("yiping.map.facts(yiping.map.visible()[5])")
    event = {"source": "hotline", "event_id": str(time.monotonic_ns()), "occurred_at": datetime.now(UTC).isoformat(),
             "category": "0502", "text": "燃气泄漏，气味浓烈", "lon": facts["lon"], "lat": facts["lat"], "severity": 1}
    said = httpx.post(f"{hall.url}/api/v1/events", json=[event], headers={"Authorization": f"Bearer {key}"}).json()
    [stored] = said["stored"]
    began = time.monotonic()  # from now on the city knows of it
    page.wait_for_selector(f"#case-card.p1[data-case='{stored['case_no']}']")
    assert time.monotonic() - began < 5
    assert page.evaluate("document.body.dataset.programme") == "alarm"
    assert "燃气泄漏" in page.inner_text("#case-card")
    page.wait_for_selector(".chosen-ring")
    page.wait_for_function("() => yiping.tour.source === 'tour' && document.getElementById('case-card').hidden",
                           timeout=40_000)


def test_a_tour_that_names_no_scene_there_is_says_so_and_goes_on_with_the_rest(hall: Server, sign_in: Opener):
    page = sign_in(hall, "wall", path=ADDRESS.replace("round", "astray"), size=(1920, 1080)).page
    page.wait_for_selector("#notice-box.is-shown")
    assert "typhoon" in page.inner_text("#notice-box")
    goes_round(page)
    assert page.evaluate("document.querySelectorAll('#tour-bar i').length") == 2


def test_a_desk_sends_what_it_looks_at_and_takes_it_back(hall: Server, sign_in: Opener):
    wall = sign_in(hall, "wall", path="/wall/hall-1", size=(1920, 1080)).page
    wall.wait_for_selector("body[data-programme=usual]")
    desk = sign_in(hall, "dispatcher", path="/desk/overview?area=").page
    area = desk.evaluate("yiping.state.home + '01'")
    desk.evaluate(f"yiping.select('{area}')")
    desk.click("[data-to-wall]")
    desk.wait_for_selector(".to-walls form")
    assert desk.input_value("select[name=what]") == f"area:{area}"
    for what, shown in ((f"area:{area}", f"() => yiping.state.area === '{area}'"),
                        ("scene:flood", "() => document.body.dataset.scene === 'flood'")):
        desk.check("input[name=targets][value='profile:hall-1']")
        desk.select_option("select[name=what]", what)
        desk.click(".to-walls button[type=submit]")
        began = time.monotonic()
        desk.wait_for_selector("[data-order]")
        wall.wait_for_function(shown)
        assert time.monotonic() - began < 4
    assert "值班长 张伟 送屏" in wall.inner_text("#tour-bar")
    wall.wait_for_function("() => document.querySelector('#tour-bar b').textContent === '防汛'")
    desk.click("form[data-act=take_back] button")
    desk.click("form[data-act=take_back] button")
    desk.wait_for_function("() => !document.querySelector('[data-order]')")
    wall.wait_for_selector("body[data-programme=usual]")
    wall.wait_for_function("() => document.body.dataset.scene === '' && yiping.state.area === yiping.state.home")
