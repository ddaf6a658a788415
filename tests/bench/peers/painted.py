"""What all three pages are measured by: when the colours of the map stand on a canvas, and what a session costs."""

import json
import time
from collections.abc import Callable

import psutil
from playwright.sync_api import Browser, Page, TimeoutError

SIZE = (1366, 768)
LONGEST_MS = 60_000
PROBE = """(() => {
  const wanted = COLOURS.map((hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)));
  const small = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  Object.assign(small.canvas, { width: 90, height: 60 });
  small.imageSmoothingEnabled = false;
  const canvases = (root) => [...root.querySelectorAll('canvas'),
    ...[...root.querySelectorAll('*')].flatMap((node) => (node.shadowRoot ? canvases(node.shadowRoot) : []))];
  const shows = (canvas) => {
    if (canvas.width < 300 || canvas.height < 200) { return false; }
    small.clearRect(0, 0, 90, 60);
    small.drawImage(canvas, 0, 0, 90, 60);
    const { data } = small.getImageData(0, 0, 90, 60);
    let found = 0;
    for (let at = 0; at < data.length; at += 4) {
      if (wanted.some((one) => one.every((part, n) => Math.abs(part - data[at + n]) <= 10))) { found += 1; }
    }
    return found >= 0.05 * 90 * 60;
  };
  const look = () => {
    if (document.body && canvases(document).some(shows)) {
      requestAnimationFrame(() => { window.paintedAt = performance.now(); });
      return;
    }
    setTimeout(look, 40);
  };
  setTimeout(look, 40);
})()"""
"""Looks at a small copy of every canvas until a twentieth of it has colours of the map."""


def cold_seconds(opened: Browser, open_page: Callable[[Page], None], colours: list[str]) -> float:
    """Return the seconds from the page's first moment, in a browser that knows nothing, until its map is painted.

    A map that is not painted after LONGEST_MS counts as painted then.
    """
    context = opened.new_context(viewport={"width": SIZE[0], "height": SIZE[1]})
    page = context.new_page()
    page.add_init_script(PROBE.replace("COLOURS", json.dumps(colours)))
    open_page(page)
    try:
        page.wait_for_function("() => window.paintedAt", timeout=LONGEST_MS)
        return float(page.evaluate("window.paintedAt")) / 1000
    except TimeoutError:
        return LONGEST_MS / 1000
    finally:
        context.close()


def cost(process: psutil.Process, seconds: float) -> tuple[float, float]:
    """Return how much of a core a server takes during some seconds, in percent, and its memory in MB after them."""
    before, began = _used(process), time.monotonic()
    time.sleep(seconds)
    share = 100 * (_used(process) - before) / (time.monotonic() - began)
    return share, sum(one.memory_info().rss for one in _all(process)) / 1e6


def _used(process: psutil.Process) -> float:
    return sum(one.cpu_times().user + one.cpu_times().system for one in _all(process))


def _all(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]
