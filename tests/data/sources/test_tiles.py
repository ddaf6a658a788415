"""The address of a tile, the moments of a layer with time, and what is a picture."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from data.errors import Invalid
from data.sources import tiles
from data.sources.declared import Source, Time

BASE = {"title": "洪水", "owner": "水务局", "licence": "内部"}
XYZ = Source(name="a", kind="xyz", url="https://a.example/{z}/{x}/{y}.png", **BASE)
WMS = Source(name="b", kind="wms", url="https://a.example/wms?map=x", layers="flood,rain", **BASE)
AT = datetime(2026, 3, 18, 2, 0, tzinfo=UTC)


def test_an_xyz_address_is_filled_with_numbers_alone():
    assert tiles.url_of(XYZ, 3, 1, 2, None) == "https://a.example/3/1/2.png"
    turned = XYZ.model_copy(update={"url": "https://a.example/{z}/{x}/{-y}/{time}"})
    assert tiles.url_of(turned, 3, 1, 2, AT) == "https://a.example/3/1/5/2026-03-18T02:00:00Z"


def test_a_wms_is_asked_for_the_tile_s_square_in_web_mercator():
    asked = parse_qs(urlsplit(tiles.url_of(WMS, 1, 1, 0, AT)).query, keep_blank_values=True)
    assert asked["map"] == ["x"]
    assert [round(float(one)) for one in asked["BBOX"][0].split(",")] == [0, 0, 20037508, 20037508]
    assert (asked["CRS"], asked["LAYERS"], asked["TIME"]) == (["EPSG:3857"], ["flood,rain"], ["2026-03-18T02:00:00Z"])
    older = WMS.model_copy(update={"version": "1.1.1"})
    assert "SRS=EPSG%3A3857" in tiles.url_of(older, 1, 1, 0, None)
    assert "TIME" not in tiles.url_of(older, 1, 1, 0, None)


@pytest.mark.parametrize("spot", [(-1, 0, 0), (3, 8, 0), (3, 0, 8), (3, -1, 0), (99, 0, 0)])
def test_a_tile_off_the_map_is_refused(spot):
    with pytest.raises(Invalid):
        tiles.url_of(XYZ, *spot, None)


def test_moments_are_whole_steps_up_to_now():
    timed = WMS.model_copy(update={"time": Time(hours_back=2, every_minutes=30)})
    found = tiles.moments(timed, datetime(2026, 3, 18, 2, 17, tzinfo=UTC))
    assert [one.strftime("%H:%M") for one in found] == ["00:00", "00:30", "01:00", "01:30", "02:00"]
    assert tiles.moments(WMS, AT) == []


def test_a_picture_is_known_by_its_first_bytes():
    assert tiles.picture_kind(b"\x89PNG\r\n\x1a\n....") == "image/png"
    assert tiles.picture_kind(b"RIFF....WEBPVP8 ") == "image/webp"
    assert tiles.picture_kind(b"<svg onload=alert(1)>") == ""
    assert tiles.picture_kind(b"") == ""
