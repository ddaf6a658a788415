"""The workflow's one page, read as a person would read it aloud."""

from data.cases.states import ENDED, MOVES, State, Verb, is_open, verb_into, verbs_from
from data.scope import PERMISSIONS, ROLES

PAGE = {
    "reported": "accept decline dispatch void acknowledge",
    "accepted": "dispatch void acknowledge",
    "dispatched": "dispatch recall start acknowledge",
    "in_handling": "dispatch finish acknowledge",
    "handled": "return close",
    "declined": "", "closed": "", "voided": "",
}


def test_the_page_says_what_may_be_done_from_where():
    table = {state: [verb for start, verb in MOVES if start == state] for state in State}
    assert {state.value: " ".join(verbs) for state, verbs in table.items()} == PAGE


def test_an_ended_case_stays_ended_and_every_other_has_a_way_out():
    leaving = {state for (state, _), move in MOVES.items() if move.to not in (None, state)}
    assert leaving == set(State) - ENDED
    assert {state for state in State if is_open(state)} == leaving


def test_every_state_can_be_reached_from_a_report():
    reached = {State.REPORTED}
    for _ in State:
        reached |= {move.to for (start, _), move in MOVES.items() if start in reached and move.to}
    assert reached == set(State)


def test_moves_ask_for_known_permissions_and_known_needs():
    assert {move.permission for move in MOVES.values()} <= set(PERMISSIONS)
    assert {need for move in MOVES.values() for need in move.needs} == {"note", "units"}
    assert all(move.needs for (_, verb), move in MOVES.items() if verb in (Verb.DECLINE, Verb.VOID, Verb.RETURN))


def test_buttons_are_what_the_person_may_do():
    assert verbs_from(State.REPORTED, ROLES["dispatcher"]) == [
        Verb.ACCEPT, Verb.DECLINE, Verb.DISPATCH, Verb.VOID, Verb.ACKNOWLEDGE]
    assert verbs_from(State.REPORTED, ROLES["officer"]) == [Verb.ACCEPT, Verb.DECLINE, Verb.VOID]
    assert verbs_from(State.REPORTED, ROLES["leader"]) == []
    assert verbs_from(State.CLOSED, ROLES["admin"]) == []


def test_the_verb_into_a_state_leads_there():
    for state in set(State) - {State.REPORTED}:
        assert any(move.to is state for (_, verb), move in MOVES.items() if verb is verb_into(state))
