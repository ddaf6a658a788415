"""A flood of alarms: groups on the wall instead of a list nobody can follow, the first priority one by one on top."""

import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page

from tests import stand
from tests.browser.conftest import WALL, ZONE, Opener
from tests.stand import Server

pytestmark = pytest.mark.browser

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


def test_a_flood_is_grouped_and_a_first_priority_stands_alone_on_top(
    demo_folder: Path, tmp_path: Path, sign_in: Opener
):
    folder = tmp_path / "data"
    shutil.copytree(demo_folder, folder)
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
        assert page.evaluate("document.querySelectorAll('.is-blinking').length") <= 1
