"""The solver: the best there is where that can be proved, and never a pick that must not be."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.allocation import solving
from data.allocation.assignment import NOBODY, cover_price, delay_of, nearest_first, reached, total_of
from data.allocation.problem import weigh
from data.allocation.rules import Rules
from tests.data.allocation.worlds import case, problem, unit, watch


def given_to(world, **more):
    """Return ({case: unit}, what the solver says)."""
    found = solving.solve(world, weigh(world), **more)
    return {world.cases[row].no: world.units[one].id for row, one in enumerate(found.unit_of) if one != NOBODY}, found


def best_of_all(world):
    """Return the least total of every assignment there is."""
    weighed = weigh(world)
    options = [[NOBODY, *np.flatnonzero(row).tolist()] for row in weighed.fits]
    sound = (one for one in itertools.product(*options)
             if len({unit for unit in one if unit != NOBODY}) == sum(unit != NOBODY for unit in one))
    return min(total_of(world, weighed, np.array(one, dtype=np.int64)) for one in sound)


def test_together_less_delay_than_each_taking_the_nearest():
    world = problem([case(1, at=0), case(2, at=-3)], [unit("A", at=-1), unit("B", at=4)])
    weighed = weigh(world)
    picks, found = given_to(world)
    assert picks == {"C1": "B", "C2": "A"} or picks == {"C1": "A", "C2": "B"}
    assert delay_of(world, weighed, found.unit_of) <= delay_of(world, weighed, nearest_first(world, weighed))


def test_the_more_urgent_case_has_the_unit():
    picks, _ = given_to(problem([case(1, at=1, priority=4), case(2, at=9, priority=1)], [unit("A")]))
    assert picks == {"C2": "A"}


def test_of_two_alike_the_one_whose_deadline_is_near_has_it():
    picks, _ = given_to(problem([case(1, at=2, due_in=600.0), case(2, at=-2, due_in=5.0)], [unit("A")]))
    assert picks == {"C2": "A"}


def test_who_had_less_today_goes_where_the_way_is_as_long():
    picks, _ = given_to(problem([case(1)], [unit("A", at=5, load=6), unit("B", at=-5, load=0)]))
    assert picks == {"C1": "B"}


def test_the_last_unit_that_covers_people_stays_for_a_small_matter_and_goes_for_a_great_one():
    units = [unit("A", at=0)]
    watched = [watch(units, [0, 1, 2, 3], price=5.0, percent=100.0)]
    small, found = given_to(problem([case(1, at=1, priority=4)], units, watched=watched))
    assert small == {}
    great, found = given_to(problem([case(1, at=1, priority=2, due_in=0.0)], units, watched=watched))
    assert great == {"C1": "A"}
    assert found.total == pytest.approx(8.0 * 1 + 5.0 * 100.0)


def test_a_first_priority_is_never_held_back_whatever_coverage_is_worth():
    units = [unit("A", at=0)]
    watched = [watch(units, [0, 1], price=5_000.0, percent=100.0)]
    assert given_to(problem([case(1, at=1, priority=1)], units, watched=watched))[0] == {"C1": "A"}


def test_a_unit_farther_off_goes_where_the_nearest_keeps_a_part_of_town_covered():
    units = [unit("A", at=0), unit("B", at=20), unit("C", at=21)]
    watched = [watch(units, [0, 1, 20, 21], percent=100.0, price=60.0)]
    picks, found = given_to(problem([case(1, at=2)], units, watched=watched))
    assert picks == {"C1": "B"}
    assert found.solver == "highs"
    assert reached(watched[0], found.unit_of) == 100.0


UNITS = st.lists(st.tuples(st.integers(-30, 30), st.sampled_from(["repair", "fire"]), st.integers(0, 14)), max_size=5)
CASES = st.lists(st.tuples(st.integers(-30, 30), st.integers(1, 4), st.sampled_from(["repair", "fire", ""]),
                           st.one_of(st.none(), st.integers(-100, 500))), max_size=4)
COVERS = st.lists(st.tuples(st.sampled_from(["repair", "fire", ""]), st.integers(2, 20), st.integers(0, 100),
                            st.sampled_from([0.0, 1.0, 60.0])), max_size=2)


@st.composite
def worlds(draw):
    units = [unit(f"U{i}", at=at, kind=kind, load=load) for i, (at, kind, load) in enumerate(draw(UNITS))]
    cases = [case(i, at=at, priority=priority, kind=kind, due_in=due)
             for i, (at, priority, kind, due) in enumerate(draw(CASES))]
    spots = draw(st.lists(st.integers(-30, 30), min_size=1, max_size=6))
    watched = [watch(units, spots, minutes, percent, kind=kind, price=price)
               for kind, minutes, percent, price in draw(COVERS)]
    return problem(cases, units, watched=watched, rules=Rules(most_minutes=40.0))


@given(worlds())
def test_it_is_within_a_percent_of_the_best_and_the_bound_is_true(world):
    weighed = weigh(world)
    found = solving.solve(world, weighed)
    best = best_of_all(world)
    assert found.bound <= best + 1e-6
    assert best <= found.total + 1e-6
    assert found.total <= best * 1.01 + 1e-6
    assert found.total == pytest.approx(total_of(world, weighed, found.unit_of))
    assert cover_price(world, found.unit_of) >= 0


@given(worlds())
def test_no_unit_goes_twice_and_none_that_does_not_fit(world):
    for unit_of in (solving.solve(world, weigh(world)).unit_of, nearest_first(world, weigh(world))):
        given_away = [int(one) for one in unit_of if one != NOBODY]
        assert len(set(given_away)) == len(given_away)
        assert all(world.hurdle_of(row, int(one)) == "" for row, one in enumerate(unit_of) if one != NOBODY)


@given(worlds())
def test_who_fits_is_said_the_same_of_one_and_of_all(world):
    fits = weigh(world).fits
    for row, column in itertools.product(range(len(world.cases)), range(len(world.units))):
        assert fits[row, column] == (world.hurdle_of(row, column) == "")


def test_a_city_too_large_for_every_pick_is_still_bounded():
    rng = np.random.default_rng(3)
    units = [unit(f"U{i:03d}", at=float(at)) for i, at in enumerate(rng.uniform(0, 60, 300))]
    cases = [case(i, at=float(at), priority=int(p))
             for i, (at, p) in enumerate(zip(rng.uniform(0, 60, 60), rng.integers(1, 5, 60), strict=True))]
    watched = [watch(units, [float(one) for one in rng.uniform(0, 60, 40)], 0.3, 95.0)]
    world = problem(cases, units, watched=watched)
    assert weigh(world).fits.sum() > solving.MOST_COLUMNS
    _, found = given_to(world)
    assert found.gap() <= 0.01


@pytest.mark.parametrize(("cases", "units"), [([], []), ([case(1)], []), ([], [unit("A")])])
def test_nothing_to_give_or_nobody_to_give_is_an_empty_plan(cases, units):
    picks, found = given_to(problem(cases, units, watched=[watch(units, [0.0])]))
    assert picks == {}
    assert found.gap() == 0.0


def test_what_the_program_has_by_the_end_of_its_time_is_taken_with_its_gap(monkeypatch):
    monkeypatch.setattr(solving._Program, "whole", lambda *_: (None, None))
    units = [unit("A", at=0), unit("B", at=20), unit("C", at=21)]
    picks, found = given_to(problem([case(1, at=2)], units, watched=[watch(units, [0, 1, 20, 21], percent=100.0)]))
    assert len(picks) <= 1
    assert found.bound <= found.total
