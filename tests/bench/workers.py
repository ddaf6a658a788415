"""Figures of two workers on PostgreSQL against one: reads as a wall and a program ask for them, and events coming in.

Clients, workers and PostgreSQL share this machine's cores. So each figure also says what a second of the processor
gave, which does not depend on how many cores there are.
"""

import asyncio
import contextlib
import multiprocessing
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg

from data import clock
from data.models.person import Person
from data.people import sessions
from data.scope import ROLES
from tests import stand
from tests.bench import ingest
from tests.bench.table import Row
from tests.faults.served import JOB, House, Postgres, make_key, opened, postgres
from tests.stand import Server

IS_LONG = True
CONNECTIONS, SECONDS, WARM_SECONDS = 16, 20.0, 15.0
GOAL_READS, GOAL_EVENTS = 1.7, 1.0


@dataclass(frozen=True)
class Load:
    """What was answered in a second, and how many cores each side took meanwhile."""

    per_second: float
    web: float
    database: float
    clients: float

    @property
    def per_core_second(self) -> float:
        """How many a second of the workers' and PostgreSQL's processor gave."""
        return self.per_second / (self.web + self.database)

    def told(self) -> str:
        """Return it as a note."""
        return (f"{self.per_second:,.0f}/s, {self.per_core_second:,.0f} per second of processor; cores: "
                f"web {self.web:.2f}, database {self.database:.2f}, clients {self.clients:.2f}")


def rows() -> list[Row]:
    """Return how many times as many reads, and events, two workers answer as one does."""
    with stand.folder() as folder, postgres(folder) as server:
        stand.command(folder, "demo", "--size", "small", "--days", "14", YIPING_DATABASE_URL=server.url)
        tokens, key = walls(folder, server.url), make_key(folder, server.url, "events.write")
        # Both reads come first: events make the city larger.
        reads = [_reads(folder, server, workers, tokens) for workers in (1, 2)]
        events = [_events(folder, server, workers, key) for workers in (1, 2)]
    return [_row("reads", GOAL_READS, *reads), _row(f"events in batches of {ingest.BATCH}", GOAL_EVENTS, *events)]


def _row(what: str, goal: float, one: Load, two: Load) -> Row:
    return Row(name=f"{what}, two workers on PostgreSQL against one", value=two.per_second / one.per_second, unit="x",
               goal=goal, smaller_is_better=False, note=f"one: {one.told()}. two: {two.told()}")


def walls(folder: Path, url: str) -> list[str]:
    """Return the sessions of as many walls as there are connections: rates are counted for each person."""
    with opened(folder, url) as database, database.write(JOB) as session:
        people = [Person(id=f"wall{number}", name="wall", name_en="wall", title="wall", may=sorted(ROLES["wall"]),
                         areas=[""], language="zh-CN") for number in range(CONNECTIONS)]
        session.add_all(people)
        session.flush()
        return [sessions.begin(session, person, clock.now()) for person in people]


def spots(url: str) -> list[tuple[float, float]]:
    """Return a point in every grid of the city."""
    with psycopg.connect(url) as connection:
        return connection.execute(
            "SELECT lon, lat FROM areas WHERE level = (SELECT max(level) FROM areas)").fetchall()  # type: ignore[return-value]


def districts(url: str) -> list[str]:
    """Return the codes of the city and its districts."""
    with psycopg.connect(url) as connection:
        return [code for (code,) in connection.execute("SELECT area_code FROM areas WHERE level <= 2 ORDER BY 1")]


@contextlib.contextmanager
def _served(folder: Path, server: Postgres, workers: int) -> Iterator[House]:
    house = House(folder, server.url, workers=workers)
    house.settings["YIPING_PROFILE"] = "production"  # as it is deployed
    house.start()
    try:
        yield house
    finally:
        house.stop()


def _events(folder: Path, server: Postgres, workers: int, key: str) -> Load:
    """Return the load while four senders send as fast as they are answered."""
    with _served(folder, server, workers) as house:
        assert house.process is not None
        door = Server(house.process, house.port, folder, time.monotonic())
        with _cores(house, server) as used:
            stored = ingest.flat_out(door, key, spots(server.url), SECONDS)
    return Load(stored.value, *used)


def _reads(folder: Path, server: Postgres, workers: int, tokens: list[str]) -> Load:
    """Return the load while every wall asks as soon as it was answered, in a process of their own."""
    asked = [_questions(token, number, districts(server.url)) for number, token in enumerate(tokens)]
    answered: multiprocessing.Queue[int] = multiprocessing.Queue()
    with _served(folder, server, workers) as house:
        clients = multiprocessing.Process(target=_ask_all, args=(house.port, asked, answered), daemon=True)
        clients.start()
        time.sleep(WARM_SECONDS)
        with _cores(house, server, clients.pid) as used:
            time.sleep(SECONDS)
        count = answered.get(timeout=60)
        clients.join()
    return Load(count / SECONDS, *used)


def _questions(token: str, number: int, codes: list[str]) -> list[bytes]:
    """Return a wall's questions in turn: its panels, the figures of an area, its cases on the map."""
    code = codes[number % len(codes)]
    paths = (f"/panels/wall?area={code}", f"/api/v1/areas/{code}/summary", f"/layers/open_cases.geojson?area={code}")
    rest = f"HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: yiping={token}\r\nAccept-Encoding: gzip\r\n\r\n"
    return [f"GET {path} {rest}".encode() for path in paths]


def _ask_all(port: int, asked: list[list[bytes]], answered: "multiprocessing.Queue[int]") -> None:
    async def together() -> None:
        begins = time.monotonic() + WARM_SECONDS
        counts = await asyncio.gather(*(_ask(port, questions, begins) for questions in asked))
        answered.put(sum(counts))

    asyncio.run(together())


async def _ask(port: int, questions: list[bytes], begins: float) -> int:
    """Ask the questions over and over on one connection; return how many were answered while it was measured."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count = 0
    while (now := time.monotonic()) < begins + SECONDS:
        for question in questions:
            writer.write(question)
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            if b" 200 " not in head[:20]:
                raise RuntimeError(head.decode())
            await reader.readexactly(int(head.split(b"content-length: ")[1].split(b"\r\n")[0]))
            count += now >= begins
    writer.close()
    return count


@contextlib.contextmanager
def _cores(house: House, server: Postgres, clients: int | None = None) -> Iterator[list[float]]:
    """Yield a list that holds at the end how many cores the workers, PostgreSQL and the clients took."""
    sides: list[Any] = [house.serving_processes(), None, [psutil.Process(clients or None)]]
    before, began = [_seconds(_all(server) if side is None else side) for side in sides], time.monotonic()
    used: list[float] = []
    yield used
    after = [_seconds(_all(server) if side is None else side) for side in sides]
    used += [(later - earlier) / (time.monotonic() - began) for earlier, later in zip(before, after, strict=True)]


def _all(server: Postgres) -> list[psutil.Process]:
    postmaster = psutil.Process(server.pid)
    return [postmaster, *postmaster.children()]


def _seconds(processes: list[psutil.Process]) -> float:
    total = 0.0
    for one in processes:
        with contextlib.suppress(psutil.Error):
            times = one.cpu_times()
            total += times.user + times.system
    return total
