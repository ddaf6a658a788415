"""A sending is kept before it goes, tried until it went, and one that failed for good waits for a person."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.briefings import keeping, links, sendings
from data.briefings.sendings import WAITS_MINUTES, Wanted
from data.errors import Busy, CityError, IllegalMove, Invalid
from data.models.briefing import BriefSending
from data.models.person import AuditRow
from tests import cast
from tests.data.briefings.test_keeping import ZOE, keep

LINK = links.Wanted(reader="Liu Wei", formats=("pdf",), days=7)
MAIL = Wanted(way="mail", address="liu.wei@city.example", link=LINK)


@pytest.fixture
def released(write) -> str:
    one = keep(write)
    with write(scope=cast.ALICE) as visit:
        keeping.release(visit, one)
    return one


def asked(write, released: str, wanted: Wanted = MAIL, scope=cast.ALICE) -> int:
    with write(scope=scope) as visit:
        return sendings.ask(visit, released, wanted).id


def test_it_is_kept_with_digest_and_reader_and_is_due_at_once(read, write, released):
    number = asked(write, released)
    with read() as visit:
        one = sendings.listed(visit, released)[0]
        assert (one.state, one.by_name, one.address) == ("queued", "Alice", MAIL.address)
        assert one.digest == keeping.find(visit, released).digest
        assert sendings.due(visit) == [number]
        assert [link.reader for link in links.listed(visit, released)] == ["Liu Wei"]


def test_each_failure_waits_longer_and_the_last_is_told_to_a_person(read, write, released):
    number, now = asked(write, released), cast.NOW
    for minutes in WAITS_MINUTES:
        with write(now=now) as visit:
            sendings.mark_failed(visit, number, "SMTP 421 busy", is_final=False)
            assert sendings.due(visit) == []
        now += timedelta(minutes=minutes)
        with read(now=now) as visit:
            assert sendings.due(visit) == [number]
    with write(now=now) as visit:
        sendings.mark_failed(visit, number, "SMTP 421 busy", is_final=False)
    with read(scope=cast.ALICE) as visit:
        assert [(one.state, one.reason) for one in sendings.failed(visit, "9901")] == [("failed", "SMTP 421 busy")]
        assert sendings.due(visit) == []
    with read(scope=ZOE) as visit:
        assert sendings.failed(visit, "9901") == []
    with write(scope=cast.ALICE) as visit:
        assert sendings.again(visit, number).state == "queued"
    with write() as visit:
        sendings.mark_sent(visit, number)
    with read() as visit:
        assert sendings.listed(visit, released)[0].state == "sent"
        told = [row.what for row in visit.session.scalars(select(AuditRow).where(AuditRow.subject == released)
                                                          .order_by(AuditRow.seq))]
    assert told[2:] == ["briefing.link_make", "briefing.send", "briefing.send_failed", "briefing.send",
                        "briefing.sent"]


@pytest.mark.parametrize(("way", "address"), [
    ("mail", "no mailbox"), ("mail", "a@b\nBcc: c@d"), ("mail", ""), ("hook", "none"), ("hook", "../audit"),
    ("fax", "1")])
def test_an_address_that_is_none_is_refused(write, released, way, address):
    with pytest.raises(Invalid):
        asked(write, released, Wanted(way=way, address=address, link=LINK))


def test_what_is_not_released_is_not_sent(write):
    with pytest.raises(IllegalMove):
        asked(write, keep(write))


def test_too_many_that_wait_are_refused(write, released, monkeypatch):
    monkeypatch.setattr(sendings, "MOST_WAITING", 1)
    asked(write, released)
    with pytest.raises(Busy):
        asked(write, released)


@pytest.mark.parametrize("scope", [ZOE, cast.CHEN, cast.NOBODY])
def test_who_may_not_release_sends_nothing(read, write, released, scope):
    with pytest.raises(CityError):
        asked(write, released, scope=scope)
    number = asked(write, released)
    with write(scope=scope) as visit, pytest.raises(CityError):
        sendings.again(visit, number)
    with read() as visit:
        assert len(visit.session.scalars(select(BriefSending)).all()) == 1
