"""A snapshot is found by who may see its area, until it ends or is taken away, and gives nobody a right."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from data.errors import Busy, CityError, Invalid, NotAllowed, NotFound
from data.models.person import AuditRow
from data.snapshots import keeping
from data.snapshots.keeping import Taken
from tests import cast

ZOE = replace(cast.ALICE, person="zoe", name="Zoe")
"""A colleague of Alice's."""


def taken(area: str = cast.WEST_DISTRICT, **changes) -> Taken:
    return replace(Taken(area=area, moment=cast.NOW, address="?area=x", body=b"body", layout="1", lasts="7d",
                         audience="area"), **changes)


def keep(write, scope=cast.ALICE, **changes) -> str:
    with write(scope=scope) as visit:
        return keeping.keep(visit, taken(**changes)).id


def seen(read, snapshot_id: str, scope=cast.ALICE, now=cast.NOW):
    with read(scope=scope, now=now) as visit:
        return keeping.find(visit, snapshot_id).body


def test_it_stays_as_it_was_kept_until_it_ends(read, write):
    one = keep(write)
    assert seen(read, one) == seen(read, one, now=cast.NOW + timedelta(days=6, hours=23)) == b"body"
    with pytest.raises(NotFound):
        seen(read, one, now=cast.NOW + timedelta(days=7))


def test_it_is_for_whoever_may_see_its_area_and_for_nobody_else(read, write):
    one = keep(write)
    assert seen(read, one, ZOE) == seen(read, one, cast.BO) == b"body"
    for stranger in (cast.CHEN, cast.NOBODY):
        with pytest.raises(NotFound):
            seen(read, one, stranger)
    with pytest.raises(NotFound):
        seen(read, keep(write, area=cast.EAST_DISTRICT), cast.BO)


def test_one_s_own_is_for_oneself(read, write):
    one = keep(write, audience="own")
    assert seen(read, one) == b"body"
    with pytest.raises(NotFound):
        seen(read, one, ZOE)


def test_only_who_took_it_takes_it_away_and_both_are_on_record(read, write):
    one = keep(write)
    with write(scope=ZOE) as visit, pytest.raises(NotFound):
        keeping.withdraw(visit, one)
    with write(scope=cast.ALICE) as visit:
        keeping.withdraw(visit, one)
    with pytest.raises(NotFound):
        seen(read, one)
    with read() as visit:
        noted = visit.session.scalars(select(AuditRow).where(AuditRow.subject == one).order_by(AuditRow.seq))
        assert [(row.what, row.person) for row in noted] == [("snapshot.keep", "alice"), ("snapshot.withdraw", "alice")]


def test_one_s_own_are_listed_the_newest_first(read, write):
    first = keep(write)
    with write(scope=cast.ALICE, now=cast.NOW + timedelta(minutes=1)) as visit:
        second = keeping.keep(visit, taken()).id
    keep(write, ZOE)
    with read(scope=cast.ALICE) as visit:
        assert [one.id for one in keeping.own(visit)] == [second, first]


@pytest.mark.parametrize(("scope", "changes", "refused"), [
    (cast.BO, {"area": cast.EAST_DISTRICT}, NotAllowed), (cast.NOBODY, {}, NotAllowed),
    (cast.ALICE, {"lasts": "9d"}, Invalid), (cast.ALICE, {"audience": "world"}, Invalid),
    (cast.ALICE, {"body": b"x" * (keeping.LARGEST_BODY + 1)}, Invalid),
])
def test_what_cannot_be_kept_is_refused(write, scope, changes, refused: type[CityError]):
    with pytest.raises(refused):
        keep(write, scope, **changes)


def test_nobody_keeps_more_than_there_is_room_for_and_what_ended_makes_room(write, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keeping, "MOST_OF_ONE", 2)
    keep(write, lasts="1d")
    keep(write)
    with pytest.raises(Busy):
        keep(write)
    with write(scope=cast.ALICE, now=cast.NOW + timedelta(days=2)) as visit:
        assert keeping.keep(visit, taken()).id
