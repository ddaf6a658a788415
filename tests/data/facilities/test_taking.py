"""Taking capacity in: newer replaces older, the same changes nothing, a bad row is told why."""

from datetime import datetime

import pytest
from sqlalchemy import select

from data.errors import NotAllowed
from data.facilities import taking
from data.facilities.taking import REASONS
from data.models.facility import Facility
from data.scope import Scope
from tests import beds, cast
from tests.data.racing import race

SENDER = Scope(person="s", name="health", areas=frozenset({""}), may=frozenset({"facilities.write"}))
WEST = Scope(person="w", name="west", areas=frozenset({cast.WEST_DISTRICT}), may=frozenset({"facilities.write"}))


@pytest.fixture
def take(write):
    def taken(*rows, scope=SENDER):
        with write() as visit:
            index = cast.index_of(visit)
        with write(scope=scope) as visit:
            return taking.store(visit, [taking.read_row(one, cast.NOW) for one in rows], index)

    return taken


def kept(read):
    with read() as visit:
        found = visit.session.scalars(select(Facility)).all()
        return {one.facility_id: (one.free, one.as_of, one.area_code) for one in found}


def test_a_row_is_stored_where_it_stands(read, take):
    assert take(beds.row()).stored == [0]
    assert kept(read) == {"b-1": (40, datetime.fromisoformat("2026-03-18T01:50:00+00:00"), cast.grid_code(0, 0))}


def test_only_what_is_newer_changes_anything(read, take):
    take(beds.row())
    again = take(beds.row(), beds.row(free=1, as_of="2026-03-18T09:49:00+08:00"))
    assert (again.stored, again.duplicate) == ([], [0, 1])
    assert take(beds.row(free=3, as_of="2026-03-18T09:51:00+08:00")).stored == [0]
    assert kept(read)["b-1"][0] == 3


def test_one_batch_may_tell_of_a_facility_twice_and_the_newest_stays(read, take):
    outcome = take(beds.row(free=5, as_of="2026-03-18T09:58:00+08:00"), beds.row(free=9))
    assert (outcome.stored, outcome.duplicate, kept(read)["b-1"][0]) == ([0], [1], 5)


@pytest.mark.parametrize(("changes", "reason"), [
    ({"source": ...}, "no_id"), ({"facility_id": " "}, "no_id"), ({"facility_id": 7}, "no_id"),
    ({"facility_id": "x" * 65}, "id_too_long"), ({"kind": "pool"}, "unknown_kind"), ({"name": ""}, "no_name"),
    ({"name": "x" * 121}, "no_name"), ({"lon": "120"}, "unreadable_coordinate"),
    ({"lat": 91}, "unreadable_coordinate"),
    ({"lon": True}, "unreadable_coordinate"), ({"free": 101}, "bad_capacity"), ({"free": -1}, "bad_capacity"),
    ({"total": 1.5}, "bad_capacity"), ({"total": True, "free": True}, "bad_capacity"),
    ({"total": 10**9}, "bad_capacity"),
    ({"as_of": "2026-03-18T09:50:00"}, "unreadable_date"), ({"as_of": ...}, "unreadable_date"),
    ({"as_of": "2026-03-18T11:00:00+08:00"}, "in_the_future"), ({"name": "a\0b"}, "unreadable_row"),
    ({"lon": 10.0}, "outside_every_area")])
def test_a_bad_row_is_told_why_and_the_others_are_stored(read, take, changes, reason):
    outcome = take(beds.row("bad", **changes), beds.row("good"))
    assert (outcome.rejected, outcome.stored) == ([(0, reason)], [1])
    assert reason in REASONS
    assert list(kept(read)) == ["good"]


def test_what_is_no_object_is_a_bad_row(take):
    assert [take(one).rejected for one in ("x", None, [])] == [[(0, "unreadable_row")]] * 3


def test_a_key_tells_only_of_facilities_in_its_area(read, take):
    east = beds.row("e", (3.5, 0.5))
    assert take(beds.row("w"), east, scope=WEST).rejected == [(1, "area_not_allowed")]
    take(east)
    moved = beds.row("e", (0.5, 0.5), as_of="2026-03-18T09:55:00+08:00")
    assert take(moved, scope=WEST).rejected == [(0, "area_not_allowed")]
    assert take(moved).rejected == [(0, "facility_moved")]
    assert kept(read)["e"][2] == cast.grid_code(3, 0)


def test_a_stranger_is_refused(take):
    with pytest.raises(NotAllowed):
        take(beds.row(), scope=cast.ALICE)


def test_of_those_who_tell_at_once_the_newest_stays_and_nobody_fails(read, take):
    def tell(number: int) -> str:
        told = take(beds.row(free=number, as_of=f"2026-03-18T09:0{number}:00+08:00"))
        return "stored" if told.stored else "duplicate"

    told = ["database_busy"]
    while "database_busy" in told:  # whoever was told to come again does
        told = race(tell, 4)
        assert set(told) <= {"stored", "duplicate", "database_busy"}
    assert tell(3) == "duplicate"
    assert kept(read)["b-1"][0] == 3
