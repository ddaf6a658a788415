"""Many cases at once: tried first, then moved one by one; each by the rules, once, and never beyond anybody's own."""

import pytest
from sqlalchemy import func, select

from data.cases import bulk, workflow
from data.cases.given import Given
from data.cases.states import Verb
from data.models.case import Case, CaseEvent, Dispatch
from data.models.change import Change
from data.models.person import AuditRow
from data.scope import ROLES
from tests import cast


@pytest.fixture
def numbers(write) -> list[str]:
    """Return the numbers of three cases in Chen's community and of one in the other district, all just reported."""
    with write() as visit:
        return [*(cast.open_case(visit, f"e-{n}") for n in range(3)), cast.open_case(visit, "far", (3.5, 3.5))]


OF_CASES = select(AuditRow).where(AuditRow.what.startswith("case_")).subquery()


def items(numbers, version=1):
    return [{"case": number, "version": version} for number in numbers]


def ask(house, step, verb, these, who=cast.ALICE, *, key="k-1", **given):
    answer = house.ask("POST", f"/bulk/{step}", who, json={"verb": verb, "items": these, "given": given, "key": key})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def states(read) -> dict[str, str]:
    with read() as visit:
        return {number: state for number, state in visit.session.execute(select(Case.case_no, Case.state))}


def count(read, rows) -> int:
    with read() as visit:
        return visit.session.execute(select(func.count()).select_from(rows)).scalar_one()


def test_a_preview_says_what_would_happen_to_each_and_does_none_of_it(house, read, write, numbers):
    with write(scope=cast.ALICE) as visit:
        workflow.move(visit, numbers[1], "accept", version=1)
    before = [count(read, rows) for rows in (CaseEvent, OF_CASES, Change)]
    told = ask(house, "preview", "accept", items([*numbers, "990000000"]))
    assert [(one["done"], one.get("code")) for one in told] == [
        (True, None), (False, "illegal_move"), (True, None), (True, None), (False, "case_not_found")]
    assert told[0]["said"] == "待立案 → 待派遣"
    assert "Alice" in told[1]["said"], "it says who was first"
    assert "立案" in told[1]["said"]
    assert [count(read, rows) for rows in (CaseEvent, OF_CASES, Change)] == before
    assert list(states(read).values()) == ["reported", "accepted", "reported", "reported"]


def test_each_is_moved_by_itself_and_leaves_its_own_trace(house, read, numbers):
    told = ask(house, "run", "accept", items(numbers))
    assert [(one["done"], one["version"], one["state"]) for one in told] == [(True, 2, "accepted")] * 4
    with read() as visit:
        for number in numbers:
            case = workflow.find(visit, number)
            assert visit.session.scalars(select(CaseEvent.verb).where(CaseEvent.case_id == case.id)
                                         .order_by(CaseEvent.version)).all() == ["report", "accept"]
            assert visit.session.scalars(select(AuditRow.what).where(AuditRow.subject == number)).all() == [
                "case_accept"]


def test_sent_twice_under_one_key_it_is_done_once(house, read, numbers):
    first = ask(house, "run", "accept", items(numbers))
    assert ask(house, "run", "accept", items(numbers)) == first
    assert count(read, CaseEvent) == 2 * len(numbers)
    (other,) = ask(house, "run", "acknowledge", items(numbers[:1]))
    assert (other["done"], other["code"]) == (False, "key_reused")
    (late,) = ask(house, "run", "accept", items(numbers[:1]), key="k-2")
    assert (late["done"], late["code"]) == (False, "illegal_move")


def test_what_fails_is_named_and_the_others_are_done(house, read, write, numbers):
    with write(scope=cast.ALICE) as visit:
        workflow.move(visit, numbers[0], "acknowledge", version=1)
    told = ask(house, "run", "accept", items([*numbers[:3], "nothing"]))
    assert [one["done"] for one in told] == [False, True, True, False]
    assert (told[0]["code"], told[0]["version"]) == ("case_changed", 2)
    assert "Alice" in told[0]["said"]
    again = ask(house, "run", "accept", [{"case": numbers[0], "version": told[0]["version"]}])
    assert again[0]["done"], "what was refused keeps no claim on the key"
    assert [states(read)[number] for number in numbers] == ["accepted", "accepted", "accepted", "reported"]


def test_what_lies_outside_ones_own_is_not_there_for_whoever_mixes_it_in(house, read, numbers):
    for step in ("preview", "run"):
        told = ask(house, step, "accept", items(numbers), cast.CHEN)
        assert [one["done"] for one in told] == [True, True, True, False]
        assert (told[3]["code"], told[3]["text"]) == ("case_not_found", "")
    assert states(read)[numbers[3]] == "reported"


