"""The clerk proposes classes for reports nobody sorted; a confident proposal is tried, a person confirms each."""

import pytest
from sqlalchemy import select

from data.cases import clerk, queues, workflow
from data.cases.classification import THRESHOLD, Proposal
from data.cases.given import Given
from data.models.case import Case, CaseEvent
from data.scope import Scope
from data.triage import versions
from tests import cast, taught

SURE = Proposal("0102", 0.93, ("路面破损",), "0101")
UNSURE = Proposal("0102", 0.41, ("路面",), "0101")
NOTHING = Proposal(None, 0.0, (), None)


@pytest.fixture
def number(write) -> str:
    """Store a report whose category no scheme knows and return its number."""
    with write() as visit:
        return cast.open_case(visit, category="whatever", text="路面破损,有坑")


def proposed(write, number, found) -> Case:
    with write(scope=clerk.JOB) as visit:
        case = workflow.find(visit, number)
        clerk.propose(visit, case, found, 7)
    with write() as visit:
        return workflow.find(visit, number)


def test_a_confident_proposal_is_tried_and_waits_for_a_person(write, read, number):
    case = proposed(write, number, SURE)
    assert (case.class_code, case.department, case.version) == ("0102", "roads", 2)
    assert case.proposal == {"class": "0102", "confidence": 0.93, "words": ["路面破损"], "runner_up": "0101",
                             "model": 7}
    with read() as visit:
        assert [one.case_no for one in queues.waiting(visit, "9901", "classify")] == [number]
        assert visit.session.scalars(select(CaseEvent.by_name).where(CaseEvent.verb == "classify")).all() == ["clerk"]


def test_a_doubtful_one_leaves_the_case_unclassified_in_the_queue(write, read, number):
    case = proposed(write, number, UNSURE)
    assert (case.class_code, case.proposal["confidence"], case.version) == ("unclassified", 0.41, 1)
    with read() as visit:
        assert [one.case_no for one in queues.waiting(visit, "9901", "classify")] == [number]


def test_whoever_confirms_takes_it_out_of_the_queue(write, read, number):
    case = proposed(write, number, SURE)
    with write(scope=cast.ALICE) as visit:
        done = workflow.move(visit, number, "classify", version=case.version, given=Given(class_code="0102"))
        assert done.proposal is None
    with read() as visit:
        assert queues.waiting(visit, "9901", "classify") == []


def test_what_says_nothing_is_not_asked_again(write, read, number):
    proposed(write, number, NOTHING)
    with read() as visit:
        assert clerk.waiting(visit) == []


def test_it_reads_what_waits_by_the_model_in_force_and_says_which_that_was(write, read, number):
    taught.learn(write)
    with write(scope=clerk.JOB) as visit:
        assert clerk.propose_waiting(visit, versions.ready(visit)) == [number]
    with read() as visit:
        case = workflow.find(visit, number)
        assert (case.proposal["class"], case.proposal["model"]) == ("0102", 1)
        assert case.proposal["confidence"] < THRESHOLD, "names alone prove nothing"


def test_before_the_first_model_reports_wait_and_then_they_are_read(database, settings, write, read, number):
    one = clerk.Clerk(database, settings)
    one._look()
    with read() as visit:
        assert workflow.find(visit, number).proposal is None
    taught.learn(write)
    one._look()
    with read() as visit:
        assert workflow.find(visit, number).proposal["model"] == 1


def test_cases_of_ended_or_sorted_matters_are_left_alone(write, read):
    with write() as visit:
        cast.open_case(visit, "sorted")
        ended = cast.open_case(visit, "ended", category="x")
        workflow.move(visit, ended, "void", version=1, note="测试")
    with read() as visit:
        assert clerk.waiting(visit) == []


def test_a_stranger_s_clerk_sees_nothing(read, number):
    with read(scope=Scope(name="x")) as visit:
        assert clerk.waiting(visit) == []
