"""The page of places free: sums by kind, then each facility, with those that have least left first."""

import pytest

from dashboard.pages import capacity
from data.facilities import taking
from tests import beds, cast
from tests.dashboard.reading import hooks, words


@pytest.fixture
def told(write):
    rows = [beds.row("many"), beds.row("none", (1.5, 0.5), free=0),
            beds.row("old", (0.5, 1.5), as_of="2026-03-18T08:00:00+08:00"),
            beds.row("car", (3.5, 3.5), kind="parking", total=20, free=2)]
    with write() as visit:
        taking.store(visit, [taking.read_row(one, cast.NOW) for one in rows], cast.index_of(visit))


def test_sums_and_facilities_stand_there_with_least_left_first(page, told):
    shown = page(capacity)
    assert hooks(shown, "data-free") == ["40", "2"]
    assert hooks(shown, "data-capacity") == ["full", "tight", "stale", "free"]
    assert "counted" in words(shown).lower()


def test_a_kind_and_an_area_narrow_it(page, told):
    assert hooks(page(capacity, kind="parking"), "data-capacity") == ["tight"]
    assert hooks(page(capacity, area=cast.EAST_DISTRICT), "data-capacity") == ["tight"]
    assert hooks(page(capacity, kind="nonsense"), "data-capacity") == ["full", "tight", "stale", "free"]


def test_where_nobody_told_anything_it_says_so(page):
    assert "还没有设施上报余量" in words(page(capacity, language="zh-CN"))
