"""Posting capacity: stored, known already or rejected; for keys that may, and nobody else."""

from datetime import timedelta

import pytest

from data import clock
from tests import beds, cast
from tests.wire.test_description import answer_schema, faults

PATH = "/api/v1/facilities"


@pytest.fixture
def post(house):
    key = house.key("facilities.write")

    def send(*rows, by=key, **more):
        return house.ask("POST", PATH, key=by, json=list(rows), **more)

    return send


def now(minutes=0):
    return (clock.now() - timedelta(minutes=minutes)).isoformat()


def test_what_became_of_each_row_is_told_and_stands_on_the_map(house, post):
    answer = post(beds.row("a", as_of=now()), beds.row("b", free=-1), beds.row("a", as_of=now(5)))
    body = answer.json()
    assert answer.status_code == 200
    assert faults(body, answer_schema(PATH, "post")) == []
    assert (body["received"], body["stored"], body["duplicate"]) == (3, [{"facility_id": "a"}], [{"facility_id": "a"}])
    assert [(one["index"], one["facility_id"], one["code"]) for one in body["rejected"]] == [(1, "b", "bad_capacity")]
    shown = house.ask("GET", "/layers/facilities.geojson", cast.ALICE).json()["features"]
    assert [(one["properties"]["id"], one["properties"]["free"]) for one in shown] == [("health/a", 40)]


def test_sent_twice_it_is_stored_once(post):
    row = beds.row(as_of=now())
    for stored, duplicate in ((1, 0), (0, 1)):
        body = post(row).json()
        assert (len(body["stored"]), len(body["duplicate"])) == (stored, duplicate)


@pytest.mark.parametrize(("body", "status"), [(b"{", 400), (b"{}", 422), (b"[]", 422),
                                              (b"[" + b"1," * 1000 + b"1]", 422)])
def test_what_is_no_batch_is_refused(house, body, status):
    answer = house.ask("POST", PATH, key=house.key("facilities.write"), content=body,
                       headers={"Content-Type": "application/json"})
    assert answer.status_code == status


def test_strangers_are_refused(house, post):
    assert house.ask("POST", PATH, json=[beds.row()]).status_code == 401
    assert house.ask("POST", PATH, cast.ALICE, json=[beds.row()]).status_code in (401, 403)
    assert post(beds.row(), by=house.key("events.write")).status_code == 403
