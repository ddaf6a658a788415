"""Which cameras see a place: by distance and by where they look."""

import pytest

from data.cameras.nearest import bearing_to, look, nearest
from data.cameras.register import Camera
from tests import cast, eyes

LON, LAT = 120.0, 30.0
METRE = 1 / 111_195
FACTS = {"id": "a", "name": "a", "lon": LON, "lat": LAT, "kind": "picture", "url": "https://a.example/x",
         "owner": "公安", "purpose": "路口", "retention": "30 天"}


@pytest.mark.parametrize(("bearing", "angle", "north_m", "east_m", "covers"), [
    (0, 60, 50, 0, True), (0, 60, -50, 0, False), (0, 60, 0, 50, False), (90, 60, 0, 50, True),
    (350, 60, 50, 10, True), (10, 60, 50, -10, True), (180, 90, -50, 0, True), (0, 360, -50, 0, True),
    (0, 60, 150, 0, False), (0, 60, 50, 26, True), (0, 60, 50, 32, False), (90, 10, 0, 0, True)])
def test_a_place_is_covered_within_range_and_angle(bearing, angle, north_m, east_m, covers):
    camera = Camera(**FACTS, bearing=bearing, angle=angle, range_m=100)
    found = look(camera, LON + east_m * METRE / 0.866, LAT + north_m * METRE)
    assert found.covers is covers
    assert found.distance_m == pytest.approx((north_m**2 + east_m**2) ** 0.5, abs=1)


@pytest.mark.parametrize(("lon", "lat", "bearing"), [(0, 1, 0), (1, 0, 90), (0, -1, 180), (-1, 0, 270)])
def test_a_bearing_goes_clockwise_from_north(lon, lat, bearing):
    assert bearing_to(0, 0, lon, lat) == pytest.approx(bearing)


def test_those_that_see_the_place_come_first_then_those_beside_it(read, settings):
    lon, lat = cast.at(0.5, 0.5)
    cameras = [eyes.camera("far-east", lon - 0.003, lat), eyes.camera("back", lon + 0.0005, lat),
               eyes.camera("near-east", lon - 0.001, lat), eyes.camera("away", lon + 0.02, lat)]
    eyes.register(settings.data_dir, *cameras)
    with read(scope=cast.ALICE) as visit:
        found = nearest(visit, lon, lat)
        assert [(one.camera.id, one.covers) for one in found] == [
            ("near-east", True), ("far-east", True), ("back", False)]
        assert len(nearest(visit, lon, lat, limit=1)) == 1
