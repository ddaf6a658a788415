"""The city as of a moment: whatever was done since, it is told as it was told then."""

import itertools
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from data.alarms import feeds
from data.cases import figures, lateness, queries, supervision, windows, workflow
from data.cases.bodies import case_body
from data.cases.given import Given, Said
from data.cases.remembered import KEPT
from data.errors import CityError
from data.models.case import Case, CaseEvent
from data.past import looking, picture
from data.scope import ROLES, Grant, Scope
from data.units import queries as units
from data.visit import Visit
from tests import cast
from tests.data.cases.courses import moved

MASTER = Scope(person="alice", name="Alice", areas=frozenset({""}),
               may=frozenset().union(*(may for role, may in ROLES.items())))
OTHER = replace(MASTER, person="omar", name="Omar")
"""Verifies what the first handled."""
CITY = "9901"
HAPPY = Said(contacted=True, solved=True, satisfied=True)
MINUTE = timedelta(minutes=1)
WAYS: dict[str, dict[str, Any]] = {
    "accept": {}, "acknowledge": {}, "dispatch": {"units": (cast.REPAIR,)}, "recall": {}, "sign": {}, "start": {},
    "finish": {}, "return": {}, "suspend": {}, "resume": {}, "send_to_verify": {}, "verify": {}, "rework": {},
    "close": {}, "reopen": {}, "void": {}, "decline": {}, "classify": {"class_code": "0102"}, "supervise": {},
    "lift_supervision": {}, "report_supervision": {}, "remark": {}, "support": {}, "escalate": {}, "delegate": {},
    "ask_extension": {}, "grant_extension": {}, "refuse_extension": {}, "shelve": {}, "unshelve": {}, "merge": {},
    "unmerge": {}, "call_back": {"reply": HAPPY}, "evaluate": {"grade": 4}, "dissatisfied": {},
}
STEPS = st.lists(st.tuples(st.sampled_from(["move"] * 6 + ["report", "wait"]), st.integers(0, 30), st.integers(0, 3)),
                 min_size=6, max_size=16)
TOLD = (*KEPT, "is_supervised", "state", "is_open", "version", "case_no", "area_code", "received_at", "occurred_at",
        "text")
COUNTED = tuple(one.key for one in picture.COUNTED if one.key != "version")
"""What counts of a case that has ended; a remark on it later moves its version alone."""


def all_told(visit: Visit, area: str = CITY) -> dict[str, Any]:
    """Return everything a screen says at a visit's moment, and every fact of each case."""
    alarms = [case.case_no for case in queries.alarms(visit, area, 50)]
    board = units.count_by_kind(visit, area)
    day = visit.now - timedelta(days=1)
    return {
        "figures": {one.name: (one.value, one.before, one.sample, one.details) for one in figures.kpis(visit, area)},
        "areas": figures.area_values(visit, area, 3), "late": lateness.by_department(visit, area), "alarms": alarms,
        "feeds": [(one.source, one.cases, one.last_at) for one in feeds.feeds(visit, area)],
        "shelved": queries.count_shelved(visit, area), "board": board,
        "supervised": [(one.demand, one.reported_at, case.case_no) for one, case in supervision.listed(visit, area)],
        "hours": windows.received_by_hour(visit, area, day, 24),
        "classes": figures.received_by_class(visit, area, day, visit.now),
        "feed": [body_of(case) for case in queries.latest(visit, area, 100)],
        "shown": sorted((case_body(one) for one in queries.open_cases(visit, area, 100)), key=lambda one: one["no"]),
        "cases": {case.case_no: {name: getattr(case, name) for name in (TOLD if case.is_open else COUNTED)}
                  for case in visit.session.scalars(select(Case).order_by(Case.id))},
    }


def body_of(case: Case) -> dict[str, Any]:
    body = case_body(case)
    return body if case.is_open else body | {"version": 0, "ack": False}


