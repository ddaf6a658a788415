"""Our own page, measured as the peers are: 200 screens, 30 events four times a second."""

import asyncio
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import psutil
from playwright.sync_api import Browser, Page
from websockets.asyncio.client import connect

from tests.bench import cold, ingest, screens
from tests.bench.peers.contest import COLOURS, SECONDS, TRIES, Result
from tests.bench.peers.painted import cold_seconds, cost
from tests.stand import Server

SCREENS, ROWS, PER_SECOND = 200, 30, 4


def shapes(server: Server, token: str) -> list[dict]:
    """Return our grids as GeoJSON features, simplified as our map draws them."""
    answer = httpx.get(f"{server.url}/layers/areas.geojson?detail=grids", cookies={"yiping": token}, timeout=120)
    return list(answer.json()["features"])


def measure(opened: Browser, server: Server, token: str) -> Result:
    """Return what we show."""
    def visit(page: Page) -> None:
        page.context.add_cookies([{"name": "yiping", "value": token, "url": server.url}])
        page.goto(server.url + cold.ALL_GRIDS, wait_until="commit")

    painted = statistics.median(cold_seconds(opened, visit, COLOURS) for _ in range(TRIES))
    key, places = screens.make_key(server.folder), ingest.spots(server.folder)
    ended = threading.Event()
    sender = threading.Thread(target=_send, args=(server, key, places, ended))
    sender.start()
    try:
        process = psutil.Process(server.process.pid)
        time.sleep(5)
        alone, memory = cost(process, 2 * SECONDS)
        with ThreadPoolExecutor(1) as apart:  # the browser's driver has this thread's event loop
            watched, more = apart.submit(asyncio.run, _watch(server, token, process)).result()
    finally:
        ended.set()
        sender.join()
    return Result(painted, max(0.0, watched - alone) / SCREENS, (more - memory) / SCREENS)


def _send(server: Server, key: str, places: list[tuple[float, float]], ended: threading.Event) -> None:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    with httpx.Client(base_url=server.url, timeout=60, headers=headers) as client:
        while not ended.wait(1 / PER_SECOND):
            client.post("/api/v1/events", content=ingest.batch(places, ROWS))


async def _watch(server: Server, token: str, process: psutil.Process) -> tuple[float, float]:
    listeners = [asyncio.create_task(_listen(server, token)) for _ in range(SCREENS)]
    await asyncio.sleep(6)
    found = await asyncio.to_thread(cost, process, 2 * SECONDS)
    for listener in listeners:
        listener.cancel()
    await asyncio.gather(*listeners, return_exceptions=True)
    return found


async def _listen(server: Server, token: str) -> None:
    headers = {"Cookie": f"yiping={token}", "Origin": server.url}
    async with connect(f"ws://127.0.0.1:{server.port}/live", additional_headers=headers, max_size=None) as socket:
        async for _ in socket:
            pass
