"""Queues: each empties by its verb, and nothing open that needs a decision is in none."""

from datetime import timedelta

import pytest

from data.cases import handover, intake, queues
from data.cases.states import MOVES, OPEN
from data.models.case import Case
from data.scope import ROLES, Scope
from tests import cast, pile
from tests.data.plans import on_sqlite, plans_of


@pytest.fixture
def one_in_each_state(write):
    reports = [cast.report(f"in-{state}", state=state) for state in OPEN]
    with write() as visit:
        intake.receive(visit, reports, cast.index_of(visit), live=False)


@pytest.mark.usefixtures("one_in_each_state")
def test_every_open_case_waits_in_some_queue(read):
    with read() as visit:
        found = {case.state for name in queues.QUEUES for case in queues.waiting(visit, "9901", name)}
    assert found == {state.value for state in OPEN}


def test_the_verb_of_a_queue_can_be_used_on_what_waits_there():
    verbs = {verb for _, verb in MOVES}
    assert {queue.verb for queue in queues.QUEUES.values()} <= verbs


@pytest.mark.usefixtures("one_in_each_state")
def test_lengths_are_what_the_lists_hold(read):
    with read() as visit:
        names = list(queues.QUEUES)
        counted = queues.lengths(visit, "9901", names)
        assert {name: len(queues.waiting(visit, "9901", name)) for name in names} == {
            name: total for name, (total, _) in counted.items()}


@pytest.mark.usefixtures("one_in_each_state")
def test_a_stranger_s_queues_are_empty(read):
    elsewhere = Scope(person="eve", name="Eve", areas=frozenset({cast.EAST_DISTRICT}), may=ROLES["dispatcher"])
    with read(scope=elsewhere) as visit:
        assert not any(queues.waiting(visit, "9901", name) for name in queues.QUEUES)


def test_a_queue_is_offered_to_whoever_may_empty_it(read):
    with read(scope=cast.CHEN) as visit:
        assert {"register", "verify", "close"} <= set(queues.queues_of(visit))
        assert "evaluate" not in queues.queues_of(visit)
    with read(scope=cast.NOBODY) as visit:
        assert queues.queues_of(visit) == []


def test_what_the_classifier_proposes_waits_for_a_person_while_it_is_open(write, read):
    proposal = {"class": "0102", "confidence": 0.7, "words": []}
    with write() as visit:
        waits = pile.put(visit, proposal=proposal).case_no
        pile.put_all(visit, [pile.case(pile.HERE, cast.NOW), pile.case(pile.HERE, cast.NOW, proposal=proposal,
                                                                       state="closed", closed_at=cast.NOW)])
    with read() as visit:
        assert [case.case_no for case in queues.waiting(visit, "9901", "classify")] == [waits]
        assert queues.lengths(visit, "9901", ["classify"]) == {"classify": (1, 0)}


@on_sqlite
def test_counting_what_waits_reads_no_row_of_a_case(read):
    """The table holds ten years of closed cases between the open ones."""
    with read() as visit:
        plans = plans_of(visit, lambda: (queues.lengths(visit, "9901", list(queues.QUEUES)),
                                         handover.picture(visit, "9901")))
    assert len(plans) >= 8
    assert set(plans) <= {
        "SEARCH cases USING COVERING INDEX ix_cases_open", "SCAN cases_1 USING INDEX ix_cases_proposed"}


def test_key_cases_are_the_urgent_ones_the_most_urgent_and_next_to_breach_first(write, read):
    with write() as visit:
        for name, priority, hours in (("late", 2, -1), ("soon", 2, 1), ("fire", 1, 5), ("plain", 3, -9)):
            cast.open_case(visit, name, priority=priority, due_at=cast.NOW + timedelta(hours=hours))
    with read() as visit:
        found, many = queues.key_cases(visit, "9901", 2, Case.priority <= 2)
        assert ([case.event_id for case in found], many) == (["fire", "late"], 3)
        assert queues.key_cases(visit, cast.EAST_DISTRICT, 2, Case.priority <= 2) == ([], 0)
