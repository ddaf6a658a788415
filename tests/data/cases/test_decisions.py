"""What waits for a leader: kinds in their order, each case once, only what they may answer, inside their own areas."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.cases import decisions, workflow
from data.cases.given import Given
from data.cases.states import State
from data.models.case import Case
from data.scope import ROLES, Scope
from tests import cast

HOUR = timedelta(hours=1)
BOSS = Scope(person="boss", name="Boss", areas=frozenset({""}), may=ROLES["city_leader"])


@pytest.fixture
def waiting(read):
    """Return waiting(after hours, scope=..., prefix=...): [(kind, case numbers, count)]."""
    def found(after: float = 0, *, scope=BOSS, prefix: str = "9901") -> list[tuple[str, list[str], int]]:
        with read(scope=scope, now=cast.NOW + after * HOUR) as visit:
            return [(one.kind, [case.case_no for case in one.cases], one.count)
                    for one in decisions.waiting(visit, prefix)]

    return found


def put(write, number: str, **values) -> None:
    with write() as visit:
        case = visit.session.scalars(select(Case).where(Case.case_no == number)).one()
        for name, value in values.items():
            setattr(case, name, value)


def test_nothing_waits_in_a_quiet_city(waiting, write):
    with write() as visit:
        cast.open_case(visit)
    assert waiting() == []


def test_each_kind_is_told_in_its_order(waiting, write):
    with write() as visit:
        fire, back, late, again, grade = (cast.open_case(visit, name, category=kind) for name, kind in (
            ("fire", "0201"), ("back", "0202"), ("late", "0101"), ("again", "0202"), ("grade", "0202")))
        workflow.move(visit, late, "accept", version=1)
    put(write, back, state=State.RETURNED.value, returns=2)
    put(write, again, state=State.REOPENED.value)
    put(write, grade, state=State.TO_EVALUATE.value)
    assert waiting() == [("urgent", [fire], 1), ("dispute", [back], 1), ("unsatisfied", [again], 1),
                         ("evaluate", [grade], 1)]
    assert ("long_overdue", [fire], 1) in waiting(27.5)
    assert ("long_overdue", [fire, late], 2) in waiting(29)


def test_a_case_given_back_once_is_no_dispute(waiting, write):
    with write() as visit:
        number = cast.open_case(visit, category="0202")
    put(write, number, state=State.RETURNED.value, returns=1)
    assert waiting() == []


def test_a_supervision_waits_when_its_report_is_late_and_when_it_came(waiting, write):
    with write() as visit:
        number = cast.open_case(visit, category="0202")
        workflow.move(visit, number, "supervise", version=1, given=Given(note="速办", until=visit.now + 4 * HOUR))
    assert waiting(3) == []
    assert waiting(5) == [("late_supervision", [number], 1)]
    with write(now=cast.NOW + 6 * HOUR) as visit:
        workflow.move(visit, number, "report_supervision", version=2, given=Given(note="已办"))
    assert waiting(6) == [("lift", [number], 1)]
    with write(scope=BOSS, now=cast.NOW + 7 * HOUR) as visit:
        workflow.move(visit, number, "lift_supervision", version=3)
    assert waiting(7) == []


def test_a_case_stands_under_the_first_kind_alone(waiting, write):
    with write() as visit:
        number = cast.open_case(visit, category="0202")
    put(write, number, state=State.RETURNED.value, returns=3, due_at=cast.NOW - 30 * HOUR)
    assert waiting() == [("dispute", [number], 1)]


def test_more_than_are_shown_are_counted(waiting, write):
    with write() as visit:
        for name in range(6):
            number = cast.open_case(visit, f"e-{name}", category="0202")
            visit.session.scalars(select(Case).where(Case.case_no == number)).one().state = State.REOPENED.value
    [(kind, shown, count)] = waiting()
    assert (kind, len(shown), count) == ("unsatisfied", decisions.SHOWN, 6)


def test_nobody_is_asked_for_what_they_may_not_answer_or_what_lies_elsewhere(waiting, write):
    with write() as visit:
        number = cast.open_case(visit, "east", (3.5, 0.5), category="0202")
    put(write, number, state=State.TO_EVALUATE.value)
    assert waiting() == [("evaluate", [number], 1)]
    assert waiting(scope=cast.BO) == []
    assert waiting(prefix=cast.WEST_DISTRICT) == []
    looks = Scope(person="lo", name="Lo", areas=frozenset({""}), may=frozenset({"cases.view", "cases.instruct"}))
    assert waiting(scope=looks) == []
