"""What is offered: the verb that leads on first, and nothing that could only be refused."""

from datetime import timedelta

import pytest

from data.cases import offers, workflow
from data.cases.given import Given
from data.cases.states import State, Verb
from data.models.together import Supervision, Whistle
from data.scope import ROLES, Grant, Scope
from tests import cast, pile

HANDLER = Scope(person="hal", name="Hal", areas=frozenset({""}), may=ROLES["handler"])
STREET = Scope(person="sam", name="Sam", areas=frozenset({""}), may=ROLES["street"])


def of_department(code: str) -> Scope:
    return Scope.of_grants(f"h-{code}", code, [Grant(permission=one, department=code) for one in ROLES["handler"]])


def offered(write, scope, **case) -> list[str]:
    with write() as visit:
        number = pile.put(visit, **case).case_no
    with write(scope=scope) as visit:
        return [verb.value for verb in offers.offered(visit, workflow.find(visit, number))]


@pytest.mark.parametrize(("state", "scope", "first"), [
    (State.REPORTED, cast.ALICE, ["dispatch", "accept", "decline", "classify"]),
    (State.REPORTED, cast.CHEN, ["accept", "decline", "classify"]),
    (State.RETURNED, cast.ALICE, ["dispatch", "classify", "split", "supervise"]),
    (State.DISPATCHED, HANDLER, ["sign", "start", "return"]), (State.IN_HANDLING, HANDLER, ["finish", "ask_extension"]),
    (State.TO_VERIFY, cast.CHEN, ["verify", "rework"]), (State.FOLLOW_UP, cast.ALICE, ["call_back", "dissatisfied"]),
    (State.TO_EVALUATE, cast.BO, ["evaluate", "supervise", "instruct"]), (State.EVALUATED, cast.CHEN, ["close"]),
    (State.SUSPENDED, cast.ALICE, ["resume", "supervise"]), (State.CLOSED, cast.ALICE, ["reopen"]),
    (State.MERGED, cast.ALICE, ["unmerge"]),
])
def test_the_verb_of_the_stage_comes_first(write, state, scope, first):
    assert offered(write, scope, state=state)[:len(first)] == first


def test_to_void_comes_last(write):
    assert offered(write, cast.ALICE, state=State.ACCEPTED)[-1] == "void"


def test_everything_that_is_offered_is_allowed_and_stands_there_once(write):
    for state in State:
        for scope in (cast.ALICE, cast.BO, cast.CHEN, HANDLER, STREET, cast.NOBODY):
            if scope is cast.NOBODY:
                continue
            with write() as visit:
                number = pile.put(visit, state=state).case_no
            with write(scope=scope) as visit:
                case = workflow.find(visit, number)
                found, allowed = offers.offered(visit, case), workflow.verbs_for(visit, case)
            assert set(found) <= set(allowed)
            assert len(found) == len(set(found))


def test_a_class_that_waits_to_be_confirmed_is_asked_for_first(write):
    proposal = {"class": "0102", "confidence": 0.9, "words": ["坑"]}
    assert offered(write, cast.ALICE, state=State.REPORTED, proposal=proposal)[0] == "classify"
    assert offered(write, cast.ALICE, state=State.ACCEPTED, class_code="unclassified")[0] == "classify"


def test_time_is_granted_only_where_it_was_asked_for_and_asked_for_once(write):
    plain = offered(write, cast.ALICE, state=State.SIGNED)
    assert not {"grant_extension", "refuse_extension"} & set(plain)
    assert "ask_extension" in plain
    asked = offered(write, cast.ALICE, state=State.SIGNED, asked_due_at=cast.NOW + timedelta(hours=9))
    assert asked[:2] == ["grant_extension", "refuse_extension"]
    assert "ask_extension" not in asked
    assert "ask_extension" not in offered(write, cast.ALICE, state=State.SIGNED, extensions=2)


