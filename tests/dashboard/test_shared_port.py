"""One port for several workers: each has a door of its own, callers are spread, a taken port is refused."""

import contextlib
import pickle
import socket
from multiprocessing.reduction import ForkingPickler

import pytest

from dashboard.shared_port import SharedPort, share
from data.errors import Busy

CALLERS = 128


def sent(door: SharedPort) -> SharedPort:
    """Return the door as another process would receive it."""
    return pickle.loads(bytes(ForkingPickler.dumps(door)))


def callers_of(door: socket.socket) -> int:
    """Return how many stand before a door."""
    door.settimeout(0.2)
    count = 0
    with contextlib.suppress(TimeoutError):
        while True:
            door.accept()[0].close()
            count += 1
    return count


def test_every_worker_has_a_door_and_callers_are_spread_over_them():
    with share("127.0.0.1", 0) as ours:
        port = ours.getsockname()[1]
        doors = [sent(ours) for _ in range(2)]
        assert {door.getsockname()[1] for door in doors} == {port}
        for door in doors:
            door.listen(256)
        calls = [socket.create_connection(("127.0.0.1", port)) for _ in range(CALLERS)]
        counts = [callers_of(door) for door in doors]
        assert sum(counts) == CALLERS, "the one that was only bound takes nobody"
        assert min(counts) > CALLERS // 4
        for each in (*calls, *doors):
            each.close()


def test_a_port_that_somebody_has_is_refused():
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(Busy) as refused:
        share("127.0.0.1", taken.getsockname()[1])
    assert refused.value.code == "port_taken"


def test_a_second_program_of_ours_is_refused_too():
    with share("127.0.0.1", 0) as ours:
        door = sent(ours)
        door.listen()
        with pytest.raises(Busy):
            share("127.0.0.1", ours.getsockname()[1])
        door.close()