def test_strangers_are_refused_case_by_case_and_at_the_door(house, read, numbers):
    assert house.ask("POST", "/bulk/run", json={}).status_code == 401
    told = ask(house, "run", "accept", items(numbers[:1]), cast.BO)
    assert (told[0]["done"], told[0]["code"]) == (False, "not_allowed")
    assert house.ask("POST", "/bulk/run", key=house.key("cases.move"), json={}).status_code in (401, 403)
    assert set(states(read).values()) == {"reported"}


def test_sent_to_nobody_by_name_each_goes_to_its_own_department(house, read, numbers):
    told = ask(house, "run", "dispatch", items(numbers[:2]))
    assert [one["state"] for one in told] == ["dispatched", "dispatched"]
    assert told[0]["said"] == "待立案 → 待签收 · 环卫处"
    ask(house, "run", "dispatch", items(numbers[2:3]), key="k-2", department="roads")
    with read() as visit:
        assert [workflow.find(visit, number).department for number in numbers[:3]] == ["clean", "clean", "roads"]
    assert count(read, Dispatch) == 0
    (back,) = ask(house, "run", "withdraw", items(numbers[2:3], 2), key="k-3")
    assert (back["done"], states(read)[numbers[2]]) == (True, "accepted")


def test_what_many_are_given_is_read_as_for_one(house, numbers):
    late = ask(house, "run", "supervise", items(numbers[:1]), note="速办", until="2020-01-01T08:00")
    assert late[0]["code"] == "until_past"
    missing = ask(house, "preview", "supervise", items(numbers[:1]), note="")
    assert missing[0]["code"] == "note_needed"
    answer = house.ask("POST", "/bulk/run", cast.ALICE, json={
        "verb": "supervise", "items": items(numbers[:1]), "key": "k", "given": {"until": "soon"}})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_moment")


@pytest.mark.parametrize("body", [
    [], {}, {"verb": "fly", "items": [{"case": "1", "version": 1}]}, {"verb": "accept", "items": []},
    {"verb": "accept", "items": [{"case": "1", "version": 1}] * 26}, {"verb": "accept", "items": [5]},
    {"verb": "accept", "items": [{"case": "1", "version": "1"}]}, {"verb": "accept", "items": [{"version": 1}]},
    {"verb": "accept", "items": [{"case": "1", "version": 2**40}]}, {"verb": 5, "items": "x"},
    {"verb": "accept", "items": [{"case": "1", "version": 1}], "given": []},
    {"verb": "accept", "items": [{"case": "1", "version": 1}], "given": {"fly": 1}, "key": "k"},
    {"verb": "accept", "items": [{"case": "1", "version": 1}], "key": "k" * 65},
    {"verb": "accept", "items": [{"case": "1", "version": 1}]},
])
def test_what_cannot_be_read_is_refused_whole(house, body):
    assert house.ask("POST", "/bulk/run", cast.ALICE, json=body).status_code == 422


def test_all_of_a_view_are_listed_up_to_a_bound(house, write, numbers):
    answer = house.ask("POST", "/bulk/cases", cast.ALICE, json={"queue": "register", "area": cast.WEST_DISTRICT}).json()
    assert [one["case"] for one in answer["items"]] == numbers[:3]
    assert (answer["total"], answer["limit"], answer["items"][0]["version"]) == (3, 200, 1)
    theirs = house.ask("POST", "/bulk/cases", cast.CHEN, json={"area": cast.EAST_DISTRICT}).json()
    assert [one["case"] for one in theirs["items"]] == numbers[:3], "an area that is not theirs is their own instead"
    assert house.ask("POST", "/bulk/cases", cast.ALICE, json={"area": 5, "q": ["x"]}).status_code == 200


def test_who_was_first_is_told_without_what_they_wrote(write, read, numbers):
    with write(scope=cast.BO) as visit:
        workflow.move(visit, numbers[0], "instruct", version=1, given=Given(note="秘密", audience="leaders"))
    with read(scope=cast.ALICE) as visit:
        first = bulk.who_was_first(visit, numbers[0], 1)
        assert (first.by_name, first.verb, first.details) == ("Bo", "instruct", {})
        assert bulk.who_was_first(visit, numbers[0], 2) is None
    with read(scope=cast.CHEN) as visit:
        assert bulk.who_was_first(visit, numbers[3], 0) is None


def test_only_what_one_form_can_give_is_offered_for_many():
    offered = bulk.verbs(ROLES["dispatcher"])
    assert {Verb.DISPATCH, Verb.ACKNOWLEDGE, Verb.SUPERVISE, Verb.SHELVE, Verb.ACCEPT, Verb.SUSPEND} <= set(offered)
    assert not {Verb.CLASSIFY, Verb.MERGE, Verb.SPLIT, Verb.WHISTLE, Verb.CALL_BACK, Verb.ANSWER, Verb.WITHDRAW,
                Verb.SUPPORT} & set(offered)
    assert bulk.verbs(ROLES["auditor"]) == {}
    assert bulk.verbs(ROLES["wall"]) == {}
