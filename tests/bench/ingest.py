"""Figures of events coming in over HTTP: as many as it takes, and how soon each is acknowledged at a steady pace."""

import itertools
import sqlite3
import threading
import time
from pathlib import Path

import httpx
import orjson

from tests import stand
from tests.bench import screens
from tests.bench.table import Row, percentile
from tests.stand import Server

BATCH, SENDERS, SECONDS = 500, 4, 60
GOAL_PER_SECOND, PACE_PER_SECOND, ACK_GOAL_MS = 8_000, 500, 250
PACE_BATCH = 10

_numbers = itertools.count(1)


def rows(seconds: float = SECONDS) -> list[Row]:
    """Return: events per second in batches of 500, and how long an acknowledgement takes at 500 events a second."""
    with stand.folder() as data:
        stand.command(data, "demo", "--size", "small", "--days", "14")
        with stand.serving(data, YIPING_PROFILE="production") as server:  # as it is deployed
            key = screens.make_key(data)
            places = spots(data)
            return [paced(server, key, places, seconds), flat_out(server, key, places, seconds)]


def spots(data: Path) -> list[tuple[float, float]]:
    """Return a point in every grid of the city."""
    with sqlite3.connect(f"file:{data / 'yiping.db'}?mode=ro", uri=True) as connection:
        return list(connection.execute("SELECT lon, lat FROM areas WHERE level = (SELECT max(level) FROM areas)"))


def batch(places: list[tuple[float, float]], size: int) -> bytes:
    """Return new events as the door takes them."""
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    listed = []
    for number in itertools.islice(_numbers, size):
        lon, lat = places[number % len(places)]
        listed.append({"source": "bench", "event_id": f"i{number}", "occurred_at": stamp, "category": "0113",
                       "text": "路口有垃圾堆放，请尽快清理", "lon": lon, "lat": lat})
    return orjson.dumps(listed)


def flat_out(server: Server, key: str, places: list[tuple[float, float]], seconds: float) -> Row:
    """Return how many events a second are stored while four senders send as fast as they are answered."""
    stored, waits = [0], [0]
    ends = time.monotonic() + seconds

    def send() -> None:
        with _client(server, key) as client:
            while time.monotonic() < ends:
                answer = client.post("/api/v1/events", content=batch(places, BATCH))
                if answer.status_code == 503:
                    waits[0] += 1
                    time.sleep(0.2)
                    continue
                stored[0] += len(answer.raise_for_status().json()["stored"])

    began = time.monotonic()
    _together([threading.Thread(target=send) for _ in range(SENDERS)])
    took = time.monotonic() - began
    return Row(name=f"events stored over HTTP, batches of {BATCH}, {SENDERS} senders, {seconds:.0f} s",
               value=stored[0] / took, unit="/s", goal=GOAL_PER_SECOND, smaller_is_better=False,
               note=f"senders on the same cores; {waits[0]} told to come again")


def paced(server: Server, key: str, places: list[tuple[float, float]], seconds: float) -> Row:
    """Return how long an acknowledgement takes, p99, while 500 events a second come in batches of ten."""
    times: list[float] = []
    count = int(seconds * PACE_PER_SECOND / PACE_BATCH)
    begin = time.monotonic()

    def send(first: int) -> None:
        with _client(server, key) as client:
            for number in range(first, count, SENDERS):
                time.sleep(max(0.0, begin + number * PACE_BATCH / PACE_PER_SECOND - time.monotonic()))
                body = batch(places, PACE_BATCH)
                began = time.monotonic()
                client.post("/api/v1/events", content=body).raise_for_status()
                times.append(1000 * (time.monotonic() - began))

    _together([threading.Thread(target=send, args=(first,)) for first in range(SENDERS)])
    return Row(name=f"acknowledgement of {PACE_BATCH} events at {PACE_PER_SECOND} events/s, p99", unit="ms",
               value=percentile(times, 0.99), goal=ACK_GOAL_MS, note=f"median {percentile(times, 0.5):.0f} ms")


def _client(server: Server, key: str) -> httpx.Client:
    return httpx.Client(base_url=server.url, timeout=60, headers={
        "Authorization": f"Bearer {key}", "Content-Type": "application/json"})


def _together(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
