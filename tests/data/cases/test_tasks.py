"""One person's tasks: their unit's, their department's, and what they may verify; nobody else's."""

from datetime import timedelta

import pytest

from data.cases import tasks, workflow
from data.models.person import Person
from data.scope import ROLES, Grant, Scope
from tests import cast

ROADS = Scope.of_grants("rose", "Rose", [Grant(permission=one, area=cast.WEST_DISTRICT, department="roads")
                                         for one in ROLES["handler"]])
VERA = Scope(person="vera", name="Vera", areas=frozenset({cast.WEST_DISTRICT}), may=ROLES["verifier"])


@pytest.fixture
def opened(write):
    """Return a function that opens a case, moves it along and returns its number."""
    with write() as visit:
        visit.session.get_one(Person, "chen").unit = cast.OFFICER

    def opened(event_id, *moves, spot=(0.5, 0.5), by=cast.ALICE, **changes):
        with write() as visit:
            number = cast.open_case(visit, event_id, spot, **changes)
        for version, (verb, more) in enumerate(moves, start=1):
            with write(scope=by if verb not in ("start", "finish") else more.pop("by", cast.ALICE)) as visit:
                workflow.move(visit, number, verb, version=version, **more)
        return number

    return opened


def listed(read, who, **more):
    with read(scope=who, **more) as visit:
        return [(task.case.case_no, task.why) for task in tasks.tasks_of(visit)]


def sent(*units):
    return ("dispatch", {"units": units})


def test_a_case_one_s_unit_was_sent_to_is_one_s_task(read, opened):
    mine = opened("a", sent(cast.OFFICER))
    opened("b", sent(cast.SWEEPERS))
    opened("c")
    assert listed(read, cast.CHEN) == [(mine, "unit")]
    assert listed(read, cast.BO) == []
    assert listed(read, cast.NOBODY) == []


def test_a_task_ends_with_its_dispatch(read, opened):
    opened("a", sent(cast.OFFICER), ("recall", {}))
    assert listed(read, cast.CHEN) == []


def test_a_department_s_handler_has_its_cases_with_a_handler_where_they_may(read, opened):
    road = opened("a", sent(cast.SWEEPERS), category="0102")
    opened("waste", sent(cast.OFFICER))
    opened("waiting", category="0102")
    opened("east", sent(cast.FAR_SWEEPERS), spot=(2.5, 0.5), category="0102")
    assert listed(read, ROADS) == [(road, "department")]


def test_a_handler_s_own_department_counts_where_no_grant_names_one(read, write, opened):
    plain = Scope(person="bo", name="Bo", areas=frozenset({cast.WEST_DISTRICT}), may=ROLES["handler"])
    road = opened("a", sent(cast.SWEEPERS), category="0102")
    assert listed(read, plain) == []
    with write() as visit:
        visit.session.get_one(Person, "bo").department = "roads"
    assert listed(read, plain) == [(road, "department")]


def test_what_one_may_verify_is_a_task_unless_one_handled_it(read, opened):
    done = opened("a", sent(cast.SWEEPERS), ("start", {"by": cast.CHEN}), ("finish", {"by": cast.ALICE}))
    other = opened("b", sent(cast.FAR_SWEEPERS), ("start", {}), ("finish", {}), ("send_to_verify", {}))
    assert set(listed(read, VERA)) == {(done, "verify"), (other, "verify")}
    assert listed(read, cast.CHEN) == [(other, "verify")]


def test_the_next_to_breach_comes_first_and_each_case_once(read, opened):
    late = opened("late", sent(cast.REPAIR), category="0102", occurred_at=cast.NOW)
    soon = opened("soon", sent(cast.OFFICER), category="0201")
    with_rights = Scope.of_grants("chen", "Chen", [
        *(Grant(permission=one, area=cast.COMMUNITY) for one in ROLES["officer"]),
        *(Grant(permission="cases.handle", area=cast.WEST_DISTRICT, department=one) for one in ("roads", "fire"))])
    assert listed(read, with_rights, now=cast.NOW + timedelta(minutes=5)) in (
        [(soon, "unit"), (late, "department")], [(late, "department"), (soon, "unit")])
    with read(scope=with_rights) as visit:
        dues = [task.case.stage_due_at for task in tasks.tasks_of(visit)]
    assert dues == sorted(dues)


def test_the_list_is_bounded(read, opened):
    for name in ("a", "b", "c"):
        opened(name, sent(cast.SWEEPERS), ("start", {}), ("finish", {}))
    with read(scope=VERA) as visit:
        assert len(tasks.tasks_of(visit, limit=2)) == 2
