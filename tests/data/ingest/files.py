"""Small files for the import tests, written on the spot: a city of four districts, its streets, its cases.

    Districts are four squares of 0.1 degree around 121.0 E 31.0 N: A and B in the north (west,
    east), C and D in the south. Each has two streets side by side, halves of the square.
"""

import json
from pathlib import Path
from typing import Any

import shapely

WEST, SOUTH, SIDE = 121.0, 31.0, 0.1
DISTRICTS = {"A": (0, 1), "B": (1, 1), "C": (0, 0), "D": (1, 0)}
"""Name -> (column, row); row 1 is north."""

CITY = """
[city]
code = "9902"
name = "试城"
name_en = "Testville"
zone = "Asia/Shanghai"
language = "zh-CN"
class_scheme = "test"
levels = [
    { key = "city", zh = "市", en = "City" },
    { key = "district", zh = "区", en = "District" },
    { key = "street", zh = "街道", en = "Street" },
    { key = "community", zh = "社区", en = "Community" },
]
"""
DISTRICT_MAPPING = 'kind = "areas"\nlevel = "district"\nid = "id"\nname = "name"\n' + CITY
STREET_MAPPING = 'kind = "areas"\nlevel = "street"\nid = "id"\nname = "name"\n' + CITY
CASE_MAPPING = """
kind = "cases"
source = "hotline"
id = "id"
occurred = "at"
closed = "closed"
text = "text"
null_values = ["N/A"]

[position]
lon = "lon"
lat = "lat"

[[area]]
column = "district"
by = "name"
level = "district"

[classes]
scheme = "test"
create = true
major = "kind"
"""
CASE_COLUMNS = ("id", "at", "closed", "text", "lon", "lat", "district", "kind")


def district(name: str) -> shapely.Polygon:
    """Return the square of a district."""
    column, row = DISTRICTS[name]
    return shapely.box(WEST + column * SIDE, SOUTH + row * SIDE, WEST + (column + 1) * SIDE, SOUTH + (row + 1) * SIDE)


def street(name: str, half: int) -> shapely.Polygon:
    """Return the western (0) or eastern (1) half of a district."""
    west, south, east, north = district(name).bounds
    middle = (west + east) / 2
    return shapely.box(middle, south, east, north) if half else shapely.box(west, south, middle, north)


def feature(shape: shapely.Geometry | None, **properties: Any) -> dict[str, Any]:
    """Return one GeoJSON feature."""
    geometry = None if shape is None else json.loads(shapely.to_geojson(shape))
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write_geojson(path: Path, features: list[dict[str, Any]]) -> Path:
    """Write a FeatureCollection and return its path."""
    content = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def write_districts(folder: Path) -> Path:
    """Write the four districts."""
    return write_geojson(folder / "districts.geojson", [feature(district(n), id=n, name=f"{n}区") for n in DISTRICTS])


def write_streets(folder: Path) -> Path:
    """Write the eight streets."""
    return write_geojson(folder / "streets.geojson", [
        feature(street(n, half), id=f"{n}{half}", name=f"{n}{half}街道") for n in DISTRICTS for half in (0, 1)])


def write_mapping(folder: Path, text: str, name: str = "mapping") -> str:
    """Write a mapping and return its path as the command line takes it."""
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def write_cases(path: Path, rows: list[dict[str, Any]]) -> Path:
    """Write cases as CSV; what a row does not say is a sound value."""
    sound = {"at": "2026-03-01T08:00:00", "text": "路口有垃圾", "lon": "121.05", "lat": "31.05", "kind": "垃圾"}
    lines = [",".join(CASE_COLUMNS)]
    for number, row in enumerate(rows):
        filled = {"id": str(number + 1), **sound, **row}
        lines.append(",".join('"' + str(filled.get(column, "")).replace('"', '""') + '"' for column in CASE_COLUMNS))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
