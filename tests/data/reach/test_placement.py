"""Placement on the toy city: expected cases of the same hours of past weeks, and bad input said, not guessed."""

from datetime import timedelta

from sqlalchemy import delete, update

from data.models.unit import Unit
from data.reach.expected import next_shift
from data.reach.placement import place
from tests import cast


def happened(write, square, weeks, count=1):
    with write() as visit:
        at = next_shift(visit) - timedelta(weeks=weeks) + timedelta(hours=1)
    for number in range(count):
        with write(now=at) as visit:
            cast.open_case(visit, f"{weeks}-{number}", square, occurred_at=at)


def test_the_unit_goes_to_where_cases_came_in_the_same_hours(write, read):
    with write() as visit:
        visit.session.execute(delete(Unit).where(Unit.id == cast.FAR_SWEEPERS))
        visit.session.execute(update(Unit).where(Unit.id == cast.SWEEPERS).values(
            home_lon=cast.at(0.5, 3.5)[0], home_lat=cast.at(0.5, 3.5)[1]))
    happened(write, (3.5, 0.5), 1, 3)
    with read() as visit:
        found = place(visit, "9901", "sanitation")
    assert found.expected.basis == "weeks"
    assert found.after >= found.before
    assert found.after == found.expected.total()


def test_without_history_people_are_weighed_and_it_is_said(read):
    with read() as visit:
        found = place(visit, "9901", "sanitation")
    assert found.expected.basis == "people"
    assert "no_history" in found.unknown
    assert found.people_after >= found.people_before


def test_without_units_nobody_is_moved(write, read):
    with write() as visit:
        visit.session.execute(delete(Unit))
    with read() as visit:
        found = place(visit, "9901", "fire")
    assert (found.units, found.stands, found.after) == (0, (), 0)
    assert "no_sites" in found.unknown
