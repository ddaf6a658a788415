"""Geo files of every kind and in every system come in as the same WGS84 shapes; half a file does not."""

import json
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely

from data import coordinates
from data.errors import Invalid
from data.ingest.source import Options, open_table
from tests.data.ingest import files

NAMES = ["A", "B", "C", "D"]
SHAPES = [files.district(name) for name in NAMES]


def frame(crs: str | None = "EPSG:4326") -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame({"id": NAMES, "people": [1, 2, 3, 4]}, geometry=SHAPES, crs="EPSG:4326").to_crs(
        crs or "EPSG:4326")


def refusal(path: Path, **options: str) -> Invalid:
    with pytest.raises(Invalid) as refused:
        open_table(path, Options(**options))
    return refused.value


def topology() -> dict[str, object]:
    """Return two squares that share an edge, quantised by a hundredth of a degree; no attributes, no system."""
    return {
        "type": "Topology", "transform": {"scale": [0.01, 0.01], "translate": [121.0, 31.0]},
        "objects": {"tracts": {"type": "GeometryCollection", "geometries": [
            {"type": "Polygon", "arcs": [[0, 1]]}, {"type": "Polygon", "arcs": [[2, -1]]}]}},
        "arcs": [[[10, 0], [0, 10]], [[10, 10], [-10, 0], [0, -10], [10, 0]], [[10, 10], [10, 0], [0, -10], [-10, 0]]],
    }


@pytest.mark.parametrize(("suffix", "crs"), [
    (".geojson", "EPSG:4326"), (".shp", "EPSG:4326"), (".gpkg", "EPSG:4326"), (".fgb", "EPSG:4326"),
    (".shp", "EPSG:32651"), (".gpkg", "EPSG:32651"), (".fgb", "EPSG:32651"),
])
def test_every_format_and_system_gives_the_same_shapes(tmp_path, suffix, crs):
    path = tmp_path / f"areas{suffix}"
    frame(crs).to_file(path)
    found = open_table(path, Options())
    order = np.argsort(found.frame["id"].to_numpy())
    assert found.frame["id"].to_numpy()[order].tolist() == NAMES
    assert found.frame["people"].to_numpy()[order].tolist() == ["1", "2", "3", "4"]
    for shape, expected in zip(found.shapes[order], SHAPES, strict=True):
        assert shape.hausdorff_distance(expected) < 1e-6


@pytest.mark.parametrize("name", ["tracts.topojson", "tracts.geojson", "tracts.json"])
def test_topojson_is_read_whatever_it_is_called_and_the_missing_system_is_noted(tmp_path, name):
    path = tmp_path / name
    path.write_text(json.dumps(topology()))
    found = open_table(path, Options())
    assert [shape.bounds for shape in found.shapes] == [
        pytest.approx((121.0, 31.0, 121.1, 31.1)), pytest.approx((121.1, 31.0, 121.2, 31.1))]
    assert found.notes["crs_assumed"] == "EPSG:4326"


def test_gcj02_is_converted_at_the_door(tmp_path):
    there = [shapely.transform(shape, lambda at: np.column_stack(coordinates.wgs84_to_gcj02(at[:, 0], at[:, 1])))
             for shape in SHAPES]
    path = files.write_geojson(tmp_path / "a.geojson", [files.feature(shape, id="x") for shape in there])
    for shape, expected in zip(open_table(path, Options(crs="gcj02")).shapes, SHAPES, strict=True):
        assert shape.hausdorff_distance(expected) < 1e-9


def test_the_mapping_s_system_counts_more_than_the_file_s(tmp_path):
    path = files.write_geojson(tmp_path / "a.geojson", [files.feature(frame("EPSG:3857").geometry[0], id="A")])
    assert open_table(path, Options(crs="EPSG:3857")).shapes[0].hausdorff_distance(SHAPES[0]) < 1e-6


def test_metres_taken_for_degrees_are_refused(tmp_path):
    path = files.write_geojson(tmp_path / "a.geojson", [files.feature(frame("EPSG:3857").geometry[0], id="A")])
    refused = refusal(path)
    assert (refused.code, refused.values["crs"]) == ("wrong_crs", "EPSG:4326")
    assert "1.34" in refused.values["bounds"]


