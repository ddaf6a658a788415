"""A closing that another system tells of: untouched cases close, those in our people's hands do not."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from data.cases import workflow
from data.cases.outside import close_from_outside
from data.models.case import Case, CaseEvent
from data.models.change import Change
from data.scope import Scope
from tests import cast


def find(visit, number: str) -> Case:
    return workflow.find(visit, number)


def test_an_untouched_case_is_closed_with_event_and_news(write):
    with write() as visit:
        number = cast.open_case(visit)
    with write() as visit:
        closed = close_from_outside(visit, [find(visit, number)], "told by the hotline")
        assert [case.case_no for case in closed] == [number]
    with write() as visit:
        case = find(visit, number)
        assert (case.state, case.is_open, case.closed_at, case.version) == ("closed", False, cast.NOW, 2)
        event = visit.session.scalars(
            select(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.version == 2)).one()
        assert (event.verb, event.before, event.after) == ("close", "reported", "closed")
        assert event.note == "told by the hotline"
        assert visit.session.scalars(select(Change).order_by(Change.seq.desc())).first().body["state"] == "closed"


def test_a_case_that_somebody_was_sent_to_stays_ours(write):
    with write() as visit:
        number = cast.open_case(visit)
        workflow.move(visit, number, "dispatch", version=1, units=(cast.SWEEPERS,))
    with write() as visit:
        assert close_from_outside(visit, [find(visit, number)]) == []
        assert find(visit, number).state == "dispatched"


@pytest.mark.parametrize("verbs", [("return",), ("start", "finish"), ("start", "finish", "verify")])
def test_what_was_given_back_or_is_done_closes_with_its_original(write, verbs):
    with write() as visit:
        number = cast.open_case(visit)
        workflow.move(visit, number, "dispatch", version=1, units=(cast.SWEEPERS,))
        for verb in verbs:
            by = replace(visit, scope=Scope.of_job(verb))
            workflow.move(by, number, verb, version=find(visit, number).version, note="why")
    with write() as visit:
        assert [case.case_no for case in close_from_outside(visit, [find(visit, number)])] == [number]


def test_closing_twice_closes_once(write):
    with write() as visit:
        number = cast.open_case(visit)
        case = find(visit, number)
        assert len(close_from_outside(visit, [case, case])) == 1
        assert close_from_outside(visit, [case]) == []
