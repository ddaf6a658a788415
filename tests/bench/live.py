"""Figures of the live feed: 200 screens, 500 events a second, and what each screen costs the server."""

import asyncio
import threading
import time

import httpx
import orjson
import psutil
from websockets.asyncio.client import connect

from tests import stand
from tests.bench import ingest, screens
from tests.bench.table import Row, percentile
from tests.stand import Server

SCREENS, LISTENING = 200, 20
"""Every screen takes all frames; these look into them too. Looking into all would take the cores from the server."""
SECONDS = 20.0
SENT = "发送于"


def rows() -> list[Row]:
    """Return: delay from posting to a screen p95 and p99, memory and processor time per screen."""
    with stand.folder() as data:
        stand.command(data, "demo", "--size", "small", "--days", "14")
        with stand.serving(data, YIPING_PROFILE="demo") as server:
            key = screens.make_key(data)
            places = ingest.spots(data)
            time.sleep(8)  # what is read ahead is read
            before_mb = server.memory_mb()
            delays, memory_mb = asyncio.run(_watch(server, key, places))
            quiet, watched = asyncio.run(_cost(server, 0)), asyncio.run(_cost(server, SCREENS))
    return [
        Row(name=f"event posted until on {SCREENS} screens at {ingest.PACE_PER_SECOND} events/s, p95",
            value=percentile(delays, 0.95), unit="ms", goal=300, note=f"median {percentile(delays, 0.5):.0f} ms"),
        Row(name="the same, p99", value=percentile(delays, 0.99), unit="ms", goal=1_000),
        Row(name="memory per open screen", value=1000 * (memory_mb - before_mb) / SCREENS, unit="KB", goal=100),
        Row(name=f"processor of the event loop for 1,000 open screens, from {SCREENS}", unit="% of a core",
            value=max(0.0, watched - quiet) * 1_000 / SCREENS, goal=20,
            note=f"without screens {quiet:.1f} %, with {SCREENS} {watched:.1f} %, while the demo city lives"),
    ]


async def _watch(server: Server, key: str, places: list[tuple[float, float]]) -> tuple[list[float], float]:
    """Return how many milliseconds each event took to each screen that looks, and the server's memory meanwhile."""
    delays: list[float] = []
    async with asyncio.TaskGroup() as group:
        told = asyncio.Event()
        listeners = [group.create_task(listen(server, token, delays if number < LISTENING else None, told))
                     for number, token in enumerate(await tokens(server))]
        await asyncio.sleep(3)
        memory_mb = server.memory_mb()
        sender = threading.Thread(target=_send, args=(server, key, places))
        sender.start()
        while sender.is_alive():
            await asyncio.sleep(0.2)
        await asyncio.sleep(2)
        told.set()
        for listener in listeners:
            listener.cancel()
    return delays, memory_mb


async def tokens(server: Server) -> list[str]:
    """Return a session for every screen; a wall signs in once for all of them, as a browser's tabs do."""
    async with httpx.AsyncClient(base_url=server.url) as client:
        answer = await client.post("/signin", data={"person": "wall"}, headers={"Origin": server.url})
        token = answer.cookies["yiping"]
    return [token] * SCREENS


async def listen(server: Server, token: str, delays: list[float] | None = None,
                 told: asyncio.Event | None = None) -> None:
    """Take all frames like a screen; note what each took where a list is given, until told that it is over."""
    headers = {"Cookie": f"yiping={token}", "Origin": server.url}
    async with connect(f"ws://127.0.0.1:{server.port}/live", additional_headers=headers, max_size=None) as socket:
        async for frame in socket:
            if delays is None or (told is not None and told.is_set()) or SENT not in str(frame):
                continue
            now = time.time()
            body = orjson.loads(frame)
            if body["type"] == "changes":
                delays.extend(1000 * (now - float(item["text"].split()[1])) for item in body["items"]
                              if str(item.get("text", "")).startswith(SENT) and item.get("version") == 1)


def _send(server: Server, key: str, places: list[tuple[float, float]]) -> None:
    """Post 500 events a second, each with the moment it was sent in its text."""
    begin, size = time.monotonic(), ingest.PACE_BATCH
    with httpx.Client(base_url=server.url, timeout=60, headers={"Authorization": f"Bearer {key}"}) as client:
        for number in range(int(SECONDS * ingest.PACE_PER_SECOND / size)):
            time.sleep(max(0.0, begin + number * size / ingest.PACE_PER_SECOND - time.monotonic()))
            events = orjson.loads(ingest.batch(places, size))
            client.post("/api/v1/events", json=[{**event, "text": f"{SENT} {time.time()}"} for event in events])


async def _cost(server: Server, screens_open: int, seconds: float = 15.0) -> float:
    """Return how much of a core the server's event loop takes, in percent, with so many screens open.

    What the demo city does for itself, in threads of its own, is left aside.
    """
    listeners = [asyncio.create_task(listen(server, token))
                 for token in (await tokens(server))[:screens_open]]
    await asyncio.sleep(5)
    before, began = loop_seconds(server), time.monotonic()
    await asyncio.sleep(seconds)
    used = 100 * (loop_seconds(server) - before) / (time.monotonic() - began)
    for listener in listeners:
        listener.cancel()
    await asyncio.gather(*listeners, return_exceptions=True)
    return used


def loop_seconds(server: Server) -> float:
    """Return the processor seconds of the server's event loop so far: its first thread."""
    pid = server.process.pid
    return next(one.user_time + one.system_time for one in psutil.Process(pid).threads() if one.id == pid)