@pytest.mark.parametrize("crs", ["EPSG:999999", "mars", "EPSG:"])
def test_a_system_nobody_knows_is_refused(tmp_path, crs):
    assert refusal(files.write_districts(tmp_path), crs=crs).code == "unknown_crs"


def test_half_a_geojson_is_refused_with_the_place(tmp_path):
    path = files.write_districts(tmp_path)
    path.write_text(path.read_text()[:-200])
    refused = refusal(path)
    assert refused.code == "file_ends_early"
    assert refused.values["row"] == 1


def test_something_else_called_geojson_is_refused(tmp_path):
    path = tmp_path / "a.geojson"
    for content, code in (("id,a\n1,2\n", "not_json"), ('{"a": 1}', "no_shapes"), ("[1, 2]", "no_shapes"),
                          ('{"type": "Feature"', "file_ends_early")):
        path.write_text(content)
        assert refusal(path).code == code


def test_json_that_is_no_geojson_is_refused(tmp_path):
    path = tmp_path / "a.geojson"
    path.write_text('{"type": "Alert", "id": 1}')
    assert refusal(path).code in ("unreadable_file", "no_shapes")


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".shp"])
def test_half_of_any_other_format_is_refused(tmp_path, suffix):
    path = tmp_path / f"areas{suffix}"
    many = geopandas.GeoDataFrame({"id": range(300)}, geometry=[shapely.box(121 + n / 1e3, 31, 121.001 + n / 1e3, 32)
                                                                for n in range(300)], crs="EPSG:4326")
    many.to_file(path)
    path.write_bytes(path.read_bytes()[:len(path.read_bytes()) // 2])
    assert refusal(path).code in ("file_ends_early", "unreadable_file")


@pytest.mark.parametrize("suffix", [".dbf", ".shx"])
def test_a_shapefile_without_its_companions_is_refused(tmp_path, suffix):
    path = tmp_path / "areas.shp"
    frame().to_file(path)
    path.with_suffix(suffix).unlink()
    refused = refusal(path)
    assert (refused.code, refused.values["part"]) == ("part_missing", f"areas{suffix}")


def test_a_row_without_a_shape_stays_and_has_none(tmp_path):
    path = files.write_geojson(tmp_path / "a.geojson", [files.feature(SHAPES[0], id="A"), files.feature(None, id="B")])
    found = open_table(path, Options())
    assert found.frame["id"].tolist() == ["A", "B"]
    assert found.shapes[1] is None
    assert found.frame["@lon"].tolist()[1] == ""


def test_a_shape_at_the_end_of_the_number_line_is_taken_for_none(tmp_path):
    wild = {"type": "Feature", "properties": {"id": "B"}, "geometry": {
        "type": "Polygon", "coordinates": [[[0, 0], [1e308, 0], [1, 1], [0, 0]]]}}
    path = files.write_geojson(tmp_path / "a.geojson", [files.feature(SHAPES[0], id="A"), wild])
    assert open_table(path, Options()).shapes[1] is None


@pytest.mark.parametrize("vertex", [(1e308, 31.0), (121.0, -1e308), (999.0, 31.0)])
def test_a_hole_that_leaves_the_globe_takes_its_row_with_it_and_no_other(tmp_path, vertex):
    ring = [[121.05, 31.05], [121.06, 31.05], list(vertex), [121.05, 31.05]]
    wild = {"type": "Feature", "properties": {"id": "B"}, "geometry": {
        "type": "Polygon", "coordinates": [[[121, 31], [121.1, 31], [121.1, 31.1], [121, 31]], ring]}}
    path = files.write_geojson(tmp_path / "a.geojson", [
        wild, files.feature(SHAPES[0], id="A"), files.feature(SHAPES[1], id="C")])
    assert [shape is None for shape in open_table(path, Options()).shapes] == [True, False, False]


def test_heights_are_dropped(tmp_path):
    path = files.write_geojson(tmp_path / "a.geojson", [files.feature(shapely.force_3d(SHAPES[0], 7.0), id="A")])
    assert not shapely.has_z(open_table(path, Options()).shapes[0])


def test_points_become_columns_that_a_mapping_can_name(tmp_path):
    path = files.write_geojson(tmp_path / "p.geojson", [files.feature(shapely.Point(121.05, 31.05), id="1")])
    found = open_table(path, Options())
    assert (float(found.frame["@lon"][0]), float(found.frame["@lat"][0])) == (121.05, 31.05)
