"""One door for several workers: each takes one caller at a time, callers wait while nobody is there, none is lost."""

import asyncio
import multiprocessing
import socket
import time

import pytest

from dashboard.shared_port import ONE_AT_A_TIME, Door, open_door
from data.errors import Busy

CALLERS = 64
ROUNDS = 5


def work(door: Door, name: bytes) -> None:
    """Answer every caller with a name, as a worker's event loop does, and keep the line open."""
    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(name)
        await writer.drain()

    async def serve() -> None:
        server = await asyncio.start_server(answer, sock=door, backlog=ONE_AT_A_TIME)
        await server.serve_forever()

    asyncio.run(serve())


@pytest.fixture
def door():
    with open_door("127.0.0.1", 0) as opened:
        yield opened


def call(door: Door) -> socket.socket:
    return socket.create_connection(door.getsockname()[:2], timeout=30)


@pytest.fixture
def begin(door):
    """Return begin(name): a worker at the door, in a process of its own."""
    begun = []

    def worker(name: bytes) -> multiprocessing.Process:
        begun.append(multiprocessing.get_context("spawn").Process(target=work, args=(door, name), daemon=True))
        begun[-1].start()
        return begun[-1]

    yield worker
    for each in begun:
        each.kill()
        each.join()


def test_callers_who_stand_there_at_once_are_shared_out(door, begin):
    door.listen()
    calls = [call(door) for _ in range(CALLERS)]
    for name in (b"a", b"b"):
        begin(name)
    assert len([one.recv(1) for one in calls]) == CALLERS
    seen, until = set(), time.monotonic() + 30
    while seen != {b"a", b"b"} and time.monotonic() < until:
        calls.append(call(door))
        seen.add(calls[-1].recv(1))
    assert any(are_shared_out(door) for _round in range(ROUNDS))
    for one in calls:
        one.close()


def are_shared_out(door: Door) -> bool:
    """Say whether both workers answered of as many callers at once; a busy machine may keep one from its turn."""
    calls = [call(door) for _ in range(CALLERS)]
    names = [one.recv(1) for one in calls]
    for one in calls:
        one.close()
    return min(names.count(b"a"), names.count(b"b")) >= CALLERS // 16


def test_callers_wait_while_workers_come_and_go(door, begin):
    door.listen()
    first = begin(b"a")
    with call(door) as one:
        assert one.recv(1) == b"a"
    first.kill()
    first.join()
    with call(door) as waiting:
        begin(b"b")
        assert waiting.recv(1) == b"b"


def test_a_port_that_somebody_has_is_refused():
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(Busy) as refused:
        open_door("127.0.0.1", taken.getsockname()[1])
    assert refused.value.code == "port_taken"
