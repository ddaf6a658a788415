"""The page of materials: sums, depots, ledger, counts; finding the nearest depot and issuing from it."""

import pytest

from dashboard.pages import stock
from data.errors import Invalid, NotAllowed
from data.scope import ROLES, WHOLE_CITY, Scope
from tests import cast, stocks
from tests.dashboard.reading import hooks, words

STRANGER = Scope(person="wu", name="Wu", areas=frozenset({WHOLE_CITY}), may=ROLES["verifier"])


@pytest.fixture
def depots(write) -> tuple[str, str]:
    with write(scope=cast.ALICE) as visit:
        west, east = stocks.depot(visit), stocks.depot(visit, "东库", (3.5, 0.5))
        stocks.move(visit, "received", 2, depot=west)
        stocks.move(visit, "received", 9, depot=east)
        stocks.move(visit, "counted", 8, depot=east, reason="one is gone")
    return west, east


@pytest.fixture
def case(write) -> str:
    with write() as visit:
        return cast.open_case(visit)


def test_sums_depots_the_ledger_and_counts_stand_there(page, depots):
    shown = page(stock)
    assert hooks(shown, "data-on-hand") == ["pump 10"]
    assert hooks(shown, "data-stock") == ["low", "enough"]
    assert hooks(shown, "data-change") == ["-1", "9", "2"]
    assert hooks(shown, "data-difference") == ["-1"]
    assert hooks(shown, "data-unsettled") == ["0"]


def test_a_depot_and_an_area_narrow_it(page, depots):
    _, east = depots
    assert hooks(page(stock, depot=east), "data-stock") == ["enough"]
    assert hooks(page(stock, area=cast.WEST_DISTRICT), "data-on-hand") == ["pump 2"]
    assert hooks(page(stock, kind="nonsense", n="x"), "data-stock") == ["low", "enough"]


def test_without_any_stock_it_says_so_in_both_languages(page):
    assert "还没有任何库存" in words(page(stock, language="zh-CN"))
    assert "There is no stock yet" in words(page(stock))


def test_the_nearest_depot_with_enough_issues_to_the_case(page, press, depots, case):
    west, east = depots
    came = press(stock, "look", {"case": case, "kind": "pump", "n": 2})
    assert hooks(page(stock, **came.go), "data-near") == [west, east]
    assert "by stated speed" in words(page(stock, **came.go))
    wish = {"act": "issued", "key": "one", "kind": "pump", "quantity": 2, "depot": west, "case_no": case}
    assert press(stock, "move", wish).text == "issued: Mobile pump, 2 units"
    assert press(stock, "move", wish).text == "It was entered already, and only once"
    assert hooks(page(stock, **came.go), "data-near") == [east]
    assert hooks(page(stock, case=case, kind="pump", n="50"), "data-nobody") == ["1"]
    assert "no case" in words(page(stock, case="nothing", kind="pump", n="1")).lower()


@pytest.mark.parametrize(("act", "given"), [
    ("move", {}), ("move", {"act": "received", "kind": "pump", "quantity": None}),
    ("move", {"act": 3, "kind": "pump", "quantity": 1}), ("look", {"case": "x", "kind": "pump", "n": 0}),
    ("limit", {"depot": "1", "kind": "pump", "low": "many"}),
])
def test_forms_that_make_no_sense_are_refused(press, depots, act, given):
    with pytest.raises(Invalid):
        press(stock, act, given)


def test_a_limit_is_set_and_holds(page, press, depots):
    _, east = depots
    assert press(stock, "limit", {"depot": east, "kind": "pump", "low": 20}).text == "The limit is 20 now"
    assert hooks(page(stock, depot=east), "data-stock") == ["low"]


def test_who_may_not_move_sees_no_form_and_is_refused(page, press, depots):
    west, _ = depots
    assert hooks(page(stock, scope=STRANGER), "data-act-form") == []
    with pytest.raises(NotAllowed):
        press(stock, "move", {"act": "received", "key": "x", "kind": "pump", "quantity": 1, "depot": west},
              scope=STRANGER)
    with pytest.raises(NotAllowed):
        press(stock, "limit", {"depot": west, "kind": "pump", "low": 1}, scope=STRANGER)
