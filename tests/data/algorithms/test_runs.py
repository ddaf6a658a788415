"""Algorithms run when they are due, each by itself, and every run is known, however it ended."""

from datetime import timedelta

import pytest

from data.algorithms import algorithm, runs, switching
from data.algorithms.algorithm import Algorithm, Outcome
from data.errors import Invalid, NotAllowed, NotFound
from data.models.algorithm import AlgorithmRun
from data.scope import ROLES, WHOLE_CITY, Scope
from tests import cast

DUTY = Scope(person="li", name="Li", areas=frozenset({WHOLE_CITY}), may=ROLES["dispatcher"])
STRANGER = Scope(person="wu", name="Wu", areas=frozenset({WHOLE_CITY}), may=ROLES["officer"])
OF_A_DISTRICT = Scope(person="bai", name="Bai", areas=frozenset({cast.WEST_DISTRICT}), may=ROLES["dispatcher"])


def count(_visit) -> Outcome:
    return Outcome(rows=7, score={"share": 0.5}, unknown=("no_weather",))


def fail(_visit) -> Outcome:
    raise ValueError("a text that belongs on no screen")


COUNTS = Algorithm(name="counts", version="1", owner="dispatch_centre", every=timedelta(hours=1), run=count)
FAILS = Algorithm(name="fails", version="2", owner="dispatch_centre", every=timedelta(hours=1), run=fail)
ANSWERS = Algorithm(name="answers", version="1", owner="dispatch_centre")


@pytest.fixture(autouse=True)
def _three(monkeypatch):
    three = {one.name: one for one in (COUNTS, FAILS, ANSWERS)}
    for room in (runs, switching):
        monkeypatch.setattr(room, "discover", lambda: three)


def names(read, **more) -> list[str]:
    with read(**more) as visit:
        return [one.name for one in runs.due(visit)]


def test_what_never_ran_is_due_and_what_answers_people_never_is(read):
    assert names(read) == ["counts", "fails"]


def test_a_run_is_kept_with_what_it_read_scored_and_could_not_know(database, settings, city, read):
    runs.run(database, settings, COUNTS)
    with read() as visit:
        [kept] = runs.last_runs(visit, "counts")
    assert (kept.state, kept.rows, kept.score, kept.unknown) == ("done", 7, {"share": 0.5}, ["no_weather"])
    assert kept.seconds > 0


def test_one_that_fails_leaves_a_failed_run_and_the_others_run(database, settings, city, read):
    assert [(one.name, one.state) for one in runs.run_due(database, settings)] == [
        ("counts", "done"), ("fails", "failed")]
    with read() as visit:
        [kept] = runs.last_runs(visit, "fails")
    assert kept.fault == "ValueError"


def test_it_is_due_again_when_its_result_no_longer_holds(write, read):
    with write() as visit:
        visit.session.add(ran("counts"))
        visit.session.add(ran("fails"))
    assert names(read) == []
    assert names(read, now=cast.NOW + timedelta(hours=1)) == ["counts", "fails"]


def test_an_answer_somebody_waited_for_is_a_run_too(write, read):
    with write() as visit, runs.noting(visit, "answers") as noted:
        noted.outcome = Outcome(rows=3)
    with read() as visit:
        assert [one.rows for one in runs.last_runs(visit, "answers")] == [3]


def test_others_write_while_one_that_takes_long_finds_and_what_it_found_is_kept_after(
        database, settings, city, write, read):
    def find(_visit):
        with write() as other:
            other.session.add(ran("others"))
        return keep

    def keep(visit) -> Outcome:
        visit.session.add(ran("kept"))
        return Outcome(rows=5)

    slow = Algorithm(name="slow", version="1", owner="dispatch_centre", every=timedelta(hours=1), find=find)
    assert runs.run(database, settings, slow).rows == 5
    with read() as visit:
        assert [len(runs.last_runs(visit, name)) for name in ("others", "kept", "slow")] == [1, 1, 1]


def test_what_is_off_does_not_run_and_what_is_asked_for_runs_out_of_turn(write, read):
    with write() as visit:
        visit.session.add(ran("counts"))
        visit.session.add(ran("fails"))
    with write(scope=DUTY, now=cast.NOW + timedelta(minutes=1)) as visit:
        switching.ask(visit, "counts")
        switching.switch(visit, "fails", is_on=False, reason="worse than counting")
    assert names(read, now=cast.NOW + timedelta(minutes=2)) == ["counts"]
    assert names(read, now=cast.NOW + timedelta(days=1)) == ["counts"]
    with write(scope=DUTY) as visit, pytest.raises(Invalid, match="algorithm_off"):
        switching.ask(visit, "fails")
    with read() as visit:
        assert switching.switch_of(visit, "fails").by_name == "Li"
        assert switching.switch_of(visit, "answers") is None


def test_a_stranger_one_without_a_reason_and_a_name_nobody_knows_are_refused(write):
    for refused in (STRANGER, OF_A_DISTRICT):
        with write(scope=refused) as visit, pytest.raises(NotAllowed):
            switching.switch(visit, "counts", is_on=False, reason="because")
    with write(scope=DUTY) as visit:
        with pytest.raises(Invalid, match="reason_needed"):
            switching.switch(visit, "counts", is_on=False, reason="  ")
        with pytest.raises(Invalid, match="note_too_long"):
            switching.switch(visit, "counts", is_on=False, reason="x" * 501)
        with pytest.raises(NotFound):
            switching.switch(visit, "oracle", is_on=False, reason="because")
        with pytest.raises(Invalid, match="algorithm_answers"):
            switching.ask(visit, "answers")


def ran(name: str) -> AlgorithmRun:
    return AlgorithmRun(name=name, version="1", began_at=cast.NOW, seconds=1, cpu_seconds=1, rows=1, state="done")


def test_every_algorithm_that_is_known_has_a_rhythm_and_something_to_run_or_neither():
    assert all((one.every is not None) == one.runs_itself() for one in algorithm.discover().values())
