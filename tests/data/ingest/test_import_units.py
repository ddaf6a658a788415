"""Units come in at their bases, several to a row where the row says so; places keep their kind."""

import pytest
from sqlalchemy import select

from data.errors import Invalid
from data.models.unit import Place, Unit
from data.scope import Scope
from tests.data.ingest import files

JOB = Scope.of_job("test")

UNITS = """
kind = "units"
source = "fire"
name = "house"
[position]
lon = "lon"
lat = "lat"
[[unit]]
pattern = 'Engine (?P<number>[0-9]+)'
kind = "fire"
name = "水罐车 {number}"
name_en = "Engine {number}"
crew = 5
[[unit]]
pattern = 'Ambulance (?P<number>[0-9]+)'
kind = "medical"
"""
PLACES = """
kind = "places"
source = "sites"
id = "id"
name = "house"
address = "{house} {lon}"
default_kind = "clinic"
[position]
lon = "lon"
lat = "lat"
[kinds]
column = "type"
[kinds.values]
"Acute Hospital" = "hospital"
"""


def write(folder, *rows: str):
    path = folder / "u.csv"
    path.write_text("id,house,lon,lat,type\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def units(database) -> dict[str, Unit]:
    with database.read(JOB) as session:
        return {unit.id: unit for unit in session.scalars(select(Unit))}


def test_one_row_may_hold_several_units(with_districts, database, tmp_path):
    report = with_districts(write(tmp_path, "1,Engine 4/Ambulance 15,121.05,31.05,"), UNITS)
    assert (report.kind, report.stored, report.notes["units_made"]) == ("units", 1, 2)
    engine, ambulance = units(database)["fire-engine-4"], units(database)["fire-ambulance-15"]
    assert (engine.name, engine.name_en, engine.kind, engine.crew, engine.is_vehicle) == (
        "水罐车 4", "Engine 4", "fire", 5, True)
    assert (ambulance.name, ambulance.kind, ambulance.crew) == ("Ambulance 15", "medical", 1)


def test_a_unit_stands_free_at_its_base_and_serves_its_district(with_districts, database, tmp_path):
    with_districts(write(tmp_path, "1,Engine 4,121.05,31.05,"), UNITS)
    unit = units(database)["fire-engine-4"]
    assert (unit.status, unit.lon, unit.lat, unit.home_lon, unit.home_lat, unit.area_code, unit.shift_hours) == (
        "available", 121.05, 31.05, 121.05, 31.05, "990203", 24)


def test_the_level_a_unit_serves_can_be_chosen(with_districts, database, tmp_path):
    with_districts(files.write_streets(tmp_path), files.STREET_MAPPING)
    for level, code in (("city", "9902"), ("street", "990203001")):
        mapping = UNITS.replace('name = "house"', f'name = "house"\nserves = "{level}"\nprefix = "{level}"')
        with_districts(write(tmp_path, "1,Engine 4,121.05,31.05,"), mapping)
        assert units(database)[f"{level}-engine-4"].area_code == code
    mapping = UNITS.replace('name = "house"', 'name = "house"\nserves = "moon"')
    with pytest.raises(Invalid) as refused:
        with_districts(write(tmp_path, "1,Engine 4,121.05,31.05,"), mapping)
    assert refused.value.code == "unknown_level"


def test_every_bad_row_has_its_reason(with_districts, database, tmp_path):
    report = with_districts(write(tmp_path, "1,,121.05,31.05,", "2,Headquarters,121.05,31.05,", "3,Engine 1,,,",
                                  "4,Engine 2,x,31,", "5,Engine 3,10,50,", "6,Engine 4,121.05,31.05,"), UNITS)
    assert report.reasons == {"no_name": 1, "no_unit_found": 1, "no_coordinate": 1, "unreadable_coordinate": 1,
                              "outside_every_area": 1}
    assert list(units(database)) == ["fire-engine-4"]


def test_importing_twice_makes_no_unit_twice(with_districts, database, tmp_path):
    path = write(tmp_path, "1,Engine 4,121.05,31.05,", "2,Engine 4/Engine 5,121.06,31.05,")
    first, again = with_districts(path, UNITS), with_districts(path, UNITS)
    assert (first.stored, first.notes["units_made"], first.notes["units_known"]) == (2, 2, 1)
    assert (again.stored, again.duplicate) == (0, 2)
    assert units(database)["fire-engine-4"].lon == 121.05


def test_places_keep_kind_address_and_grid(with_districts, database, tmp_path):
    report = with_districts(write(tmp_path, "h1,Central,121.05,31.05,Acute Hospital", "h2,Small,121.15,31.05,",
                                  "h3,,121.1,31.1,", "h4,Nowhere,,,", "h5,Far,10,50,"), PLACES)
    assert (report.kind, report.stored) == ("places", 2)
    assert report.reasons == {"no_name": 1, "no_coordinate": 1, "outside_every_area": 1}
    with database.read(JOB) as session:
        found = {place.source_id: (place.kind, place.name, place.address, place.area_code)
                 for place in session.scalars(select(Place))}
    assert found == {"h1": ("hospital", "Central", "Central 121.05", "990203"),
                     "h2": ("clinic", "Small", "Small 121.15", "990204")}


def test_places_without_ids_are_known_again_by_name_and_address(with_districts, tmp_path):
    mapping = PLACES.replace('id = "id"\n', "")
    path = write(tmp_path, "1,Central,121.05,31.05,", "2,Small,121.15,31.05,")
    assert with_districts(path, mapping).stored == 2
    assert with_districts(path, mapping).duplicate == 2
