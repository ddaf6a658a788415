"""What was open, overdue and waiting at a past moment, whatever happened since."""

from datetime import timedelta

from data.cases import past, workflow
from tests import cast


def values(read, hours, scope=None):
    with read(now=cast.NOW + timedelta(hours=hours), **({"scope": scope} if scope else {})) as visit:
        return {name: figure.value for name, figure in past.figures_at(visit, "9901").items()}


def test_a_case_is_open_between_receipt_and_closing(write, read):
    with write() as visit:
        number = cast.open_case(visit, category="0201")
    with write(now=cast.NOW + timedelta(hours=2)) as visit:
        workflow.move(visit, number, "void", version=1, note="x")
    assert [values(read, hours)["open_now"] for hours in (-1, 0, 1, 2, 3)] == [0, 1, 1, 0, 0]


def test_it_is_overdue_from_its_deadline_and_urgent_until_somebody_answers(write, read):
    with write() as visit:
        number = cast.open_case(visit, category="0201")
    with write(now=cast.NOW + timedelta(hours=1)) as visit:
        workflow.move(visit, number, "acknowledge", version=1)
    assert [values(read, hours)["overdue_now"] for hours in (0, 0.4, 0.6, 5)] == [0, 0, 1, 1]
    assert [values(read, hours)["urgent_unacknowledged"] for hours in (0, 0.9, 1.1)] == [1, 1, 0]


def test_units_of_the_past_are_not_made_up(write, read):
    assert values(read, 0)["units_on_duty"] is None


def test_only_what_may_be_seen_is_counted(write, read):
    with write() as visit:
        cast.open_case(visit, "west")
        cast.open_case(visit, "east", (2.5, 0.5))
    assert values(read, 1)["open_now"] == 2
    assert values(read, 1, cast.BO)["open_now"] == 1
