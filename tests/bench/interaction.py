"""Figures of work at a desk over 20,000 grids and 5,000 open cases: how soon the screen answers a press, by the
browser's own event timing, and how soon a browser that was here before paints.
"""

import time
from datetime import UTC, datetime
from typing import Any

import httpx
from playwright.sync_api import Browser, Page

from tests import stand
from tests.bench import cold
from tests.bench.screens import make_key
from tests.bench.table import Row, percentile
from tests.stand import Server

IS_LONG = True
OPEN_CASES, ROUNDS, TRIES = 5_000, 12, 7
WATCH = """() => {
  window.presses_ = new Map();
  new PerformanceObserver((list) => list.getEntries().forEach((one) => {
    const known = presses_.get(one.interactionId) || 0;
    if (one.interactionId) { presses_.set(one.interactionId, Math.max(one.duration, known)); }
  })).observe({ type: 'event', durationThreshold: 16, buffered: true });
}"""
PAINTED = "performance.getEntriesByName('first-contentful-paint').map((one) => one.startTime)[0]"


def rows() -> list[Row]:
    """Return: press to next paint, p95; first paint with a warm cache, median of some."""
    with stand.browser() as opened, cold.city() as server:
        fill(opened, server)
        return [pressed(opened, server), painted(opened, server)]


def fill(opened: Browser, server: Server) -> None:
    """Bring in as many open cases as are wanted, all over the city."""
    key = make_key(server.folder)
    page = stand.signed_in(opened, server, "dispatcher", cold.DESK)
    stand.wait_ready(page)
    spots = page.evaluate("yiping.map.visible().map(yiping.map.facts).map((one) => [one.lon, one.lat])")
    page.context.close()
    with httpx.Client(headers={"Authorization": f"Bearer {key}"}, timeout=60) as client:
        for begin in range(0, OPEN_CASES, 500):
            events = [_event(n, spots[n % len(spots)]) for n in range(begin, begin + 500)]
            answer = client.post(f"{server.url}/api/v1/events", json=events)
            answer.raise_for_status()
    time.sleep(5)


def _event(number: int, spot: tuple[float, float]) -> dict[str, Any]:
    return {"source": "hotline", "event_id": f"work-{number}", "occurred_at": datetime.now(UTC).isoformat(),
            "category": "0101", "text": f"案件 {number}", "lon": spot[0], "lat": spot[1], "severity": 2 + number % 3}


def pressed(opened: Browser, server: Server) -> Row:
    """Return how long the browser took from a press or a key to the next paint."""
    with cold.fresh(opened, server, cold.warmed(opened, server)) as page:
        page.goto(server.url + cold.ALL_GRIDS)
        stand.wait_ready(page)
        page.wait_for_timeout(3_000)
        page.evaluate(WATCH)
        for _ in range(ROUNDS):
            work(page)
        took = page.evaluate("[...presses_.values()]")
        held = page.evaluate("[yiping.map.visible().length, document.querySelectorAll('.feed-row').length]")
    return Row(name=f"press or key to next paint, desk with {held[0]:,} grids and {OPEN_CASES:,} more open cases, p95",
               value=percentile(took, 0.95) if took else 16.0, unit="ms", goal=200,
               note=f"{len(took)} presses longer than 16 ms, the longest {max(took, default=0):.0f} ms")


def work(page: Page) -> None:
    """Do what a dispatcher does: figures, tabs, a case, an area and back, the theme."""
    for norm in ("pop", "abs"):
        page.click(f"[data-norm={norm}]")
        page.wait_for_timeout(250)
    for tab in ("analysis", "forces", "live"):
        page.click(f"[data-tab={tab}]")
        page.wait_for_timeout(250)
    page.click(".feed-rows .feed-row >> nth=2")
    page.wait_for_selector("#drawer [data-drawer-case]")
    page.keyboard.press("Escape")
    page.wait_for_timeout(250)
    page.keyboard.press("t")
    page.wait_for_timeout(400)


def painted(opened: Browser, server: Server) -> Row:
    """Return when something stands on the screen of a browser that was here before."""
    context = opened.new_context(viewport={"width": cold.DESK[0], "height": cold.DESK[1]})
    stand.enter(context, server, "dispatcher")
    found = []
    for _ in range(TRIES):
        page = context.new_page()
        page.goto(f"{server.url}/desk/overview", wait_until="commit")
        stand.wait_ready(page)
        found.append((page.evaluate(PAINTED), page.evaluate("yiping.readyAt")))
        page.close()
    context.close()
    first, ready = (sorted(values)[len(values) // 2] for values in zip(*found[1:], strict=True))
    return Row(name=f"first desk paint with a warm cache, median of {TRIES - 1}", value=first, unit="ms", goal=800,
               note=f"data on it after {ready:.0f} ms")
