"""How often people confirmed what a version proposed: what it is worth in use."""

from datetime import timedelta

import pytest

from data.cases import workflow
from data.cases.given import Given
from data.cases.states import State
from data.triage import confirming, versions
from tests import cast, pile, taught


def answer(write, proposal, decided: str, *, days_ago: int = 0) -> None:
    """Have Alice decide on the class of a case for which something was proposed."""
    with write() as visit:
        one = pile.put(visit, state=State.REPORTED, class_code="unclassified", major_code="unclassified",
                       proposal=proposal)
        number, version = one.case_no, one.version
    with write(scope=cast.ALICE, now=cast.NOW - timedelta(days=days_ago)) as visit:
        workflow.move(visit, number, "classify", version=version, given=Given(class_code=decided))


def proposed(version: int | None, code: str | None = "0102") -> dict[str, object]:
    return {"class": code, "confidence": 0.5, "words": [], "runner_up": None, "model": version}


@pytest.fixture
def _answered(write):
    answer(write, proposed(1), "0102")
    answer(write, proposed(1), "0101")
    answer(write, proposed(2), "0102")
    answer(write, proposed(2), "0102", days_ago=29)
    answer(write, proposed(2, None), "0102")
    answer(write, {"class": "0102", "confidence": 0.5, "words": []}, "0102")
    answer(write, None, "0102")


@pytest.mark.usefixtures("_answered")
def test_confirmed_and_corrected_ones_are_counted_by_version_and_nothing_else_is(read):
    with read() as visit:
        assert confirming.answers(visit) == {1: {"answered": 2.0, "confirmed": 1.0},
                                             2: {"answered": 1.0, "confirmed": 1.0}}


@pytest.mark.usefixtures("_answered")
def test_it_stands_beside_the_checks_and_goes_when_it_is_long_ago(write, read):
    with write() as visit:
        taught.version(visit, 1)
        confirming.keep(visit, confirming.answers(visit))
    with read() as visit:
        assert versions.find(visit, 1).score == {
            "judged": 40.0, "right": 0.883, "calibration_error": 0.045, "answered": 2.0, "confirmed": 1.0}
    with write(now=cast.NOW + timedelta(days=40)) as visit:
        confirming.keep(visit, confirming.answers(visit))
    with read() as visit:
        assert "answered" not in versions.find(visit, 1).score


@pytest.mark.usefixtures("_answered")
def test_the_program_keeps_it_at_each_look(write, read):
    taught.learn(write)
    taught.learn(write, minutes=60)
    with read() as visit:
        assert versions.find(visit, 1).score["answered"] == 2
