"""Adding people and switching them off: they may nothing by that, and their sessions end at once."""

import pytest

from data.errors import CityError, NotAllowed
from data.models.person import Person
from data.people import sessions, staff
from data.people.staff import NewPerson
from data.scope import ROLES, Scope
from tests import cast

SYSTEM = Scope(person="sys", name="Sys", areas=frozenset({""}), may=ROLES["sysadmin"])
DORA = NewPerson(id="dora", name="多拉", name_en="Dora", title="verifier")


def test_whoever_is_added_may_nothing_and_signs_in_with_the_password_shown(write):
    with write(scope=SYSTEM) as visit:
        password = staff.add(visit, DORA)
        assert sessions.check_password(visit.session, "dora", password, cast.NOW).name == "多拉"
        scope = sessions.scope_of(visit.session, visit.session.get_one(Person, "dora"), cast.NOW)
        assert (scope.may, scope.areas) == (frozenset(), frozenset())


def test_whoever_is_switched_off_is_signed_out_at_once(write):
    with write(scope=SYSTEM) as visit:
        token = sessions.begin(visit.session, visit.session.get_one(Person, "bo"), cast.NOW)
        staff.switch(visit, "bo", on=False)
        assert sessions.who_has_session(visit.session, token, cast.NOW) is None
        assert staff.switch(visit, "bo", on=True).active


def test_a_new_password_ends_the_old_one_and_every_session(write):
    with write(scope=SYSTEM) as visit:
        token = sessions.begin(visit.session, visit.session.get_one(Person, "alice"), cast.NOW)
        password = staff.new_password(visit, "alice")
        assert sessions.who_has_session(visit.session, token, cast.NOW) is None
        assert sessions.check_password(visit.session, "alice", password, cast.NOW)
        with pytest.raises(NotAllowed):
            sessions.check_password(visit.session, "alice", cast.PASSWORD, cast.NOW)


@pytest.mark.parametrize(("new", "code"), [
    (NewPerson(id="Dora", name="x"), "bad_person_id"), (NewPerson(id="", name="x"), "bad_person_id"),
    (NewPerson(id="d\n", name="x"), "bad_person_id"), (NewPerson(id="dora", name=" "), "name_needed"),
    (NewPerson(id="dora", name="x", title="king"), "unknown_role"), (NewPerson(id="bo", name="x"), "name_in_use"),
    (NewPerson(id="dora", name="x", unit="none"), "unit_not_found"),
])
def test_who_cannot_be_added_is_refused(write, new, code):
    with pytest.raises(CityError) as refused, write(scope=SYSTEM) as visit:
        staff.add(visit, new)
    assert refused.value.code == code


def test_nobody_switches_themselves_off(write):
    me = Scope(person="bo", name="Bo", areas=frozenset({""}), may=ROLES["sysadmin"])
    with pytest.raises(NotAllowed) as refused, write(scope=me) as visit:
        staff.switch(visit, "bo", on=False)
    assert refused.value.code == "own_account"


def test_strangers_change_nobody(write):
    for who in (cast.ALICE, cast.BO, cast.CHEN, cast.NOBODY,
                Scope(person="sec", name="Sec", areas=frozenset({""}), may=ROLES["secadmin"])):
        for call in (lambda v: staff.add(v, DORA), lambda v: staff.switch(v, "bo", on=False),
                     lambda v: staff.new_password(v, "bo")):
            with pytest.raises(NotAllowed), write(scope=who) as visit:
                call(visit)
