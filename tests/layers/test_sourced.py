"""GeoJSON of others: into WGS84, thinned and bounded, with a count of whatever is not shown."""

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import orjson
import pytest

from data.coordinates import wgs84_to_bd09, wgs84_to_gcj02
from data.sources.declared import Source, Time
from data.sources.fetching import SourceFault
from layers import sourced

ZONE = ZoneInfo("Asia/Shanghai")
BASE = {"name": "pumps", "kind": "geojson", "title": "泵站", "owner": "水务局", "licence": "内部", "file": "a.geojson"}
SPOT = (116.397, 39.908)


def source(**more):
    return Source(**{**BASE, **more})


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def point(lon, lat):
    return {"type": "Point", "coordinates": [lon, lat]}


def prepared(features, wanted=None, **more):
    raw = orjson.dumps({"type": "FeatureCollection", "features": features, **more})
    found = sourced.prepare(raw, wanted or source(), ZONE)
    return orjson.loads(found.body)["features"], found


def test_only_listed_properties_leave_and_the_label_is_always_there():
    shown, _ = prepared([feature(point(*SPOT), name="一号", depth=2, secret="x", list=[1])],
                        source(label="name", properties=["depth", "list", "missing"]))
    assert shown[0]["properties"] == {"_label": "一号", "depth": 2, "list": None, "missing": None}
    assert shown[0]["geometry"]["coordinates"] == list(SPOT)


@pytest.mark.parametrize(("crs", "move"), [("gcj02", wgs84_to_gcj02), ("bd09", wgs84_to_bd09)])
def test_an_offset_system_is_brought_back_to_wgs84(crs, move):
    lon, lat = (float(one[0]) for one in move(np.array([SPOT[0]]), np.array([SPOT[1]])))
    shown, _ = prepared([feature(point(lon, lat))], source(crs=crs))
    assert shown[0]["geometry"]["coordinates"] == pytest.approx(SPOT, abs=2e-6)


def test_a_projected_system_is_brought_back_to_wgs84():
    shown, _ = prepared([feature(point(12957_000, 4852_000))], source(crs="EPSG:3857"))
    assert shown[0]["geometry"]["coordinates"] == pytest.approx([116.395, 39.907], abs=0.01)


def test_what_cannot_be_shown_is_counted_by_reason():
    features = [feature(point(*SPOT)), feature(None), feature(point(500, 10)), "no feature", feature({"type": "Blob"}),
                feature({"type": "Point", "coordinates": []}), feature({"type": "Polygon", "coordinates": "x"})]
    shown, found = prepared(features)
    assert len(shown) == found.shapes == 1
    assert found.left_out == {"no_shape": 5, "off_earth": 1}


def test_more_than_the_limit_are_left_out_and_counted():
    shown, found = prepared([feature(point(116 + n / 1000, 39)) for n in range(30)], source(most_features=10))
    assert (len(shown), found.left_out) == (10, {"too_many": 20})


def test_a_shape_of_a_million_corners_is_thinned():
    turn = np.linspace(0, 2 * np.pi, 400_000)
    ring = np.column_stack((116 + np.cos(turn) / 10, 39 + np.sin(turn) / 10)).round(7).tolist()
    shown, found = prepared([feature({"type": "Polygon", "coordinates": [[*ring[:-1], ring[0]]]})])
    assert len(shown[0]["geometry"]["coordinates"][0]) < 150_000
    assert found.left_out["points_thinned"] > 200_000


def test_heights_are_dropped_and_a_lone_feature_is_a_collection_of_one():
    raw = orjson.dumps(feature({"type": "Point", "coordinates": [*SPOT, 55]}))
    shown = orjson.loads(sourced.prepare(raw, source(), ZONE).body)["features"]
    assert shown[0]["geometry"]["coordinates"] == list(SPOT)


def test_moments_are_told_in_one_form_and_without_a_zone_are_the_city_s():
    timed = source(time=Time(since="a", until="b"))
    shown, _ = prepared([feature(point(*SPOT), a="2026-03-18T10:00:00", b="2026-03-18T03:00:00Z"),
                         feature(point(*SPOT), a="soon", b=1_000)], timed)
    ten = datetime(2026, 3, 18, 10, tzinfo=ZONE).timestamp() * 1000
    assert [(one["properties"]["_since"], one["properties"]["_until"]) for one in shown] == [
        (ten, ten + 3_600_000), (None, 1_000)]


def test_an_empty_collection_is_a_layer_without_shapes():
    shown, found = prepared([])
    assert (shown, found.shapes, found.left_out) == ([], 0, {})


@pytest.mark.parametrize("raw", [b"", b"<html>", b"[]", b"1", b'{"type":"Topology"}', b'{"type":"FeatureCollection"}',
                                 b'{"type":"FeatureCollection","features":{}}', b'{"a":' * 40 + b"1" + b"}" * 40,
                                 b"\xff\xfe"])
def test_what_is_no_geojson_is_refused(raw):
    with pytest.raises(SourceFault) as refused:
        sourced.prepare(raw, source(), ZONE)
    assert refused.value.code == "not_geojson"


def test_a_system_that_the_file_did_not_declare_is_refused_by_name():
    named = {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4547"}}}
    with pytest.raises(SourceFault) as refused:
        prepared([feature(point(*SPOT))], **named)
    assert (refused.value.code, refused.value.detail.endswith("4547")) == ("other_system", True)
    assert prepared([], crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}})[0] == []
