"""The workflow's one page, read as a person would read it aloud."""

from data.cases import effect
from data.cases.states import ENDED, MOVES, NEEDS, OPEN, State, Verb, is_open, verb_into, verbs_from
from data.scope import PERMISSIONS, ROLES

LEADS = {
    "reported": {"accept": "accepted", "decline": "declined", "dispatch": "dispatched", "void": "voided",
                 "merge": "merged"},
    "accepted": {"dispatch": "dispatched", "suspend": "suspended", "void": "voided", "merge": "merged"},
    "dispatched": {"recall": "accepted", "withdraw": "accepted", "sign": "signed", "start": "in_handling",
                   "return": "returned", "suspend": "suspended"},
    "signed": {"recall": "accepted", "start": "in_handling", "return": "returned", "suspend": "suspended"},
    "in_handling": {"finish": "handled", "return": "returned", "suspend": "suspended"},
    "handled": {"send_to_verify": "to_verify", "verify": "follow_up", "rework": "returned"},
    "to_verify": {"verify": "follow_up", "rework": "returned"},
    "follow_up": {"call_back": "to_evaluate", "dissatisfied": "reopened"},
    "to_evaluate": {"dissatisfied": "reopened", "evaluate": "evaluated"},
    "evaluated": {"dissatisfied": "reopened", "close": "closed"},
    "closed": {"reopen": "reopened"},
    "returned": {"dispatch": "dispatched", "suspend": "suspended", "void": "voided", "merge": "merged"},
    "suspended": {"resume": "accepted", "void": "voided"},
    "reopened": {"dispatch": "dispatched", "suspend": "suspended", "void": "voided", "merge": "merged"},
    "declined": {"reopen": "reopened"},
    "merged": {"unmerge": "reported"},
    "voided": {},
}
"""State -> what leads out of it, and where to."""


def test_the_page_says_what_leads_from_where_to_where():
    table = {state.value: {verb.value: move.to.value for (start, verb), move in MOVES.items()
                           if start == state and move.to not in (None, state)} for state in State}
    assert table == LEADS


def test_only_the_void_is_final_and_every_open_state_has_a_way_out():
    leaving = {state for (state, _), move in MOVES.items() if move.to not in (None, state)}
    assert set(State) - leaving == {State.VOIDED}
    assert {state for state in State if is_open(state)} == set(State) - ENDED == set(OPEN)
    assert set(OPEN) <= leaving


def test_every_state_can_be_reached_from_a_report():
    reached = {State.REPORTED}
    for _ in State:
        reached |= {move.to for (start, _), move in MOVES.items() if start in reached and move.to}
    assert reached == set(State)


def test_nobody_is_done_before_somebody_else_has_looked():
    """Every way from handling to closing leads through verification, follow-up and evaluation."""
    def reaches(start: State, without: Verb) -> set[State]:
        found = {start}
        for _ in State:
            found |= {move.to for (state, verb), move in MOVES.items()
                      if state in found and verb is not without and move.to}
        return found

    for step in (Verb.FINISH, Verb.VERIFY, Verb.CALL_BACK, Verb.EVALUATE):
        assert State.CLOSED not in reaches(State.DISPATCHED, step), step


def test_moves_ask_for_known_permissions_and_known_needs():
    assert {one for move in MOVES.values() for one in move.permissions} <= set(PERMISSIONS)
    assert {need for move in MOVES.values() for need in move.needs} == set(NEEDS)


def test_whoever_takes_something_back_says_why():
    for verb in (Verb.DECLINE, Verb.VOID, Verb.RETURN, Verb.REWORK, Verb.SUSPEND, Verb.REOPEN, Verb.DISSATISFIED,
                 Verb.REFUSE_EXTENSION, Verb.ESCALATE, Verb.UNMERGE):
        moves = [move for (_, one), move in MOVES.items() if one is verb]
        assert moves
        assert all("note" in move.needs for move in moves), verb


def test_every_verb_is_somewhere_in_the_table_but_the_report_that_begins_it():
    assert {verb for _, verb in MOVES} == set(Verb) - {Verb.REPORT}


def test_each_verb_has_one_effect_at_most():
    assert set(effect.discover()) <= {verb for _, verb in MOVES}


def test_buttons_are_what_the_person_may_do():
    assert verbs_from(State.REPORTED, ROLES["officer"])[:3] == [Verb.ACCEPT, Verb.DECLINE, Verb.CLASSIFY]
    assert Verb.DISPATCH in verbs_from(State.REPORTED, ROLES["dispatcher"])
    assert Verb.VERIFY not in verbs_from(State.HANDLED, ROLES["handler"])
    assert verbs_from(State.REPORTED, ROLES["leader"]) == [
        Verb.SUPERVISE, Verb.LIFT_SUPERVISION, Verb.WITHDRAW_SUPERVISION, Verb.INSTRUCT, Verb.WITHDRAW_INSTRUCTION]
    assert verbs_from(State.REPORTED, ROLES["wall"]) == []


def test_no_role_both_handles_and_judges_what_the_desk_decides():
    assert not {"cases.verify", "cases.evaluate"} & ROLES["dispatcher"]
    assert not {"cases.verify", "cases.dispatch", "cases.evaluate"} & ROLES["handler"]
    assert not {"cases.move", "cases.handle", "cases.dispatch"} & ROLES["leader"]
    assert not {"cases.move", "cases.handle", "cases.dispatch", "cases.verify"} & ROLES["auditor"]


def test_the_verb_into_a_state_leads_there():
    for state in set(State) - {State.REPORTED}:
        assert any(move.to is state for (_, verb), move in MOVES.items() if verb is verb_into(state))
