"""Real input: New York, Shenzhen and 坪山 as they are published; skipped where the data set is absent.

Counts are those of the files of the data set; a change of one means that the import changed.
"""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely
from sqlalchemy import func, select

from data.areas.locate import GridIndex, build_index
from data.areas.polygons import areas_m2, repair
from data.ingest.source import Options, open_table
from data.models.area import Area, AreaAlias
from data.models.case import Case, CaseClass, Department
from data.models.unit import Unit
from data.scope import Scope

pytestmark = pytest.mark.needs_shared_data

JOB = Scope.of_job("test")


@pytest.fixture
def backend() -> str:
    """Return SQLite only: what is asked here does not depend on the database, and the files are large."""
    return "sqlite"


@pytest.fixture
def new_york(bring, shared_data: Path):
    """Return an importer into New York with its four levels."""
    folder = shared_data / "nyc" / "boundaries"
    for mapping, file in (("nyc-boroughs", "nycehs_2020/borough.geo.json"),
                          ("nyc-community-districts", "nycehs_2020/CD.geo.json"),
                          ("nyc-ntas", "nycehs_2020/NTA.geo.json"),
                          ("nyc-tracts", "dwillis_2013/census_tracts_2010.geojson")):
        bring(folder / file, mapping)
    return bring


def level(database, number: int) -> list[Area]:
    with database.read(JOB) as session:
        return list(session.scalars(select(Area).where(Area.level == number).order_by(Area.area_code)))


def test_new_york_nests_in_five_levels(new_york, database):
    assert [len(level(database, number)) for number in range(1, 6)] == [1, 5, 71, 195, 2_166]
    for number in range(2, 6):
        assert all(area.area_code.startswith(area.parent_code) for area in level(database, number))
    boroughs = {area.name_en: area.area_m2 / 1e6 for area in level(database, 2)}
    assert boroughs["Manhattan"] == pytest.approx(59, abs=2)
    assert boroughs["Queens"] == pytest.approx(283, abs=5)
    with database.read(JOB) as session:
        assert session.scalars(select(AreaAlias.code).where(
            AreaAlias.source == "nyc-ntas", AreaAlias.alias == "BK88")).one().startswith("36000")


def test_neighbourhoods_that_cross_community_districts_are_listed(bring, shared_data):
    folder = shared_data / "nyc" / "boundaries" / "nycehs_2020"
    bring(folder / "borough.geo.json", "nyc-boroughs")
    bring(folder / "CD.geo.json", "nyc-community-districts")
    report = bring(folder / "NTA.geo.json", "nyc-ntas")
    shares = [one["share"] for one in report.poorly_nested]
    assert (report.stored, len(shares)) == (195, 73)
    assert shares == sorted(shares)
    assert shares[0] == pytest.approx(0.31, abs=0.01)


def test_three_formats_and_two_systems_give_one_city(bring, shared_data):
    folder = shared_data / "nyc" / "boundaries"
    topology = open_table(folder / "dwillis_2013" / "census_tracts_2010.geojson", Options())
    feet = open_table(folder / "nycehs_2020" / "nyct2010_20a" / "nyct2010.shp", Options())
    assert (len(topology.frame), len(feet.frame), feet.notes["crs"]) == (2_166, 2_165, "EPSG:2263")
    whole = [areas_m2(np.array([shapely.union_all(shapely.make_valid(table.shapes))], dtype=object))[0]
             for table in (topology, feet)]
    assert whole[0] == pytest.approx(whole[1], rel=2e-3)
    bring(folder / "dwillis_2013" / "boroughs.geojson", "nyc-boroughs")
    bring(folder / "dwillis_2013" / "community_districts.geojson", "nyc-community-districts")
    bring(folder / "nycehs_2020" / "NTA.geo.json", "nyc-ntas")
    assert bring(folder / "nycehs_2020" / "nyct2010_20a" / "nyct2010.shp", "nyc-tracts-shapefile").stored == 2_165


