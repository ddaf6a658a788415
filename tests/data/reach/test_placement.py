"""Placement on the toy city: expected cases of the same hours of past weeks, and bad input said, not guessed."""

from datetime import timedelta

import numpy as np
from sqlalchemy import delete, update

from data.models.unit import Unit
from data.reach.expected import FLOOD, next_shift, usual
from data.reach.placement import place
from tests import cast, pile


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


def test_a_flood_of_ten_thousand_from_one_grid_counts_up_to_a_limit():
    counts = np.array([0.0, 1.0, 3.0, 2.0, 10_000.0])
    assert usual(counts).tolist() == [0.0, 1.0, 3.0, 2.0, FLOOD * 2.5]
    assert usual(np.zeros(3)).tolist() == [0.0, 0.0, 0.0]


def test_a_flood_in_one_shift_is_said_and_does_not_decide(write, read):
    with write() as visit:
        at = next_shift(visit) - timedelta(weeks=1) + timedelta(hours=1)
        spots = [*[pile.HERE] * 200, cast.GRIDS[1, 1], cast.GRIDS[2, 2], pile.THERE]
        pile.put_all(visit, [pile.case(spot, visit.now, received_at=at) for spot in spots])
    with read() as visit:
        found = place(visit, "9901", "").expected
    assert "flood" in found.unknown
    assert found.weights.max() < 200 / max(found.weeks, 1)
