"""Grants: person x permission x area x department, with a beginning and an end."""

from datetime import timedelta

import pytest

from data.errors import NotAllowed
from data.models.person import GrantRow, Person
from data.people import sessions
from data.people.sessions import Caller
from tests import cast


def granted(visit, permission="cases.handle", **more):
    given = {"person": "bo", "permission": permission, "area_code": "990102", "department": "",
             "valid_from": cast.NOW, "valid_to": None, "given_by": "test", "given_at": cast.NOW, **more}
    visit.session.add(GrantRow(**given))
    visit.session.flush()


def scope_of(visit, now=cast.NOW):
    return sessions.scope_of(visit.session, visit.session.get_one(Person, "bo"), now)


def test_somebody_without_grants_may_what_they_always_may(write):
    with write() as visit:
        assert scope_of(visit) == cast.BO


def test_a_grant_adds_to_it_where_it_says(write):
    with write() as visit:
        granted(visit, department="clean")
        scope = scope_of(visit)
        assert scope.allows("cases.handle", "990102001", "clean")
        assert not scope.allows("cases.handle", "990102001", "roads")
        assert not scope.allows("cases.handle", "990101001", "clean")
        assert scope.allows("cases.supervise", "990101001", "roads"), "what they always may stays where it was"
        assert not scope.allows("cases.supervise", "990102001", "clean")


@pytest.mark.parametrize(("begins", "ends", "holds"), [
    (0, None, True), (1, None, False), (-9, 1, True), (-9, 0, False),
])
def test_a_grant_holds_from_its_beginning_until_its_end(write, begins, ends, holds):
    with write() as visit:
        granted(visit, valid_from=cast.NOW + timedelta(hours=begins),
                valid_to=None if ends is None else cast.NOW + timedelta(hours=ends))
        assert scope_of(visit).allows("cases.handle", "990102001") is holds


def test_what_ended_during_a_request_is_refused_by_its_own_code(write):
    gone = Caller(scope=cast.BO, language="en", title="leader", token_hash="gone", by_cookie=True)
    with write() as visit, pytest.raises(NotAllowed) as refused:
        sessions.scope_now(visit.session, gone, cast.NOW)
    assert refused.value.code == "grant_ended"


def test_a_job_needs_no_session(write, job):
    caller = Caller(scope=job, language="", title="", token_hash="", by_cookie=False)
    with write() as visit:
        assert sessions.scope_now(visit.session, caller, cast.NOW) is job
