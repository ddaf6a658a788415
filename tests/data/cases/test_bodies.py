"""What a screen gets to see of a case or a unit: small, flat, and nothing about whoever reported."""

from datetime import timedelta

import orjson
import pytest

from data.cases import bodies
from tests import cast, pile

SHOWN = {"no", "state", "open", "priority", "class", "text", "area", "placed", "lon", "lat", "at", "due", "ack",
         "version", "dept", "watched"}


def case(**changes):
    return pile.case(pile.HERE, cast.NOW, **{"version": 3, "lon": 120.123456789, **changes})


def test_a_case_is_told_without_its_reporter_source_or_address():
    body = bodies.case_body(case(reporter={"phone": "13800000000"}, address="某路 1 号", acknowledged_by="Alice"))
    assert set(body) == SHOWN
    for secret in ("13800000000", "某路", "Alice", "pile"):
        assert secret not in orjson.dumps(body).decode()


def test_moments_are_seconds_and_places_a_tenth_of_a_metre():
    body = bodies.case_body(case(received_at=cast.NOW + timedelta(milliseconds=900), due_at=None))
    assert (body["at"], body["due"]) == (int(cast.NOW.timestamp()), None)
    assert body["lon"] == 120.123457
    assert (body["ack"], body["open"], body["version"]) == (False, True, 3)


def test_an_alarm_that_is_kept_off_the_walls_says_until_when():
    until = cast.NOW + timedelta(minutes=30)
    assert bodies.case_body(case(shelved_until=until))["shelved"] == int(until.timestamp())
    assert "shelved" not in bodies.case_body(case())


@pytest.mark.parametrize("length", [0, bodies.TEXT_SHOWN, bodies.TEXT_SHOWN + 1, 5_000])
def test_a_long_text_is_cut(length):
    assert len(bodies.case_body(case(text="文" * length))["text"]) == min(length, bodies.TEXT_SHOWN)


def test_a_unit_is_told_as_it_stands():
    unit = cast.units()[0]
    assert bodies.unit_body(unit) == {
        "id": cast.SWEEPERS, "name": "SAN-1组", "name_en": "Team SAN-1", "kind": "sanitation", "status": "available",
        "lon": round(unit.lon, 6), "lat": round(unit.lat, 6), "at": int(cast.NOW.timestamp()) - 60,
        "area": cast.WEST_DISTRICT}


@pytest.mark.parametrize(("moment", "stamp"), [(None, None), (cast.NOW, 1_773_799_200)])
def test_a_moment_is_whole_seconds_or_none(moment, stamp):
    assert bodies.stamp(moment) == stamp
