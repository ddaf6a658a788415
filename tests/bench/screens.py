"""Figures of the screens: first paint, cold load, restyle, drill, an event on its way to the screen."""

import statistics
import time
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page

from tests import stand
from tests.bench.table import Row, percentile
from tests.stand import Server

DESK, WALL = (1366, 768), (3840, 1080)
EVENTS = 200
DRILLS = 40


def rows() -> list[Row]:
    """Return the figures of one browser: an empty folder first, then a desk that is open."""
    with stand.browser() as opened:
        found = list(first_screen(opened))
        with stand.folder() as data, stand.serving(data) as server:
            key = make_key(data)
            page = stand.signed_in(opened, server, "dispatcher", DESK)
            stand.wait_ready(page)
            return [*found, drill(page), post_to_screen(page, server, key), restyle(page)]


def first_screen(opened: Browser) -> tuple[Row, Row]:
    """Return: command to first painted screen on an empty folder; memory with one screen open."""
    with stand.folder() as data, stand.serving(data) as server:
        page = stand.signed_in(opened, server, "dispatcher", DESK)
        stand.wait_ready(page)
        seconds = time.monotonic() - server.began
        page.wait_for_timeout(5_000)
        memory = server.memory_mb()
        page.context.close()
    return (
        Row(name="command to first painted screen, small demo built on the way", value=seconds, unit="s", goal=10),
        Row(name="memory of the server, small demo, one screen", value=memory, unit="MB", goal=400),
    )


def cold_load(opened: Browser, server: Server, tries: int = 5) -> tuple[Row, Row]:
    """Return: cold load of the desk to data-ready (median), and bytes over the wire as the browser counts them."""
    times, sizes, shapes = [], [], 0
    for _ in range(tries):
        page = stand.signed_in(opened, server, "dispatcher", DESK)
        stand.wait_ready(page)
        token = next(c for c in page.context.cookies() if c["name"] == "yiping")
        page.context.close()
        context = opened.new_context(viewport={"width": DESK[0], "height": DESK[1]})
        context.add_cookies([{"name": "yiping", "value": token["value"], "url": server.url}])
        page = context.new_page()
        received: list[float] = []
        cdp = context.new_cdp_session(page)
        cdp.send("Network.enable")
        cdp.on("Network.loadingFinished", lambda event, to=received: to.append(event["encodedDataLength"]))
        cdp.on(
            "Network.webSocketFrameReceived",
            lambda event, to=received: to.append(len(event["response"]["payloadData"])),
        )
        page.goto(f"{server.url}/desk/overview", wait_until="commit")
        stand.wait_ready(page)
        times.append(page.evaluate("yiping.readyAt") / 1000)
        page.wait_for_timeout(1_000)
        sizes.append(sum(received) / 1e6)
        shapes = page.evaluate("yiping.map.visible().length")
        context.close()
    name = f"desk with {shapes:,} areas drawn: cold load"
    return (
        Row(name=f"{name} to data-ready, median of {tries}", value=statistics.median(times), unit="s", goal=2.5),
        Row(name=f"{name}, bytes over the wire, charts included", value=statistics.median(sizes), unit="MB", goal=3),
    )


MANY = """async () => {
  const side = 142, size = 0.002, features = [];
  const mesh = { corner: [121, 30.5], quantum: size / 18, lengths: [], steps: [], turns: [], edges: [], shapes: [],
                 columns: { code: [], name: [], name_en: [], population: [], km2: [], level: [] } };
  let before = [0, 0];
  for (let n = 0; n < 20000; n++) {
    const x = 121 + (n % side) * size, y = 30.5 + Math.floor(n / side) * size, h = size;
    const ring = [[x, y], [x + h / 2, y + h / 9], [x + h, y], [x + h, y + h], [x + h / 2, y + h * 8 / 9], [x, y + h],
                  [x, y]];
    mesh.lengths.push(ring.length); mesh.turns.push(1); mesh.edges.push(0); mesh.shapes.push(1);
    ring.forEach(([lon, lat]) => {
      const at = [Math.round((lon - 121) / mesh.quantum), Math.round((lat - 30.5) / mesh.quantum)];
      mesh.steps.push(at[0] - before[0], at[1] - before[1]);
      before = at;
    });
    const code = yiping.state.city + String(n + 1).padStart(11, '0');
    Object.entries({ code, name: 'g' + n, name_en: '', population: 900, km2: 0.04, level: 5 })
      .forEach(([name, value]) => mesh.columns[name].push(value));
    features.push({ type: 'Feature', properties: { code, name: 'g' + n,
      population: 900, km2: 0.04, level: 5, lon: x, lat: y }, geometry: { type: 'Polygon', coordinates: [ring] } });
  }
  yiping.map.load(mesh, yiping.state.city);
  const codes = mesh.columns.code;
  yiping.map.leaflet.fitBounds([[30.5, 121], [30.5 + 142 * size, 121 + side * size]], { animate: false });
  await new Promise((done) => setTimeout(done, 1500));
  const canvas = yiping.map.canvas().getContext('2d');
  const flush = () => canvas.getImageData(0, 0, 1, 1);
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const ours = [], plain = [];
  for (let round = 0; round < 15; round++) {
    const values = {};
    for (let k = 0; k < 200; k++) { values[codes[(k * 97 + round * 31) % codes.length]] = [(round + k) % 7, 0, 0, 1]; }
    yiping.map.setValues(values, false);
    flush();
    const begin = performance.now();
    yiping.map.paintWaiting();
    flush();
    ours.push(performance.now() - begin);
    await frame();
  }
  yiping.setProps('backdrop-layer', { url: null, data: { type: 'FeatureCollection', features } });
  await new Promise((done) => setTimeout(done, 20000));
  for (let round = 0; round < 5; round++) {
    const begin = performance.now();
    yiping.setProps('backdrop-layer', { hideout: { n: 'bench' + round } });
    await frame(); await frame();
    canvas.getImageData(0, 0, 1, 1);
    plain.push(performance.now() - begin);
    await new Promise((done) => setTimeout(done, 300));
  }
  return { ours, plain, painted: codes.length };
}"""