def past_told(read, at: datetime, scope: Scope = MASTER, area: str = CITY) -> dict[str, Any]:
    with read(scope=scope, now=at + timedelta(days=2)) as visit, looking.visit_at(visit, at, area) as then:
        return all_told(then, area)


def seen_then(told: dict[str, Any], at: datetime) -> dict[str, Any]:
    """Return it without what no screen of that moment looks back to."""
    since = at - picture.RECEIVED
    return told | {"cases": {no: one for no, one in told["cases"].items() if one["received_at"] > since}}


def test_whatever_is_done_later_a_moment_is_told_as_it_was_told_then(write, read):
    minutes = itertools.count(1)
    names = itertools.count(1)

    @settings(max_examples=6)
    @given(STEPS)
    def days(steps):
        numbers: list[str] = []
        record: list[tuple[datetime, dict[str, Any]]] = []
        for what, which, other in [("report", 0, 0), ("report", 1, 2), *steps]:
            now = cast.NOW + 7 * MINUTE * next(minutes)
            if what == "report":
                with write(now=now) as visit:
                    numbers.append(cast.open_case(visit, f"p-{next(names)}", (0.5 + other, 0.5 + which % 4)))
            elif what == "move":
                try_to(write, now, which, numbers[other % len(numbers)], numbers[which % len(numbers)])
            with read(scope=MASTER, now=now) as visit:
                record.append((now, all_told(visit)))
        for at, told in record:
            then = past_told(read, at)
            for name, value in seen_then(told, at).items():
                assert then[name] == value, (name, at)

    days()


def try_to(write, now: datetime, which: int, number: str, into: str) -> None:
    """Make one of the moves that the case allows, if it can be made: by one person, else by another."""
    for who in (MASTER, OTHER):
        try:
            with write(scope=who, now=now) as visit:
                case = workflow.find(visit, number)
                verbs = [verb.value for verb in workflow.verbs_for(visit, case) if verb.value in WAYS]
                verb = verbs[which % len(verbs)]
                given = WAYS[verb] | ({"until": now + 25 * MINUTE} if verb in ("ask_extension", "shelve") else {})
                given |= {"into": into} if verb == "merge" else {}
                workflow.move(visit, number, verb, version=case.version, given=Given(note="说明", **given))
            return
        except CityError:
            continue


@pytest.fixture
def course(write) -> str:
    """Return a case that came at ten, was merged, taken apart, made urgent, handled, closed and opened again."""
    with write() as visit:
        number = cast.open_case(visit, "one", category="0202")
        other = cast.open_case(visit, "other", category="0102")
    for minutes, verb, more in (
            (10, "supervise", {}), (20, "lift_supervision", {}), (30, "merge", {"into": other}), (40, "unmerge", {}),
            (50, "classify", {"class_code": "0102"}), (60, "accept", {}), (70, "dispatch", {"units": (cast.REPAIR,)}),
            (78, "start", {}), (80, "finish", {}), (84, "verify", {}), (86, "call_back", {"reply": HAPPY}),
            (88, "evaluate", {"grade": 4}), (90, "close", {}), (100, "reopen", {})):
        moved(write, number, verb, OTHER if verb == "verify" else MASTER, cast.NOW + minutes * MINUTE, **more)
    return number


@pytest.mark.parametrize(("minutes", "facts"), [
    (5, ("reported", True, 4, "0202", False)), (15, ("reported", True, 4, "0202", True)),
    (35, ("merged", False, 4, "0202", False)), (45, ("reported", True, 4, "0202", False)),
    (55, ("reported", True, 2, "0102", False)), (75, ("dispatched", True, 2, "0102", False)),
    (95, ("closed", False, 2, "0102", False)), (105, ("reopened", True, 2, "0102", False)),
])
def test_state_priority_class_and_supervision_are_those_of_the_moment(read, course, minutes, facts):
    at = cast.NOW + minutes * MINUTE
    with read(now=cast.NOW + timedelta(days=1)) as visit, looking.visit_at(visit, at, CITY) as then:
        case = workflow.find(then, course)
        assert (case.state, case.is_open, case.priority, case.class_code, case.is_supervised) == facts
        assert case.closed_at == (cast.NOW + 30 * MINUTE if minutes == 35 else cast.NOW + 90 * MINUTE
                                  if minutes == 95 else None)


