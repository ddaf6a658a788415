"""Lights: near in the last part of the time or the last hours, late after it, caught up when it came late after all."""

from datetime import timedelta

import pytest

from data.cases import lights
from data.cases.lights import Rules
from data.models.profile import Profile
from tests import cast

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(("allowed", "left", "state"), [
    (10 * HOUR, 3 * HOUR, "normal"), (10 * HOUR, 2 * HOUR, "normal"),
    (10 * HOUR, 2 * HOUR - timedelta(seconds=1), "near"),
    (30 * DAY, 25 * HOUR, "normal"), (30 * DAY, 23 * HOUR, "near"), (10 * HOUR, timedelta(), "near"),
    (10 * HOUR, -timedelta(seconds=1), "late"),
])
def test_the_light_follows_the_time_that_is_left(allowed, left, state):
    due = cast.NOW + left
    assert lights.light(cast.NOW, due - allowed, due, None, Rules()) == state


def test_what_was_reached_is_done_or_caught_up_and_without_a_deadline_never_late():
    rules, due = Rules(), cast.NOW
    assert lights.light(cast.NOW + DAY, due - DAY, due, due, rules) == "done"
    assert lights.light(cast.NOW + DAY, due - DAY, due, due + HOUR, rules) == "caught_up"
    assert lights.light(cast.NOW, due - DAY, None, due, rules) == "done"
    assert lights.light(cast.NOW + 99 * DAY, due, None, None, rules) == "normal"


def test_a_city_says_what_is_near_and_what_each_state_looks_like(write, read):
    with read() as visit:
        assert lights.rules_of(visit) == Rules()
    with write() as visit:
        visit.session.add(Profile(kind="board", name="city", version=1, note="", made_by="a", made_at=visit.now, body={
            "near_percent": 50, "colours": {"near": "p4"}, "words": {"near": "将到期"},
            "leaders": {"clean": "王副市长"}}))
    with read() as visit:
        rules = lights.rules_of(visit)
    assert (rules.near_percent, rules.near_hours, rules.colours["near"], rules.colours["late"]) == (50, 24, "p4", "p1")
    assert (rules.words["near"], rules.leaders) == ("将到期", {"clean": "王副市长"})
    assert lights.light(cast.NOW, cast.NOW - 5 * HOUR, cast.NOW + 4 * HOUR, None, rules) == "near"
