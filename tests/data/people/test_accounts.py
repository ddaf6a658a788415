"""People and keys as the command line keeps them: each act refused or carried out whole, and put on the trail."""

import io
import threading
from datetime import timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from data.errors import Invalid, NotAllowed, NotFound
from data.models.person import AuditRow, Person, SignedIn
from data.people import accounts, passwords, sessions
from data.people.passwords import SHORTEST
from data.scope import ROLES
from tests import cast

GOOD = "a password that is long"


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch):
    """Hash with little effort; how much effort is right is tested where passwords are."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def carry(database, city):
    """Return a function that carries out one act of the command line and returns the line it prints."""
    def carry_out(what: str, name: str = "dora", **given: Any) -> str:
        return accounts.carry_out(database, what, name, **{
            "role": "officer", "areas": None, "password": GOOD, "shown_name": "", "now": cast.NOW, **given})

    return carry_out


def person(read, name: str = "dora") -> Person | None:
    with read() as visit:
        return visit.session.get(Person, name)


def trail(read) -> list[tuple[str, str, str | None, dict[str, Any]]]:
    with read() as visit:
        rows = visit.session.scalars(select(AuditRow).order_by(AuditRow.seq))
        return [(row.who, row.what, row.subject, row.details) for row in rows]


def test_a_person_is_added_with_the_permissions_of_their_role_in_their_areas(carry, read):
    assert carry("add", role="leader", areas=[cast.WEST_DISTRICT], shown_name="朵拉") == "add: dora (leader)"
    dora = person(read)
    assert (dora.may, dora.areas, dora.name, dora.title) == (
        sorted(ROLES["leader"]), [cast.WEST_DISTRICT], "朵拉", "leader")
    assert GOOD not in str(vars(dora))
    assert trail(read) == [
        ("accounts", "user_add", "dora", {"role": "leader", "areas": [cast.WEST_DISTRICT]})]


def test_without_an_area_they_see_the_whole_city_and_bear_their_own_name(carry, read):
    carry("add")
    assert (person(read).areas, person(read).name) == ([""], "dora")


@pytest.mark.parametrize("what", ["add", "password"])
@pytest.mark.parametrize("weak", ["", "short", "x" * (SHORTEST - 1)])
def test_a_weak_password_is_refused_and_nothing_is_changed(carry, read, what, weak):
    name = "dora" if what == "add" else "alice"
    before = person(read, "alice").password
    with pytest.raises(Invalid) as refused:
        carry(what, name, password=weak)
    assert (refused.value.code, refused.value.values) == ("password_too_short", {"shortest": SHORTEST})
    assert person(read) is None
    assert person(read, "alice").password == before
    assert trail(read) == []


def test_a_password_of_just_the_length_is_taken(carry, read):
    carry("add", password="x" * SHORTEST)
    assert person(read) is not None


def test_a_name_in_use_is_refused(carry, read):
    with pytest.raises(Invalid, match="name_in_use"):
        carry("add", "alice")
    assert person(read, "alice").title == "dispatcher"


@pytest.mark.parametrize("what", ["password", "disable", "enable"])
def test_a_stranger_is_not_found(carry, read, what):
    with pytest.raises(NotFound, match="person_not_found"):
        carry(what, "nobody")
    assert trail(read) == []


@pytest.mark.parametrize("what", ["add", "password", "disable", "enable"])
def test_a_name_is_needed(carry, what):
    with pytest.raises(Invalid, match="name_needed"):
        carry(what, "")


def test_who_is_disabled_loses_every_session_and_cannot_come_back(carry, read, write):
    with write() as visit:
        tokens = [sessions.sign_in(visit.session, "alice", cast.PASSWORD, visit.now) for _ in range(2)]
        others = sessions.begin(visit.session, visit.session.get_one(Person, "bo"), visit.now)
    assert carry("disable", "alice") == "disable: alice"
    with read() as visit:
        assert [sessions.who_has_session(visit.session, token, visit.now) for token in tokens] == [None, None]
        assert visit.session.scalars(select(SignedIn.person)).all() == ["bo"]
        assert sessions.who_has_session(visit.session, others, visit.now) is not None
        with pytest.raises(NotAllowed):
            sessions.check_password(visit.session, "alice", cast.PASSWORD, visit.now)


def test_who_is_enabled_again_signs_in_anew(carry, read, write):
    with write() as visit:
        token = sessions.sign_in(visit.session, "alice", cast.PASSWORD, visit.now)
    carry("disable", "alice")
    carry("enable", "alice")
    with read() as visit:
        assert sessions.who_has_session(visit.session, token, visit.now) is None
        assert sessions.check_password(visit.session, "alice", cast.PASSWORD, visit.now).id == "alice"


def test_a_new_password_replaces_the_old_one_and_ends_the_sessions(carry, read, write):
    with write() as visit:
        token = sessions.sign_in(visit.session, "alice", cast.PASSWORD, visit.now)
    carry("password", "alice", password=GOOD)
    with read() as visit:
        assert sessions.who_has_session(visit.session, token, visit.now) is None
        assert sessions.check_password(visit.session, "alice", GOOD, visit.now).id == "alice"
        with pytest.raises(NotAllowed):
            sessions.check_password(visit.session, "alice", cast.PASSWORD, visit.now)


def test_a_new_password_unlocks_who_forgot_the_old_one(carry, read, write):
    with write() as visit:
        for _ in range(sessions.TRIES):
            sessions.count_failure(visit.session, "alice", visit.now)
        assert visit.session.get_one(Person, "alice").locked_until is not None
    carry("password", "alice", password=GOOD)
    with read() as visit:
        assert sessions.check_password(visit.session, "alice", GOOD, visit.now + timedelta(seconds=1)).id == "alice"


def test_a_new_password_does_not_let_in_who_was_disabled(carry, read):
    carry("disable", "alice")
    carry("password", "alice", password=GOOD)
    assert person(read, "alice").active is False


def test_the_list_says_who_may_do_what_where(carry):
    carry("add", "dora", areas=[cast.WEST_DISTRICT, cast.COMMUNITY])
    carry("disable", "bo")
    lines = {line.split()[0]: line.split(maxsplit=1)[1] for line in carry("list", "").splitlines()}
    assert list(lines) == ["alice", "bo", "chen", "dora"]
    assert lines["alice"].split() == ["dispatcher", "whole", "city", "active"]
    assert lines["bo"].split() == ["leader", cast.WEST_DISTRICT, "disabled"]
    assert f"{cast.WEST_DISTRICT},{cast.COMMUNITY}" in lines["dora"]


def test_a_password_that_is_not_given_is_read_from_the_standard_input(carry, read, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{GOOD}\nnot this\n"))
    carry("add", password=None)
    with read() as visit:
        assert sessions.check_password(visit.session, "dora", GOOD, visit.now).id == "dora"


def test_nobodys_writing_waits_while_a_password_is_typed(carry, write, monkeypatch):
    class Thinking(io.StringIO):
        """Somebody who types only after another has written."""

        def readline(self, *_: Any) -> str:
            writer = threading.Thread(target=write_meanwhile)
            writer.start()
            writer.join()
            return f"{GOOD}\n"

    written = []

    def write_meanwhile() -> None:
        with write() as visit:
            written.append(cast.open_case(visit))

    monkeypatch.setattr("sys.stdin", Thinking())
    carry("password", "alice", password=None)
    assert len(written) == 1


def test_a_key_is_made_once_and_revoked_once(database, city, read):
    key = accounts.make_key(database, "sensors", ["events.write"], [cast.WEST_DISTRICT], now=cast.NOW)
    with read() as visit:
        assert sessions.who_has_key(visit.session, key).scope.areas == {cast.WEST_DISTRICT}
    assert accounts.revoke(database, "sensors", now=cast.NOW)
    assert not accounts.revoke(database, "sensors", now=cast.NOW)
    with read() as visit:
        assert sessions.who_has_key(visit.session, key) is None
    assert [(what, subject) for _, what, subject, _ in trail(read)] == [
        ("key_add", "sensors"), ("key_revoke", "sensors"), ("key_revoke", "sensors")]
    assert key not in str(trail(read))


def test_a_key_for_what_nobody_may_is_refused_and_leaves_no_trace(database, city, read):
    with pytest.raises(Invalid, match="unknown_permission"):
        accounts.make_key(database, "sensors", ["everything"], [""], now=cast.NOW)
    assert trail(read) == []
