"""The demo city's map: nothing overlaps, nothing is missing, every code begins with its parent's."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data import codes
from data.demo import backdrop, names, naming, records, shape
from data.demo.areas import CityMap, draw_map
from data.demo.city import SIZES
from data.demo.partition import share_out
from data.errors import Invalid
from tests.data.demo.conftest import SEED


def draw(seed: int, size: str = "toy") -> CityMap:
    return draw_map(SIZES[size].counts, households_per_grid=300, seed=seed)


def version(city: CityMap) -> str:
    return records.map_version(city, backdrop.backdrop_rows(city))


@pytest.mark.parametrize("level", range(5))
def test_areas_of_a_level_share_their_edges_exactly(toy_map, level):
    assert shapely.coverage_is_valid(toy_map.levels[level].polygons)


def test_every_area_is_one_valid_polygon(toy_map):
    for level in toy_map.levels:
        assert shapely.is_valid(level.polygons).all()
        assert set(shapely.get_type_id(level.polygons).tolist()) == {3}


def test_children_make_their_parent_without_gap_or_overlap(toy_map):
    for above, below in pairwise(toy_map.levels):
        for number, parent in enumerate(above.polygons):
            children = below.polygons[below.parent == number]
            assert shapely.equals(shapely.coverage_union_all(children), parent)
            assert shapely.area(children).sum() == pytest.approx(parent.area, rel=1e-9)


def test_a_parents_corners_are_its_childrens(toy_map):
    known = {tuple(corner) for corner in shapely.get_coordinates(toy_map.grids().polygons).tolist()}
    for level in toy_map.levels[:4]:
        assert {tuple(corner) for corner in shapely.get_coordinates(level.polygons).tolist()} <= known


def test_corners_stand_on_the_snapping_grid(toy_map):
    corners = shapely.get_coordinates(toy_map.grids().polygons)
    assert np.abs(corners - np.round(corners, 6)).max() < 1e-11


def test_areas_and_people_add_up_over_the_levels(toy_map):
    for above, below in pairwise(toy_map.levels):
        for field in ("area_m2", "population", "households"):
            sums = np.bincount(below.parent, getattr(below, field))
            assert sums == pytest.approx(getattr(above, field), rel=1e-9)


def test_square_metres_are_geodesic(toy_map):
    """500 to 700 square kilometres; the plane's own figure differs by less than half a percent."""
    plane = shapely.transform(toy_map.levels[0].polygons, shape.to_metres)
    assert toy_map.levels[0].area_m2[0] == pytest.approx(plane[0].area, rel=5e-3)
    assert 5e8 < plane[0].area < 7e8


def test_codes_begin_with_the_parents_code(toy_map):
    for number, (above, below) in enumerate(pairwise(toy_map.levels), start=1):
        width = names.LEVELS[number][3]
        for code, parent in zip(below.codes, below.parent.tolist(), strict=True):
            assert code.startswith(above.codes[parent])
            assert len(code) == width
        assert len(set(below.codes)) == len(below.codes)


def test_grid_codes_are_good_by_their_scheme(toy_map):
    assert not [fault for code in toy_map.grids().codes if (fault := codes.fault_of(records.CODE_SCHEME, code))]


def test_numbers_run_west_to_east_and_then_north_to_south():
    points = np.array([(2.0, 0.0), (0.0, 9.0), (0.0, 0.1), (2.0, 9.1)])
    assert naming.reading_order(points).tolist() == [1, 3, 2, 0]


def test_no_two_siblings_share_a_name(toy_map):
    for level in toy_map.levels[1:]:
        for names_of in (level.zh, level.en):
            family = list(zip(level.parent.tolist(), names_of, strict=True))
            assert len(set(family)) == len(family)


def test_label_points_lie_inside(toy_map):
    for level in toy_map.levels:
        assert shapely.contains_xy(level.polygons, level.labels).all()


def test_the_middle_is_denser_than_the_edge(toy_map):
    grids = toy_map.grids()
    away = np.hypot(*(shape.to_metres(grids.labels) - toy_map.skeleton.centre).T)
    near, far = grids.area_m2[away < 6_000], grids.area_m2[away > 14_000]
    assert np.median(near) * 2 < np.median(far)


def test_the_same_seed_gives_the_same_map_to_the_last_byte(toy_map):
    assert version(draw(SEED)) == version(toy_map)


def test_another_seed_gives_another_map(toy_map):
    assert version(draw(SEED + 1)) != version(toy_map)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_small_city_has_the_counts_it_promises(seed):
    city = draw(seed, "small")
    counts = SIZES["small"].counts
    wanted = [1, counts.districts, counts.streets, counts.communities, counts.grids]
    assert [len(level.codes) for level in city.levels] == wanted
    assert shapely.coverage_is_valid(city.grids().polygons)
    assert set(shapely.get_type_id(city.levels[1].polygons).tolist()) == {3}


def test_a_parent_with_too_many_children_is_refused():
    points = np.random.default_rng(1).random((1_000, 2))
    parent = naming.Named(["990101001001"], ["望江社区"], ["Wangjiang Community"])
    with pytest.raises(Invalid) as refused:
        naming.name_grids(points, np.zeros(1_000, dtype=np.int64), parent)
    assert refused.value.code == "too_many_children"


@given(st.lists(st.floats(0.001, 1_000), min_size=1, max_size=40), st.integers(1, 500))
def test_shares_add_up_and_leave_nobody_out(weights, total):
    shares = share_out(np.array(weights), total)
    assert shares.sum() == max(total, len(weights))
    assert shares.min() >= 1


def test_the_backdrop_lies_inside_the_city_and_has_every_kind(toy_map):
    rows = backdrop.backdrop_rows(toy_map)
    assert {row["kind"] for row in rows} >= {"river", "water", "park", "rail", "road"}
    around = toy_map.levels[0].polygons[0].buffer(1e-4)
    assert all(shapely.from_wkb(row["geometry"]).within(around) for row in rows)


def test_small_roads_do_not_cross_the_river(toy_map):
    river = shape.degrees_of(np.array([toy_map.skeleton.river], dtype=object))[0].buffer(-2e-4)
    small = [shapely.from_wkb(row["geometry"]) for row in backdrop.backdrop_rows(toy_map)
             if row["kind"] == "road" and not row["name"]]
    assert small
    assert not any(road.intersects(river) for road in small)
