"""A briefing is found by who may see its whole area, says what it said when it was made, and goes out complete."""

import gzip
import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from data.briefings import keeping, searching
from data.briefings.keeping import Made
from data.errors import Busy, CityError, Conflict, IllegalMove, Invalid, NotAllowed, NotFound
from data.models.briefing import Briefing
from data.models.person import AuditRow
from data.scope import Grant, Scope
from tests import cast
from tests.data.racing import race

ZOE = replace(cast.ALICE, person="zoe", name="Zoe", may=cast.ALICE.may - {"briefs.release"})
"""A colleague of Alice's who may release nothing."""
BODY = b'{"title":"x"}'


def made(area: str = cast.WEST_DISTRICT, **changes) -> Made:
    return replace(Made(id="D-20260318-1000-9f3c", kind="daily", area=area, language="en", title="Daily", body=BODY,
                        moment=cast.NOW, is_draft=False), **changes)


def keep(write, scope=cast.ALICE, now=cast.NOW, **changes) -> str:
    with write(scope=scope, now=now) as visit:
        return keeping.keep(visit, made(**changes)).id


def seen(read, briefing_id: str, scope=cast.ALICE) -> bytes:
    with read(scope=scope) as visit:
        return keeping.body_of(visit, keeping.find(visit, briefing_id))


def noted(read, briefing_id: str) -> list[tuple[str, str | None]]:
    with read() as visit:
        return [(row.what, row.person) for row in visit.session.scalars(
            select(AuditRow).where(AuditRow.subject == briefing_id).order_by(AuditRow.seq))]


def test_it_says_what_it_said_and_its_digest_is_of_that(read, write):
    one = keep(write)
    assert seen(read, one) == BODY
    with read() as visit:
        kept = keeping.find(visit, one)
        assert kept.digest == hashlib.sha256(BODY).hexdigest()
        assert (kept.by_name, kept.made_at, kept.released_at) == ("Alice", cast.NOW, None)


def test_it_is_for_whoever_may_see_its_whole_area_and_for_nobody_else(read, write):
    one = keep(write)
    assert seen(read, one, ZOE) == seen(read, one, cast.BO) == BODY
    clerk = Scope.of_grants("roy", "Roy", [Grant(permission="cases.view", area=cast.WEST_DISTRICT, department="roads")])
    for stranger in (cast.CHEN, cast.NOBODY, clerk):
        with pytest.raises(NotFound):
            seen(read, one, stranger)
    for number, area in enumerate((cast.EAST_DISTRICT, "9901")):
        with pytest.raises(NotFound):
            seen(read, keep(write, area=area, id=f"D-{number}"), cast.BO)


@pytest.mark.parametrize("body", [
    b"", b"no gzip", gzip.compress(b'{"title":"y"}'), gzip.compress(BODY)[:-9],
], ids=["nothing", "no gzip", "another text", "an end missing"])
def test_a_changed_body_is_told_and_never_shown(read, write, body):
    one = keep(write)
    with write() as visit:
        visit.session.execute(update(Briefing).where(Briefing.id == one).values(body=body))
    with pytest.raises(Conflict) as refused:
        seen(read, one)
    assert refused.value.code == "briefing_changed"
    with write(scope=cast.ALICE) as visit, pytest.raises(Conflict):
        keeping.release(visit, one)


def test_a_draft_is_never_released(read, write):
    one = keep(write, is_draft=True)
    with write(scope=cast.ALICE) as visit, pytest.raises(IllegalMove) as refused:
        keeping.release(visit, one)
    assert refused.value.code == "briefing_is_draft"
    with read() as visit:
        assert keeping.find(visit, one).released_at is None


def test_who_may_releases_it_once_and_that_is_on_record(read, write):
    one = keep(write, ZOE)
    with write(scope=ZOE) as visit, pytest.raises(NotAllowed):
        keeping.release(visit, one)
    with write(scope=cast.CHEN) as visit, pytest.raises(NotFound):
        keeping.release(visit, one)
    for minutes in (1, 2):
        with write(scope=cast.ALICE, now=cast.NOW + timedelta(minutes=minutes)) as visit:
            kept = keeping.release(visit, one)
            assert (kept.released_by, kept.released_at) == ("alice", cast.NOW + timedelta(minutes=1))
    assert noted(read, one) == [("briefing.keep", "zoe"), ("briefing.release", "alice")]


