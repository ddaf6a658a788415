"""The drawer of a case that is looked back at: what had been proposed by then, by whom decided, or why nobody."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dashboard.drawer.opened import open_case
from dashboard.drawer.proposed import proposed
from dashboard.speech import Words
from data.allocation import accepting, keeping
from data.cases import workflow
from data.scope import Scope
from tests import cast
from tests.dashboard.reading import hooks, words
from tests.data.allocation.test_accepting import MINUTE, plan
from tests.data.allocation.test_decisions import decided, unmet

__all__ = ["decided", "plan", "unmet"]


@pytest.fixture
def said(read):
    """Return said(case_no, minutes, …): (how it stands, in words) of a moment; None where nothing is shown."""
    def looked(case_no, minutes, *, scope=cast.ALICE, language="en"):
        with read(scope=scope, now=cast.NOW + minutes * MINUTE) as visit:
            visit = replace(visit, language=language)
            one = open_case(visit, Words(language=language, zone=visit.zone), workflow.find(visit, case_no),
                            is_past=True)
            shown = proposed(one)
            return None if shown is None else (hooks(shown, "data-proposed"), words(shown))

    return looked


def test_before_any_plan_it_says_that_nothing_had_been_proposed(said, plan):
    assert said(plan[1], -1) == (["none"], "Proposed by then No dispatch had been proposed for this case by then")


def test_each_decision_is_told_as_it_was_by_then(said, decided):
    assert said(decided, 1)[0] == ["proposed"]
    assert "Send Team SAN-1" in said(decided, 1)[1]
    assert said(decided, 1)[1].endswith("Not decided by then")
    assert said(decided, 6)[0] == ["refused"]
    assert said(decided, 6)[1].endswith("Not sent 10:05 Alice: the unit was sent elsewhere")
    assert said(decided, 11)[0] == ["accepted"]
    assert said(decided, 11)[1].endswith("Accepted 10:10 Alice")
    assert said(decided, 11, language="zh-CN")[1].endswith("10:10 Alice 采纳")


def test_reasons_are_those_that_were_given(said, decided):
    assert "the only unit that fits" in said(decided, 1)[1] or "soonest of" in said(decided, 1)[1]


def test_who_was_sent_instead_is_said(said, plan, write, read):
    with read(scope=cast.ALICE) as visit:
        other = next(one["unit"] for one in keeping.pick_of(
            visit, keeping.find(visit, plan[0]), plan[1]).body["alternatives"])
    with write(scope=cast.ALICE, now=cast.NOW + MINUTE) as visit:
        accepting.accept(visit, plan[0], plan[1], other)
    assert "was sent instead 10:01 Alice" in said(plan[1], 2)[1]


def test_whom_nobody_could_be_sent_to_says_why(said, unmet):
    hook, told = said(unmet, 1)
    assert hook == ["nobody"]
    assert "Nobody could be sent · " in told


def test_who_may_read_no_proposals_is_shown_none_and_who_sees_a_part_not_who_made_it(said, plan):
    without = Scope(person="x", name="X", areas=cast.ALICE.areas, may=cast.ALICE.may - {"units.view"})
    assert said(plan[1], 1, scope=without) is None
    assert "Alice" not in said(plan[1], 1, scope=cast.BO)[1]
    assert "Alice" in said(plan[1], 1)[1]


def test_an_ended_case_without_a_proposal_says_nothing_of_it(said, write):
    with write() as visit:
        number = cast.open_case(visit, "gone")
    with write(scope=cast.ALICE, now=cast.NOW + timedelta(minutes=1)) as visit:
        workflow.move(visit, number, "void", version=1, note="x")
    assert said(number, 2) is None
