"""The ledger of duty: whatever changes a unit's status leaves a line, and load is that of crews."""

from datetime import timedelta

from sqlalchemy import select

from data.cases import workflow
from data.models.duty import DutyEntry
from data.models.unit import Unit
from data.units import assignment, duty
from tests import cast


def lines(read) -> list[tuple[str, str, str, str]]:
    with read() as visit:
        return [(one.unit_id, one.before, one.after, one.by_name)
                for one in visit.session.scalars(select(DutyEntry).order_by(DutyEntry.id))]


def test_being_sent_and_set_free_is_written_down_with_who_said_so(write, read):
    with write() as visit:
        number = cast.open_case(visit)
    with write(scope=cast.ALICE) as visit:
        workflow.move(visit, number, "dispatch", version=1, units=(cast.SWEEPERS,))
    with write(scope=cast.ALICE, now=cast.NOW + timedelta(hours=2)) as visit:
        case = workflow.find(visit, number)
        assignment.release(visit, case, outcome="recalled")
    assert lines(read) == [(cast.SWEEPERS, "available", "dispatched", "Alice"),
                           (cast.SWEEPERS, "dispatched", "available", "Alice")]


def test_what_somebody_sets_and_takes_back_before_it_is_kept_leaves_nothing(write, read):
    with write() as visit:
        unit = cast.unit(visit, cast.SWEEPERS)
        unit.status = "offline"
        unit.status = "available"
    assert lines(read) == []


def test_load_is_the_time_out_within_a_day_and_never_that_of_one_person(write, read):
    with write() as visit:
        number = cast.open_case(visit)
        cast.unit(visit, cast.OFFICER).crew = 1
        cast.unit(visit, cast.SWEEPERS).crew = 3
    with write(scope=cast.ALICE) as visit:
        workflow.move(visit, number, "dispatch", version=1, units=(cast.SWEEPERS,))
    with read(now=cast.NOW + timedelta(hours=3)) as visit:
        units = visit.session.scalars(select(Unit)).all()
        loads = duty.loads(visit, units)
        assert loads[cast.SWEEPERS] == duty.Load(sent=1, out=timedelta(hours=3))
        officer = cast.unit(visit, cast.OFFICER)
        assert duty.is_one_person(officer)
        assert (cast.OFFICER in loads, duty.entries(visit, officer)) == (False, [])
        assert duty.loads(visit, []) == {}
    with read(now=cast.NOW + timedelta(hours=30)) as visit:
        assert duty.loads(visit, visit.session.scalars(select(Unit)).all())[cast.SWEEPERS] == duty.Load(
            sent=0, out=timedelta(hours=24))
