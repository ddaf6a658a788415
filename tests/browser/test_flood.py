"""A flood of alarms: groups on the wall instead of a list nobody can follow, the first priority one by one on top."""

import shutil
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page

from tests import stand
from tests.browser.conftest import WALL, ZONE, Opener
from tests.stand import Server

pytestmark = pytest.mark.browser

BLINKS = """() => {
  const [one] = document.getAnimations().filter((each) => each.animationName === 'blink');
  one.pause();
  const seen = Array.from({ length: 101 }, (_, n) => {
    one.currentTime = n * 10;
    return getComputedStyle(one.effect.target).opacity;
  });
  one.play();
  return seen.filter((level, n) => n && level !== seen[n - 1]).length;
}"""
"""How often in a second the mark becomes lighter or darker."""
HALF_AN_HOUR_ON = """(number) => {
  const real = Date.now;
  Date.now = () => real() + 1830000;
  yiping.feed.draw();
  const found = document.querySelectorAll(`.feed-rows [data-case='${number}']`).length;
  Date.now = real;
  yiping.feed.draw();
  return found;
}"""
"""Whether the case stands in the list in half an hour; the clock is put back before anybody asks the server's."""
ROWS = """[...document.querySelectorAll('.feed-rows .feed-row')].map((row) =>
  [row.dataset.group ? 'group' : 'case', Number(row.querySelector('.mark').className.slice(-1)), row.textContent])"""


def post(server: Server, key: str, spot: tuple[float, float], priorities: list[int], category: str) -> None:
    """Bring in one event for each priority, all at one place."""
    now = datetime.now(UTC).isoformat()
    events = [{"source": "hotline", "event_id": f"{time.monotonic_ns()}-{n}", "occurred_at": now, "category": category,
               "text": f"告警 {n}", "lon": spot[0], "lat": spot[1], "severity": priority}
              for n, priority in enumerate(priorities)]
    answer = httpx.post(f"{server.url}/api/v1/events", json=events, headers={"Authorization": f"Bearer {key}"})
    assert len(answer.json()["stored"]) == len(events), answer.text


def spot_of(page: Page) -> tuple[float, float]:
    facts = page.evaluate("yiping.map.facts(yiping.map.visible()[5])")
    return facts["lon"], facts["lat"]


def shelve(page: Page, server: Server, number: str) -> None:
    """Let the duty leader keep a case off the walls for half an hour."""
    context = page.context.browser.new_context()
    stand.enter(context, server, "dispatcher")
    url = f"{server.url}/api/v1/cases/{number}"
    moved = context.request.post(f"{url}/moves", headers={"Origin": server.url, "Idempotency-Key": number}, data={
        "verb": "shelve", "version": context.request.get(url).json()["version"], "note": "已知，正在抢修",
        "until": (datetime.now(UTC) + timedelta(minutes=30)).isoformat()})
    assert moved.status == 200, moved.text()
    context.close()


def test_a_flood_is_grouped_and_a_first_priority_stands_alone_on_top(
    demo_folder: Path, tmp_path: Path, sign_in: Opener
):
    folder = tmp_path / "data"
    shutil.copytree(demo_folder, folder)
    with closing(sqlite3.connect(folder / "yiping.db")) as database:
        database.execute("UPDATE cases SET acknowledged_at = received_at WHERE priority = 1")
        database.commit()
    key = stand.command(folder, "key", "add", "flood", "--may", "events.write").strip().splitlines()[-1]
    with stand.serving(folder, YIPING_ZONE=ZONE) as server:
        page = sign_in(server, "wall", path="/wall/hall-1", size=WALL).page
        spot = spot_of(page)
        assert page.evaluate("document.body.dataset.flood") == "false"
        post(server, key, spot, [2] * 12 + [3] * 8 + [4] * 20, "0113")
        page.wait_for_selector("body[data-flood=true]", timeout=20_000)
        rows = page.evaluate(ROWS)
        assert len(rows) <= 6
        assert "group" in {kind for kind, _, _ in rows}
        assert not [row for row in rows if row[1] == 4]
        assert "洪峰" in page.inner_text("#wall-feed-note")

        began = time.monotonic()
        post(server, key, spot, [1], "0113")
        page.wait_for_function("() => [...document.querySelectorAll('.feed-rows [data-case]')]"
                               ".some((row) => row.textContent.includes('告警 0') && row.classList.contains('p1'))")
        assert time.monotonic() - began < 4
        rows = page.evaluate(ROWS)
        assert len(rows) <= 6
        assert [row[:2] for row in rows][:1] == [["case", 1]]

        page.evaluate("yiping.refresh()")
        page.wait_for_selector(".is-blinking .alarm-line.p1 .mark")
        number = page.get_attribute(".alarm-line.p1", "data-case")
        assert 1 <= page.evaluate(BLINKS) <= 3
        page.emulate_media(reduced_motion="reduce")
        assert page.evaluate("document.getAnimations().length") == 0
        page.emulate_media(reduced_motion="no-preference")
        page.evaluate("Date.now = ((real) => () => real() + 31000)(Date.now)")
        page.wait_for_selector(".is-blinking", state="detached")

        shelve(page, server, number)
        page.wait_for_selector(f".feed-rows [data-case='{number}']", state="detached")
        page.wait_for_selector("[data-shelved='1']", timeout=60_000)
        assert "搁置 1" in page.inner_text(".alarm-line")
        assert page.query_selector(f".alarm-line[data-case='{number}']") is None
        assert number not in page.evaluate("yiping.feed.alarms().map((one) => one.no)"), "it is silent"
        assert page.evaluate(HALF_AN_HOUR_ON, number) == 1, "it comes back by itself"
