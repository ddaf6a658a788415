"""The three counters, what data there is, how sound it is, and the registry of algorithms."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.algorithms.algorithm import Algorithm, Outcome
from data.models.algorithm import AlgorithmRun, AlgorithmSwitch
from data.models.case import Case
from data.platform import contents, counters, registry
from data.storage import size
from tests import cast


def nothing(_visit) -> Outcome:
    return Outcome(rows=0)


def ran(name: str, ago: timedelta = timedelta(minutes=5), **more) -> AlgorithmRun:
    return AlgorithmRun(**{"name": name, "version": "1", "began_at": cast.NOW - ago, "seconds": 2, "cpu_seconds": 1.5,
                           "rows": 10, "state": "done", **more})


@pytest.fixture
def _known(monkeypatch):
    found = {name: Algorithm(name=name, version="1", owner="duty", every=timedelta(hours=1), run=nothing)
             for name in ("fine", "broken", "late", "idle", "off")}
    found["asked"] = Algorithm(name="asked", version="2", owner="duty")
    monkeypatch.setattr(registry, "discover", lambda: found)


@pytest.mark.usefixtures("_known")
def test_people_data_and_algorithms_of_today_are_counted_and_yesterday_is_not(write, read):
    with write() as visit:
        cast.open_case(visit)
        visit.session.add_all([ran("fine"), ran("fine"), ran("fine", timedelta(days=1))])
    with read() as visit:
        people, data, cloud = counters.counters(visit, "9901")
        assert people.values == {"units_on_duty": 5, "closed_today": 0}
        assert data.values["received_today"] == 1
        assert data.values["changes_today"] == 1
        assert cloud.values == {"runs_today": 2, "cpu_today": 3.0}
        assert {one.as_of for one in (people, data, cloud)} == {cast.NOW}
        assert counters.counters(visit, cast.EAST_DISTRICT)[1].values == {"received_today": 0, "changes_today": 0}


@pytest.mark.usefixtures("_known")
def test_each_algorithm_says_how_it_stands(write, read):
    with write() as visit:
        visit.session.add_all([ran("fine"), ran("broken"), ran("broken", state="failed", fault="ValueError"),
                               ran("late", timedelta(hours=4)), ran("off"),
                               AlgorithmSwitch(name="off", is_on=False, reason="worse", by_name="Li", at=cast.NOW),
                               AlgorithmSwitch(name="fine", is_on=True, asked_at=cast.NOW)])
    with read() as visit:
        found = {one.algorithm.name: one for one in registry.entries(visit)}
    assert {name: one.state for name, one in found.items()} == {
        "asked": "on", "broken": "failed", "fine": "on", "idle": "never", "late": "late", "off": "off"}
    assert [name for name, one in found.items() if one.waits] == ["fine"]
    assert (found["broken"].today.runs, found["idle"].today.cpu_seconds) == (2, 0.0)


def test_rows_and_the_soundness_of_a_day_are_told(write, read):
    with write() as visit:
        cast.open_case(visit, "a")
        number = cast.open_case(visit, "b", category="nonsense")
        visit.session.scalars(select(Case).where(Case.case_no == number)).one().placed = "area"
    with read() as visit:
        assert contents.rows(visit)["cases"] == 2
        assert contents.rows(visit)["units"] == 6
        found = contents.quality(visit, "9901")
        assert (found.received, found.faults["unplaced"], found.faults["unclassified"]) == (2, 1, 1)
        assert contents.quality(visit, cast.EAST_DISTRICT).received == 0
        assert contents.stale_positions(visit, "9901")[1] == 6
        assert size.size_mb(visit.session) > 0
        assert size.answers_in_ms(visit.session) > 0
