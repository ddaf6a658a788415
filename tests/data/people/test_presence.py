"""Being here: a visit goes on over short absences and machines, a new one begins after half an hour."""

from datetime import timedelta

import pytest

from data.errors import NotAllowed
from data.people import presence
from data.scope import ROLES, Scope
from tests import cast

MINUTE = timedelta(minutes=1)


def at(write, minutes: float, scope=cast.BO) -> tuple:
    """Note that somebody is here so many minutes after the beginning; return since when things are new to them."""
    with write(scope=scope, now=cast.NOW + minutes * MINUTE) as visit:
        presence.note(visit)
        return presence.since(visit)


def test_the_first_time_looks_back_a_day(write, read):
    with read(scope=cast.BO) as visit:
        assert presence.since(visit) == (cast.NOW - timedelta(hours=24), False)
    assert at(write, 0) == (cast.NOW - timedelta(hours=24), False)


def test_a_visit_goes_on_while_nobody_is_away_for_half_an_hour(write):
    assert [at(write, minutes)[1] for minutes in (0, 20, 45, 74)] == [False] * 4


def test_a_new_visit_begins_where_the_last_ended_and_keeps_that_to_its_end(write):
    at(write, 0)
    at(write, 10)
    ended = cast.NOW + 10 * MINUTE
    assert at(write, 40) == (ended, True)
    assert at(write, 60) == (ended, True), "the same visit, on whatever machine"
    assert at(write, 90) == (cast.NOW + 60 * MINUTE, True)


def test_before_a_new_visit_is_noted_it_is_known_already(write, read):
    at(write, 0)
    with read(scope=cast.BO, now=cast.NOW + 31 * MINUTE) as visit:
        assert presence.since(visit) == (cast.NOW, True)


def test_after_a_long_absence_a_month_is_looked_back(write):
    at(write, 0)
    late = 60 * 24 * 60
    assert at(write, late) == (cast.NOW + late * MINUTE - timedelta(days=31), False)


def test_each_person_has_their_own(write):
    other = Scope(person="dee", name="Dee", areas=frozenset({""}), may=ROLES["city_leader"])
    at(write, 0)
    assert at(write, 40, scope=other)[1] is False
    assert at(write, 40)[1] is True


@pytest.mark.parametrize("scope", [cast.ALICE, cast.CHEN, cast.NOBODY, Scope.of_job("x")])
def test_who_leads_nobody_is_refused(write, scope):
    with pytest.raises(NotAllowed), write(scope=scope) as visit:
        presence.note(visit)
