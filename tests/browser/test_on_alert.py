"""The city stage over every screen, and sounds that nobody can miss or be drowned by; a browser with all its faults."""

import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page

from tests import stand
from tests.browser.conftest import WALL, ZONE, Opener
from tests.stand import Server

pytestmark = pytest.mark.browser

FAULTY = """
window.AudioContext = class extends EventTarget {
  constructor() { super(); this.state = 'suspended'; this.currentTime = 0; }
  resume() { if (window.isTouched) { this.state = 'running'; } return Promise.resolve(); }
};
addEventListener('pointerdown', () => { window.isTouched = true; }, true);
Date.now = ((real) => () => real() + 3600000)(Date.now);
CanvasRenderingContext2D.prototype.fillText = () => {};
"""
"""A browser that holds sound back until somebody touches it, on a machine whose clock is an hour ahead and that has no
font: whatever it is told to write, nothing is drawn."""
AGES = "[...document.querySelectorAll('.feed-rows .age')].map((one) => one.textContent)"
PLAY = """() => {
  const { next } = yiping.audio.rules, heard = new Map(), played = [];
  const alarm = (no, priority, at) => ({ no: String(no), priority, at, since: at, open: true, ack: false,
                                         state: 'reported', area: priority === 1 ? '1' : '11',
                                         class: no % 2 ? 'a' : 'b' });
  const alarms = [...Array.from({ length: 40 }, (_, n) => alarm(n, 2, 0)), alarm(99, 1, 0)];
  for (let now = 0; now <= 100; now += 1) {
    const one = next(now < 20 ? alarms : alarms.filter((each) => each.no !== '99'), heard, now, 2);
    if (one) { heard.get(one.key).last = now; played.push([now, one.tone, one.key]); }
  }
  return played;
}"""


@pytest.fixture(scope="module")
def folder(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("alert") / "city"
    shutil.copytree(demo_folder, copy)
    return copy


@pytest.fixture(scope="module")
def city(folder: Path) -> Iterator[Server]:
    """A server that only these tests write to."""
    with stand.serving(folder, YIPING_ZONE=ZONE) as server:
        yield server


def post(server: Server, page: Page, key: str, priority: int) -> None:
    spot = page.evaluate("(() => { const f = yiping.map.facts(yiping.map.visible()[5]); return [f.lon, f.lat]; })()")
    event = {"source": "alert", "event_id": f"a{time.time()}", "occurred_at": datetime.now(UTC).isoformat(),
             "category": "0113", "text": "tone", "lon": spot[0], "lat": spot[1], "severity": priority}
    answer = httpx.post(f"{server.url}/api/v1/events", json=[event], headers={"Authorization": f"Bearer {key}"})
    assert len(answer.json()["stored"]) == 1, answer.text


def announce(page: Page, stage: int) -> None:
    page.select_option("[name=stage]", str(stage))
    page.fill("[name=reason]", "storm")
    for _ in range(2):
        page.click("form[data-act=announce] [type=submit]")


def test_a_stage_stands_over_every_screen_within_seconds_and_hides_nothing(city: Server, sign_in: Opener):
    desk, wall = sign_in(city, "dispatcher"), sign_in(city, "wall", path="/wall/hall-1", size=WALL)
    office = sign_in(city, "dispatcher", path="/desk/stage")
    assert desk.page.get_attribute("body", "data-city-stage") == "1"
    announce(office.page, 4)
    began = time.monotonic()
    for screen in (wall, desk, office):
        screen.page.wait_for_selector("body[data-city-stage='4']", timeout=4_000)
        bar = screen.page.locator("#city-stage")
        assert "4 级 · 应急 · 橙色" in bar.inner_text()
        assert bar.locator(".pips .is-on").count() == 4
        assert bar.evaluate("(one) => one.scrollWidth <= one.clientWidth + 1")
    assert time.monotonic() - began < 4
    assert desk.page.evaluate("""() => {
      const box = document.querySelector('.desk .slot-alarm').getBoundingClientRect();
      return box.bottom <= innerHeight && document.querySelector('.stage.desk').getBoundingClientRect().top >= 30;
    }""")
    assert wall.page.evaluate("document.documentElement.scrollWidth === innerWidth")
    phone = sign_in_phone(city, office.context)
    assert "4 级 · 应急" in phone.inner_text("#city-stage")
    office.page.wait_for_function("() => document.querySelector('[name=seen]').value === '1'", timeout=15_000)
    announce(office.page, 1)
    wall.page.wait_for_selector("body[data-city-stage='1']", timeout=4_000)
    assert not wall.page.locator("#city-stage").is_visible()
    assert [*desk.complaints, *wall.complaints, *office.complaints] == []


def sign_in_phone(city: Server, context) -> Page:
    other = context.browser.new_context(viewport={"width": 360, "height": 640})
    stand.enter(other, city, "officer")
    page = other.new_page()
    page.goto(f"{city.url}/m/task")
    page.wait_for_selector("#city-stage")
    return page


def test_alarms_sound_in_turn_and_a_browser_with_every_fault_says_so(
    city: Server, folder: Path, sign_in: Opener, chromium: Browser
):
    key = stand.command(folder, "key", "add", "alert", "--may", "events.write").strip().splitlines()[-1]
    wall = sign_in(city, "wall", path="/wall/hall-1", size=WALL).page
    post(city, wall, key, 1)
    wall.wait_for_function("() => window.__cc.audio.log.some((one) => one.tone === 'p1' && one.played)", timeout=8_000)

    played = wall.evaluate(PLAY)
    assert played[0][1:] == ["p1", "99"]
    assert [at for at, _, key in played if key == "99"] == [0, 15]  # acknowledged after twenty seconds
    groups = {key for _, tone, key in played if tone == "p2"}
    assert len(groups) == 2                                         # of forty alarms, of one place and two classes
    assert max(at for at, _, _ in played) <= 60
    assert wall.evaluate("Object.values(yiping.audio.rules.TONES).map((_, n) => "
                         "yiping.audio.rules.lengthOf(['p1', 'p2'][n]))") == pytest.approx([1.9, 0.8])

    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    context.add_init_script(FAULTY)
    stand.enter(context, city, "dispatcher")
    desk = context.new_page()
    desk.goto(f"{city.url}/desk/overview")
    stand.wait_ready(desk)
    assert desk.inner_text("#sound-state") == "声音：关"
    desk.wait_for_function("() => document.getElementById('link-words').textContent.includes('时钟偏差')")
    assert desk.evaluate("Math.round(yiping.clockSkew / 1000)") == pytest.approx(-3_600, abs=2)
    desk.wait_for_function("() => document.body.dataset.fonts === 'missing'")
    assert "NO CHINESE FONT" in desk.inner_text("#notice-box.is-shown")
    desk.evaluate("yiping.feed.draw()")
    assert ":" not in desk.evaluate(AGES)[0], "it came within the hour, by the server's clock"
    assert desk.locator("[data-panel][data-state=stale]").count() == 0
    desk.evaluate("localStorage.setItem('yiping.sound', 'on')")
    desk.reload()
    stand.wait_ready(desk)
    desk.wait_for_function("() => document.getElementById('sound-state').textContent.includes('声音未启用')")
    desk.mouse.click(700, 400)
    desk.wait_for_function("() => document.getElementById('sound-state').textContent.includes('声音：开')")
    desk.click("#sound-mute")
    desk.wait_for_function("() => document.getElementById('sound-state').textContent.includes('静音至')")
    context.close()
