"""Splitting: parts of their departments, side by side; the whole hears of each and closes only after them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from data.cases import answers, clocks, kinship, workflow
from data.cases.given import Part
from data.errors import NotFound
from data.scope import Grant, Scope
from tests import cast
from tests.data.cases.courses import TWO, case_of, events_of, moved, parts_of, refused, split

WANG = {"name": "王小明", "phone": "19012341234"}


@pytest.fixture
def whole(write) -> str:
    """Return a registered case of Chen's community that somebody waits for."""
    with write() as visit:
        number = cast.open_case(visit, "whole", channel="hotline", reporter=WANG, address="1号")
    moved(write, number, "accept")
    return number


def test_parts_are_cases_of_their_departments_at_the_same_place(write, read, whole):
    numbers = split(write, whole)
    with read() as visit:
        case, first, second = (case_of(visit, number) for number in (whole, *numbers))
        assert (case.state, case.version) == ("accepted", 3)
        assert [(part.state, part.department, part.text) for part in (first, second)] == [
            ("accepted", "clean", "清运垃圾"), ("accepted", "roads", "修补路面")]
        assert {(part.lon, part.lat, part.area_code, part.address) for part in (first, second)} == {
            (case.lon, case.lat, case.area_code, "1号")}
        assert [part.class_code for part in (first, second)] == ["0101", "0102"]
        assert second.due_at == cast.NOW + timedelta(hours=24)
        assert first.accepted_at == cast.NOW
        assert first.reporter is None
        assert [event.verb for event in events_of(visit, numbers[0])] == ["report", "accept"]
        assert events_of(visit, whole)[-1].details == {"parts": numbers, "departments": ["clean", "roads"]}
        assert clocks.clocks_of(visit, first)[-1].stage == "dispatch"
        assert answers.of_case(visit, first).reporters == (), "nobody reported the part"


def test_a_part_without_a_limit_of_its_own_is_due_with_the_whole(write, read, whole):
    [number] = split(write, whole, parts=(Part(text="劝导", department="clean", class_code="0202"),))
    with read() as visit:
        assert case_of(visit, number).due_at == case_of(visit, whole).due_at is not None


def test_the_whole_hears_of_each_part_that_ends_and_closes_only_then(write, read, whole):
    numbers = split(write, whole)
    with write() as visit:
        case_of(visit, whole).state = "evaluated"
    assert refused(write, whole, "close") == "parts_open"
    moved(write, numbers[0], "void", note="重复")
    with read() as visit:
        event = events_of(visit, whole)[-1]
        assert (event.verb, event.details) == ("remark", {"part": numbers[0], "part_state": "voided"})
        assert event.before == event.after == "evaluated"
    with write() as visit:
        case_of(visit, numbers[1]).state = "evaluated"
    moved(write, numbers[1], "close")
    with read() as visit:
        assert events_of(visit, whole)[-1].details == {"part": numbers[1], "part_state": "closed"}
    assert moved(write, whole, "close").state == "closed"


def test_the_whole_hears_also_from_somebody_who_does_not_see_it(write, read, whole):
    [number] = split(write, whole, parts=TWO[1:])
    with write() as visit:
        case_of(visit, whole).department = "clean"
    roads = Scope.of_grants("rob", "Rob", [Grant(permission="cases.register", department="roads")])
    with pytest.raises(NotFound), write(scope=roads) as visit:
        workflow.find(visit, whole)
    moved(write, number, "void", roads)
    with read() as visit:
        assert events_of(visit, whole)[-1].details["part_state"] == "voided"


def test_a_part_of_a_part_is_the_deepest(write, read, whole):
    [first] = split(write, whole, parts=TWO[:1])
    [second] = split(write, first, parts=TWO[1:])
    assert refused(write, second, "split", parts=TWO) == "split_too_deep"
    with read() as visit:
        assert [kinship.depth_of(visit, case_of(visit, number)) for number in (whole, first, second)] == [0, 1, 2]
        assert kinship.height_of(visit, case_of(visit, whole)) == 2


@pytest.mark.parametrize(("part", "code"), [
    (Part(text="x", department="moon"), "department_not_found"),
    (Part(text="x", department="clean", class_code="9999"), "class_not_found"),
])
def test_a_part_of_nobody_or_no_class_is_refused_and_nothing_is_split(write, read, whole, part, code):
    assert refused(write, whole, "split", parts=(TWO[0], part)) == code
    with read() as visit:
        assert parts_of(visit, whole) == []


def test_strangers_split_nothing(write, whole):
    assert refused(write, whole, "split", cast.CHEN, parts=TWO) == "not_allowed"
    assert refused(write, whole, "split", cast.BO, parts=TWO) == "not_allowed"
    assert refused(write, whole, "split", replace(cast.ALICE, areas=frozenset({cast.EAST_DISTRICT})),
                   parts=TWO) == "case_not_found"
    assert refused(write, whole, "split") == "parts_needed"


def test_a_whole_is_not_merged_into_its_own_part(write, whole):
    [first] = split(write, whole, parts=TWO[:1])
    [second] = split(write, first, parts=TWO[1:])
    assert refused(write, whole, "merge", into=first) == "merge_circle"
    assert refused(write, whole, "merge", into=second) == "merge_circle"
    assert moved(write, second, "merge", into=first).state == "merged"


def test_the_parts_of_a_merged_case_hang_on_the_one_that_goes_on_and_come_back(write, read, whole):
    numbers = split(write, whole)
    with write() as visit:
        other = cast.open_case(visit, "other")
    moved(write, whole, "merge", into=other)
    with read() as visit:
        assert [part.case_no for part in parts_of(visit, other)] == numbers
    moved(write, numbers[0], "void")
    moved(write, whole, "unmerge")
    with read() as visit:
        assert [part.case_no for part in parts_of(visit, whole)] == numbers
        assert parts_of(visit, other) == []
        assert events_of(visit, other)[-2].details["part"] == numbers[0]


def test_parts_do_not_hang_too_deep_by_merging(write, whole):
    [first] = split(write, whole, parts=TWO[:1])
    [second] = split(write, first, parts=TWO[1:])
    with write() as visit:
        other = cast.open_case(visit, "other")
    moved(write, other, "accept")
    split(write, other)
    assert refused(write, other, "merge", into=second) == "split_too_deep"
    assert moved(write, other, "merge", into=first).state == "merged"
