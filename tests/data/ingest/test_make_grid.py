"""`--make-grid`: squares where nothing finer is, coded, clipped, without a gap."""

import numpy as np
import pytest
import shapely
from sqlalchemy import select

from data.areas.polygons import areas_m2
from data.errors import Invalid
from data.models.area import Area
from data.models.case import Case
from data.models.city import City
from data.scope import Scope
from data.visit import CITY_ID
from tests.data.ingest import files

JOB = Scope.of_job("test")


def cells(database) -> list[Area]:
    with database.read(JOB) as session:
        city = session.get(City, CITY_ID)
        rows = session.scalars(select(Area).where(Area.level == city.leaf_level()).order_by(Area.area_code)).all()
        for row in rows:
            assert row.geometry
        return list(rows)


def levels(database) -> list[tuple[str, int]]:
    with database.read(JOB) as session:
        return [(level["key"], level["width"]) for level in session.get(City, CITY_ID).levels]


def test_districts_get_squares_of_the_wanted_size(bring, database, tmp_path):
    report = bring(files.write_districts(tmp_path), files.DISTRICT_MAPPING, make_grid="2km")
    made = cells(database)
    assert report.notes["grid_cells"] == len(made)
    assert levels(database) == [("city", 4), ("district", 6), ("grid", 9)]
    sizes = np.array([cell.area_m2 for cell in made])
    assert np.median(sizes) == pytest.approx(4e6, rel=1e-2)
    assert {cell.parent_code for cell in made} == {"990201", "990202", "990203", "990204"}
    assert (made[0].name, made[0].name_en) == ("网格1", "Grid 1")


def test_the_squares_cover_each_district_without_gap_or_overlap(bring, database, tmp_path):
    bring(files.write_districts(tmp_path), files.DISTRICT_MAPPING, make_grid="1500m")
    for number, name in enumerate(files.DISTRICTS, start=1):
        mine = [shapely.from_wkb(cell.geometry) for cell in cells(database) if cell.parent_code == f"99020{number}"]
        assert shapely.union_all(mine).symmetric_difference(files.district(name)).area < 1e-8
        assert sum(shape.area for shape in mine) == pytest.approx(files.district(name).area, rel=1e-6)


def test_codes_run_west_to_east_then_north_to_south(bring, database, tmp_path):
    bring(files.write_districts(tmp_path), files.DISTRICT_MAPPING, make_grid="4km")
    first, second = cells(database)[:2]
    assert (first.area_code, second.area_code) == ("990201001", "990201002")
    assert first.lon < second.lon
    assert first.north == pytest.approx(second.north)
    assert first.north >= max(cell.north for cell in cells(database) if cell.parent_code == "990201") - 1e-9


def test_laying_twice_makes_no_square_twice(bring, database, tmp_path):
    bring(files.write_districts(tmp_path), files.DISTRICT_MAPPING, make_grid="2km")
    count = len(cells(database))
    again = bring(files.write_districts(tmp_path), files.DISTRICT_MAPPING, make_grid="2km")
    assert (again.notes["grid_cells"], again.duplicate, len(cells(database))) == (0, 4, count)


def test_only_polygons_without_finer_areas_get_squares(bring, database, tmp_path):
    bring(files.write_geojson(tmp_path / "a.geojson", [files.feature(files.district("A"), id="A", name="A")]),
          files.DISTRICT_MAPPING, make_grid="2km")
    before = {cell.area_code for cell in cells(database)}
    bring(files.write_districts(tmp_path), files.DISTRICT_MAPPING, make_grid="5km")
    after = {cell.area_code for cell in cells(database)}
    assert before < after
    assert {code[:6] for code in after - before} == {"990202", "990203", "990204"}


def test_cases_without_any_polygon_make_a_city_of_squares(bring, database, tmp_path):
    rows = [{"lon": str(121 + n / 100), "lat": str(31 + n / 200)} for n in range(11)]
    path = files.write_cases(tmp_path / "c.csv", rows)
    report = bring(path, files.CASE_MAPPING.replace("[position]", files.CITY + "[position]"), make_grid="1km")
    assert (report.stored, report.rejected) == (11, 0)
    assert levels(database) == [("city", 4), ("grid", 7)]
    with database.read(JOB) as session:
        assert all(len(code) == 7 and code.startswith("9902") for code in session.scalars(select(Case.area_code)))
    assert sum(areas_m2(np.array([shapely.from_wkb(cell.geometry) for cell in cells(database)]))) > 5e7


def test_points_too_far_apart_make_no_city(bring, database, tmp_path):
    path = files.write_cases(tmp_path / "c.csv", [{}, {"lon": "-121.05", "lat": "31.05"}])
    mapping = files.CASE_MAPPING.replace("[position]", files.CITY + "[position]")
    with pytest.raises(Invalid) as refused:
        bring(path, mapping, make_grid="1km")
    assert refused.value.code == "extent_too_large"
    assert refused.value.values["bounds"] == "-121.0500 31.0500 121.0500 31.0500"
    with database.read(JOB) as session:
        assert session.get(City, CITY_ID) is None


def test_cases_without_any_coordinate_give_no_extent(bring, tmp_path):
    path = files.write_cases(tmp_path / "c.csv", [{"lon": "", "lat": ""}])
    with pytest.raises(Invalid) as refused:
        bring(path, files.CASE_MAPPING.replace("[position]", files.CITY + "[position]"), make_grid="1km")
    assert refused.value.code == "no_extent"


@pytest.mark.parametrize("size", ["0m", "5m", "99km", "big", "-500m", "1e9m", """ 500 miles"""])
def test_a_size_that_makes_no_grid_is_refused_before_anything_is_read(bring, tmp_path, size):
    with pytest.raises(Invalid) as refused:
        bring(tmp_path / "nothing.geojson", files.DISTRICT_MAPPING, make_grid=size)
    assert refused.value.code == "bad_grid_size"


def test_too_many_squares_are_refused_and_nothing_is_stored(bring, database, tmp_path):
    with pytest.raises(Invalid) as refused:
        bring(files.write_districts(tmp_path), files.DISTRICT_MAPPING, make_grid="20m")
    assert refused.value.code == "too_many_cells"
    with database.read(JOB) as session:
        assert session.get(City, CITY_ID) is None
