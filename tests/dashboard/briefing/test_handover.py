"""A hand-over on paper says what the page of shifts says: what is open, what comes due, who is out; two sign it."""

from datetime import timedelta

from dashboard.briefing.content import Lines, Table, read
from data.cases import handover
from tests import cast


def tables(brief) -> list[Table]:
    return [one.body for one in brief.sections() if isinstance(one.body, Table)]


def fill(write) -> None:
    """Store an urgent case, one past its time, and one that comes due within the next shift."""
    with write() as visit:
        cast.open_case(visit, "fire", (2.5, 0.5), priority=1, text="楼道起火", due_at=cast.NOW + timedelta(minutes=20))
        cast.open_case(visit, "late", (3.5, 3.5), due_at=cast.NOW - timedelta(hours=50))
        cast.open_case(visit, "later", (0.5, 0.5), due_at=cast.NOW + timedelta(days=3))


def test_its_numbers_are_those_of_the_page_of_shifts(made, write, read):
    fill(write)
    brief = made("handover")
    with read(scope=cast.ALICE) as visit:
        body = handover.picture(visit, "9901")
    values = {card.number.figure: card.number.value for card in brief.cards}
    assert values["open_now"] == body["open"] == 3
    assert values["shift_urgent"] == body["cases"]["urgent"]["n"] == 1
    assert values["shift_late"] == body["cases"]["overdue"]["n"]


def test_each_case_stands_once_with_all_that_is_the_matter_with_it(made, write):
    fill(write)
    first = tables(made("handover"))[0]
    numbers = [row[1] for row in first.rows]
    assert len(numbers) == len(set(numbers))
    assert first.rows[0][0].mark == "p1"
    assert first.rows[0][3].startswith("紧急未办结")


def test_what_comes_due_within_eight_hours_is_listed_and_nothing_later(made, write):
    fill(write)
    brief = made("handover", language="en")
    coming = tables(brief)[1]
    assert coming.title.startswith("Due in the next shift (8 h): ")
    value = {card.number.figure: card.number.value for card in brief.cards}["shift_due"]
    assert len(coming.rows) == value >= 1


def test_who_hands_over_is_named_and_two_lines_wait_for_names(made):
    signatures = tables(made("handover"))[-1]
    assert signatures.title == "签字"
    assert signatures.rows[0][:2] == ("交班人", "张伟")
    assert all("＿" in row[1] for row in signatures.rows[1:])


def test_the_hand_over_before_is_told_with_who_took_it(made, write):
    with write(scope=cast.ALICE) as visit:
        handover.hand_over(visit, "9901", "留意雨情")
    brief = made("handover", now=cast.NOW + timedelta(minutes=5))
    said = [read(line) for one in brief.sections() if isinstance(one.body, Lines) for line in one.body.lines]
    assert said == ["Alice于 10:00 交班，尚无人接班", "交班说明：留意雨情"]
    earlier = made("handover", now=cast.NOW + timedelta(minutes=5), at=cast.NOW - timedelta(minutes=5))
    assert "本区域还没有交接记录" in [read(line) for one in earlier.sections() if isinstance(one.body, Lines)
                            for line in one.body.lines]


def test_units_are_counted_by_kind_and_what_they_do(made):
    crews = next(one for one in tables(made("handover", language="en")) if one.head[0] == "Kind")
    assert crews.title == "Units: 0 out, 1 off duty or offline"
    assert sum(row[1].value + row[2].value + row[3].value for row in crews.rows) == 6
