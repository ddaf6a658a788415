"""Moving stock: both ends at once, each key once, never below nothing, every refusal a sentence."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import settings as settings_of
from hypothesis import strategies as st
from sqlalchemy import select

from data.errors import CityError, Conflict, Invalid, NotAllowed, NotFound
from data.models.case import Case
from data.models.person import AuditRow
from data.models.stock import StockBalance, StockEntry
from data.scope import ROLES, WHOLE_CITY, Scope
from data.stock import looking, moving
from data.stock.moving import ACTS
from data.visit import writing
from tests import cast, stocks
from tests.data.racing import race

DUTY = cast.ALICE
OF_THE_WEST = Scope(person="bai", name="Bai", areas=frozenset({cast.WEST_DISTRICT}), may=ROLES["dispatcher"])
STRANGER = Scope(person="wu", name="Wu", areas=frozenset({WHOLE_CITY}), may=ROLES["officer"])


@pytest.fixture
def west(write) -> str:
    with write() as visit:
        return stocks.depot(visit)


@pytest.fixture
def east(write) -> str:
    with write() as visit:
        return stocks.depot(visit, "东库", (3.5, 0.5))


@pytest.fixture
def case(write) -> str:
    with write() as visit:
        return cast.open_case(visit)


def on_hand(read, depot: str, kind: str = "pump") -> int:
    with read() as visit:
        return sum(one.on_hand for one in looking.levels(visit, "9901", kind=kind, depot=depot))


def refused(write, act: str, quantity=10, *, scope=DUTY, **changes) -> str:
    with pytest.raises(CityError) as said, write(scope=scope) as visit:
        stocks.move(visit, act, quantity, **changes)
    return said.value.code


def test_what_comes_in_goes_out_to_a_case_and_what_comes_back_is_in_the_ledger_with_name_and_time(
        write, read, west, case):
    with write(scope=DUTY) as visit:
        stocks.move(visit, "received", 12, depot=west)
        stocks.move(visit, "issued", 5, depot=west, case_no=case)
        stocks.move(visit, "returned", 3, depot=west, case_no=case)
        stocks.move(visit, "used", 2, case_no=case, reason="flooded")
    assert on_hand(read, west) == 10
    with read() as visit:
        ledger = looking.movements(visit, "9901")
        assert sorted((one.act, one.holder_kind, one.change, one.after) for one in ledger) == [
            ("issued", "case", 5, 5), ("issued", "depot", -5, 7), ("received", "depot", 12, 12),
            ("returned", "case", -3, 2), ("returned", "depot", 3, 10), ("used", "case", -2, 0)]
        assert {(one.by_name, one.at) for one in ledger} == {("Alice", cast.NOW)}
        assert [(one.what, one.details["quantity"]) for one in visit.session.scalars(
            select(AuditRow).where(AuditRow.what.startswith("stock_")).order_by(AuditRow.seq))] == [
                ("stock_received", 12), ("stock_issued", 5), ("stock_returned", 3), ("stock_used", 2)]


def test_the_same_key_moves_once_and_stands_for_nothing_else(write, read, west):
    with write(scope=DUTY) as visit:
        first = stocks.move(visit, "received", 4, depot=west, key="one")
    with write(scope=DUTY) as visit:
        again = stocks.move(visit, "received", 4, depot=west, key="one")
    assert (first.was_done, again.was_done, again.moved) == (False, True, 4)
    assert on_hand(read, west) == 4
    assert refused(write, "received", 5, depot=west, key="one") == "stock_key_used"


def test_more_than_there_is_is_refused_with_how_many_there_are_and_leaves_nothing_behind(write, read, west, east, case):
    with write(scope=DUTY) as visit:
        stocks.move(visit, "received", 3, depot=west)
    with pytest.raises(Conflict) as said, write(scope=DUTY) as visit:
        stocks.move(visit, "issued", 4, depot=west, case_no=case, key="again")
    assert said.value.values == {"have": 3, "wanted": 4, "kind": "移动排水泵", "unit": "台", "holder": "西库"}
    assert refused(write, "moved", 4, depot=west, to=east) == "stock_short"
    assert refused(write, "returned", 1, depot=west, case_no=case) == "stock_short"
    with write(scope=DUTY) as visit:
        assert not stocks.move(visit, "issued", 3, depot=west, case_no=case, key="again").was_done


def test_what_expires_first_goes_first_and_what_has_expired_does_not_go(write, read, west, case):
    with write(scope=DUTY, now=cast.NOW.replace(month=1)) as visit:
        for day, count in (("2026-03-01", 5), ("2026-04-01", 2), ("", 9), ("2026-05-01", 4)):
            stocks.move(visit, "received", count, kind="water", depot=west, expires_on=day)
    assert refused(write, "issued", 16, kind="water", depot=west, case_no=case) == "stock_short"
    with write(scope=DUTY) as visit:
        stocks.move(visit, "issued", 7, kind="water", depot=west, case_no=case)
    with read() as visit:
        [level] = looking.levels(visit, "9901")
    assert level.lots == {"2026-03-01": 5, "2026-04-01": 0, "2026-05-01": 0, "": 8}
    assert (level.on_hand, level.expired, level.free) == (13, 5, 8)
    with write(scope=DUTY) as visit:
        stocks.move(visit, "used", 5, kind="water", depot=west, expires_on="2026-03-01", reason="expired")
    assert on_hand(read, west, "water") == 8


def test_a_count_is_entered_with_its_difference_and_a_difference_needs_a_reason(write, read, west):
    with write(scope=DUTY) as visit:
        stocks.move(visit, "received", 10, depot=west)
        stocks.move(visit, "counted", 10, depot=west)
    assert refused(write, "counted", 8, depot=west) == "reason_needed"
    with write(scope=DUTY) as visit:
        assert stocks.move(visit, "counted", 8, depot=west, reason="two are gone").moved == -2
        stocks.move(visit, "counted", 1, depot=west, kind="boat", reason="found")
    with read() as visit:
        counts = {one.kind: (one.counted, one.after - one.change, one.change, one.reason)
                  for one in looking.counts(visit, "9901")}
    assert counts == {"pump": (8, 10, -2, "two are gone"), "boat": (1, 0, 1, "found")}


def test_a_move_between_depots_is_whole_or_not_at_all_and_needs_the_right_at_both(write, read, west, east):
    with write(scope=DUTY) as visit:
        stocks.move(visit, "received", 6, depot=west)
        stocks.move(visit, "moved", 2, depot=west, to=east)
    assert (on_hand(read, west), on_hand(read, east)) == (4, 2)
    assert refused(write, "moved", 1, scope=OF_THE_WEST, depot=west, to=east) == "depot_not_found"
    assert refused(write, "moved", 1, depot=west, to=west) == "stock_ends"


@pytest.mark.parametrize(("changes", "code"), [
    ({"quantity": 0}, "stock_quantity"), ({"quantity": -1}, "stock_quantity"), ({"quantity": 1.5}, "stock_quantity"),
    ({"quantity": True}, "stock_quantity"), ({"quantity": 10_000_000}, "stock_quantity"),
    ({"kind": "rockets"}, "material_not_found"), ({"depot": "x"}, "depot_not_found"),
    ({"depot": "999999"}, "depot_not_found"), ({"depot": ""}, "stock_ends"), ({"act": "lost"}, "stock_act"),
    ({"expires_on": "soon"}, "stock_day"), ({"expires_on": "20261123"}, "stock_day"),
    ({"expires_on": "2020-01-01"}, "stock_expired"), ({"reason": "x" * 241}, "note_too_long"),
    ({"key": "k" * 81}, "stock_key"), ({"act": "issued"}, "stock_ends"),
    ({"act": "issued", "case_no": "2026-none"}, "case_not_found"), ({"act": "issued", "unit": "none"},
                                                                   "unit_not_found"),
    ({"act": "issued", "case_no": "x", "unit": "y"}, "stock_ends"), ({"act": "used"}, "reason_needed"),
])
def test_what_makes_no_sense_is_refused_by_name(write, west, changes, code):
    given = {"act": "received", "quantity": 1, "depot": west, **changes}
    assert refused(write, given.pop("act"), given.pop("quantity"), **given) == code


def test_strangers_and_other_districts_move_nothing(write, read, west, east):
    with write(scope=STRANGER) as visit, pytest.raises(NotAllowed):
        stocks.move(visit, "received", depot=west)
    with write(scope=OF_THE_WEST) as visit, pytest.raises(NotFound):
        stocks.move(visit, "received", depot=east)
    with write(scope=OF_THE_WEST) as visit:
        stocks.move(visit, "received", 2, depot=west)
    with read(scope=OF_THE_WEST) as visit:
        assert [one.depot.name for one in looking.levels(visit, "9901")] == ["西库"]


def test_nothing_is_issued_to_a_closed_case(write, west, case):
    with write(scope=DUTY) as visit:
        stocks.move(visit, "received", 2, depot=west)
        visit.session.scalars(select(Case)).one().is_open = False
    assert refused(write, "issued", 1, depot=west, case_no=case) == "stock_case_closed"


STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 9), st.integers(0, 1),
                           st.sampled_from(["", "2026-04-01"])), max_size=14)


@settings_of(max_examples=25)
@given(steps=STEPS)
def test_whatever_is_asked_the_ledger_adds_up_and_nobody_has_less_than_nothing(database, settings, city, job, steps):
    with writing(database, job, settings, now=cast.NOW) as visit:
        depots = [stocks.depot(visit), stocks.depot(visit, "二库", (1.5, 0.5))]
        number = cast.open_case(visit, f"stock-{depots[0]}")
        for act, quantity, which, day in steps:
            with_case = act in ("issued", "returned") or (act == "used" and which == 0)
            with contextlib.suppress(Conflict, Invalid), visit.session.begin_nested():
                stocks.move(visit, act, quantity, depot="" if act == "used" and with_case else depots[which],
                            to=depots[1 - which] if act == "moved" else "", case_no=number if with_case else "",
                            expires_on=day if act in ("received", "counted") else moving.ANY_DAY, reason="x")
        assert looking.unsettled(visit, "9901") == {}
        assert min(visit.session.scalars(select(StockBalance.quantity)), default=0) >= 0
        came_and_went = ("received", "used", "counted")
        entries = visit.session.scalars(select(StockEntry)).all()
        assert sum(one.change for one in entries if one.act not in came_and_went) == 0


def test_of_many_who_take_at_once_only_as_many_are_served_as_there_is(database, settings, write, read, west, case):
    with write(scope=DUTY) as visit:
        stocks.move(visit, "received", 3, depot=west)

    def take(number: int) -> str:
        with writing(database, DUTY, settings, now=cast.NOW) as visit:
            stocks.move(visit, "issued", 1, depot=west, case_no=case, key=f"race-{number}")
        return "served"

    assert sorted(race(take, 6)) == ["served"] * 3 + ["stock_short"] * 3
    with read() as visit:
        assert looking.unsettled(visit, "9901") == {}
    assert on_hand(read, west) == 0


def test_of_many_who_send_the_same_key_one_moves_and_all_hear_the_same(database, settings, write, read, west):
    def receive(_number: int) -> str:
        with writing(database, DUTY, settings, now=cast.NOW) as visit:
            return f"{stocks.move(visit, 'received', 4, depot=west, key='same').moved}"

    assert race(receive, 4) == ["4"] * 4
    assert on_hand(read, west) == 4


def test_depots_that_send_to_each_other_at_once_do_not_wait_for_ever(database, settings, write, read, west, east):
    with write(scope=DUTY) as visit:
        stocks.move(visit, "received", 9, depot=west)
        stocks.move(visit, "received", 9, depot=east)

    def swap(number: int) -> str:
        here, there = (west, east) if number % 2 else (east, west)
        with writing(database, DUTY, settings, now=cast.NOW) as visit:
            stocks.move(visit, "moved", 2, depot=here, to=there, key=f"swap-{number}")
        return "moved"

    assert race(swap, 4) == ["moved"] * 4
    assert on_hand(read, west) + on_hand(read, east) == 18
