"""What was open, overdue and waiting at a past moment, whatever happened since."""

from datetime import timedelta

from data.cases import figures, past, workflow
from tests import cast, pile


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


def test_an_alarm_of_the_past_stood_for_a_day(write, read):
    with write() as visit:
        cast.open_case(visit, category="0201")
    assert [values(read, hours)["urgent_unacknowledged"] for hours in (23.9, 24)] == [1, 0]


def test_the_past_counted_at_this_moment_is_the_present(write, read):
    with write() as visit:
        for hours in (0, 1, 23, 24, 30):
            pile.put(visit, priority=1, received_at=cast.NOW - timedelta(hours=hours),
                     due_at=cast.NOW - timedelta(hours=hours - 2))
        pile.put(visit, closed_at=cast.NOW)
    with read() as visit:
        present = {figure.name: figure.value for figure in figures.kpis(visit, "9901")}
        then = {name: figure.value for name, figure in past.figures_at(visit, "9901").items()}
    assert {name: then[name] for name in ("open_now", "overdue_now", "urgent_unacknowledged")} == {
        name: present[name] for name in ("open_now", "overdue_now", "urgent_unacknowledged")}
