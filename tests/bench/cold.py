"""Figures of 20,000 grids drawn at once: a cold browser to ready, what comes over the wire, and what it is."""

import contextlib
import json
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page

from tests import stand
from tests.bench.table import Row
from tests.stand import Server

IS_LONG = True
DESK = (1366, 768)
ALL_GRIDS = "/desk/overview?detail=grids"
TRIES = 5


@dataclass
class Received:
    """Bytes as they came over the wire, by the last part of each path; "live" is what came by websocket."""

    sizes: dict[str, float] = field(default_factory=dict)
    values: float = 0

    def geometry(self) -> float:
        """Return the bytes of shapes and values: layers packed, the values of the first snapshot as they come."""
        return sum(size for name, size in self.sizes.items() if name.endswith((".mesh", ".geojson"))) + self.values


def rows() -> list[Row]:
    """Return: cold to ready, bytes of geometry and values, bytes of the whole page; medians."""
    with stand.browser() as opened, city() as server:
        return loaded(opened, server)


@contextlib.contextmanager
def city() -> Iterator[Server]:
    """Yield a server over the city of 20,000 grids, whose answers are prepared: somebody looked at it before."""
    with stand.folder() as data:
        stand.command(data, "demo", "--size", "city", "--days", "7")
        with stand.serving(data) as server:
            yield server


def loaded(opened: Browser, server: Server) -> list[Row]:
    """Return the figures of a server that runs already."""
    token = warmed(opened, server)
    times, geometry, whole, count = [], [], [], 0
    for _ in range(TRIES):
        with fresh(opened, server, token) as page:
            received = listen(page)
            page.goto(server.url + ALL_GRIDS, wait_until="commit")
            stand.wait_ready(page)
            page.wait_for_timeout(1_500)  # the chart library comes after the first screen stands
            times.append(page.evaluate("yiping.readyAt") / 1000)
            geometry.append(received.geometry() / 1e6)
            whole.append(sum(received.sizes.values()) / 1e6)
            count = page.evaluate("yiping.map.visible().length")
    name = f"{count:,} grids drawn at once"
    return [
        Row(name=f"{name}, cold to ready, median of {TRIES}", value=statistics.median(times), unit="s", goal=1.5,
            note=f"from {min(times):.1f} to {max(times):.1f} s"),
        Row(name="geometry and values of that page", value=statistics.median(geometry), unit="MB", goal=1),
        Row(name="the whole page, charts included", value=statistics.median(whole), unit="MB", goal=2),
    ]


def warmed(opened: Browser, server: Server) -> str:
    """Return the token of somebody who signed in and saw every grid once."""
    page = stand.signed_in(opened, server, "dispatcher", DESK)
    page.goto(server.url + ALL_GRIDS)
    stand.wait_ready(page)
    page.wait_for_timeout(5_000)
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "yiping")
    page.context.close()
    return str(token)


@contextlib.contextmanager
def fresh(opened: Browser, server: Server, token: str) -> Iterator[Page]:
    """Yield a page of a browser that knows nothing but who is signed in."""
    context = opened.new_context(viewport={"width": DESK[0], "height": DESK[1]})
    context.add_cookies([{"name": "yiping", "value": token, "url": server.url}])
    yield context.new_page()
    context.close()


def listen(page: Page) -> Received:
    """Return what is filled with all that the page receives from now on."""
    received, paths = Received(), {}
    cdp = page.context.new_cdp_session(page)
    cdp.send("Network.enable")

    def add(name: str, size: float) -> None:
        received.sizes[name] = received.sizes.get(name, 0) + size

    cdp.on("Network.requestWillBeSent",
           lambda event: paths.update({event["requestId"]: event["request"]["url"].split("?")[0].rsplit("/", 1)[-1]}))
    cdp.on("Network.loadingFinished", lambda event: add(paths.get(event["requestId"], ""), event["encodedDataLength"]))
    def hear(text: str) -> None:
        add("live", len(text))
        frame = json.loads(text)
        if frame["type"] == "snapshot":
            received.values = received.values or len(json.dumps(frame["values"]))

    cdp.on("Network.webSocketFrameReceived", lambda event: hear(event["response"]["payloadData"]))
    return received
