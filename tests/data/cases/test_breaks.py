"""Class breaks: four rising round numbers, chosen once, so that a colour means the same every day."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.cases import breaks
from tests import cast, pile

NUMBERS = st.floats(0, 1e12, allow_nan=False) | st.integers(0, 50)


def is_round(value: float) -> bool:
    """Is this 1, 2, 3, 5 or 8 times a power of ten, exactly as a person would type it?"""
    digits = f"{value!r}".replace(".", "").strip("0").split("e")[0]
    return value > 0 and digits in {"1", "2", "3", "5", "8"}


@given(st.lists(NUMBERS, min_size=20, max_size=60))
def test_breaks_rise_and_are_round(values):
    found = breaks.nice_breaks(values, [9, 9, 9, 9])
    assert len(found) == 4
    assert all(low < high for low, high in itertools.pairwise(found))
    assert all(is_round(one) for one in found), found


@given(st.lists(NUMBERS, max_size=19))
def test_few_values_choose_nothing(values):
    assert breaks.nice_breaks(values, [1, 2, 3, 5]) == [1, 2, 3, 5]


@pytest.mark.parametrize(("values", "wanted"), [
    (range(1, 101), [20, 50, 80, 100]), ([1] * 30, [1, 2, 3, 5]), ([0.1] * 30, [0.1, 0.2, 0.3, 0.5]),
    ([0.0] * 30, [0.001, 0.002, 0.003, 0.005]), ([*[1] * 20, *[1000] * 20], [1, 2, 1000, 2000]),
])
def test_breaks_lie_near_the_quintiles(values, wanted):
    assert breaks.nice_breaks(values, []) == wanted


def test_a_city_without_cases_gets_the_fallback_on_every_level(read):
    with read() as visit:
        found = breaks.choose(visit)
    assert set(found) == {"2", "3", "4", "5", "detail"}
    assert all(found[str(level)] == {**breaks.FALLBACK, "late": breaks.LATE_PERCENT} for level in range(2, 6))


def test_counts_and_rates_are_chosen_from_open_cases(write, monkeypatch):
    """Square number n has n open cases: the quintiles of counts are 4, 7, 10, 13 of 16 values; residents differ."""
    monkeypatch.setattr(breaks, "FEWEST", 16)
    with write() as visit:
        for number, code in enumerate(sorted(cast.GRIDS.values()), start=1):
            pile.put_all(visit, [pile.case(code, cast.NOW) for _ in range(number)])
            pile.put(visit, code, closed_at=cast.NOW)
        found = breaks.choose(visit)["5"]
    assert found["abs"] == [3, 8, 10, 20]
    people = {code: cast.population(*square) for square, code in cast.GRIDS.items()}
    rates = [n / people[code] * 10_000 for n, code in enumerate(sorted(people), start=1)]
    assert found["pop"] == breaks.nice_breaks(rates, [])
    assert found["late"] == breaks.LATE_PERCENT


def test_too_few_residents_make_no_rate(write, monkeypatch):
    monkeypatch.setattr(breaks, "FEWEST", 1)
    with write() as visit:
        pile.put(visit, pile.HERE)
        grid = visit.session.get_one(breaks.Area, pile.HERE)
        grid.population, grid.area_m2 = 99, 0.0
        visit.session.flush()
        found = breaks.choose(visit)["5"]
    assert (found["pop"], found["area"]) == (breaks.FALLBACK["pop"], breaks.FALLBACK["area"])
    assert found["abs"][0] == 1


@pytest.mark.parametrize(("squares", "detail"), [(0, 5), (1, 3), (2, 4), (3, 4), (4, 5), (16, 5)])
def test_the_city_is_drawn_at_the_finest_level_of_which_a_quarter_has_a_case(write, squares, detail):
    """One case in each of the first squares: communities tell something from two of eight on, squares from four."""
    spread = [cast.grid_code(column, row) for column in (0, 2) for row in (0, 1, 2, 3)]
    spread += [code for code in cast.GRIDS.values() if code not in spread]
    with write() as visit:
        pile.put_all(visit, [pile.case(code, cast.NOW) for code in spread[:squares]])
        assert breaks.choose(visit)["detail"] == detail


def test_every_break_is_finite(read):
    with read() as visit:
        found = breaks.choose(visit)
    assert all(math.isfinite(one) for level in range(2, 6) for norm in found[str(level)].values() for one in norm)
