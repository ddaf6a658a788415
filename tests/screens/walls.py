"""What walls of every shape show, and what comes over them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
from playwright.sync_api import Page

from tests import stand
from tests.browser.conftest import ZONE
from tests.screens.picture import Shot
from tests.stand import Server

A, B, C, D, ODD = (3840, 1080), (5760, 1080), (7680, 2160), (1920, 1080), (6656, 1792)
HALF = 0.5
NOW = datetime.now(ZoneInfo(ZONE))
T = f"{NOW.replace(hour=18, minute=0, second=0, microsecond=0) - timedelta(days=1):%Y-%m-%dT%H:%M:%S%z}"
SPOT = "yiping.map.facts(yiping.map.visible()[5])"
QUIET = f"{NOW - timedelta(hours=1):%H:%M}-{NOW + timedelta(hours=3):%H:%M}"

PROFILES = {
    "three-screens": "stage: 5760x1080\nseams_x: [1920, 3840]\n",
    "four-by-two": "stage: 7680x2160\nseams_x: [1920, 3840, 5760]\nseams_y: [1080]\n",
    "meeting-room": "stage: 1920x1080\n",
    "spliced": "stage: 6656x1792\n",
    "fine": "stage: 3840x1080\npitch_mm: 0.9375\n",
    "lcd": "stage: 5760x1080\npitch_mm: 0.63\nseams_x: [1920, 3840]\n",
    "night": f"stage: 3840x1080\nquiet_hours: ['{QUIET}']\ndim: 0.5\n",
}
"""Walls of the pictures beside the built-in one, as a deployment would write them."""


def bring(page: Page, server: Server, priorities: list[int]) -> None:
    """Bring in one event for each priority, all at one place."""
    key = stand.command(server.folder, "key", "add", "pictures", "--may", "events.write", YIPING_ZONE=ZONE).split()[-1]
    spot, now = page.evaluate(SPOT), datetime.now(UTC).isoformat()
    events = [{"source": "hotline", "event_id": f"picture-{n}", "occurred_at": now, "category": "0113",
               "text": "路口积水没过车轮，车辆无法通行" if priority > 1 else "下穿通道积水，有车被困，车内有人",
               "lon": spot["lon"], "lat": spot["lat"], "severity": priority} for n, priority in enumerate(priorities)]
    answer = httpx.post(f"{server.url}/api/v1/events", json=events, headers={"Authorization": f"Bearer {key}"})
    answer.raise_for_status()


def flood(page: Page, server: Server) -> None:
    """Bring in more alarms than anybody can follow, and one of the first priority."""
    bring(page, server, [2] * 12 + [3] * 8 + [4] * 20 + [1])
    page.wait_for_selector("body[data-flood=true]", timeout=30_000)
    page.wait_for_timeout(4_000)


def announce(page: Page, server: Server) -> None:
    """Let a dispatcher announce the fourth city stage."""
    with httpx.Client(base_url=server.url, headers={"Origin": server.url}) as desk:
        desk.post("/signin", data={"person": "dispatcher"})
        given = {"stage": "4", "reason": "气象台发布暴雨红色预警", "seen": 0, "until": ""}
        desk.post("/pages/stage/announce", json=given).raise_for_status()
    page.wait_for_selector("body[data-stage='4'], [data-stage='4']", timeout=20_000)
    page.wait_for_timeout(6_000)


def lose_link(page: Page, server: Server) -> None:
    """Let the server be out of reach until the wall says so."""
    page.context.set_offline(True)
    page.wait_for_selector("#link-banner", state="visible", timeout=20_000)


def in_english(page: Page, server: Server) -> None:
    """Let the wall speak English."""
    page.request.post(f"{server.url}/language", data={"language": "en"}, headers={"Origin": server.url})
    page.reload()
    stand.wait_ready(page)
    page.wait_for_timeout(6_000)


def scene(name: str) -> Shot:
    """Return the picture of a scene."""
    return wall(f"wall-scene-{name}", f"/wall/hall-1?scene={name}", A)


def wall(name: str, path: str, size: tuple[int, int], prepare: Callable[[Page, Server], None] | None = None,
         **more: object) -> Shot:
    """Return a wall's picture; large ones are stored at half their size."""
    share = HALF if size in (C, ODD) else 1
    given = {"person": "wall", "theme": "", "share": share, **more} | ({"prepare": prepare} if prepare else {})
    return Shot(name=name, path=path, size=size, **given)  # type: ignore[arg-type]


SHOTS = (
    wall("wall-3840x1080", "/wall/hall-1", A),
    wall("wall-5760x1080", "/wall/three-screens", B),
    wall("wall-7680x2160", "/wall/four-by-two", C),
    wall("wall-1920x1080", "/wall/meeting-room", D),
    wall("wall-6656x1792", "/wall/spliced", ODD),
    wall("wall-reduced", "/wall/fine", A),
    wall("wall-far", "/wall/lcd", B),
    *(scene(name) for name in ("overview", "flood", "appearance", "safety", "livelihood", "governance", "market",
                               "worst")),
    wall("wall-replay", f"/wall/hall-1?t={T.replace('+', '%2B')}", A),
    wall("wall-quiet", "/wall/night", A),
    wall("wall-link-lost", "/wall/hall-1", A, lose_link),
    wall("wall-calibration", "/wall/three-screens/calibrate", B, ready="main[data-verdict]"),
    wall("wall-pairing", "/wall/hall-1", A, person="", ready=".pair-code[data-code]"),
    wall("wall-flood-of-alarms", "/wall/hall-1", A, flood, writes=True),
    wall("wall-city-stage", "/wall/hall-1", A, announce, writes=True),
    wall("wall-english", "/wall/hall-1", A, in_english, writes=True),
)
