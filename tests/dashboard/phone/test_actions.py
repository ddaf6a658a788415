"""What can be done on the phone: only what the workflow allows, with all that it needs."""

import pytest

from dashboard.phone.actions import CHECKING, HANDLING, TAKES, actions_on
from data.cases import workflow
from data.cases.states import MOVES, State, Verb
from data.cases.tasks import UNIT, VERIFY, Task
from tests import cast

PHONE_VERBS = sorted({*HANDLING, *CHECKING})


@pytest.mark.parametrize("verb", PHONE_VERBS)
def test_the_sheet_asks_for_all_that_a_verb_needs(verb):
    needs = {need for (_, of), move in MOVES.items() if of is verb for need in move.needs}
    assert needs <= set(TAKES[verb])


@pytest.mark.parametrize("verb", PHONE_VERBS)
def test_a_verb_leads_to_one_state_and_needs_the_same_from_wherever_it_is_pressed(verb):
    moves = [move for (_, of), move in MOVES.items() if of is verb]
    assert len({(move.to, move.needs) for move in moves}) == 1


@pytest.fixture
def task(write):
    with write() as visit:
        return cast.open_case(visit)


def offered(read, number, why, who):
    with read(scope=who) as visit:
        return {action.verb: action for action in actions_on(visit, Task(case=workflow.find(visit, number), why=why))}


def test_who_handles_a_task_is_not_offered_to_verify_it(read, task):
    assert set(offered(read, task, UNIT, cast.CHEN)) == set(HANDLING)
    assert set(offered(read, task, VERIFY, cast.CHEN)) == set(CHECKING)


def test_who_may_nothing_is_offered_nothing(read, task):
    assert offered(read, task, UNIT, cast.BO) == {}
    assert offered(read, task, VERIFY, cast.BO) == {}


def test_an_action_says_from_where_it_leads_where(read, task):
    start = offered(read, task, UNIT, cast.CHEN)[Verb.START]
    assert (start.starts, start.to) == ((State.DISPATCHED, State.SIGNED), State.IN_HANDLING)
