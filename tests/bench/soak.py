"""Figures of a wall of three screens that asks anew for a day: check 23 of the screens, at 5760x1080."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests import stand
from tests.bench.table import Row, percentile
from tests.stand import Server

IS_LONG = True
CYCLES, WARM_UP = 5_760, 100
"""One refresh each 15 seconds makes a day."""
STAGE = (5760, 1080)
PROFILE = "stage: 5760x1080\nseams_x: [1920, 3840]\n"
MOST_GROWTH_MB, MOST_P95_MS = 50, 1_000

WATCH = """() => {
  window.asked_ = { now: 0, most: 0, failed: 0, took: [] };
  const plain = window.fetch;
  window.fetch = async (url, how) => {
    if (!String(url).startsWith('/panels/')) { return plain(url, how); }
    const began = performance.now();
    asked_.now += 1;
    asked_.most = Math.max(asked_.most, asked_.now);
    try {
      const answer = await plain(url, how);
      if (!answer.ok) { asked_.failed += 1; }
      asked_.took.push(performance.now() - began);
      return answer;
    } catch (error) { asked_.failed += 1; throw error; } finally { asked_.now -= 1; }
  };
}"""
ASK = "async (count) => { for (let n = 0; n < count; n++) { await yiping.refresh(); } }"


@dataclass(frozen=True)
class Soaked:
    """What a wall was like after many refreshes."""

    growth_mb: float
    failed: int
    at_once: int
    """How many refreshes were under way at the same time, at most."""
    took_ms: list[float]


def rows() -> list[Row]:
    """Return heap growth after a full collection, and the time of a refresh, over a day's refreshes."""
    with stand.folder() as data:
        stand.command(data, "demo", "--size", "small", "--days", "14")
        hang(data)
        with stand.serving(data) as server, stand.browser() as opened:
            found = soak(opened, server, CYCLES)
    name = f"a wall of 5760x1080 after {CYCLES:,} refreshes"
    return [
        Row(name=f"{name}: heap growth", value=found.growth_mb, unit="MB", goal=MOST_GROWTH_MB),
        Row(name=f"{name}: one refresh, p95", value=percentile(found.took_ms, 0.95), unit="ms", goal=MOST_P95_MS,
            note=f"{found.failed} failed, {found.at_once} at once at most"),
    ]


def hang(data: Path) -> None:
    """Put the wall's file where the deployment's walls are."""
    (data / "walls").mkdir(exist_ok=True)
    (data / "walls" / "soak.yaml").write_text(PROFILE, encoding="utf-8")


def soak(opened: Browser, server: Server, cycles: int) -> Soaked:
    """Return what came of so many refreshes, one after the other as fast as they are answered."""
    context = opened.new_context(viewport={"width": STAGE[0], "height": STAGE[1]})
    context.add_init_script(f"({WATCH})()")
    stand.enter(context, server, "wall")
    page = context.new_page()
    page.set_default_timeout(1_800_000)
    page.goto(f"{server.url}/wall/soak")
    stand.wait_ready(page)
    page.evaluate(ASK, WARM_UP)
    before = _heap_mb(page)
    page.evaluate(ASK, cycles)
    after = _heap_mb(page)
    asked = page.evaluate("asked_")
    context.close()
    return Soaked(after - before, asked["failed"], asked["most"], asked["took"])


def _heap_mb(page: Page) -> float:
    cdp = page.context.new_cdp_session(page)
    cdp.send("Performance.enable")
    for _ in range(3):
        cdp.send("HeapProfiler.collectGarbage")
        page.wait_for_timeout(300)
    found = {one["name"]: one["value"] for one in cdp.send("Performance.getMetrics")["metrics"]}
    cdp.detach()
    return float(found["JSHeapUsedSize"]) / 1e6
