"""Giving and ending grants: by the security administrator, never to themselves, the three administrators apart."""

from datetime import timedelta

import pytest

from data.errors import CityError, Conflict, Invalid, NotAllowed, NotFound
from data.models.person import AuditRow, Person
from data.people import grants, sessions
from data.people.grants import Wish
from data.scope import ROLES, Scope
from tests import cast

SECURITY = Scope(person="sec", name="Sec", areas=frozenset({""}), may=ROLES["secadmin"])


def scope_of(visit, who="bo", now=cast.NOW):
    return sessions.scope_of(visit.session, visit.session.get_one(Person, who), now)


def test_a_role_is_given_for_an_area_and_a_department(write):
    with write(scope=SECURITY) as visit:
        wish = Wish.of_role("handler", person="bo", area="990102", department="roads", reason="借调")
        made = grants.give(visit, wish)
        assert len(made) == len(ROLES["handler"])
        assert scope_of(visit).allows("cases.handle", "990102", "roads")
        assert not scope_of(visit).allows("cases.handle", "990102", "clean")


def test_what_is_in_force_already_is_not_given_twice(write):
    with write(scope=SECURITY) as visit:
        wish = Wish(person="bo", permissions=("cases.verify",), area="990101")
        assert len(grants.give(visit, wish)) == 1
        assert grants.give(visit, wish) == []


def test_a_grant_that_is_ended_holds_no_longer_and_stays_on_record(write):
    with write(scope=SECURITY) as visit:
        made = grants.give(visit, Wish(person="bo", permissions=("cases.verify",)))[0]
    later = cast.NOW + timedelta(hours=1)
    with write(scope=SECURITY, now=later) as visit:
        grants.end(visit, made.id)
        assert not scope_of(visit, now=later).allows("cases.verify", "990101")
        assert [one.valid_to for one in grants.held(visit, "bo")] == [later]
        with pytest.raises(Conflict) as refused:
            grants.end(visit, made.id)
    assert refused.value.code == "grant_over"


@pytest.mark.parametrize(("wish", "code"), [
    (Wish(person="nobody", permissions=("cases.verify",)), "person_not_found"),
    (Wish(person="bo", permissions=()), "permission_needed"),
    (Wish(person="bo", permissions=("fly",)), "unknown_permission"),
    (Wish(person="bo", permissions=("cases.verify",), area="12"), "area_not_found"),
    (Wish(person="bo", permissions=("cases.verify",), department="moon"), "department_not_found"),
    (Wish(person="bo", permissions=("cases.verify",), until=cast.NOW), "until_needed"),
    (Wish(person="bo", permissions=("grants.manage", "audit.read")), "administrators_apart"),
])
def test_what_cannot_be_granted_is_refused(write, wish, code):
    with pytest.raises(CityError) as refused, write(scope=SECURITY) as visit:
        grants.give(visit, wish)
    assert refused.value.code == code


def test_one_administrator_cannot_become_another_too(write):
    with write(scope=SECURITY) as visit:
        grants.give(visit, Wish(person="bo", permissions=("audit.read",)))
    with pytest.raises(Conflict), write(scope=SECURITY) as visit:
        grants.give(visit, Wish(person="bo", permissions=("people.manage",)))


def test_nobody_grants_to_themselves(write):
    me = Scope(person="alice", name="Alice", areas=frozenset({""}), may=ROLES["secadmin"])
    with pytest.raises(NotAllowed) as refused, write(scope=me) as visit:
        grants.give(visit, Wish(person="alice", permissions=("cases.verify",)))
    assert refused.value.code == "own_grant"


def test_a_role_that_is_none_is_refused():
    with pytest.raises(Invalid):
        Wish.of_role("king", person="bo")


def test_strangers_give_end_and_read_nothing(write):
    for who in (cast.ALICE, cast.BO, cast.CHEN, cast.NOBODY,
                Scope(person="sys", name="Sys", areas=frozenset({""}), may=ROLES["sysadmin"])):
        for call in (lambda v: grants.give(v, Wish(person="bo", permissions=("cases.verify",))),
                     lambda v: grants.end(v, 1), lambda v: grants.held(v, "bo")):
            with pytest.raises(NotAllowed), write(scope=who) as visit:
                call(visit)


def test_each_grant_stands_on_the_trail(write, read):
    with write(scope=SECURITY) as visit:
        made = grants.give(visit, Wish(person="bo", permissions=("cases.verify",)))
    with write(scope=SECURITY, now=cast.NOW + timedelta(hours=1)) as visit:
        grants.end(visit, made[0].id)
    with read() as visit:
        assert [row.what for row in visit.session.query(AuditRow).order_by(AuditRow.seq)] == ["grant_give", "grant_end"]


def test_a_grant_that_is_not_there_is_not_found(write):
    with pytest.raises(NotFound), write(scope=SECURITY) as visit:
        grants.end(visit, 99)