def test_a_file_of_the_feed_adds_up(new_york, database, shared_data):
    path = shared_data / "nyc" / "events" / "nyc311_sample_2026-06-15_6c05fa6.csv"
    report = new_york(path, "nyc-311")
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    nowhere = sum(not row["latitude"] and row["borough"] == "Unspecified" for row in rows)
    assert (report.received, report.duplicate) == (10_000, 0)
    assert report.reasons == {"no_coordinate": nowhere, "closed_before_opened": 4}
    assert report.stored == 10_000 - nowhere - 4
    with database.read(JOB) as session:
        closed = session.scalar(select(func.count()).where(Case.is_open.is_(False)))
        assert closed == sum(bool(row["closed_date"]) for row in rows) - 4 - sum(
            not row["latitude"] and row["borough"] == "Unspecified" and bool(row["closed_date"]) for row in rows)
        assert session.scalar(select(func.count()).select_from(CaseClass)) > 300
    assert new_york(path, "nyc-311").duplicate == report.stored


def test_our_grid_assignment_agrees_with_the_city_s_own_community_boards(new_york, database, shared_data):
    """fullschema holds the board that the city itself assigned: "15 BROOKLYN" is community district 315."""
    boroughs = {"MANHATTAN": 1, "BRONX": 2, "BROOKLYN": 3, "QUEENS": 4, "STATEN ISLAND": 5}
    with (shared_data / "nyc" / "fullschema" / "nyc311.csv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["latitude"] and row["community_board"][:2].isdigit()]
    with database.read(JOB) as session:
        index = build_index(session, 5)
        districts = build_index(session, 3)
        alias = {code: one for one, code in session.execute(
            select(AreaAlias.alias, AreaAlias.code).where(AreaAlias.source == "nyc-community-districts"))}
        borough_of = {code: one for one, code in session.execute(
            select(AreaAlias.alias, AreaAlias.code).where(AreaAlias.source == "nyc-boroughs")) if one.isdigit()}
    lon, lat = (np.array([float(row[key]) for row in rows]) for key in ("longitude", "latitude"))
    said = [f"{boroughs[row['community_board'][3:]]}{row['community_board'][:2]}" for row in rows]
    by_polygon = [alias.get((code or "")[:9]) for code in districts.locate_many(lon, lat)]
    tracts = [code or "" for code in index.locate_many(lon, lat)]
    by_tract = [alias.get(code[:9]) for code in tracts]
    assert len(rows) > 900
    assert np.mean([a == b for a, b in zip(said, by_polygon, strict=True)]) > 0.98
    # Through the tract a point inherits its neighbourhood's district, and 73 of 195 of those cross borders.
    assert np.mean([a == b for a, b in zip(said, by_tract, strict=True)]) > 0.80
    assert np.mean([a[0] == borough_of.get(code[:6]) for a, code in zip(said, tracts, strict=True)]) > 0.99


def test_the_full_schema_brings_agencies_and_its_own_states(new_york, database, shared_data):
    report = new_york(shared_data / "nyc" / "fullschema" / "nyc311.csv", "nyc-311-full")
    assert (report.received, report.received - report.rejected) == (1_000, report.stored)
    with database.read(JOB) as session:
        states = Counter(session.scalars(select(Case.state)))
        assert session.get(Department, "nypd").name == "New York City Police Department"
        address = session.scalars(select(Case.address).where(Case.event_id == "45278137")).one()
        assert address == "3939 EMMONS AVENUE, BROOKLYN 11229"
    assert states["closed"] > 900
    assert states["in_handling"] + states["accepted"] + states["reported"] == 3


def test_firehouses_become_vehicles_at_their_houses(new_york, database, shared_data):
    report = new_york(shared_data / "nyc" / "facilities" / "FDNY_Firehouse_Listing.csv", "nyc-firehouses")
    assert (report.received, report.stored, report.rejected) == (218, 211, 7)
    assert report.reasons == {"no_coordinate": 5, "no_unit_found": 1, "outside_every_area": 1}
    with database.read(JOB) as session:
        engine = session.get(Unit, "fdny-engine-4")
        assert (engine.kind, engine.area_code[:6]) == ("fire", "360001")
        assert session.scalar(select(func.count()).select_from(Unit)) == 391
    sites = shared_data / "nyc" / "facilities" / "Map_of_NYC_Health_and_Hospitals_withLongLat.csv"
    health = new_york(sites, "nyc-health")
    assert (health.stored, health.rejected) == (78, 0)


def test_gcj02_districts_fall_on_the_wgs84_ones(bring, database, shared_data):
    """The same districts from an online map (GCJ-02) and from a WGS84 file: converted, they lie on each other."""
    bring(shared_data / "shenzhen" / "shapefile" / "sz.shp", "shenzhen-districts")
    ours = {area.area_code: (area.lon, area.lat) for area in level(database, 2)}
    shifted = open_table(shared_data / "districts_gcj02" / "深圳市.geojson", Options(crs="gcj02"))
    raw = open_table(shared_data / "districts_gcj02" / "深圳市.geojson", Options())
    reference = open_table(shared_data / "shenzhen" / "shapefile" / "sz.shp", Options())
    here = dict(zip(reference.frame["qh"], reference.shapes, strict=True))
    overlap: dict[str, list[float]] = {}
    for table, kind in ((shifted, "converted"), (raw, "as it came")):
        for name, shape in zip(table.frame["district"], table.shapes, strict=True):
            twin = here.get(str(name).removesuffix("区"))
            if twin is not None and name != "龙岗区":  # without 大鹏 in one of the two
                common, both = shapely.intersection(shape, twin).area, shapely.union(shape, twin).area
                overlap.setdefault(kind, []).append(common / both)
    assert len(ours) == 10
    assert len(overlap["converted"]) == 8
    assert min(overlap["converted"]) > 0.95
    assert max(overlap["as it came"]) < min(overlap["converted"])


def test_a_grid_of_city_size_goes_to_its_districts(bring, database, shared_data):
    folder = shared_data / "shenzhen" / "shapefile"
    bring(folder / "sz.shp", "shenzhen-districts")
    report = bring(folder / "grid" / "grid.shp", "shenzhen-grid")
    assert (report.received, report.stored) == (9_005, 9_005)
    cells = level(database, 3)
    assert {len(cell.area_code) for cell in cells} == {10}
    assert bring(folder / "grid" / "grid.shp", "shenzhen-grid").duplicate == 9_005


def test_pingshan_without_coordinates_is_placed_by_community(bring, database, shared_data):
    bring(shared_data / "districts_gcj02" / "深圳市.geojson", "districts-gcj02")
    names = shared_data / "pingshan" / "cn_admin_names"
    assert bring(names / "streets.csv", "pingshan-streets").stored == 7
    assert bring(names / "villages_selected_cities.csv", "pingshan-communities").stored == 25
    report = bring(shared_data / "pingshan" / "events.csv", "pingshan")
    assert (report.received, report.stored, report.reasons) == (10_000, 9_990, {"no_coordinate": 10})
    assert report.notes["placed_by_area"] == 9_990
    with database.read(JOB) as session:
        counts = dict(session.execute(select(Case.area_code, func.count()).group_by(Case.area_code)).all())
        assert session.scalar(select(func.count()).where(CaseClass.major == "")) == 18
        # 156 spellings: one office goes by several names, its code tells.
        assert session.scalar(select(func.count()).select_from(Department)) == 120
    assert counts["440310001001"] == 1_108  # 六联社区
    assert len(counts) == 23
    district = next(area for area in level(database, 2) if area.area_code == "440310")
    assert district.area_m2 / 1e6 == pytest.approx(166, abs=4)


def test_a_department_s_own_districts_find_the_precinct_the_city_named(shared_data):
    folder = shared_data / "nyc"
    table = open_table(folder / "boundaries" / "dwillis_2013" / "police_precincts.geojson", Options())
    shapes, repaired = repair(table.shapes)
    index = GridIndex(table.frame["Precinct"].to_numpy(dtype=object), shapely.STRtree(shapes))
    with (folder / "fullschema" / "nyc311.csv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines)
                if row["latitude"] and row["police_precinct"].startswith("Precinct")]
    found = index.locate_many(*(np.array([float(row[key]) for row in rows]) for key in ("longitude", "latitude")))
    agree = [row["police_precinct"] == f"Precinct {number}" for row, number in zip(rows, found, strict=True)]
    assert repaired.sum() == 1
    assert len(rows) > 900
    assert np.mean(agree) > 0.99
