"""Stock through the programs' routes: movements in, levels out; for keys that may, and nobody else."""

import pytest

from data import clock
from data.scope import Scope
from data.visit import writing
from tests import cast, stocks
from tests.wire.test_description import answer_schema, faults

PATH = "/api/v1/stock"


@pytest.fixture
def depot(house) -> str:
    with writing(house.center.database, Scope.of_job("test"), house.center.settings, now=clock.now()) as visit:
        return stocks.depot(visit)


def row(depot: str, key: str, **changes):
    return {"key": key, "act": "received", "kind": "pump", "quantity": 3, "depot": depot, **changes}


def test_movements_are_told_apart_and_levels_are_answered(house, depot):
    key = house.key("stock.move", "areas.view")
    rows = [row(depot, "w-1"), row(depot, "w-1"), row(depot, "w-2", act="issued", case_no="none"), {}]
    answer = house.ask("POST", PATH, key=key, json=rows)
    assert answer.status_code == 200
    body = answer.json()
    assert faults(body, answer_schema(PATH, "post")) == []
    assert (body["received"], body["stored"], body["duplicate"]) == (4, ["w-1"], ["w-1"])
    assert [(one["index"], one["code"]) for one in body["rejected"]] == [(2, "case_not_found"), (3, "stock_row")]
    assert all(one["message"] for one in body["rejected"])
    levels = house.ask("GET", f"{PATH}?area=9901&kind=pump", key=key).json()
    assert faults(levels, answer_schema(PATH, "get")) == []
    assert [(one["depot"], one["on_hand"], one["state"]) for one in levels["items"]] == [(depot, 3, "enough")]
    assert len(house.ask("GET", "/layers/depots.geojson", cast.ALICE).json()["features"]) == 1


@pytest.mark.parametrize(("body", "status"), [(b"{", 400), (b"{}", 422), (b"[]", 422)])
def test_what_is_no_batch_is_refused(house, body, status):
    answer = house.ask("POST", PATH, key=house.key("stock.move"), content=body,
                       headers={"Content-Type": "application/json"})
    assert answer.status_code == status


def test_strangers_are_refused(house, depot):
    assert house.ask("POST", PATH, json=[row(depot, "s")]).status_code == 401
    assert house.ask("POST", PATH, key=house.key("events.write"), json=[row(depot, "s")]).status_code == 403
    assert house.ask("GET", PATH, key=house.key("events.write")).status_code == 403
    press = house.ask("POST", "/pages/stock/move", cast.CHEN, json=row(depot, "s"))
    assert press.status_code == 403
