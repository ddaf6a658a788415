"""The course through the five stages, and how the present stage's time stands."""

from datetime import timedelta

import pytest

from data.cases import course, queries, workflow
from data.cases.given import Given, Said
from data.cases.states import State
from data.models.case import CaseClass
from data.scope import ROLES, Scope
from tests import cast, pile

HANDLER = Scope(person="hal", name="Hal", areas=frozenset({""}), may=ROLES["handler"])
VERA = Scope(person="vera", name="Vera", areas=frozenset({""}), may=ROLES["verifier"])
SHIFT = [(cast.ALICE, "accept", {}), (cast.ALICE, "dispatch", {"units": (cast.SWEEPERS,)}), (HANDLER, "sign", {}),
         (HANDLER, "start", {}), (HANDLER, "finish", {}), (VERA, "verify", {}),
         (cast.ALICE, "call_back", {"reply": Said(contacted=True, solved=True, satisfied=True)}),
         (cast.BO, "evaluate", {"grade": 5}), (cast.ALICE, "close", {})]


def minutes(n: int) -> timedelta:
    return timedelta(minutes=n)


def live(write, steps, event: str = "e-1") -> str:
    """Lead a new case through the steps, ten minutes each, and return its number."""
    with write() as visit:
        number = cast.open_case(visit, event)
    for index, (scope, verb, given) in enumerate(steps, start=1):
        with write(scope=scope, now=cast.NOW + minutes(10 * index)) as visit:
            workflow.move(visit, number, verb, version=workflow.find(visit, number).version, given=Given(**given))
    return number


def course_of(read, number, **more):
    with read(**more) as visit:
        case = workflow.find(visit, number)
        return course.course_of(case, queries.timeline(visit, case))


def hows(read, number) -> list[str]:
    return [one.how for one in course_of(read, number)]


def running(read, number, now=cast.NOW):
    with read(now=now) as visit:
        return course.running(visit, workflow.find(visit, number))


def test_every_state_but_those_beside_the_way_has_a_stage():
    beside = {State.SUSPENDED, State.DECLINED, State.MERGED, State.VOIDED}
    assert set(course.STEP_OF) == set(State) - beside
    assert set(course.STEP_OF.values()) == set(course.STEPS)


@pytest.mark.parametrize(("steps", "expected"), [
    (0, ["present", "ahead", "ahead", "ahead", "ahead"]), (1, ["done", "present", "ahead", "ahead", "ahead"]),
    (2, ["done", "present", "ahead", "ahead", "ahead"]), (3, ["done", "done", "present", "ahead", "ahead"]),
    (5, ["done", "done", "present", "ahead", "ahead"]), (6, ["done", "done", "done", "present", "ahead"]),
    (7, ["done", "done", "done", "done", "present"]), (9, ["done"] * 5),
])
def test_the_course_goes_with_the_case(write, read, steps, expected):
    assert hows(read, live(write, SHIFT[:steps])) == expected


def test_each_stage_says_when_it_was_reached(write, read):
    number = live(write, SHIFT)
    assert [one.at for one in course_of(read, number)] == [
        cast.NOW, cast.NOW + minutes(10), cast.NOW + minutes(30), cast.NOW + minutes(60), cast.NOW + minutes(70)]


def test_what_was_reached_before_a_return_is_ahead_again(write, read):
    number = live(write, [*SHIFT[:4], (HANDLER, "return", {"note": "不是我们的"})])
    found = course_of(read, number)
    assert [one.how for one in found] == ["done", "present", "ahead", "ahead", "ahead"]
    assert found[1].at == cast.NOW + minutes(50)
    assert found[2].at is None


def test_a_case_stands_where_it_was_when_it_is_suspended_or_ended_beside_the_way(write, read):
    suspended = live(write, [SHIFT[0], (cast.ALICE, "suspend", {"note": "等"})])
    assert hows(read, suspended) == ["done", "present", "ahead", "ahead", "ahead"]
    declined = live(write, [(cast.ALICE, "decline", {"note": "不是"})], "e-2")
    assert hows(read, declined) == ["stopped", "ahead", "ahead", "ahead", "ahead"]
    voided = live(write, [SHIFT[0], (cast.ALICE, "void", {"note": "误报"})], "e-3")
    assert hows(read, voided) == ["done", "stopped", "ahead", "ahead", "ahead"]


def test_a_closing_from_outside_passed_the_stages_by(write, read):
    with write() as visit:
        number = pile.put(visit, state=State.CLOSED).case_no
    found = course_of(read, number)
    assert [one.how for one in found] == ["skipped"] * 5
    assert all(one.at is None for one in found)


def test_the_clock_of_each_stage_runs_under_its_own_limit(write, read):
    fresh = live(write, [])
    found = running(read, fresh, cast.NOW + minutes(30))
    assert (found.stage, found.lamp, str(found.limit)) == ("register", "green", "2UH")
    assert (found.used, found.allowed, found.left) == (minutes(30), minutes(120), minutes(90))
    assert found.share() == 0.25
    assert running(read, fresh, cast.NOW + minutes(100)).lamp == "yellow"
    late = running(read, fresh, cast.NOW + minutes(130))
    assert (late.lamp, late.left, late.share()) == ("red", -minutes(10), 1.0)


def test_the_clock_of_handling_is_the_case_s_deadline_from_its_registration(write, read):
    number = live(write, SHIFT[:3])
    found = running(read, number, cast.NOW + minutes(70))
    assert (found.stage, found.lamp) == ("handle", "green")
    assert found.due_at == cast.NOW + minutes(10) + timedelta(hours=4)
    assert (found.used, found.allowed) == (minutes(60), timedelta(hours=4))


def test_a_class_limit_in_working_time_is_counted_in_working_time(write, read):
    with write() as visit:
        visit.session.get_one(CaseClass, (cast.SCHEME, "0101")).limit = "4WH"
    number = live(write, SHIFT[:3])
    found = running(read, number, cast.NOW + timedelta(hours=26))
    assert str(found.limit) == "4WH"
    assert found.allowed == timedelta(hours=4)
    assert found.lamp == "red"


def test_more_time_makes_what_is_allowed_longer(write, read):
    until = cast.NOW + timedelta(hours=20)
    number = live(write, [*SHIFT[:3], (HANDLER, "ask_extension", {"until": until, "note": "等料"}),
                          (cast.ALICE, "grant_extension", {})])
    found = running(read, number, cast.NOW + minutes(60))
    assert (found.due_at, found.limit) == (until, None)
    assert found.allowed == until - (cast.NOW + minutes(10))
    assert found.used == minutes(50)


def test_a_paused_clock_stands_still(write, read):
    number = live(write, [SHIFT[0], (cast.ALICE, "suspend", {"note": "等"})])
    first, later = (running(read, number, cast.NOW + timedelta(hours=hours)) for hours in (1, 30))
    assert (first.stage, first.lamp) == ("handle", "paused")
    assert first == later


def test_a_case_without_a_deadline_has_a_lamp_and_no_figures(write, read):
    with write() as visit:
        number = pile.put(visit).case_no
    found = running(read, number)
    assert (found.lamp, found.due_at, found.allowed, found.share()) == ("none", None, None, 0.0)


def test_an_ended_case_has_no_clock(write, read):
    assert running(read, live(write, SHIFT)) is None
