"""The ranking of areas: by count, by people, by ground, by lateness; a row leads there."""

from datetime import timedelta

import pytest

from dashboard.panels import area_ranking
from tests import cast
from tests.dashboard.reading import hooks, words


@pytest.fixture
def cases(write) -> None:
    """Store three cases in the east, one of them overdue, and two in the west."""
    with write() as visit:
        for number, spot in enumerate([(3.5, 3.5), (3.5, 2.5), (2.5, 0.5), (0.5, 0.5), (1.5, 0.5)]):
            late = cast.NOW - timedelta(minutes=5) if number == 0 else cast.NOW + timedelta(hours=1)
            cast.open_case(visit, f"e-{number}", spot, due_at=late)


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize(("norm", "figure"), [
    ("abs", "3"), ("pop", "3.5"), ("area", "0.4"), ("late", "33.3"),
])
def test_its_title_names_the_first(shown, norm, figure):
    ranking = shown(area_ranking, norm=norm)
    assert hooks(ranking, "data-area") == [cast.EAST_DISTRICT, cast.WEST_DISTRICT]
    assert words(ranking).startswith("District 02 has most open")
    assert figure in words(ranking).split()
    assert "1 overdue" in words(ranking)


@pytest.mark.usefixtures("cases")
def test_it_ranks_what_lies_one_level_inside(shown):
    assert hooks(shown(area_ranking, area=cast.WEST_DISTRICT), "data-area")[0] == "990101001"
    assert hooks(shown(area_ranking, area=cast.COMMUNITY), "data-area") == [cast.GRIDS[0, 0], cast.GRIDS[1, 0]]


def test_a_square_has_nothing_inside(shown):
    ranking = shown(area_ranking, area=cast.GRIDS[0, 0])
    assert hooks(ranking, "data-state") == ["nodata"]
    assert "No areas inside" in words(ranking)


def test_with_nothing_open_it_names_nobody(shown):
    assert words(shown(area_ranking)).startswith("Nothing open in any District")


@pytest.mark.usefixtures("cases")
def test_a_stranger_s_ranking_holds_only_what_is_theirs(shown):
    assert hooks(shown(area_ranking, scope=cast.BO), "data-area") == [cast.WEST_DISTRICT]


@pytest.mark.parametrize(("norm", "rate"), [("abs", 4.0), ("pop", 20.0), ("area", 2.0), ("late", 25.0)])
def test_a_rate_has_its_base(norm, rate):
    area = cast.areas()[0]
    area.population, area.area_m2 = 2_000, 2e6
    assert area_ranking.rate_of(norm, 4, 1, area) == rate


@pytest.mark.parametrize(("norm", "people", "ground", "opened"), [("pop", 999, 1e6, 5), ("pop", None, 1e6, 5),
                                                                  ("area", 5_000, 0.0, 5), ("late", 5_000, 1e6, 0)])
def test_without_a_base_there_is_no_rate(norm, people, ground, opened):
    area = cast.areas()[0]
    area.population, area.area_m2 = people, ground
    assert area_ranking.rate_of(norm, opened, 0, area) is None