def test_who_handled_is_not_offered_to_verify(write):
    both = Scope(person="both", name="Both", areas=frozenset({""}), may=ROLES["handler"] | ROLES["verifier"])
    with write() as visit:
        number = pile.put(visit, state=State.IN_HANDLING).case_no
    with write(scope=both) as visit:
        case = workflow.move(visit, number, "finish", version=1)
        assert not {Verb.VERIFY, Verb.REWORK} & set(offers.offered(visit, case))
    with write(scope=cast.CHEN) as visit:
        assert offers.offered(visit, workflow.find(visit, number))[:2] == [Verb.VERIFY, Verb.REWORK]


def test_acknowledged_once_is_enough(write):
    assert "acknowledge" in offered(write, cast.ALICE, state=State.REPORTED)
    assert "acknowledge" not in offered(write, cast.ALICE, state=State.REPORTED, acknowledged_at=cast.NOW)


def test_a_case_is_passed_up_to_the_city_and_down_to_the_community_and_no_further(write):
    community = offered(write, cast.ALICE, state=State.ACCEPTED)
    assert ("escalate" in community, "delegate" in community) == (True, False)
    city = offered(write, cast.ALICE, state=State.ACCEPTED, level=1)
    assert ("escalate" in city, "delegate" in city) == (False, True)


def watched(write, *, received=None, **more) -> str:
    with write() as visit:
        case = pile.put(visit, state=State.SIGNED, is_supervised=True, department="clean")
        visit.session.add(Supervision(case_id=case.id, area_code=case.area_code, department="clean", by_name="Bo",
                                      at=visit.now, demand="快", due_at=visit.now + timedelta(hours=2),
                                      received_at=received))
        return case.case_no


def test_a_supervision_is_received_once_reported_on_and_lifted_from_above(write):
    number = watched(write)
    with write(scope=of_department("clean")) as visit:
        found = offers.offered(visit, workflow.find(visit, number))
        assert found[0] is Verb.RECEIVE_SUPERVISION, "whoever is called on is asked first"
        assert Verb.REPORT_SUPERVISION in found
    with write(scope=cast.BO) as visit:
        found = offers.offered(visit, workflow.find(visit, number))
        assert Verb.LIFT_SUPERVISION in found
        assert Verb.SUPERVISE not in found
    number = watched(write, received=cast.NOW)
    with write(scope=of_department("clean")) as visit:
        assert Verb.RECEIVE_SUPERVISION not in offers.offered(visit, workflow.find(visit, number))


def test_a_whistle_is_answered_by_the_departments_that_were_called(write):
    with write() as visit:
        case = pile.put(visit, state=State.SIGNED, department="clean")
        number = case.case_no
        visit.session.add(Whistle(case_id=case.id, area_code=case.area_code, round=1, department="roads",
                                  by_name="Sam", at=visit.now, demand="来", due_at=visit.now + timedelta(hours=1)))
    with write(scope=of_department("clean")) as visit:
        assert Verb.ANSWER_WHISTLE not in offers.offered(visit, workflow.find(visit, number))
    with write(scope=cast.ALICE) as visit:
        found = offers.offered(visit, workflow.find(visit, number))
        assert Verb.ANSWER_WHISTLE in found
        assert found[0] is Verb.START, "the desk has other things to do first"
    with write() as visit:
        workflow.find(visit, number).department = "roads"
    with write(scope=of_department("roads")) as visit:
        assert offers.offered(visit, workflow.find(visit, number))[0] is Verb.ANSWER_WHISTLE


def test_what_is_offered_can_be_done(write):
    with write(scope=cast.ALICE) as visit:
        number = pile.put(visit, state=State.REPORTED).case_no
        given = Given(note="好", units=(cast.SWEEPERS,))
        verb = offers.offered(visit, workflow.find(visit, number))[0]
        assert workflow.move(visit, number, verb.value, version=1, given=given).state == "dispatched"
