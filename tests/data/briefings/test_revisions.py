"""A briefing's revisions: added by who may, upon the newest, until it is released; what was made stays as it was."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from data.briefings import keeping, links, revisions, sendings
from data.briefings.revisions import Revised
from data.errors import CityError, Conflict, IllegalMove, Invalid, NotAllowed, NotFound
from data.models.briefing import BriefRevision, BriefSending
from data.models.person import AuditRow
from tests import cast
from tests.data.briefings.test_keeping import BODY, ZOE, keep, noted, seen
from tests.data.racing import race

OTHER, THIRD = b'{"title":"y"}', b'{"title":"z"}'
LATER = cast.NOW + timedelta(minutes=5)


def add(write, one: str, after: int = 0, scope=cast.ALICE, now=LATER, **changes) -> int:
    with write(scope=scope, now=now) as visit:
        return revisions.add(visit, one, Revised(**{
            "after": after, "body": OTHER, "conclusion": "y", "sentences": {"conclusion": "y"}, **changes})).revision


def digest_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def test_the_newest_is_opened_and_what_was_made_stays_to_the_bit(read, write):
    one = keep(write, ZOE)
    assert add(write, one, scope=ZOE) == 1
    assert add(write, one, 1, body=THIRD, sentences={"conclusion": "z", "decisions.0": ""}) == 2
    assert seen(read, one) == THIRD
    with read() as visit:
        kept = keeping.find(visit, one)
        assert (kept.digest, kept.said_digest) == (digest_of(BODY), digest_of(THIRD))
        assert [keeping.body_of(visit, kept, number) for number in (0, 1, 2)] == [BODY, OTHER, THIRD]
        assert [(row.number, row.by_name, row.at) for row in revisions.listed(visit, kept)] == [
            (2, "Alice", LATER), (1, "Zoe", LATER)]
        assert revisions.sentences_at(visit, kept, 0) == {}
        for number in (3, -1):
            with pytest.raises(NotFound):
                keeping.body_of(visit, kept, number)
            with pytest.raises(NotFound):
                revisions.sentences_at(visit, kept, number)
    assert noted(read, one) == [("briefing.keep", "zoe"), ("briefing.edit", "zoe"), ("briefing.edit", "alice")]
    with read() as visit:
        row = visit.session.scalars(
            select(AuditRow).where(AuditRow.subject == one).order_by(AuditRow.seq.desc()).limit(1)).one()
        assert (row.details["digest"], row.details["places"]) == (digest_of(THIRD), "conclusion decisions.0")


def test_who_saves_upon_an_older_one_is_told_who_was_first(read, write):
    one = keep(write)
    add(write, one, scope=cast.BO)
    with pytest.raises(Conflict) as refused:
        add(write, one, body=THIRD)
    assert refused.value.code == "briefing_edited"
    assert refused.value.values == {"by": "Bo", "at": "2026-03-18 10:05", "number": 1}
    assert seen(read, one) == OTHER


def test_of_two_who_save_at_once_one_does(read, write):
    one = keep(write)

    def act(number: int) -> str:
        add(write, one, scope=(cast.ALICE, cast.BO)[number], body=(OTHER, THIRD)[number])
        return str(number)

    came = race(act, 2)
    assert sorted(came)[1] == "briefing_edited"
    assert seen(read, one) == (OTHER, THIRD)[int(min(came))]


@pytest.mark.parametrize(("scope", "refused"), [
    (ZOE, NotAllowed), (cast.CHEN, NotFound), (cast.NOBODY, NotFound)])
def test_a_stranger_changes_nothing(read, write, scope, refused: type[CityError]):
    one = keep(write)
    with pytest.raises(refused):
        add(write, one, scope=scope)
    assert seen(read, one) == BODY


def test_who_may_edit_is_who_made_it_and_who_may_release(read, write):
    own, other = keep(write, ZOE), keep(write, id="D-2")
    for scope, may in ((ZOE, [True, False]), (cast.ALICE, [True, True]), (cast.BO, [True, True])):
        with read(scope=scope) as visit:
            assert [revisions.may_edit(visit, keeping.find(visit, one)) for one in (own, other)] == may


def test_who_lost_the_right_to_make_them_does_not_edit_their_own(write):
    one = keep(write, ZOE)
    with pytest.raises(NotAllowed):
        add(write, one, scope=replace(ZOE, may=ZOE.may - {"briefs.make"}))


def test_what_was_released_is_frozen_as_it_was_read(read, write):
    one = keep(write, ZOE)
    add(write, one)
    with write(scope=cast.BO) as visit, pytest.raises(Conflict) as refused:
        keeping.release(visit, one, revision=0)
    assert refused.value.code == "briefing_edited"
    for wrong in (2, -1):
        with write(scope=cast.BO) as visit, pytest.raises(NotFound):
            keeping.release(visit, one, revision=wrong)
    with write(scope=cast.BO) as visit:
        assert keeping.release(visit, one, revision=1).released_by == "bo"
    for scope in (ZOE, cast.ALICE):
        with pytest.raises(IllegalMove) as late:
            add(write, one, 1, scope=scope)
        assert late.value.code == "briefing_is_released"
    assert seen(read, one) == OTHER


def test_of_one_who_edits_and_one_who_releases_at_once_nobody_releases_what_they_did_not_read(read, write):
    one = keep(write)

    def act(number: int) -> str:
        if number:
            add(write, one)
            return "edited"
        with write(scope=cast.BO) as visit:
            keeping.release(visit, one, revision=0)
        return "released"

    came = sorted(race(act, 2))
    assert came in (["briefing_is_released", "released"], ["briefing_edited", "edited"])
    assert seen(read, one) == (BODY if "released" in came else OTHER)


def test_a_draft_is_edited_and_stays_a_draft(write):
    one = keep(write, is_draft=True)
    assert add(write, one) == 1
    with write(scope=cast.ALICE) as visit, pytest.raises(IllegalMove) as refused:
        keeping.release(visit, one)
    assert refused.value.code == "briefing_is_draft"


@pytest.mark.parametrize("values", [{"body": b"no gzip"}, {"body": keeping.packed(THIRD)}, {"number": 9}])
def test_a_changed_revision_is_told_and_never_shown(read, write, values):
    one = keep(write)
    add(write, one)
    with write() as visit:
        visit.session.execute(update(BriefRevision).where(BriefRevision.briefing_id == one).values(**values))
    with pytest.raises(Conflict) as refused:
        seen(read, one)
    assert refused.value.code == "briefing_changed"


def test_what_is_too_much_is_refused(write, monkeypatch: pytest.MonkeyPatch):
    one = keep(write)
    with pytest.raises(Invalid):
        add(write, one, body=b"x" * (keeping.LARGEST_BODY + 1))
    monkeypatch.setattr(revisions, "MOST", 1)
    add(write, one)
    with pytest.raises(Invalid) as refused:
        add(write, one, 1)
    assert refused.value.code == "too_many_revisions"


def test_links_and_sendings_carry_what_was_released(read, write):
    one = keep(write)
    add(write, one)
    wanted = links.Wanted(reader="Liu", formats=("html",), days=3)
    with write(scope=cast.ALICE) as visit:
        keeping.release(visit, one)
        link, token = links.make(visit, one, wanted)
        sendings.ask(visit, one, sendings.Wanted(way=sendings.MAIL, address="a@b.example", link=wanted))
        known = visit.session.info["keys"].known()
        assert link.digest == digest_of(OTHER)
        assert visit.session.scalars(select(BriefSending.digest)).one() == digest_of(OTHER)
        assert links.follow(visit, known, token)[1].id == one
        kept = keeping.find(visit, one)
        kept.revision, kept.revised_digest = 0, ""
        with pytest.raises(Conflict):
            links.follow(visit, known, token)
        link.digest = digest_of(BODY)
        with pytest.raises(NotFound):
            links.follow(visit, known, token)
