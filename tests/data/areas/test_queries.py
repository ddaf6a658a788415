"""Reading areas: what one sees of the tree from where one stands."""

import pytest

from data.areas import queries
from data.errors import NotFound
from data.models.area import Area, AreaAlias
from tests import cast

STREET = cast.COMMUNITY[:9]
SQUARE = cast.GRIDS[0, 0]


def codes(areas: list[Area]) -> list[str]:
    return [area.area_code for area in areas]


def test_it_finds_an_area_by_its_code(read):
    with read() as visit:
        assert queries.find(visit, cast.WEST_DISTRICT).name_en == "District 01"


@pytest.mark.parametrize("code", [cast.EAST_DISTRICT, "9901", "999999", "", "99"])
def test_an_area_outside_the_scope_is_no_more_there_than_one_that_does_not_exist(read, code):
    with read(scope=cast.BO) as visit, pytest.raises(NotFound) as refused:
        queries.find(visit, code)
    assert refused.value.code == "area_not_found"


def test_a_stranger_finds_nothing(read):
    with read(scope=cast.NOBODY) as visit:
        assert queries.inside(visit, "9901", 2) == []
        assert queries.count_by_level(visit, "9901") == {}
        assert queries.path_to(visit, SQUARE) == []
        with pytest.raises(NotFound):
            queries.find(visit, "9901")


def test_the_areas_inside_come_by_code_and_an_area_of_the_level_is_inside_itself(read):
    with read() as visit:
        assert codes(queries.inside(visit, "9901", 2)) == [cast.WEST_DISTRICT, cast.EAST_DISTRICT]
        assert codes(queries.inside(visit, cast.WEST_DISTRICT, 2)) == [cast.WEST_DISTRICT]
        assert codes(queries.inside(visit, cast.COMMUNITY, 5)) == [cast.GRIDS[0, 0], cast.GRIDS[1, 0]]
        assert queries.inside(visit, cast.COMMUNITY, 2) == []


def test_the_path_runs_from_the_city_to_the_area(read):
    with read() as visit:
        assert codes(queries.path_to(visit, SQUARE)) == ["9901", "990101", STREET, cast.COMMUNITY, SQUARE]
        assert codes(queries.path_to(visit, "9901")) == ["9901"]


def test_the_path_hides_ancestors_outside_the_scope(read):
    with read(scope=cast.BO) as visit:
        assert codes(queries.path_to(visit, SQUARE)) == ["990101", STREET, cast.COMMUNITY, SQUARE]
        assert queries.path_to(visit, cast.GRIDS[3, 3]) == []
    with read(scope=cast.CHEN) as visit:
        assert codes(queries.path_to(visit, SQUARE)) == [cast.COMMUNITY, SQUARE]


def test_many_areas_come_with_their_ancestors_at_once(read):
    wanted = {cast.grid_code(0, 0), cast.EAST_DISTRICT}
    with read() as visit:
        assert set(queries.along(visit, wanted)) == {"9901", "990101", "990101001", cast.COMMUNITY,
                                                     cast.grid_code(0, 0), cast.EAST_DISTRICT}
        assert queries.along(visit, set()) == {}
    with read(scope=cast.CHEN) as visit:
        assert set(queries.along(visit, wanted)) == {cast.COMMUNITY, cast.grid_code(0, 0)}


def test_it_counts_each_level_inside(read):
    with read() as visit:
        assert queries.count_by_level(visit, "9901") == {1: 1, 2: 2, 3: 4, 4: 8, 5: 16}
        assert queries.count_by_level(visit, STREET) == {3: 1, 4: 2, 5: 4}
    with read(scope=cast.BO) as visit:
        assert queries.count_by_level(visit, "9901") == {2: 1, 3: 2, 4: 4, 5: 8}


def test_a_screen_draws_the_finest_level_it_can(read, monkeypatch):
    with read() as visit:
        assert queries.display_level(visit, "9901") == 5
        assert queries.display_level(visit, SQUARE) == 5
        monkeypatch.setattr(queries, "MOST_DRAWN", 8)
        assert queries.display_level(visit, "9901") == 4
        assert queries.display_level(visit, cast.WEST_DISTRICT) == 5
        monkeypatch.setattr(queries, "MOST_DRAWN", 1)
        assert queries.display_level(visit, "9901") == 1
        monkeypatch.setattr(queries, "MOST_DRAWN", 0)
        assert queries.display_level(visit, cast.WEST_DISTRICT) == 2


def test_the_whole_city_is_drawn_no_finer_than_tells_something(write):
    with write() as visit:
        visit.city.breaks = {"detail": 3}
        assert queries.display_level(visit, "9901") == 3
        assert queries.display_level(visit, cast.WEST_DISTRICT) == 5


def test_an_area_is_called_by_the_name_the_reader_reads():
    area = Area(name="西区", name_en="West")
    assert (queries.name_of(area, "zh-CN"), queries.name_of(area, "en")) == ("西区", "West")
    assert queries.name_of(Area(name="西区", name_en=""), "en") == "西区"


def test_it_resolves_a_code_or_a_sources_own_id(write):
    with write() as visit:
        visit.session.add_all([AreaAlias(source="b", alias="BK09", code=cast.EAST_DISTRICT),
                               AreaAlias(source="a", alias="BK09", code=cast.WEST_DISTRICT)])
    with write() as visit:
        assert queries.resolve(visit, cast.COMMUNITY) == cast.COMMUNITY
        assert queries.resolve(visit, "BK09") == cast.WEST_DISTRICT
        assert queries.resolve(visit, "nowhere") is None