def restyle(page: Page) -> Row:
    """Return: painting 200 changed areas among 20,000, against restyling all through `hideout` in the same page."""
    found = page.evaluate(MANY)
    return Row(
        name="restyle of 200 areas among 20,000 drawn, median of 15; reference: full hideout",
        unit="ms",
        goal=16,
        value=statistics.median(found["ours"]),
        reference=statistics.median(found["plain"]),
    )


DRILL = """async (code) => {
  const begin = performance.now();
  yiping.map.select(code);
  while (document.body.classList.contains('is-changing')) { await new Promise((done) => setTimeout(done, 4)); }
  return performance.now() - begin;
}"""


def drill(page: Page) -> Row:
    """Return: from the press on an area until every panel shows it, p95."""
    districts = sorted({code[:6] for code in page.evaluate("yiping.map.visible()")})
    times = []
    for turn in range(DRILLS):
        times.append(page.evaluate(DRILL, districts[turn % len(districts)]))
        page.wait_for_timeout(150)
        times.append(page.evaluate(DRILL, page.evaluate("yiping.state.city")))
        page.wait_for_timeout(150)
    return Row(
        name=f"press on an area until all panels are renewed, p95 of {len(times)}",
        unit="ms",
        goal=300,
        value=percentile(times, 0.95),
        note=f"median {statistics.median(times):.0f} ms",
    )


WATCH = """() => {
  window.seenAt = {};
  new MutationObserver(() => {
    document.querySelectorAll('.feed-row').forEach((row) => {
      const found = /bench-\\d+/.exec(row.title);
      if (found && !window.seenAt[found[0]]) { window.seenAt[found[0]] = performance.timeOrigin + performance.now(); }
    });
  }).observe(document.querySelector('.feed-rows'), { childList: true, subtree: true });
}"""


def post_to_screen(page: Page, server: Server, key: str) -> Row:
    """Return: from the moment an event is posted until its row stands in the feed of an open screen, p95."""
    page.evaluate(WATCH)
    where = page.evaluate(
        "(() => { const f = yiping.map.facts(yiping.map.visible()[0]); return [f.lon, f.lat]; })()"
    )
    delays = []
    with httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {key}"}, timeout=10) as client:
        for number in range(EVENTS):
            name = f"bench-{number}"
            began = time.time() * 1000
            answer = client.post("/api/v1/events", json=[event(name, where)])
            answer.raise_for_status()
            page.wait_for_selector(f".feed-row[title='{name}']", timeout=10_000)
            delays.append(page.evaluate("(name) => window.seenAt[name]", name) - began)
    return Row(
        name=f"event posted until shown on an open screen, p95 of {EVENTS}",
        value=percentile(delays, 0.95),
        unit="ms",
        goal=500,
        note=f"median {statistics.median(delays):.0f} ms",
    )


def event(name: str, where: list[float]) -> dict[str, object]:
    """Return one event for the door."""
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return {
        "source": "bench",
        "event_id": f"{name}-{time.monotonic_ns()}",
        "occurred_at": stamp,
        "category": "0110",
        "text": name,
        "lon": where[0],
        "lat": where[1],
    }


def make_key(data: Path) -> str:
    """Return a key that may post events."""
    return (
        stand.command(data, "key", "add", f"bench-{time.monotonic_ns()}", "--may", "events.write")
        .strip()
        .splitlines()[-1]
    )
