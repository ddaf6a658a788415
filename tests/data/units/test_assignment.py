"""Sending units and setting them free; one case at a time for each."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from data.cases import workflow
from data.errors import Conflict, NotFound
from data.models.case import Dispatch
from data.models.unit import Unit
from data.units import assignment
from tests import cast


@pytest.fixture
def number(write) -> str:
    """Return the number of a case in Chen's community."""
    with write() as visit:
        return cast.open_case(visit)


def send(write, number, *units, scope=cast.ALICE):
    with write(scope=scope) as visit:
        return assignment.send(visit, workflow.find(visit, number), units)


def test_a_sent_unit_is_dispatched_with_its_distance(write, read, number):
    sent = send(write, number, cast.SWEEPERS, cast.SWEEPERS)
    assert [(unit.id, unit.status, unit.version) for unit in sent] == [(cast.SWEEPERS, "dispatched", 2)]
    with read() as visit:
        dispatch = visit.session.scalars(select(Dispatch)).one()
        assert (dispatch.sent_at, dispatch.sent_by, dispatch.area_code) == (cast.NOW, "Alice", cast.GRIDS[0, 0])
        assert dispatch.distance_m == pytest.approx(1_000, abs=3)
        assert assignment.open_dispatches(visit, workflow.find(visit, number)) == [dispatch]


@pytest.mark.parametrize("unit", ["", "nobody", cast.ENGINE, cast.FAR_SWEEPERS])
def test_a_unit_that_is_unknown_or_foreign_is_not_found(write, number, unit):
    scope = cast.Scope(person="d", name="d", areas=frozenset({cast.WEST_DISTRICT}), may=cast.ALICE.may)
    with pytest.raises(NotFound) as refused:
        send(write, number, unit, scope=scope)
    assert refused.value.code == "unit_not_found"


@pytest.mark.parametrize("status", ["dispatched", "under_way", "on_scene", "off_duty", "offline"])
def test_a_unit_that_is_not_free_is_not_sent(write, number, status):
    with write() as visit:
        cast.unit(visit, cast.SWEEPERS).status = status
    with pytest.raises(Conflict) as refused:
        send(write, number, cast.SWEEPERS)
    assert refused.value.code == "unit_engaged"


def test_the_database_itself_refuses_a_second_open_dispatch(write, number):
    def open_dispatch(visit, **ended) -> None:
        case = workflow.find(visit, number)
        visit.session.add(Dispatch(case_id=case.id, unit_id=cast.SWEEPERS, area_code=case.area_code, sent_at=visit.now,
                                   sent_by="x", **ended))
        visit.session.flush()

    with write() as visit:
        open_dispatch(visit, ended_at=cast.NOW)
        open_dispatch(visit, ended_at=cast.NOW)
        open_dispatch(visit)
    with pytest.raises(IntegrityError), write() as visit:
        open_dispatch(visit)


@pytest.mark.parametrize(("outcome", "done"), [("finished", 1), ("recalled", 0), ("case_closed", 0)])
def test_a_released_unit_is_free_again(write, number, outcome, done):
    send(write, number, cast.SWEEPERS)
    later = cast.NOW + timedelta(hours=1)
    with write(now=later) as visit:
        case = workflow.find(visit, number)
        freed = assignment.release(visit, case, outcome=outcome)
        assert [(unit.id, unit.status, unit.done_today) for unit in freed] == [(cast.SWEEPERS, "available", done)]
        assert assignment.open_dispatches(visit, case) == []
        assert assignment.release(visit, case, outcome=outcome) == []
        dispatch = visit.session.scalars(select(Dispatch)).one()
        assert (dispatch.ended_at, dispatch.outcome) == (later, outcome)


def test_a_unit_released_after_its_shift_goes_home(write, number):
    with write() as visit:
        unit = cast.unit(visit, cast.SWEEPERS)
        unit.shift_start_hour, unit.shift_hours = 8, 4
    send(write, number, cast.SWEEPERS)
    with write(now=cast.NOW + timedelta(hours=2)) as visit:
        freed = assignment.release(visit, workflow.find(visit, number), outcome="finished")
        assert freed[0].status == "off_duty"


def test_a_unit_reports_its_way_and_its_arrival(write, number):
    send(write, number, cast.SWEEPERS)
    with write() as visit:
        dispatch = visit.session.scalars(select(Dispatch)).one()
        assert assignment.report_under_way(visit, dispatch).status == "under_way"
        assert assignment.report_arrival(visit, dispatch).status == "on_scene"
        assert (dispatch.under_way_at, dispatch.arrived_at) == (cast.NOW, cast.NOW)
        assert cast.unit(visit, cast.SWEEPERS).version == 4


def test_a_unit_from_outside_the_movers_areas_is_set_free_too(write):
    """Chen's own community is served by crews of the district and of the city, whom he cannot see."""
    with write() as visit:
        number = cast.open_case(visit)
        workflow.move(visit, number, "dispatch", version=1, units=(cast.SWEEPERS, cast.ENGINE, cast.OFFICER))
    with write(scope=cast.CHEN) as visit:
        workflow.move(visit, number, "start", version=2)
        workflow.move(visit, number, "finish", version=3)
        assert visit.session.get(Unit, cast.ENGINE) is None, "freeing a unit does not show it"
    with write() as visit:
        units = [cast.unit(visit, unit_id) for unit_id in (cast.SWEEPERS, cast.ENGINE, cast.OFFICER)]
        assert [unit.status for unit in units] == ["available"] * 3
        assert [unit.done_today for unit in units] == [1, 1, 3]
