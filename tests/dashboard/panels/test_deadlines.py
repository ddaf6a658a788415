"""Whose cases are late: departments, the most overdue first, and only of one's own areas."""

from datetime import timedelta

from dashboard.panels import deadlines
from tests import cast
from tests.dashboard.reading import hooks, words

LATER = cast.NOW + timedelta(days=60)


def test_the_most_overdue_department_stands_first_and_the_title_says_how_many(shown, write):
    with write() as visit:
        cast.open_case(visit, "a", category="0101")
        cast.open_case(visit, "b", category="0101")
        cast.open_case(visit, "c", category="0202")
    told = words(shown(deadlines, now=LATER))
    assert told.startswith("Deadlines: 2 overdue, 0 due in 24 h")
    assert told.index("Sanitation office 2") < told.index("no department yet 0")
    assert words(shown(deadlines, now=LATER, language="zh-CN")).startswith("时限：逾期 2 件")


def test_nothing_late_is_said_in_words(shown, write):
    with write() as visit:
        cast.open_case(visit, "a", category="0101")
    assert words(shown(deadlines)).startswith("Deadlines: none overdue")


def test_nothing_open_is_zero_not_an_error(shown):
    panel = shown(deadlines)
    assert hooks(panel, "data-state") == ["zero"]
    assert "No open cases" in words(panel)


def test_a_stranger_counts_only_what_is_theirs(shown, write):
    with write() as visit:
        cast.open_case(visit, "a", (3.5, 3.5), category="0201")
    assert hooks(shown(deadlines, scope=cast.BO), "data-state") == ["zero"]
    assert "1 overdue" in words(shown(deadlines, now=LATER))
