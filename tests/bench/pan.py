"""Figure of panning 20,000 grids: frames a second while the mouse drags the map, as the browser shows them."""

import itertools

from playwright.sync_api import Browser, Page

from tests import stand
from tests.bench import cold
from tests.bench.table import Row
from tests.stand import Server

IS_LONG = True
SECONDS, REACH, STEPS = 5.0, 260, 26
WATCH = """() => {
  window.frames_ = [];
  const step = (at) => { window.frames_.push(at); window.frameId = requestAnimationFrame(step); };
  window.frameId = requestAnimationFrame(step);
}"""
WATCHED = "() => { cancelAnimationFrame(window.frameId); return window.frames_; }"


def rows() -> list[Row]:
    """Return: frames a second while panning."""
    with stand.browser() as opened, cold.city() as server:
        return [panned(opened, server)]


def panned(opened: Browser, server: Server) -> Row:
    """Return the figure of a server that runs already."""
    with cold.fresh(opened, server, cold.warmed(opened, server)) as page:
        page.goto(server.url + cold.ALL_GRIDS)
        stand.wait_ready(page)
        page.wait_for_timeout(2_000)
        for _ in range(2):
            page.click("[data-zoom=zoom_in]")
        page.wait_for_timeout(1_500)
        page.evaluate(WATCH)
        drag(page)
        frames = page.evaluate(WATCHED)
    gaps = [after - before for before, after in itertools.pairwise(frames)]
    return Row(name="frames a second while 20,000 grids are panned", value=1000 * len(gaps) / sum(gaps), unit="fps",
               goal=55, smaller_is_better=False, reference=60.0,
               note=f"longest frame {max(gaps):.0f} ms, {sum(gap > 34 for gap in gaps)} of {len(gaps)} dropped one")


def drag(page: Page) -> None:
    """Drag the map to and fro, letting go at every turn, for some seconds."""
    box = page.locator("#map").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.72
    ends = page.evaluate("performance.now()") + 1000 * SECONDS
    side = 1
    while page.evaluate("performance.now()") < ends:
        page.mouse.move(x - side * REACH / 2, y)
        page.mouse.down()
        for step in range(1, STEPS + 1):
            page.mouse.move(x + side * REACH * (step / STEPS - 0.5), y + 20 * step / STEPS * side)
            page.wait_for_timeout(12)
        page.mouse.up()
        side = -side
