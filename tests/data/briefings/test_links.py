"""A link gives one reader one released briefing in named formats until it ends, and nobody can make one up."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from data.briefings import keeping, links
from data.briefings.links import Wanted
from data.errors import CityError, Gone, IllegalMove, Invalid, NotAllowed, NotFound
from data.models.briefing import BriefLink
from data.models.person import AuditRow
from data.scope import Scope
from tests import cast
from tests.data.briefings.test_keeping import ZOE, keep

JOB = Scope.of_job("brief-link")
WANTED = Wanted(reader="Liu Wei", formats=("pdf", "html"), days=7)


@pytest.fixture
def released(write) -> str:
    one = keep(write)
    with write(scope=cast.ALICE) as visit:
        keeping.release(visit, one)
    return one


@pytest.fixture
def token(write, released) -> str:
    with write(scope=cast.ALICE) as visit:
        return links.make(visit, released, WANTED)[1]


def led(database, write, token: str, form: str = "", now=cast.NOW) -> str:
    """Follow and receive as the door does; return the briefing's id."""
    with write(scope=JOB, now=now) as visit:
        link, kept = links.follow(visit, database.keys.known(), token, form)
        links.receive(visit, link, form)
        return kept.id


def test_it_leads_to_its_briefing_and_keeps_when_it_was_used(database, read, write, released, token):
    assert led(database, write, token) == released
    assert led(database, write, token, "pdf", cast.NOW + timedelta(hours=1)) == released
    with read() as visit:
        one = links.listed(visit, released)[0]
        assert (one.opened_at, one.fetched_at, one.fetched) == (cast.NOW, cast.NOW + timedelta(hours=1), 1)
        told = [(row.what, row.who) for row in visit.session.scalars(
            select(AuditRow).where(AuditRow.subject == released).order_by(AuditRow.seq))][2:]
    assert told == [("briefing.link_make", "Alice"), ("briefing.link_fetch", "Liu Wei")]


@pytest.mark.parametrize("cut", [slice(0, -1), slice(0, 16), slice(16, None), slice(0, 0)])
def test_a_token_that_was_cut_leads_nowhere(database, write, token, cut):
    with pytest.raises(NotFound):
        led(database, write, token[cut])


@pytest.mark.parametrize("made_up", ["0" * 48, "é" * 48, "../" * 16])
def test_a_token_that_was_made_up_leads_nowhere(database, write, token, made_up):
    for one in (made_up, token[:16] + made_up[:32], token + "0"):
        with pytest.raises(NotFound):
            led(database, write, one)


@pytest.mark.parametrize("changed", [
    {"reader": "Somebody else"}, {"formats": ["pdf", "html", "xlsx"]}, {"is_wide": True}, {"key_id": "other"},
    {"expires_at": cast.NOW + timedelta(days=400)}])
def test_what_was_changed_in_the_database_opens_nothing(database, write, token, changed):
    with write() as visit:
        visit.session.execute(update(BriefLink).values(**changed))
    with pytest.raises(NotFound):
        led(database, write, token)


def test_another_format_is_not_given(database, write, token):
    with pytest.raises(NotFound):
        led(database, write, token, "xlsx")


def ended(database, write, token: str, now=cast.NOW) -> str:
    with pytest.raises(Gone) as gone:
        led(database, write, token, now=now)
    return gone.value.code


def test_it_ends_with_its_time_its_briefing_and_its_giver(database, write, released, token):
    assert led(database, write, token, now=cast.NOW + timedelta(days=7, seconds=-1)) == released
    assert ended(database, write, token, cast.NOW + timedelta(days=7)) == "link_expired"
    with write(scope=cast.BO) as visit:
        links.revoke(visit, token[:16])
        links.revoke(visit, token[:16])
    assert ended(database, write, token) == "link_revoked"
    with write(scope=cast.ALICE) as visit:
        keeping.withdraw(visit, released)
    assert ended(database, write, token) == "link_withdrawn"


def test_one_that_goes_round_ends(database, write, token):
    with write() as visit:
        visit.session.execute(update(BriefLink).values(fetched=links.MOST_FETCHED))
    assert ended(database, write, token) == "link_used_up"


def test_what_is_not_released_is_not_handed_out(write):
    one = keep(write)
    with write(scope=cast.ALICE) as visit, pytest.raises(IllegalMove):
        links.make(visit, one, WANTED)


@pytest.mark.parametrize("scope", [ZOE, cast.CHEN, cast.NOBODY])
def test_who_may_not_release_makes_and_ends_none(write, released, token, scope):
    with write(scope=scope) as visit, pytest.raises((NotAllowed, NotFound)):
        links.make(visit, released, WANTED)
    with write(scope=scope) as visit, pytest.raises(CityError):
        links.revoke(visit, token[:16])


@pytest.mark.parametrize("wanted", [
    Wanted(reader=" ", formats=("pdf",), days=1), Wanted(reader="x" * 81, formats=("pdf",), days=1),
    Wanted(reader="x", formats=(), days=1), Wanted(reader="x", formats=("pdf",), days=0),
    Wanted(reader="x", formats=("pdf",), days=links.LONGEST_DAYS + 1)])
def test_what_makes_no_sense_is_refused(write, released, wanted):
    with write(scope=cast.ALICE) as visit, pytest.raises(Invalid):
        links.make(visit, released, wanted)
