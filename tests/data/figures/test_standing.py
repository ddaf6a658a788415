"""What is open now, by age, and how much of it with nobody."""

from datetime import timedelta

from data.figures import standing
from data.figures.groups.backlog import AGES
from tests import cast, pile

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOW = cast.NOW


def counts(visit, prefix="9901"):
    return {name: one.value for name, one in standing.standing(visit, prefix).items()}


def test_ages_begin_after_one_three_seven_and_thirty_days(write):
    ages = (0 * HOUR, DAY - HOUR, DAY, 3 * DAY - HOUR, 3 * DAY, 7 * DAY - HOUR, 7 * DAY, 30 * DAY - HOUR, 30 * DAY)
    with write() as visit:
        pile.put_all(visit, [pile.case(pile.HERE, NOW, received_at=NOW - age, state="signed") for age in ages])
        pile.put(visit, received_at=NOW - 5 * DAY, closed_at=NOW)
        found = counts(visit)
    assert (found["backlog"], found["unassigned"]) == (9, 0)
    assert [found[f"backlog_{age}"] for age in AGES] == [2, 2, 2, 2, 1]


def test_what_nobody_was_sent_to_ages_apart(write):
    with write() as visit:
        pile.put_all(visit, [pile.case(pile.HERE, NOW, received_at=NOW - 2 * DAY, state=state) for state in (
            "reported", "accepted", "returned", "reopened", "dispatched", "suspended")])
        found = counts(visit)
    assert (found["unassigned"], found["unassigned_age_3d"], found["backlog"], found["suspended_now"]) == (4, 4, 6, 1)


def test_a_stranger_counts_none_of_it(write, read):
    with write() as visit:
        pile.put(visit, pile.THERE)
        assert counts(visit)["backlog"] == 1
        assert counts(visit, cast.WEST_DISTRICT)["backlog"] == 0
    with read(scope=cast.BO) as visit:
        assert counts(visit)["backlog"] == 0


def test_a_past_moment_is_not_remembered(read):
    with read() as visit:
        assert {one.value for one in standing.not_remembered(visit).values()} == {None}
