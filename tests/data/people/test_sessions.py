"""Signing in and out: tokens are stored hashed, end by themselves, and worth nothing once they are over."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.errors import Invalid, NotAllowed
from data.models.person import AuditRow, Person, SignedIn
from data.people import sessions
from tests import cast
from tests.data.racing import race

MINUTE = timedelta(minutes=1)


@pytest.fixture
def token(write) -> str:
    """Return the token of Alice's session, begun at cast.NOW."""
    with write() as visit:
        return sessions.sign_in(visit.session, "alice", cast.PASSWORD, visit.now)


def caller(read, token, now=cast.NOW):
    with read() as visit:
        return sessions.who_has_session(visit.session, token, now)


def test_a_token_tells_who_somebody_is_and_what_they_may(read, token):
    found = caller(read, token)
    assert found.scope == cast.ALICE
    assert (found.title, found.by_cookie) == ("dispatcher", True)


def test_only_the_hash_of_a_token_is_stored(read, token):
    with read() as visit:
        stored = visit.session.scalars(select(SignedIn)).one()
    assert token not in str(vars(stored))
    assert stored.token_hash == sessions.digest(token)
    assert len(token) >= 43


def test_two_sessions_of_one_person_have_two_tokens(write, token):
    with write() as visit:
        assert sessions.sign_in(visit.session, "alice", cast.PASSWORD, visit.now) != token


@pytest.mark.parametrize("made_up", ["", "x", "' OR 1=1", "\0", "🙂"])
def test_a_token_nobody_was_given_is_nobody(read, token, made_up):
    assert caller(read, made_up) is None
    assert caller(read, token[:-1]) is None
    assert caller(read, sessions.digest(token)) is None, "what is stored opens nothing"


def test_a_session_ends_after_twelve_hours(read, token):
    assert caller(read, token, cast.NOW + timedelta(hours=12) - MINUTE) is not None
    assert caller(read, token, cast.NOW + timedelta(hours=12)) is None


def test_a_wall_stays_signed_in(write, read):
    with write() as visit:
        visit.session.add(Person(id="wall", name="大屏", name_en="Wall", title="wall", may=[], areas=[""]))
        visit.session.flush()
        token = sessions.begin(visit.session, visit.session.get_one(Person, "wall"), visit.now)
    assert caller(read, token, cast.NOW + timedelta(days=399)) is not None


def test_signing_out_ends_that_session_and_no_other(write, read, token):
    with write() as visit:
        other = sessions.sign_in(visit.session, "alice", cast.PASSWORD, visit.now)
        sessions.end(visit.session, sessions.digest(token))
    assert caller(read, token) is None
    assert caller(read, other) is not None


def test_who_is_no_longer_active_is_nobody_at_once(write, read, token):
    with write() as visit:
        visit.session.get_one(Person, "alice").active = False
    assert caller(read, token) is None
    with pytest.raises(NotAllowed), write() as visit:
        sessions.sign_in(visit.session, "alice", cast.PASSWORD, visit.now)


def test_a_grant_taken_back_is_gone_with_the_next_request(write, read, token):
    with write() as visit:
        visit.session.get_one(Person, "alice").may = ["cases.view"]
    assert caller(read, token).scope.may == {"cases.view"}


@pytest.mark.parametrize(("login", "password"), [
    ("alice", "wrong"), ("alice", ""), ("ALICE", cast.PASSWORD), ("nobody", cast.PASSWORD), ("", ""),
    ("bo", ""), ("bo", "None"), ("alice", cast.PASSWORD + " "),
])
def test_a_wrong_password_says_nothing_about_who_exists(write, login, password):
    with pytest.raises(NotAllowed) as refused, write() as visit:
        sessions.sign_in(visit.session, login, password, visit.now)
    assert (refused.value.code, refused.value.values) == ("wrong_password", {})


def fail(write, times: int, now=cast.NOW) -> None:
    for _ in range(times):
        with write() as visit:
            assert sessions.count_failure(visit.session, "alice", now)


def test_the_fifth_wrong_password_locks_for_fifteen_minutes(write):
    fail(write, 4)
    with write() as visit:
        sessions.check_password(visit.session, "alice", cast.PASSWORD, visit.now)
    fail(write, 1)
    for minutes, code in ((0, "locked"), (14, "locked"), (16, None)):
        with write() as visit:
            now = cast.NOW + minutes * MINUTE
            if code is None:
                assert sessions.sign_in(visit.session, "alice", cast.PASSWORD, now)
            else:
                with pytest.raises(NotAllowed) as refused:
                    sessions.sign_in(visit.session, "alice", cast.PASSWORD, now)
                assert refused.value.code == code


def test_the_right_password_forgets_the_wrong_ones(write):
    fail(write, 4)
    with write() as visit:
        sessions.sign_in(visit.session, "alice", cast.PASSWORD, visit.now)
    fail(write, 4)
    with write() as visit:
        assert visit.session.get_one(Person, "alice").locked_until is None


def test_of_many_wrong_passwords_at_once_each_is_counted(write):
    def guess(_: int) -> str:
        with write() as visit:
            return str(sessions.count_failure(visit.session, "alice", visit.now))

    assert race(guess, 5) == ["True"] * 5
    with write() as visit:
        assert visit.session.get_one(Person, "alice").locked_until is not None


def test_a_wrong_password_of_nobody_is_not_counted(write):
    with write() as visit:
        assert not sessions.count_failure(visit.session, "nobody", visit.now)


def test_a_sign_in_is_noted_and_old_sessions_are_swept(write, read, token):
    with write(now=cast.NOW + timedelta(days=1)) as visit:
        sessions.sign_in(visit.session, "alice", cast.PASSWORD, visit.now)
    with read() as visit:
        assert len(visit.session.scalars(select(SignedIn)).all()) == 1
        noted = visit.session.scalars(select(AuditRow).order_by(AuditRow.seq)).all()
    found = [(row.who, row.person, row.what, row.outcome) for row in noted]
    assert found == [("Alice", "alice", "sign_in", "done")] * 2


def test_a_person_chooses_a_language_we_speak(write, read, token):
    with write() as visit:
        sessions.choose_language(visit.session, "alice", "en")
    assert caller(read, token).language == "en"
    with pytest.raises(Invalid), write() as visit:
        sessions.choose_language(visit.session, "alice", "fr")
