"""GeoJSON: what is listed leaves, what is not stays; five decimals; nothing that JSON does not know."""

import json

import geopandas as gpd
import numpy as np
import shapely
from geopandas.testing import assert_geodataframe_equal
from hypothesis import given
from hypothesis import strategies as st

from layers import geojson

LON, LAT = st.floats(-180, 180), st.floats(-90, 90)


def encoded(frame, *properties) -> list[dict]:
    body = json.loads(geojson.encode(frame, properties))
    assert body["type"] == "FeatureCollection"
    return body["features"]


def test_only_listed_properties_leave():
    frame = geojson.frame([{"no": "1", "phone": "138", "n": 2}], shapely.points([[120, 30]]), ("no", "phone", "n"))
    assert [one["properties"] for one in encoded(frame, "n", "no", "absent")] == [{"n": 2, "no": "1"}]
    assert [one["properties"] for one in encoded(frame)] == [{}]


@given(st.lists(st.tuples(LON, LAT), max_size=5))
def test_points_come_back_within_a_metre(spots):
    frame = geojson.frame([{"n": n} for n in range(len(spots))], [shapely.Point(spot) for spot in spots], ("n",))
    back = [one["geometry"]["coordinates"] for one in encoded(frame, "n")]
    assert np.allclose(np.reshape(back, (-1, 2)), np.reshape(spots, (-1, 2)), atol=0.6e-5)
    assert [one["properties"]["n"] for one in encoded(frame, "n")] == list(range(len(spots)))


def test_polygons_with_holes_and_many_parts_come_back_whole():
    ring = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
    both = shapely.union_all([ring, shapely.box(20, 0, 21, 1)])
    frame = geojson.frame([{"n": 1}], [both], ("n",))
    back = gpd.GeoDataFrame.from_features(encoded(frame, "n"), crs="EPSG:4326")
    assert_geodataframe_equal(back, frame, check_like=True, normalize=True)


def test_what_json_does_not_know_is_null_and_text_is_escaped():
    rows = [{"a": float("nan"), "b": None, "c": '</script>"\u2028'}, {"a": 1.5, "b": 3, "c": "路"}]
    frame = geojson.frame(rows, shapely.points([[0, 0], [1, 1]]), ("a", "b", "c"))
    assert [one["properties"] for one in encoded(frame, "a", "b", "c")] == [
        {"a": None, "b": None, "c": '</script>"\u2028'}, {"a": 1.5, "b": 3, "c": "路"}]


def test_nothing_is_a_collection_without_features():
    frame = geojson.frame([], [], ("a", "b"))
    assert list(frame.columns) == ["a", "b", "geometry"]
    assert encoded(frame, "a") == []