def test_of_the_case_in_the_drawer_nothing_later_is_told(read, course):
    at = cast.NOW + 75 * MINUTE
    with read(scope=MASTER, now=cast.NOW + timedelta(days=1)) as visit:
        with looking.case_at(visit, at, workflow.find(visit, course)) as then:
            case = workflow.find(then, course)
            told = queries.timeline(then, case)
            assert [one.verb for one in told][-1] == "dispatch"
            assert case.version == len(told)
            sent = queries.dispatches_of(then, case)
            assert [(one.ended_at, unit.id, unit.status) for one, unit in sent] == [(None, cast.REPAIR, "dispatched")]
        assert workflow.find(visit, course).state == "reopened", "the visit itself still sees the present"


def test_what_came_later_is_not_there_yet_and_correcting_it_changes_no_past(write, read):
    with write(now=cast.NOW + timedelta(hours=1)) as visit:
        number = cast.open_case(visit, "late")
    before = past_told(read, cast.NOW + timedelta(minutes=30))
    assert number not in before["cases"]
    assert before["figures"]["open_now"][0] == 0
    moved(write, number, "classify", MASTER, cast.NOW + timedelta(hours=2), class_code="0201")
    assert past_told(read, cast.NOW + timedelta(minutes=30)) == before


def test_the_past_of_an_area_is_only_for_those_who_may_see_it(write, read):
    with write() as visit:
        mine, foreign = cast.open_case(visit, "west", (0.5, 0.5)), cast.open_case(visit, "east", (3.5, 0.5))
    then = past_told(read, cast.NOW + MINUTE, scope=cast.CHEN)
    assert list(then["cases"]) == [mine]
    assert foreign in past_told(read, cast.NOW + MINUTE, scope=cast.ALICE)["cases"]
    assert past_told(read, cast.NOW + MINUTE, scope=cast.NOBODY)["cases"] == {}


def test_a_case_that_left_a_department_since_is_not_theirs_to_look_back_at(write, read):
    with write() as visit:
        number = cast.open_case(visit, "one", category="0102")
    of_roads = Scope.of_grants("rosa", "Rosa", grants_of("roads"))
    of_fire = Scope.of_grants("fay", "Fay", grants_of("fire"))
    moved(write, number, "accept", MASTER, cast.NOW + MINUTE)
    moved(write, number, "dispatch", MASTER, cast.NOW + 2 * MINUTE, department="fire")
    assert past_told(read, cast.NOW + MINUTE, scope=of_roads)["cases"] == {}
    assert past_told(read, cast.NOW + MINUTE, scope=of_fire)["cases"] == {}, "nor was it theirs then"
    assert list(past_told(read, cast.NOW + 3 * MINUTE, scope=of_fire)["cases"]) == [number]


def grants_of(department: str):
    return [Grant(permission="cases.view", area="", department=department)]


def test_events_older_than_the_record_take_back_what_they_say(read, write, course):
    with write() as visit:
        for event in visit.session.scalars(select(CaseEvent)):
            kept = {name: value for name, value in event.details.items() if name != "was"}
            visit.session.execute(update(CaseEvent).where(CaseEvent.id == event.id).values(details=kept))
    with (read(now=cast.NOW + timedelta(days=1)) as visit,
          looking.visit_at(visit, cast.NOW + 45 * MINUTE, CITY) as then):
        case = workflow.find(then, course)
        assert (case.state, case.class_code, case.version) == ("reported", "0202", 5)
