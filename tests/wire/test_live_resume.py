"""Coming back after a lost connection: nothing missed, nothing twice, whoever writes meanwhile."""

import random
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import delete, update
from websockets.sync.client import ClientConnection

from dashboard.center import Center
from dashboard.live_hub import Hub, Pace
from data import clock
from data.models.change import Change
from data.models.city import City
from data.models.person import Person
from data.people import sessions
from data.storage import changes
from data.storage.database import Database
from tests import cast
from tests.wire.live_stage import Stage, hear, hear_until, staged

QUICK = Pace(tick=0.01, poll=0.05, ping=0.1)
Opener = Callable[..., Any]


@pytest.fixture
def stage(center: Center) -> Iterator[Stage]:
    """Yield a running feed."""
    with staged(center, Hub(center, pace=QUICK, now=lambda: cast.NOW)) as stage:
        yield stage


@pytest.fixture
def bo(database: Database, city: Any, job: Any) -> str:
    """Return Bo's token."""
    with database.write(job) as session:
        return sessions.begin(session, session.get_one(Person, "bo"), clock.now())


def note(write: Opener, *keys: str, area: str = cast.COMMUNITY) -> None:
    with write() as now:
        changes.record(now.session, [changes.Note(kind="case", key=key, area_code=area, body={"no": key})
                                     for key in keys], now.now)


def arrive(connection: ClientConnection) -> dict[str, Any]:
    """Return the first frame after the greeting."""
    assert hear(connection)["type"] == "hello"
    return hear(connection)


def numbers(frame: dict[str, Any]) -> list[str]:
    return [item["no"] for item in frame["items"]]


def test_it_goes_on_exactly_where_it_stopped(stage: Stage, bo: str, write: Opener) -> None:
    with stage.listen(bo) as first:
        seq = hear_until(first, lambda frame: frame["type"] == "snapshot")[-1]["seq"]
        note(write, "a")
        seq = hear(first)["seq"]
    note(write, "b", "c")
    note(write, "not for Bo", area=cast.EAST_DISTRICT)
    note(write, "b", "d")
    with stage.listen(bo, after=seq, epoch="toy") as again:
        missed = arrive(again)
        assert (missed["type"], numbers(missed), missed["seq"]) == ("changes", ["c", "b", "d"], seq + 5)
        note(write, "e")
        assert numbers(hear(again)) == ["e"]


def test_it_may_stop_at_a_ping(stage: Stage, bo: str, write: Opener) -> None:
    note(write, "not for Bo", area=cast.EAST_DISTRICT)
    with stage.listen(bo) as screen:
        hear_until(screen, lambda frame: frame["type"] == "snapshot")
        note(write, "neither", area=cast.EAST_DISTRICT)
        note(write, "a")
        seq = hear(screen)["seq"]
        ping = str(screen.recv(timeout=10))
    assert seq == 3
    assert f'"seq":{seq}' in ping


def test_it_starts_anew_with_another_epoch(stage: Stage, bo: str, write: Opener, database: Database, job: Any) -> None:
    note(write, "a")
    with database.write(job) as session:
        session.execute(update(City).values(epoch="restored"))
    with stage.listen(bo, after=1, epoch="toy") as screen:
        assert hear(screen)["epoch"] == "restored"
        assert hear(screen)["type"] == "snapshot"


def test_it_starts_anew_when_the_epoch_changes_meanwhile(stage: Stage, bo: str, database: Database, job: Any) -> None:
    with stage.listen(bo) as screen:
        hear_until(screen, lambda frame: frame["type"] == "snapshot")
        with database.write(job) as session:
            session.execute(update(City).values(epoch="restored"))
        hello, snapshot = hear(screen), hear(screen)
    assert (hello["epoch"], snapshot["type"]) == ("restored", "snapshot")


def test_it_starts_anew_when_the_log_was_shortened(stage: Stage, bo: str, write: Opener) -> None:
    note(write, *(f"k{n}" for n in range(10)))
    with write() as now:
        now.session.execute(delete(Change).where(Change.seq <= 5))
    with stage.listen(bo, after=4, epoch="toy") as too_late, stage.listen(bo, after=5, epoch="toy") as in_time:
        assert arrive(too_late)["type"] == "snapshot"
        assert numbers(arrive(in_time)) == [f"k{n}" for n in range(5, 10)]


def test_it_misses_nothing_and_repeats_nothing_while_others_write(stage: Stage, bo: str, write: Opener) -> None:
    total, chance = 150, random.Random(7)
    with stage.listen(bo) as screen:
        seq = hear_until(screen, lambda frame: frame["type"] == "snapshot")[-1]["seq"]
    writer = threading.Thread(target=lambda: [note(write, f"k{n}") for n in range(total)])
    writer.start()
    heard: list[str] = []
    while len(heard) < total:
        with stage.listen(bo, after=seq, epoch="toy") as screen:
            assert hear(screen)["type"] == "hello"
            for _ in range(chance.randint(1, 4)):
                frame = hear(screen)
                assert frame["type"] == "changes"
                assert frame["seq"] >= seq
                heard += numbers(frame)
                seq = frame["seq"]
                if len(heard) == total:
                    break
    writer.join()
    assert heard == [f"k{n}" for n in range(total)]
