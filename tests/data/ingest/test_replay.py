"""Replay: history comes in again at its tempo, closes when it did, and leaves no trace it should not."""

import threading
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from sqlalchemy import func, select

from data.cases import workflow
from data.errors import Invalid, NotFound
from data.ingest import replay
from data.models.case import Case, CaseEvent, Dispatch
from data.models.unit import Unit
from data.scope import Scope
from data.visit import reading, writing
from tests.data.ingest import files
from tests.data.ingest.test_import_units import UNITS
from tests.data.ingest.test_import_units import write as write_units

JOB = Scope.of_job("test")
NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
ROWS = [
    {"at": "2026-03-01T08:00:00", "closed": "2026-03-01T08:30:00", "text": "first"},
    {"at": "2026-03-01T08:10:00", "text": "second", "lon": "", "lat": "", "district": "B区"},
    {"at": "2026-03-01T09:00:00", "closed": "2026-03-01T09:00:00", "text": "third"},
    {"at": "2026-03-05T09:00:00", "text": "after a long silence"},
]


@pytest.fixture
def history(with_districts, database, settings, tmp_path):
    """A city with four imported cases; yields a stepper of a replay at 60 x."""
    mapping = files.CASE_MAPPING + '[[classes.rule]]\nlimit_hours = 2\n'
    with_districts(files.write_cases(tmp_path / "c.csv", ROWS), mapping)
    with_districts(write_units(tmp_path, "1,Engine 4,121.05,31.05,"), UNITS)
    with writing(database, JOB, settings, now=NOW) as visit:
        run = replay.begin(visit, speed=60.0)

    def step(seconds: float) -> replay.Played:
        now = NOW + timedelta(seconds=seconds)
        with writing(database, Scope.of_job("replay"), settings, now=now) as visit:
            played = run.step(visit, np.random.default_rng(1))
        run.settle(played, now)
        return played

    return step


def replayed(database) -> dict[str, Case]:
    with database.read(JOB) as session:
        return {case.text: case for case in session.scalars(select(Case).where(Case.channel == "replay"))}


def marker(database, settings) -> str:
    with reading(database, JOB, settings) as visit:
        return visit.city.marker


def test_cases_come_in_at_their_tempo_sixty_times_as_fast(history, database):
    assert [history(second).received for second in (1, 9, 11, 59, 61)] == [1, 0, 1, 0, 1]
    first, second = replayed(database)["first"], replayed(database)["second"]
    assert (first.received_at, second.received_at) == (NOW + timedelta(seconds=1), NOW + timedelta(seconds=11))


def test_a_replayed_case_is_a_new_live_case_where_the_old_one_was(history, database):
    history(11)
    first, second = replayed(database)["first"], replayed(database)["second"]
    assert (first.source, first.event_id, first.state) == ("replay:260501120000:hotline", "1", "reported")
    assert (first.lon, first.lat, first.area_code, first.placed, first.class_code) == (
        121.05, 31.05, "990203", "point", "垃圾")
    assert (second.area_code, second.placed) == ("990202", "area")


def test_a_deadline_passes_as_fast_as_everything_else(history, database):
    history(1)
    case = replayed(database)["first"]
    assert case.due_at - case.received_at == timedelta(minutes=2)


def test_it_closes_when_its_original_did(history, database):
    assert history(29).closed == 0
    assert history(41).closed == 1
    case = replayed(database)["first"]
    assert (case.state, case.closed_at) == ("closed", NOW + timedelta(seconds=41))
    assert history(61).closed == 1
    assert replayed(database)["third"].state == "closed"


def test_a_long_silence_is_jumped_over_and_the_end_is_told(history):
    history(61)
    played = history(62)
    assert (played.received, played.is_over) == (1, True)
    assert played.at == datetime(2026, 3, 5, 1, 0, tzinfo=UTC)


