"""Figures of a screen that stays open for a day: what the browser keeps after 5,760 updates."""

from typing import Any

from playwright.sync_api import Browser, Page

from tests import stand
from tests.bench import screens
from tests.bench.table import Row
from tests.stand import Server

IS_LONG = True
UPDATES, WARM_UP = 5_760, 200
"""One update each 15 seconds makes a day. The first ones fill what fills once: rows, marks, compiled code."""
MOST_GROWTH_MB, MOST_NODES = 20, 1.05

KEEP = """() => {
  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain { constructor(...given) { super(...given); window.theSocket = this; } };
  document.addEventListener('yiping:snapshot', (event) => { window.theSnapshot = event.detail; });
}"""
"""Keeps the page's own socket and what it was told first, so that updates can be put where they would come in."""

PUSH = """async ({ first, count }) => {
  const base = window.theSnapshot, areas = Object.keys(base.values), models = base.cases.slice(0, 30);
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const item = (n, open) => ({ ...models[n % models.length], kind: 'case', no: 'D' + n, version: open ? 1 : 9, open,
    state: open ? 'reported' : 'closed', at: base.at + 15 * n, text: '一天之中 ' + n });
  for (let n = first; n < first + count; n++) {
    const values = {};
    for (let k = 0; k < 5; k++) { values[areas[(n * 7 + k) % areas.length]] = [(n + k) % 9, k % 2, 0, n % 5]; }
    const items = [item(n, true), ...(n >= 40 ? [item(n - 40, false)] : []),
      ...base.units.slice(n % 20, n % 20 + 3).map((one) => ({ ...one, kind: 'unit', lon: one.lon + (n % 9) / 1e4 }))];
    window.theSocket.onmessage({ data: JSON.stringify({ type: 'changes', seq: yiping.seq, at: base.at + 15 * n, items,
      values, coarse: base.coarse, cases_total: base.cases_total }) });
    await frame();
  }
  await new Promise((done) => setTimeout(done, 6000));
}"""


def rows() -> list[Row]:
    """Return, for wall and desk: heap growth after a full collection, and the nodes at the end against the start."""
    with stand.folder() as data:
        stand.command(data, "demo", "--size", "small", "--days", "14")
        with stand.serving(data) as server, stand.browser() as opened:
            return [row for person, size in (("wall", screens.WALL), ("dispatcher", screens.DESK))
                    for row in of_screen(opened, server, person, size)]


def of_screen(opened: Browser, server: Server, person: str, size: tuple[int, int],
              updates: int = UPDATES) -> list[Row]:
    """Return the two figures of one screen after so many updates, as fast as it draws them."""
    page = _signed_in(opened, server, person, size)
    cdp = page.context.new_cdp_session(page)
    cdp.send("Performance.enable")
    page.evaluate(PUSH, {"first": 0, "count": WARM_UP})
    before = _kept(page, cdp)
    page.evaluate(PUSH, {"first": WARM_UP, "count": updates})
    after = _kept(page, cdp)
    page.context.close()
    name = f"the page of the {person} after {updates:,} updates"
    return [
        Row(name=f"{name}: heap growth", value=after["heap_mb"] - before["heap_mb"], unit="MB", goal=MOST_GROWTH_MB,
            note=f"{before['heap_mb']:.1f} to {after['heap_mb']:.1f} MB"),
        Row(name=f"{name}: nodes, against the start", value=after["nodes"] / before["nodes"], unit="x",
            goal=MOST_NODES, note=f"{before['nodes']:.0f} to {after['nodes']:.0f}; with what is not collected "
                                  f"{before['all_nodes']:.0f} to {after['all_nodes']:.0f}"),
    ]


def _signed_in(opened: Browser, server: Server, person: str, size: tuple[int, int]) -> Page:
    context = opened.new_context(viewport={"width": size[0], "height": size[1]})
    context.add_init_script(f"({KEEP})()")
    page = context.new_page()
    page.set_default_timeout(1_200_000)
    page.goto(f"{server.url}/signin")
    page.click(f"[data-person={person}]")
    stand.wait_ready(page)
    page.wait_for_function("window.theSnapshot && window.theSocket")
    return page


def _kept(page: Page, cdp: Any) -> dict[str, float]:
    """Return heap and nodes after everything that can be collected was."""
    for _ in range(3):
        cdp.send("HeapProfiler.collectGarbage")
        page.wait_for_timeout(300)
    found = {one["name"]: one["value"] for one in cdp.send("Performance.getMetrics")["metrics"]}
    return {"heap_mb": found["JSHeapUsedSize"] / 1e6, "all_nodes": found["Nodes"],
            "nodes": page.evaluate("document.querySelectorAll('*').length")}
