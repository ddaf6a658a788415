"""Other processes' commits reach a screen by a hint of PostgreSQL, and without one."""

from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest

from dashboard.live_hub import Hub, Pace
from data.scope import Scope
from data.storage.database import Database
from data.visit import writing
from tests import cast
from tests.data.storage.test_hearing import END_LISTENING
from tests.wire.live_stage import Stage, hear, hear_until, staged, wait_until
from tests.wire.test_live import token

NEVER = 60.0
QUICK = Pace(tick=0.01, poll=0.05, poll_beside_hints=NEVER, ping=0.2, recount=NEVER, recheck=NEVER)

__all__ = ["token"]


@pytest.fixture
def backend():
    return "postgresql"


@pytest.fixture
def pace() -> Pace:
    return QUICK


@pytest.fixture
def stage(center, pace) -> Iterator[Stage]:
    """Yield a running feed that listens for hints."""
    center.hearing.start()
    wait_until(center.hearing.is_sure)
    with staged(center, Hub(center, pace=pace, now=lambda: cast.NOW)) as stage:
        yield stage
    center.hearing.stop()


@pytest.fixture
def elsewhere(settings, city) -> Iterator[Database]:
    """Yield the database as another process has it: none of its commits is told to this process by itself."""
    database = Database.of(settings, connections=2)
    yield database
    database.close()


def open_case(elsewhere, settings, name: str) -> str:
    with writing(elsewhere, Scope.of_job("test"), settings, now=cast.NOW) as visit:
        return cast.open_case(visit, name)


def numbers(frame) -> list[str]:
    return [item.get("no") for item in frame.get("items", [])]


def test_a_commit_elsewhere_reaches_a_screen_although_nobody_looks(stage, token, elsewhere, settings):
    stage.hub.pace = replace(QUICK, poll=NEVER)
    with stage.listen(token(cast.ALICE)) as alice:
        hear_until(alice, lambda frame: frame["type"] == "snapshot")
        number = open_case(elsewhere, settings, "a")
        assert numbers(hear(alice)) == [number]


def test_a_killed_listener_loses_no_change_and_comes_back(stage, token, elsewhere, settings):
    with stage.listen(token(cast.ALICE)) as alice:
        hear_until(alice, lambda frame: frame["type"] == "snapshot")
        with psycopg.connect(settings.url, autocommit=True) as admin:
            admin.execute(END_LISTENING)
        wait_until(lambda: not stage.center.hearing.is_sure())
        missed = open_case(elsewhere, settings, "while nobody listened")
        assert numbers(hear(alice)) == [missed]
        wait_until(stage.center.hearing.is_sure)
        stage.hub.pace = replace(QUICK, poll=NEVER)
        heard = open_case(elsewhere, settings, "heard again")
        assert numbers(hear(alice)) == [heard]


@pytest.mark.parametrize("pace", [replace(QUICK, poll_beside_hints=0.3)])
def test_a_hint_that_gets_lost_makes_one_change_late_and_then_none(stage, token, elsewhere, settings, monkeypatch):
    monkeypatch.setattr("data.storage.hint.tell", lambda *_: None)  # as a pooler of statements loses them
    with stage.listen(token(cast.ALICE)) as alice:
        hear_until(alice, lambda frame: frame["type"] == "snapshot")
        first = open_case(elsewhere, settings, "late")
        assert numbers(hear(alice)) == [first]
        wait_until(lambda: not stage.center.hearing.is_sure())
        stage.hub.pace = QUICK
        second = open_case(elsewhere, settings, "not late")
        assert numbers(hear(alice)) == [second], "it looks often now, and would look once a minute beside hints"
