"""The button of briefings says that a timed one of the visitor's was not made, and nothing of those of others."""

from dashboard.parts.brief_button import brief_button
from dashboard.wiring import words_for
from data.briefings import schedules
from data.briefings.schedules import Plan
from tests import cast
from tests.dashboard.reading import hooks, words


def button(read, scope=cast.ALICE):
    with read(scope=scope) as visit:
        return brief_button(visit, words_for(visit))


def test_it_bears_a_mark_until_what_failed_was_made(write, read):
    with write(scope=cast.ALICE) as visit:
        schedules.add(visit, Plan(kind="daily", area=cast.WEST_DISTRICT, minute=510))
    assert "\u25b2" not in words(button(read))
    with write() as visit:
        schedules.fail(visit, schedules.listed(visit, "")[0], "why")
    assert "\u25b21" in words(button(read))
    assert "1" in hooks(button(read), "title")[0]
    assert "\u25b2" not in words(button(read, cast.BO))
    with write() as visit:
        schedules.succeed(visit, schedules.listed(visit, "")[0], "D-1")
    assert "\u25b2" not in words(button(read))


def test_every_kind_stands_in_it(read):
    assert "daily" in hooks(button(read), "data-brief")[0]
