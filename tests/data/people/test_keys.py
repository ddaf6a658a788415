"""Programs' keys: shown once, stored hashed, good for what they were made for, until they are revoked."""

import pytest
from sqlalchemy import select

from data.errors import Invalid
from data.models.person import ApiKey
from data.people import sessions
from tests import cast


@pytest.fixture
def key(write) -> str:
    """Return the key of the western sensors, which may post events."""
    with write() as visit:
        return sessions.make_key(visit.session, "sensors", ["events.write"], [cast.WEST_DISTRICT], visit.now)


def holder(read, key):
    with read() as visit:
        return sessions.who_has_key(visit.session, key)


def test_a_key_opens_what_it_was_made_for(read, key):
    caller = holder(read, key)
    assert caller.scope == cast.Scope(person="key:sensors", name="sensors", areas=frozenset({cast.WEST_DISTRICT}),
                                      may=frozenset({"events.write"}))
    assert (caller.title, caller.by_cookie) == ("program", False)


def test_only_the_hash_of_a_key_is_stored(read, key):
    with read() as visit:
        stored = visit.session.scalars(select(ApiKey)).one()
    assert key not in str(vars(stored))
    assert holder(read, stored.key_hash) is None, "what is stored opens nothing"


@pytest.mark.parametrize("made_up", ["", "yp_", "yp_x", "' OR 1=1", "\0"])
def test_a_key_nobody_was_given_opens_nothing(read, key, made_up):
    assert holder(read, made_up) is None
    assert holder(read, key.upper()) is None


def test_a_revoked_key_opens_nothing_any_more(write, read, key):
    with write() as visit:
        assert sessions.revoke_key(visit.session, "sensors", visit.now)
    assert holder(read, key) is None
    with write() as visit:
        assert not sessions.revoke_key(visit.session, "sensors", visit.now), "it was revoked before"
        assert not sessions.revoke_key(visit.session, "unknown", visit.now)


def test_a_key_is_no_session_and_a_session_is_no_key(write, read, key):
    with write() as visit:
        token = sessions.sign_in(visit.session, "alice", cast.PASSWORD, visit.now)
    with read() as visit:
        assert sessions.who_has_session(visit.session, key, visit.now) is None
        assert sessions.who_has_key(visit.session, token) is None


def test_a_name_in_use_and_an_unknown_permission_are_refused(write, key):
    for name, may, code in (("sensors", [], "name_in_use"), ("other", ["fly"], "unknown_permission")):
        with pytest.raises(Invalid) as refused, write() as visit:
            sessions.make_key(visit.session, name, may, [""], visit.now)
        assert refused.value.code == code
