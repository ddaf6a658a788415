"""Merging: no reporter is lost, no circle closes, and each case keeps its own course."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from data.cases import clocks, kinship, reporting, workflow
from data.cases.given import Given
from data.cases.states import State
from data.cases.voice import Voice
from data.errors import CityError
from data.models.case import Case
from data.models.report import Reply, Supporter
from data.models.unit import Unit
from data.scope import ROLES, Scope
from tests import cast
from tests.data.cases.courses import case_of, events_of, moved, refused
from tests.data.racing import race

CARA = Scope(person="cara", name="Cara", areas=frozenset({""}), may=ROLES["caller"])
WANG = {"name": "王小明", "phone": "19012341234"}


def supported(write, number, report_id, **more):
    with write(scope=CARA) as visit:
        return reporting.support(visit, number, Voice(report_id=report_id, channel="hotline", **more), text="附议")


@pytest.fixture
def pair(write) -> tuple[str, str]:
    """Return a case that a hotline took, with two supporters, and one nearby with one supporter."""
    with write() as visit:
        one = cast.open_case(visit, "one", channel="hotline", reporter=WANG)
        other = cast.open_case(visit, "other", channel="hotline", reporter={"name": "韩梅梅"}, category="0202")
    supported(write, one, "s-1", reporter={"name": "李雷"})
    supported(write, one, "s-2")
    supported(write, other, "s-3")
    return one, other


def test_reporters_and_supporters_of_a_merged_case_are_supporters_of_the_one_that_goes_on(write, read, pair):
    one, other = pair
    case = moved(write, one, "merge", into=other, note="同一处")
    assert (case.state, case.is_open, case.supporters, case.closed_at) == ("merged", False, 0, cast.NOW)
    with read() as visit:
        target = case_of(visit, other)
        assert (target.supporters, target.version, target.state) == (4, 3, "reported")
        assert case_of(visit, one).merged_into == target.id
        rows = visit.session.scalars(select(Supporter).where(Supporter.case_id == target.id).order_by(Supporter.id))
        assert sorted((row.event_id, (row.reporter or {}).get("name")) for row in rows) == [
            ("one", "王小明"), ("s-1", "李雷"), ("s-2", None), ("s-3", None)]
        assert target.priority == 3, "as urgent as what was merged into it"
        here, there = events_of(visit, one)[-1], events_of(visit, other)[-1]
        assert (here.verb, here.details["into"], here.note) == ("merge", other, "同一处")
        assert (there.verb, there.details["merged"], there.details["priority"]) == ("support", one, 3)
        assert [event.verb for event in events_of(visit, one)] == ["report", "support", "support", "merge"]


def test_taken_apart_each_has_again_what_came_with_it(write, read, pair):
    one, other = pair
    moved(write, one, "merge", into=other)
    supported(write, one, "s-4")
    case = moved(write, one, "unmerge", note="两件事")
    assert (case.state, case.is_open, case.supporters, case.merged_into, case.closed_at) == (
        "reported", True, 2, None, None)
    with read() as visit:
        target = case_of(visit, other)
        assert target.supporters == 2, "who supported the case that went on supported that one"
        rows = visit.session.execute(select(Supporter.event_id, Supporter.case_id).order_by(Supporter.event_id)).all()
        assert [tuple(row) for row in rows] == [
            ("s-1", case.id), ("s-2", case.id), ("s-3", target.id), ("s-4", target.id)]
        assert case_of(visit, one).reporter == WANG
        assert events_of(visit, one)[-1].details["from"] == other
        assert events_of(visit, other)[-1].details == {
            "unmerged": one, "supporters": 2, "was": {"supporters": 5}}
        assert clocks.clocks_of(visit, case)[-1].ended_at is None, "its clock runs again"
    moved(write, one, "merge", into=other)
    with read() as visit:
        assert case_of(visit, other).supporters == 5


def test_what_they_were_answered_goes_with_them_both_ways(write, read, pair):
    one, other = pair
    moved(write, one, "answer", CARA, note="正在处理")
    moved(write, one, "merge", into=other)
    with read() as visit:
        target = case_of(visit, other)
        reply = visit.session.scalars(select(Reply)).one()
        first = visit.session.scalars(select(Supporter).where(Supporter.event_id == "one")).one()
        assert (reply.case_id, reply.supporter_id) == (target.id, first.id)
    moved(write, one, "unmerge")
    with read() as visit:
        reply = visit.session.scalars(select(Reply)).one()
        assert (reply.case_id, reply.supporter_id) == (case_of(visit, one).id, None)


def test_taken_out_of_a_chain_it_takes_along_its_own_only(write, read, pair):
    one, other = pair
    with write() as visit:
        third = cast.open_case(visit, "third")
    moved(write, one, "merge", into=other)
    moved(write, other, "merge", into=third)
    with read() as visit:
        assert case_of(visit, third).supporters == 5
        assert kinship.goes_on(visit, case_of(visit, one)).case_no == third
    assert supported(write, one, "s-1").case_no == third, "the same report sent again counts where it is now"
    assert moved(write, one, "unmerge").supporters == 2
    with read() as visit:
        assert case_of(visit, third).supporters == 2
    assert moved(write, other, "unmerge").supporters == 1
    with read() as visit:
        assert case_of(visit, third).supporters == 0
        assert case_of(visit, one).supporters == 2


def test_no_circle_closes(write, read, pair):
    one, other = pair
    assert refused(write, one, "merge", into=one) == "merge_circle"
    moved(write, one, "merge", into=other)
    assert refused(write, other, "merge", into=one) == "merge_circle"
    with write() as visit:
        third = cast.open_case(visit, "third")
    moved(write, other, "merge", into=third)
    assert refused(write, third, "merge", into=one) == "merge_circle"
    with read() as visit:
        assert case_of(visit, third).state == "reported"


def test_nothing_is_merged_into_what_has_ended_or_was_merged(write, pair):
    one, other = pair
    with write() as visit:
        third, ended = cast.open_case(visit, "third"), cast.open_case(visit, "ended")
    moved(write, ended, "void")
    assert refused(write, one, "merge", into=ended) == "merge_into_ended"
    moved(write, one, "merge", into=other)
    assert refused(write, third, "merge", into=one) == "merge_into_ended"


def test_a_merged_case_leaves_its_target_also_when_that_has_ended(write, read, pair):
    one, other = pair
    moved(write, one, "merge", into=other)
    moved(write, other, "decline")
    assert moved(write, one, "unmerge").supporters == 2
    with read() as visit:
        assert (case_of(visit, other).state, case_of(visit, other).supporters) == ("declined", 1)


def test_strangers_merge_nothing_and_learn_nothing(write, read, pair):
    one, other = pair
    with write() as visit:
        far = cast.open_case(visit, "far", (3.5, 3.5))
    west = replace(cast.ALICE, areas=frozenset({cast.WEST_DISTRICT}))
    assert refused(write, one, "merge", west, into=far) == "case_not_found"
    assert refused(write, one, "merge", west, into="nothing") == "case_not_found"
    assert refused(write, one, "merge", cast.CHEN, into=other) == "not_allowed"
    assert refused(write, one, "merge", CARA, into=other) == "not_allowed"
    moved(write, one, "merge", into=far)
    assert refused(write, one, "unmerge", west) == "case_not_found"
    assert refused(write, one, "unmerge", cast.CHEN) == "not_allowed"
    moved(write, other, "escalate")
    moved(write, other, "escalate")
    with write() as visit:
        third = cast.open_case(visit, "third")
    street = replace(cast.ALICE, areas=frozenset({cast.COMMUNITY[:9]}))
    assert refused(write, third, "merge", street, into=other) == "held_above", "it is the district's to decide"


def test_two_who_merge_two_cases_into_each_other_do_not_wait_for_ever(write, read, pair):
    def merge(runner: int) -> str:
        one, other = pair if runner % 2 else pair[::-1]
        with write(scope=cast.ALICE) as visit:
            version = case_of(visit, one).version
            return workflow.move(visit, one, "merge", version=version, given=Given(into=other)).state

    outcomes = race(merge, 4)
    assert set(outcomes) <= {"merged", "case_changed", "merge_circle", "merge_into_ended", "illegal_move"}
    with read() as visit:
        assert sorted(case_of(visit, number).state for number in pair) in (["merged", "reported"],
                                                                          ["reported", "reported"])


def test_who_was_out_for_a_merged_case_is_free(write, read, pair):
    one, other = pair
    moved(write, one, "accept")
    moved(write, one, "dispatch", units=(cast.SWEEPERS,))
    with write() as visit:
        case_of(visit, one).state = "returned"
    moved(write, one, "merge", into=other)
    with read() as visit:
        assert visit.session.get_one(Unit, cast.SWEEPERS).status == "available"


def voices(visit) -> dict[str, set[str]]:
    """Return {case that goes on or ended otherwise: ids of all who reported it}."""
    found = {}
    for case in visit.session.scalars(select(Case).execution_options(populate_existing=True)):
        rows = visit.session.scalars(select(Supporter.event_id).where(Supporter.case_id == case.id)).all()
        assert case.supporters == len(rows) == len(set(rows)), case.case_no
        if State(case.state) is not State.MERGED:
            found[case.case_no] = {case.event_id, *rows}
        else:
            assert rows == []
    return found


STEPS = st.lists(st.tuples(st.sampled_from(["support", "merge", "unmerge", "again"]), st.integers(0, 4),
                           st.integers(0, 4)), max_size=14)


def test_no_reporter_is_ever_lost_or_doubled(write):
    with write() as visit:
        numbers = [cast.open_case(visit, f"c-{n}", channel="hotline") for n in range(5)]
    firsts = {f"c-{n}" for n in range(5)}
    everybody = {*firsts, "none"}
    supported(write, numbers[0], "none")
    chance = random.Random(7)

    @settings(max_examples=25)
    @given(STEPS)
    def live(steps):
        for what, one, other in steps:
            try:
                if what == "support":
                    report_id = f"s-{chance.random()}"
                    supported(write, numbers[one], report_id)
                    everybody.add(report_id)
                elif what == "again":
                    supported(write, numbers[one], chance.choice(sorted(everybody - firsts)))
                elif what == "merge":
                    moved(write, numbers[one], "merge", into=numbers[other])
                else:
                    moved(write, numbers[one], "unmerge")
            except CityError:
                continue
        with write() as visit:
            found = voices(visit)
            together = [voice for ids in found.values() for voice in ids]
            assert sorted(together) == sorted(everybody)

    live()
