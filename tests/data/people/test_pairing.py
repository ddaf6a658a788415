"""Letting a wall in: the code alone opens nothing, the secret alone neither; who was let in only looks."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.errors import Busy, CityError, NotFound
from data.models.wall import Pairing
from data.people import pairing, sessions
from data.scope import ROLES, Scope
from tests import cast

MINUTE = timedelta(minutes=1)
WESTERNER = Scope(person="wes", name="Wes", areas=frozenset({cast.WEST_DISTRICT}), may=ROLES["dispatcher"])


@pytest.fixture
def asking(write):
    """Return what a wall that has just asked was told."""
    with write() as visit:
        return pairing.ask(visit.session, visit.now)


def let_in(write, asking, scope=cast.ALICE, **said):
    with write(scope=scope, now=said.pop("now", cast.NOW)) as visit:
        return pairing.let_in(visit, **{"code": asking.code, "name": "大厅", "area": "", **said}).id


def fetch(write, asking, now=cast.NOW):
    with write() as visit:
        return pairing.fetch(visit.session, asking.secret, now)


def test_a_wall_waits_until_somebody_lets_it_in_and_then_only_looks(write, read, asking):
    assert fetch(write, asking) is None
    wall = let_in(write, asking)
    token = fetch(write, asking)
    with read() as visit:
        caller = sessions.who_has_session(visit.session, token, cast.NOW)
    assert (caller.scope.person, caller.scope.name, caller.title) == (wall, "大厅", "wall")
    assert caller.scope.may == ROLES["wall"]
    assert caller.scope.areas == {""}


def test_its_session_lasts_for_a_year_and_is_fetched_once(write, read, asking):
    let_in(write, asking)
    token = fetch(write, asking)
    with pytest.raises(NotFound):
        fetch(write, asking)
    with read() as visit:
        assert sessions.who_has_session(visit.session, token, cast.NOW + timedelta(days=366)) is not None


def test_the_secret_is_kept_hashed_and_the_code_is_six_digits(write, asking):
    with write() as visit:
        [row] = visit.session.scalars(select(Pairing))
        assert asking.secret not in (row.secret_hash, row.code)
    assert len(asking.code) == 6
    assert asking.code.isdigit()


def test_a_code_may_be_typed_as_it_is_shown(write, asking):
    assert let_in(write, asking, code=f" {asking.code[:3]} {asking.code[3:]} ")


@pytest.mark.parametrize(("said", "code"), [
    ({"code": "none"}, "pairing_not_found"), ({"code": ""}, "pairing_not_found"), ({"name": "  "}, "name_needed"),
    ({"area": "9999"}, "area_not_found"), ({"now": cast.NOW + 11 * MINUTE}, "pairing_not_found"),
])
def test_what_cannot_be_let_in_is_refused_and_the_wall_goes_on_waiting(write, asking, said, code):
    with pytest.raises(CityError) as refused:
        let_in(write, asking, **said)
    assert refused.value.code == code
    assert fetch(write, asking) is None


def test_a_code_lets_in_one_wall_only(write, asking):
    let_in(write, asking)
    with pytest.raises(NotFound):
        let_in(write, asking)


def test_a_code_that_has_run_out_fetches_nothing(write, asking):
    let_in(write, asking)
    with pytest.raises(NotFound):
        fetch(write, asking, cast.NOW + 11 * MINUTE)


def test_a_stranger_lets_nobody_in_and_a_district_s_dispatcher_none_outside_it(write, read, asking):
    for scope, area in ((cast.CHEN, ""), (cast.BO, ""), (WESTERNER, "9901")):
        with pytest.raises(CityError):
            let_in(write, asking, scope, area=area)
    wall = let_in(write, asking, WESTERNER)
    with read(scope=WESTERNER) as visit:
        assert [(one.person.id, one.person.areas) for one in pairing.walls(visit)] == [(wall, [cast.WEST_DISTRICT])]


def test_a_wall_that_is_taken_off_is_signed_out_at_once(write, read, asking):
    wall = let_in(write, asking)
    token = fetch(write, asking)
    with write(scope=WESTERNER) as visit, pytest.raises(NotFound):
        pairing.take_off(visit, wall)
    with write() as visit:
        pairing.take_off(visit, wall)
    with read() as visit:
        assert sessions.who_has_session(visit.session, token, cast.NOW) is None
        assert pairing.walls(visit) == []
    with write() as visit, pytest.raises(NotFound):
        pairing.take_off(visit, wall)


def test_nobody_but_a_wall_can_be_taken_off(write):
    for person in ("bo", "alice", "wall-0", ""):
        with write() as visit, pytest.raises(NotFound):
            pairing.take_off(visit, person)


def test_so_many_may_wait_and_those_that_ran_out_make_room(write, monkeypatch):
    monkeypatch.setattr(pairing, "MOST", 3)
    with write() as visit:
        codes = {pairing.ask(visit.session, cast.NOW).code for _ in range(3)}
        with pytest.raises(Busy):
            pairing.ask(visit.session, cast.NOW)
        assert pairing.ask(visit.session, cast.NOW + 11 * MINUTE)
    assert len(codes) == 3
