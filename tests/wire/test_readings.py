"""Posting readings: stored, known already or rejected; for keys that may, and nobody else."""

from datetime import timedelta

import pytest

from data import clock
from tests import cast, gauges
from tests.wire.test_description import answer_schema, faults

PATH = "/api/v1/readings"


@pytest.fixture
def post(house):
    key = house.key("readings.write")

    def send(*rows, by=key, **more):
        return house.ask("POST", PATH, key=by, json=list(rows), **more)

    return send


def now(minutes=0):
    return (clock.now() - timedelta(minutes=minutes)).isoformat()


def test_what_became_of_each_row_is_told(house, post):
    same = gauges.reading("a", 5, at=now(5))
    answer = post(same, gauges.reading("b", 1, value="deep", at=now()), same)
    body = answer.json()
    assert answer.status_code == 200
    assert faults(body, answer_schema(PATH, "post")) == []
    assert (body["received"], body["stored"], body["duplicate"]) == (3, [{"sensor_id": "a"}], [{"sensor_id": "a"}])
    assert [(one["index"], one["sensor_id"], one["code"]) for one in body["rejected"]] == [(1, "b", "bad_value")]
    page = house.ask("GET", "/pages/warnings?area=9901", cast.ALICE).text
    assert "水位 a" in page or "Gauge a" in page


@pytest.mark.parametrize(("body", "status"), [(b"{", 400), (b"{}", 422), (b"[]", 422),
                                              (b"[" + b"1," * 1000 + b"1]", 422)])
def test_what_is_no_batch_is_refused(house, body, status):
    answer = house.ask("POST", PATH, key=house.key("readings.write"), content=body,
                       headers={"Content-Type": "application/json"})
    assert answer.status_code == status


def test_strangers_are_refused(house, post):
    assert house.ask("POST", PATH, json=[gauges.reading()]).status_code == 401
    assert house.ask("POST", PATH, cast.ALICE, json=[gauges.reading()]).status_code in (401, 403)
    assert post(gauges.reading(), by=house.key("events.write")).status_code == 403