def test_a_case_that_people_took_in_hand_is_theirs_and_units_drive_to_it(history, database, settings):
    history(1)
    with writing(database, JOB, settings, now=NOW + timedelta(seconds=2)) as visit:
        workflow.move(visit, replayed(database)["first"].case_no, "dispatch", version=1, units=("fire-engine-4",))
    assert history(31).closed == 0
    with database.read(JOB) as session:
        assert session.get(Unit, "fire-engine-4").status in ("under_way", "on_scene")
    for second in range(40, 400, 5):
        history(second)
    case = replayed(database)["first"]
    assert case.state == "closed"
    with database.read(JOB) as session:
        verbs = list(session.scalars(
            select(CaseEvent.verb).where(CaseEvent.case_id == case.id).order_by(CaseEvent.version)))
        assert session.get(Unit, "fire-engine-4").status == "available"
    assert verbs == ["report", "dispatch", "sign", "start", "finish", "close"]


def test_history_itself_stays_as_it_was(history, database):
    history(61)
    with database.read(JOB) as session:
        rows = session.execute(
            select(Case.state, func.count()).where(Case.channel == "import").group_by(Case.state)).all()
    assert sorted(tuple(row) for row in rows) == [("closed", 2), ("reported", 2)]


def test_it_can_begin_in_the_middle(history, database, settings):
    with writing(database, JOB, settings, now=NOW) as visit:
        run = replay.begin(visit, speed=60.0, from_at=replay.read_moment("2026-03-01T08:30", visit.zone))
        assert run.first_at == datetime(2026, 3, 1, 1, 0, tzinfo=UTC)
        with pytest.raises(NotFound) as refused:
            replay.begin(visit, from_at=NOW)
    assert refused.value.code == "no_history"


@pytest.mark.parametrize("speed", [0, -1, 1e9, float("nan")])
def test_a_speed_that_makes_no_sense_is_refused(history, database, settings, speed):
    with writing(database, JOB, settings, now=NOW) as visit, pytest.raises(Invalid) as refused:
        replay.begin(visit, speed=speed)
    assert refused.value.code == "bad_speed"


def test_the_city_says_replay_while_it_runs_and_not_after(with_districts, database, settings, tmp_path):
    with_districts(files.write_cases(tmp_path / "c.csv", ROWS[:3]), files.CASE_MAPPING)
    stop, seen = threading.Event(), []

    def look(played: replay.Played) -> None:
        seen.append(marker(database, settings))
        stop.set()

    replay.play(database, settings, speed=60.0, stop=stop, tell=look)
    assert (seen, marker(database, settings)) == (["replay"], "")


def test_the_marker_is_given_back_when_it_breaks_off(with_districts, database, settings, tmp_path):
    with_districts(files.write_cases(tmp_path / "c.csv", ROWS[:3]), files.CASE_MAPPING)

    def interrupt(played: replay.Played) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replay.play(database, settings, speed=60.0, tell=interrupt)
    assert marker(database, settings) == ""


def test_a_city_without_history_has_nothing_to_replay(with_districts, database, settings):
    with pytest.raises(NotFound) as refused:
        replay.play(database, settings)
    assert refused.value.code == "no_history"
    assert marker(database, settings) == ""


def test_clearing_takes_replayed_cases_away_and_frees_their_units(history, database, settings):
    history(11)
    with writing(database, JOB, settings, now=NOW + timedelta(seconds=12)) as visit:
        workflow.move(visit, replayed(database)["first"].case_no, "dispatch", version=1, units=("fire-engine-4",))
    with writing(database, JOB, settings, now=NOW + timedelta(seconds=13)) as visit:
        assert replay.clear(visit) == 2
        assert replay.clear(visit) == 0
    assert replayed(database) == {}
    with database.read(JOB) as session:
        assert session.get(Unit, "fire-engine-4").status == "available"
        assert session.scalar(select(func.count()).select_from(Dispatch)) == 0
        assert session.scalar(select(func.count()).select_from(Case)) == 4


def test_a_moment_is_read_on_the_city_s_clock(history):
    zone = ZoneInfo("Asia/Shanghai")
    assert replay.read_moment("2026-03-01T08:00", zone) == datetime(2026, 3, 1, 0, 0, tzinfo=UTC)
    assert replay.read_moment("2026-03-01T08:00:00+00:00", zone) == datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
    with pytest.raises(Invalid) as refused:
        replay.read_moment("noon", zone)
    assert refused.value.code == "unreadable_moment"
