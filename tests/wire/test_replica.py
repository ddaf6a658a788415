"""Who only looks is read from a standby that streams, and never sees less than the feed has told."""

import re
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import InternalError

from data.models.area import Area
from data.models.person import Person
from data.scope import ROLES, Scope
from data.storage.database import Database
from data.visit import writing
from tests import cast
from tests.data.storage.test_hearing import END_LISTENING
from tests.wire.live_stage import wait_until
from tests.wire.stage import Stage, staged

WALL = Scope(person="hall", name="Hall", areas=frozenset({""}), may=ROLES["wall"])
JOB = Scope.of_job("test")


@pytest.fixture
def backend():
    return "postgresql"


@pytest.fixture
def flowing(standby):
    """Yield the standby, which replays again at the end whatever the test did to it."""
    yield standby
    if not standby.is_running():
        standby.start()
    standby.ask("SELECT pg_wal_replay_resume()")


@pytest.fixture
def house(settings, database, city, flowing, monkeypatch) -> Iterator[Stage]:
    """Yield the server with its replica, once that is read."""
    monkeypatch.setattr("data.storage.replica.LOOK_SECONDS", 0.05)
    monkeypatch.setattr("data.storage.replica.ON_THE_WAY_SECONDS", 0.0)
    with database.write(JOB) as session:
        session.add(Person(id="hall", name="Hall", name_en="Hall", title="wall", may=sorted(WALL.may), areas=[""],
                           language="en"))
    with staged(replace(settings, replica_url=flowing.url), database) as stage:
        stage.center.hearing.start()
        stage.center.replica.start()
        wait_until(lambda: holds_all(stage))
        yield stage
        stage.center.replica.stop()
        stage.center.hearing.stop()


@pytest.fixture
def elsewhere(settings) -> Iterator[Database]:
    """Yield the database as another process has it."""
    database = Database.of(settings, connections=2)
    yield database
    database.close()


def holds_all(stage: Stage) -> bool:
    """Is the standby read, and does it have the wall's account?"""
    if not stage.center.replica.is_in_use():
        return False
    with stage.center.replica.copy.read(JOB) as session:
        return session.get(Person, "hall") is not None


def rename(database, name: str) -> None:
    """Change what is no line in the change log."""
    with database.write(JOB) as session:
        session.execute(update(Area).where(Area.area_code == cast.EAST_DISTRICT).values(name=name, name_en=name))


def panels(house, who) -> str:
    answer = house.ask("GET", "/panels/wall?area=9901", who)
    assert answer.status_code == 200
    return answer.text


def values(house, who) -> list[str]:
    """Return the figures of the strip."""
    return re.findall(r'"data-value":"([^"]*)"', panels(house, who))


def open_elsewhere(elsewhere, settings, house) -> None:
    """Open a case in another process; return once this one has heard of it."""
    with writing(elsewhere, JOB, settings) as visit:
        cast.open_case(visit)
    wait_until(lambda: house.center.hearing.newest() == 1)


def test_a_wall_is_read_from_the_standby_and_who_may_act_from_the_database(house, database, flowing, monkeypatch):
    monkeypatch.setattr("data.storage.replica.LATEST_SECONDS", 3600)
    flowing.ask("SELECT pg_wal_replay_pause()")
    rename(database, "Renamed")
    assert "Renamed" not in panels(house, WALL)
    assert "Renamed" in panels(house, cast.ALICE)
    flowing.ask("SELECT pg_wal_replay_resume()")
    wait_until(lambda: "Renamed" in panels(house, WALL))
    assert house.center.replica.refusals == 0


def test_what_the_feed_has_told_is_on_the_wall_however_far_behind_the_standby(house, elsewhere, settings, flowing,
                                                                              monkeypatch):
    monkeypatch.setattr("data.storage.replica.LATEST_SECONDS", 3600)
    flowing.ask("SELECT pg_wal_replay_pause()")
    before = values(house, WALL)
    assert house.center.replica.reads == 1
    open_elsewhere(elsewhere, settings, house)
    after = values(house, WALL)
    assert after == values(house, cast.ALICE) != before
    assert (house.center.replica.reads, house.center.replica.refusals) == (1, 1)
    flowing.ask("SELECT pg_wal_replay_resume()")
    wait_until(lambda: values(house, WALL) == after and house.center.replica.reads > 1)


def test_a_late_standby_is_not_read(house, database, flowing, monkeypatch):
    flowing.ask("SELECT pg_wal_replay_pause()")
    rename(database, "Renamed")
    monkeypatch.setattr("data.storage.replica.LATEST_SECONDS", 0.5)
    wait_until(lambda: house.center.replica.lag_seconds() > 0.5)
    assert "Renamed" in panels(house, WALL)
    assert house.center.replica.reads == 0
    lag = [line for line in house.ask("GET", "/metrics", key=house.key("metrics.read")).text.splitlines()
           if line.startswith("yiping_replica")]
    assert "yiping_replica_in_use 0" in lag
    assert "yiping_replica_refusals 1" in lag
    assert float(next(line for line in lag if "lag" in line).split()[1]) > 0.5


def test_when_the_standby_stops_the_database_answers_and_when_it_comes_back_it_does(house, flowing):
    panels(house, WALL)
    assert house.center.replica.reads == 1
    flowing.stop()
    for _ in range(3):
        panels(house, WALL)
    assert (house.center.replica.reads, house.center.replica.is_in_use()) == (1, False)
    flowing.start()
    wait_until(house.center.replica.is_in_use)
    panels(house, WALL)
    assert house.center.replica.reads == 2


def test_while_commits_are_not_heard_the_standby_is_not_read(house, settings, monkeypatch):
    monkeypatch.setattr("data.pauses.SHORTEST_SECONDS", 30.0)
    with psycopg.connect(settings.url, autocommit=True) as admin:
        admin.execute(END_LISTENING)
    wait_until(lambda: not house.center.hearing.is_sure())
    panels(house, WALL)
    assert (house.center.replica.reads, house.center.replica.refusals) == (0, 1)


def test_a_program_reads_from_the_database(house):
    key = house.key("cases.read")
    assert house.ask("GET", "/api/v1/cases", key=key).status_code == 200
    assert (house.center.replica.reads, house.center.replica.refusals) == (0, 0)


def test_a_wall_may_change_nothing_on_either(house):
    answer = house.ask("POST", "/api/v1/cases/C1/moves", WALL, json={"verb": "accept", "version": 1},
                       headers={"Idempotency-Key": "k1"})
    assert answer.status_code in (401, 403)


@pytest.mark.parametrize("of", ["standby", "primary"])
def test_nothing_can_be_written_through_it(settings, city, flowing, of):
    copy = Database.copy_of(replace(settings, replica_url=flowing.url if of == "standby" else settings.database_url))
    with pytest.raises(InternalError, match="read-only"), copy.write(JOB) as session:
        session.execute(update(Area).values(name="x"))
    with copy.read(JOB) as session:
        assert "x" not in session.scalars(select(Area.name)).all()
    copy.close()
