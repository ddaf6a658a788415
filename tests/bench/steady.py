"""Figures of a busy feed: thirty changed rows four times a second on every screen, and what a screen costs then."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil
from sqlalchemy import select
from websockets.asyncio.client import connect

from data import clock
from data.cases.bodies import case_body
from data.models.case import Case
from data.people import sessions
from data.scope import Scope
from data.settings import Settings
from data.storage import changes
from data.storage.database import Database
from data.visit import reading
from tests import pace, stand
from tests.bench import live
from tests.bench.table import Row
from tests.stand import Server

SCREENS, PER_SECOND, ROWS_EACH, SECONDS = 200, 4, 30, 15.0
JOB = Scope.of_job("bench")


@dataclass(frozen=True)
class Cost:
    """What a number of open screens cost the server."""

    screens: int
    cpu_seconds: float
    """Processor seconds of the whole server for one screen and one second, reading and encoding included."""
    loop_percent: float
    """Of a core, for all screens: the event loop alone, which is what sending to one more screen costs."""
    memory_kb: float
    """For one screen, against the server before the first one."""
    frames_per_second: float
    """On one screen."""


def rows() -> list[Row]:
    """Return: processor of 1,000 screens, processor and memory of one.

    A machine that others use may deliver fewer frames, several changes in each; processor counts as if all had come.
    """
    found = cost(SCREENS)
    full = PER_SECOND / found.frames_per_second
    busy = f"{PER_SECOND} Hz, {ROWS_EACH} rows"
    return [
        Row(name=f"{busy}: event loop for 1,000 open screens, from {SCREENS}", unit="% of a core", goal=20,
            value=full * found.loop_percent * 1_000 / SCREENS,
            note=f"{found.frames_per_second:.1f} frames/s on a screen"),
        Row(name=f"{busy}: processor for one open screen", unit="ms/s", goal=1, value=full * 1_000 * found.cpu_seconds,
            note=f"the whole server by {SCREENS} screens"),
        Row(name=f"{busy}: memory per open screen", unit="KB", goal=100, value=found.memory_kb),
    ]


def cost(screens: int, seconds: float = SECONDS) -> Cost:
    """Return what so many screens cost: a server of our own with the small city, and thirty cases that change."""
    with stand.folder() as data:
        stand.command(data, "demo", "--size", "small", "--days", "14")
        settings = Settings(data_dir=data)
        database = Database.of(settings)
        with database.write(JOB) as session:
            key = sessions.make_key(session, "screens", ["cases.read"], [""], clock.now())
        with stand.serving(data, YIPING_PROFILE="production") as server:  # as it is deployed
            time.sleep(8)  # what is read ahead is read
            with _changing(database, settings):
                found = asyncio.run(_measure(server, key, screens, seconds))
        database.close()
    return found


@contextmanager
def _changing(database: Database, settings: Settings) -> Iterator[None]:
    """Let thirty cases change four times a second, each time in one commit, as another process's work."""
    with reading(database, JOB, settings) as visit:
        cases = visit.session.scalars(select(Case).where(Case.is_open.is_(True)).limit(ROWS_EACH)).all()
        notes = [changes.Note(kind="case", key=case.case_no, area_code=case.area_code, body=case_body(case))
                 for case in cases]

    def change(_number: int) -> None:
        with database.write(JOB) as session:
            changes.record(session, notes, clock.now())

    with pace.going_on(PER_SECOND, change):
        yield


async def _measure(server: Server, key: str, screens: int, seconds: float) -> Cost:
    before_mb, heard = server.memory_mb(), [0]
    listeners = [asyncio.create_task(_listen(server, key, heard)) for _ in range(screens)]
    await asyncio.sleep(8)
    process, heard[0] = psutil.Process(server.process.pid), 0
    cpu, loop, began = sum(process.cpu_times()[:2]), live.loop_seconds(server), time.monotonic()
    await asyncio.sleep(seconds)
    took = time.monotonic() - began
    found = Cost(
        screens=screens, cpu_seconds=(sum(process.cpu_times()[:2]) - cpu) / took / screens,
        loop_percent=100 * (live.loop_seconds(server) - loop) / took,
        memory_kb=1_000 * (server.memory_mb() - before_mb) / screens, frames_per_second=heard[0] / took / screens)
    for listener in listeners:
        listener.cancel()
    await asyncio.gather(*listeners, return_exceptions=True)
    return found


async def _listen(server: Server, key: str, heard: list[int]) -> None:
    """Take all frames like a screen, and count those that say what changed."""
    headers = {"Authorization": f"Bearer {key}"}
    async with connect(f"ws://127.0.0.1:{server.port}/live", additional_headers=headers, max_size=None) as socket:
        async for frame in socket:
            heard[0] += '"changes"' in str(frame)[:30]
