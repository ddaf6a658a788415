"""Screens that do not keep up: they are cut and told so, and nobody else notices."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dashboard import live_socket
from dashboard.center import Center
from dashboard.live_hub import Hub
from data import clock
from data.models.person import Person
from data.people import sessions
from data.scope import Scope
from data.storage import changes
from data.storage.database import Database
from tests import cast
from tests.wire.live_stage import QUICK, Stage, hear_until, staged, stuck, wait_until

ANSWER_SECONDS = 1.0
Opener = Callable[..., Any]


@pytest.fixture
def stage(center: Center) -> Iterator[Stage]:
    """Yield a running feed whose clock stands at the tests' moment."""
    with staged(center, Hub(center, pace=QUICK, now=lambda: cast.NOW)) as stage:
        yield stage


@pytest.fixture
def alice(database: Database, city: Any) -> str:
    """Return the token of one who sees the whole city."""
    with database.write(Scope.of_job("test")) as session:
        return sessions.begin(session, session.get_one(Person, cast.ALICE.person), clock.now())


def test_it_cuts_a_screen_that_does_not_read_and_no_other(stage: Stage, alice: str, write: Opener) -> None:
    with stage.listen(alice) as good, stuck(stage.port, alice):
        hear_until(good, lambda frame: frame["type"] == "snapshot")
        wait_until(lambda: sum(len(stream.clients) for stream in stage.hub.streams.values()) == 2)
        for number in range(400):
            key = f"k{number}"
            with write() as now:
                note_long_change(now, key)
            assert hear_until(good, lambda frame, key=key: frame["items"][-1]["no"] == key)
            if stage.hub.figures()["cut_slow"]:
                break
        assert stage.hub.figures()["cut_slow"] == 1
        wait_until(lambda: len(stage.hub.clients) == 1)
        wait_until(lambda: len(stage.server.server_state.connections) == 1)


@pytest.fixture
def asking(center: Center) -> Iterator[Stage]:
    """Yield a feed that asks its screens for a sign of life several times a second."""
    with staged(center, Hub(center, pace=QUICK, now=lambda: cast.NOW), ping=(0.1, ANSWER_SECONDS)) as stage:
        yield stage


def test_it_cuts_a_screen_that_does_not_read_while_there_is_little_to_read(asking: Stage, alice: str) -> None:
    with asking.listen(alice) as good, stuck(asking.port, alice):
        hear_until(good, lambda frame: frame["type"] == "snapshot")
        wait_until(lambda: asking.hub.figures()["cut_slow"] == 1)
        wait_until(lambda: len(asking.server.server_state.connections) == 1)
        assert len(asking.hub.clients) == 1


def test_it_tells_a_screen_that_reads_on_why_it_was_cut(asking: Stage, alice: str) -> None:
    with stuck(asking.port, alice) as wire:
        wait_until(lambda: asking.hub.figures()["cut_slow"] == 1)
        said = b""
        while part := wire.recv(65_536):
            said += part
    assert said.endswith(b"\x88\x0a" + (4008).to_bytes(2) + b"too slow")


def test_it_waits_longer_for_what_is_large(asking: Stage, alice: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_socket, "LARGE_BYTES", 10)
    monkeypatch.setattr(live_socket, "LEAST_BYTES_PER_SECOND", 1)
    with stuck(asking.port, alice), asking.listen(alice) as good:
        hear_until(good, lambda frame: frame["type"] == "snapshot")
        time.sleep(2 * (0.1 + ANSWER_SECONDS))
        assert len(asking.hub.clients) == 2


def note_long_change(now: Any, key: str) -> None:
    changes.record(now.session, [changes.Note(kind="case", key=key, area_code=cast.grid_code(0, 0),
                                              body={"no": key, "text": "长" * 20_000})], now.now)