def test_of_two_who_release_it_at_once_one_does_and_the_other_is_told(read, write):
    one = keep(write, ZOE)

    def act(number: int) -> str:
        with write(scope=(cast.ALICE, cast.BO)[number]) as visit:
            return str(keeping.release(visit, one).released_by)

    came = race(act, 2)
    with read() as visit:
        winner = str(keeping.find(visit, one).released_by)
    assert sorted(came) == sorted([winner, "briefing_released"])
    assert noted(read, one) == [("briefing.keep", "zoe"), ("briefing.release", winner)]


def test_withdrawn_it_is_gone_for_everybody_but_stays_on_record(read, write):
    one = keep(write, ZOE)
    with write(scope=replace(ZOE, person="zed")) as visit, pytest.raises(NotAllowed):
        keeping.withdraw(visit, one)
    with write(scope=ZOE) as visit:
        keeping.withdraw(visit, one)
    with pytest.raises(NotFound):
        seen(read, one)
    with read(scope=cast.ALICE) as visit:
        assert searching.search(visit, searching.Wanted(area="")) == []
        assert visit.session.get(Briefing, one)
    assert noted(read, one)[-1] == ("briefing.withdraw", "zoe")


def test_what_was_released_is_not_withdrawn_by_who_only_made_it(write):
    one = keep(write, ZOE)
    with write(scope=cast.ALICE) as visit:
        keeping.release(visit, one)
    with write(scope=ZOE) as visit, pytest.raises(NotAllowed):
        keeping.withdraw(visit, one)
    with write(scope=cast.BO) as visit:
        assert keeping.withdraw(visit, one).withdrawn_at == cast.NOW


def test_those_of_an_area_are_listed_the_newest_first(read, write):
    for number, area in enumerate(("9901", cast.WEST_DISTRICT, cast.EAST_DISTRICT)):
        keep(write, now=cast.NOW + timedelta(minutes=number), id=f"D-{number}", area=area)
    with read(scope=cast.ALICE) as visit:
        assert [one.id for one in searching.search(visit, searching.Wanted(area="9901"))] == ["D-2", "D-1", "D-0"]
        assert [one.id for one in searching.search(visit, searching.Wanted(area=cast.WEST_DISTRICT))] == ["D-1"]
        assert [one.id for one in searching.search(visit, searching.Wanted(area=""), limit=1)] == ["D-2"]
    with read(scope=cast.BO) as visit:
        assert [one.id for one in searching.search(visit, searching.Wanted(area=""))] == ["D-1"]


@pytest.mark.parametrize(("scope", "changes", "refused"), [
    (cast.BO, {"area": cast.EAST_DISTRICT}, NotAllowed), (cast.BO, {"area": "9901"}, NotAllowed),
    (cast.CHEN, {"area": cast.COMMUNITY}, NotAllowed), (cast.NOBODY, {}, NotAllowed),
    (cast.ALICE, {"body": b"x" * (keeping.LARGEST_BODY + 1)}, Invalid),
])
def test_what_cannot_be_kept_is_refused(write, scope, changes, refused: type[CityError]):
    with pytest.raises(refused):
        keep(write, scope, **changes)


def test_an_id_is_never_given_twice(write):
    keep(write)
    with pytest.raises(Conflict):
        keep(write)


def test_nobody_makes_more_in_a_day_than_there_is_room_for_but_a_command_does(write, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keeping, "MOST_A_DAY", 2)
    for number in range(2):
        keep(write, id=f"D-{number}")
    with pytest.raises(Busy):
        keep(write, id="D-2")
    keep(write, ZOE, id="D-3")
    keep(write, id="D-4", now=cast.NOW + timedelta(days=1, minutes=1))
    for number in range(3):
        keep(write, Scope.of_job("brief"), id=f"J-{number}")
