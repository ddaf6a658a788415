"""The working list: narrowed by each thing by itself, ordered, read page by page, and never beyond one's own."""

from datetime import timedelta

import pytest

from data.cases import only, workflow, worklist
from data.cases.given import Given
from data.cases.only import Only
from data.cases.states import State
from data.cases.worklist import Wanted
from data.scope import ROLES, Scope
from tests import cast, pile

HOUR = timedelta(hours=1)
HANDLER = Scope(person="hal", name="Hal", areas=frozenset({""}), may=ROLES["handler"])


def put(write, **more) -> str:
    with write() as visit:
        return pile.put(visit, **more).case_no


def listed(read, scope=cast.ALICE, now=cast.NOW, area="9901", **wanted) -> list[str]:
    with read(scope=scope, now=now) as visit:
        return [case.case_no for case in worklist.page(visit, Wanted(area=area, **wanted))[0]]


@pytest.fixture
def several(write) -> dict[str, str]:
    """Return a few open cases by what is particular about them, and one that has ended."""
    return {
        "late": put(write, state=State.ACCEPTED, due_at=cast.NOW - HOUR, stage_due_at=cast.NOW - HOUR, priority=3),
        "hour": put(write, state=State.ACCEPTED, stage_due_at=cast.NOW + HOUR / 2, priority=1, channel="hotline"),
        "roads": put(write, state=State.SIGNED, stage_due_at=cast.NOW + 20 * HOUR, department="roads",
                     priority=4),
        "none": put(write, state=State.SUSPENDED, stage_due_at=None, due_at=None, paused_at=cast.NOW,
                    address="人民路 9 号", priority=4),
        "ended": put(write, state=State.CLOSED, is_open=False),
    }


def test_what_is_open_is_listed_and_what_breaches_next_stands_first(read, several):
    assert listed(read) == [several[one] for one in ("late", "hour", "roads", "none")]


@pytest.mark.parametrize(("wanted", "found"), [
    ({"due": "late"}, ["late"]), ({"due": "hour"}, ["hour"]), ({"due": "day"}, ["hour", "roads"]),
    ({"due": "none"}, ["none"]), ({"due": "paused"}, ["none"]), ({"departments": ("roads",)}, ["roads"]),
    ({"channels": ("hotline",)}, ["hour"]), ({"states": ("signed", "suspended")}, ["roads", "none"]),
    ({"queue": "dispatch"}, ["late", "hour"]), ({"only": Only(priorities=(1, 3))}, ["late", "hour"]),
    ({"only": Only(states=("suspended",))}, ["none"]), ({"only": Only(words="人民路")}, ["none"]),
    ({"only": Only(words="100%")}, []),
    ({"order": "priority", "only": Only(priorities=(1, 3))}, ["hour", "late"]),
])
def test_each_filter_narrows_by_itself(read, several, wanted, found):
    assert listed(read, **wanted) == [several[one] for one in found]


def test_a_case_is_found_by_its_number(read, several):
    assert listed(read, only=Only(words=several["roads"])) == [several["roads"]]


def test_age_counts_from_the_report(read, several):
    assert listed(read, now=cast.NOW + 5 * HOUR, age="4h") != []
    assert listed(read, age="7d") == []


def test_an_area_and_a_scope_bound_it(write, read):
    with write() as visit:
        near, far = cast.open_case(visit, "near", (0.5, 0.5)), cast.open_case(visit, "far", (3.5, 3.5))
    assert set(listed(read)) == {near, far}
    assert listed(read, area=cast.EAST_DISTRICT) == [far]
    assert listed(read, scope=cast.CHEN) == [near]
    assert listed(read, scope=cast.CHEN, area=cast.EAST_DISTRICT) == []


def test_mine_is_what_waits_for_me_and_what_i_sent(write, read):
    with write() as visit:
        mine, other = cast.open_case(visit, "mine"), cast.open_case(visit, "other")
    with write(scope=cast.ALICE) as visit:
        workflow.move(visit, mine, "dispatch", version=1, units=(cast.SWEEPERS,))
    with write(scope=cast.BO) as visit:
        workflow.move(visit, other, "supervise", version=1, given=Given(note="速办"))
    assert listed(read, is_mine=True) == [mine]
    assert listed(read, scope=cast.BO, is_mine=True) == [other]
    assert listed(read, unit=cast.SWEEPERS) == [mine]
    assert listed(read, scope=HANDLER, is_mine=True) == []


@pytest.mark.parametrize("order", worklist.ORDERS)
def test_pages_follow_one_another_and_tell_each_case_once(write, read, order):
    with write() as visit:
        numbers = {pile.put(visit, received_at=cast.NOW - timedelta(minutes=n % 4), priority=n % 3 + 1,
                            stage_due_at=cast.NOW + n % 5 * HOUR if n % 5 else None).case_no for n in range(12)}
    with read() as visit:
        wanted = Wanted(area="9901", order=order)
        whole = [case.case_no for case in worklist.page(visit, wanted)[0]]
        found, place = [], ""
        for _ in range(9):
            cases, place = worklist.page(visit, wanted, after=place, limit=5)
            found += [case.case_no for case in cases]
            if not place:
                break
    assert found == whole
    assert set(found) == numbers


@pytest.mark.parametrize("place", ["x", "1", "~~", "2026-01-01~1", "9" * 40, "a~1~2"])
def test_a_place_that_cannot_be_read_is_the_beginning(read, several, place):
    with read() as visit:
        assert len(worklist.page(visit, Wanted(area="9901"), after=place)[0]) == 4


def test_counting_may_stop_early(read, several):
    with read() as visit:
        assert worklist.count(visit, Wanted(area="9901")) == 4
        assert worklist.count(visit, Wanted(area="9901"), most=2) == 3
        assert [number for number, _ in worklist.numbers(visit, Wanted(area="9901"), 2)] == [
            several["late"], several["hour"]]


def test_filters_are_told_from_whose_list_it_is():
    wanted = Wanted(area="9901", queue="dispatch", is_mine=True, due="late", only=only.ALL, order="oldest")
    assert wanted.without_filters() == Wanted(area="9901", queue="dispatch", is_mine=True)


def test_what_nobody_was_sent_to_waits_since_it_came_or_came_back(write, read):
    with write() as visit:
        new = cast.open_case(visit, "new")
    with write(now=cast.NOW + HOUR) as visit:
        workflow.move(visit, new, "accept", version=1)
    with read(now=cast.NOW + 2 * HOUR) as visit:
        case = workflow.find(visit, new)
        assert worklist.waiting_since(visit, [case]) == {case.id: cast.NOW + HOUR}
