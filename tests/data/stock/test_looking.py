"""Reading stock: levels and sums by area, what is near, limits, and a proof that nothing is lost."""

import pytest
from sqlalchemy import select, update

from data.errors import Invalid, NotAllowed
from data.models.case import Case
from data.models.stock import StockBalance
from data.scope import ROLES, WHOLE_CITY, Scope
from data.stock import limits, looking, taking
from tests import cast, stocks


@pytest.fixture
def two(write) -> tuple[str, str]:
    """Fill a depot in the west and one in the east."""
    with write(scope=cast.ALICE) as visit:
        west, east = stocks.depot(visit), stocks.depot(visit, "东库", (3.5, 0.5))
        for depot, kind, quantity in ((west, "pump", 2), (west, "sandbag", 900), (east, "pump", 8)):
            stocks.move(visit, "received", quantity, kind=kind, depot=depot)
    return west, east


def test_levels_say_what_is_low_and_sums_what_is_out(write, read, two):
    west, _ = two
    with write(scope=cast.ALICE) as visit:
        stocks.move(visit, "issued", 2, kind="pump", depot=west, case_no=cast.open_case(visit))
    with read() as visit:
        found = looking.levels(visit, "9901")
        assert [(one.depot.name, one.material.code, one.free, one.state) for one in found] == [
            ("东库", "pump", 8, "enough"), ("西库", "pump", 0, "none"), ("西库", "sandbag", 900, "enough")]
        pumps, sandbags = looking.sums(visit, "9901", found)
        assert (pumps.on_hand, pumps.out, pumps.low, pumps.depots) == (8, 2, 1, 2)
        assert (sandbags.on_hand, sandbags.out) == (900, 0)
        assert [one.depot.name for one in looking.levels(visit, cast.EAST_DISTRICT)] == ["东库"]
        [held] = looking.of_case(visit, visit.session.scalars(select(Case.case_no)).one())
        assert (held.material.code, held.quantity, len(held.entries)) == ("pump", 2, 1)


def test_a_limit_is_set_by_who_may_and_by_nobody_else(write, read, two):
    _, east = two
    with write(scope=cast.ALICE) as visit:
        limits.set_low(visit, east, "pump", 8)
        limits.set_low(visit, east, "pump", 9)
    with read() as visit:
        [level] = looking.levels(visit, cast.EAST_DISTRICT)
    assert (level.low_at, level.state) == (9, "low")
    stranger = Scope(person="wu", name="Wu", areas=frozenset({WHOLE_CITY}), may=ROLES["officer"])
    with pytest.raises(NotAllowed), write(scope=stranger) as visit:
        limits.set_low(visit, east, "pump", 1)
    with pytest.raises(Invalid), write(scope=cast.ALICE) as visit:
        limits.set_low(visit, east, "pump", -1)


def test_the_nearest_have_enough_and_say_by_what_their_minutes_were_reckoned(write, read, two):
    with write() as visit:
        number = cast.open_case(visit, "near", (0.6, 0.5))
    with read() as visit:
        case = visit.session.scalars(select(Case).where(Case.case_no == number)).one()
        found = looking.nearest(visit, case, "pump", 1)
        assert [one.level.depot.name for one in found] == ["西库", "东库"]
        assert 0 < found[0].minutes < found[1].minutes
        assert not found[0].on_roads
        assert [one.level.depot.name for one in looking.nearest(visit, case, "pump", 5)] == ["东库"]
        assert looking.nearest(visit, case, "pump", 50) == []


def test_a_balance_that_somebody_changed_past_the_ledger_is_found(write, read, two):
    west, _ = two
    with write() as visit:
        visit.session.execute(update(StockBalance).where(StockBalance.holder == west, StockBalance.kind == "pump",
                                                         StockBalance.area_code == cast.grid_code(0, 0))
                              .values(quantity=7))
    with read() as visit:
        assert looking.unsettled(visit, "9901") == {("depot", west, "pump", ""): (2, 7)}


def test_rows_from_outside_are_taken_one_by_one_and_a_bad_one_leaves_the_others_alone(write, read, two):
    west, _ = two
    good = {"key": "a", "act": "received", "kind": "pump", "quantity": 1, "depot": west}
    rows = [good, {**good, "key": "b", "quantity": "3"}, good, {**good, "key": "c", "act": "issued", "quantity": 99},
            7, {**good, "key": "d", "colour": "red"}, {**good, "key": "e", "kind": "pump\0"}]
    with write(scope=cast.ALICE) as visit:
        outcome = taking.take(visit, rows)
    assert (outcome.stored, outcome.duplicate) == ([0], [2])
    assert [(number, error.code) for number, error in outcome.rejected] == [
        (1, "stock_row"), (3, "stock_ends"), (4, "stock_row"), (5, "stock_row"), (6, "stock_row")]
    with read() as visit:
        assert sum(one.on_hand for one in looking.levels(visit, cast.WEST_DISTRICT, kind="pump")) == 3
