"""Lists of cases for screens: in their order, within an area, within the scope."""

from datetime import timedelta

import pytest

from data.cases import figures, queries, workflow
from data.models.case import Case
from tests import cast, pile

MINUTE = timedelta(minutes=1)
AGO = [cast.NOW - minutes * MINUTE for minutes in range(100)]


def put(visit, name: str, area: str = pile.HERE, /, **changes) -> Case:
    return pile.put(visit, area, text=name, **changes)


def texts(cases: list[Case]) -> list[str]:
    return [case.text for case in cases]


def test_open_cases_come_the_most_urgent_first_then_the_newest(write):
    with write() as visit:
        put(visit, "old p2", priority=2, received_at=AGO[60])
        put(visit, "p4", priority=4, received_at=AGO[1])
        put(visit, "new p2", priority=2, received_at=AGO[5])
        put(visit, "p1", priority=1, received_at=AGO[90])
        put(visit, "ended", priority=1, closed_at=AGO[0])
        put(visit, "east", pile.THERE, priority=3)
        assert texts(queries.open_cases(visit, "9901", 9)) == ["p1", "new p2", "old p2", "east", "p4"]
        assert texts(queries.open_cases(visit, cast.WEST_DISTRICT, 2)) == ["p1", "new p2"]


def test_open_cases_in_a_box_are_chosen_before_they_are_cut_off(write):
    with write() as visit:
        put(visit, "urgent, elsewhere", pile.THERE, priority=1)
        put(visit, "inside", pile.HERE, priority=4)
        lon, lat = cast.at(0.5, 0.5)
        box = (lon, lat, lon + 0.001, lat + 0.001)
        assert texts(queries.open_cases(visit, "9901", 1, box=box)) == ["inside"]


def test_the_latest_come_newest_first_whatever_their_state(write):
    with write() as visit:
        put(visit, "older", received_at=AGO[9])
        put(visit, "closed", received_at=AGO[3], closed_at=AGO[1])
        put(visit, "at once", received_at=AGO[3])
        put(visit, "east", pile.THERE, received_at=AGO[0])
        assert texts(queries.latest(visit, cast.WEST_DISTRICT, 2)) == ["at once", "closed"]
        assert texts(queries.latest(visit, pile.HERE, 9)) == ["at once", "closed", "older"]


def test_it_counts_open_cases_and_those_placed_more_coarsely(write):
    with write() as visit:
        for area in (pile.HERE, cast.COMMUNITY, cast.WEST_DISTRICT, "9901", pile.THERE):
            put(visit, area, area)
        put(visit, "closed", cast.WEST_DISTRICT, closed_at=AGO[0])
        assert queries.count_open(visit, "9901") == 5
        assert queries.count_open(visit, cast.WEST_DISTRICT) == 3
        assert queries.count_open(visit, "9901", shorter_than=12) == 2
        assert queries.count_open(visit, cast.WEST_DISTRICT, shorter_than=15) == 2


def test_alarms_are_those_nobody_acknowledged_or_answered_by_priority_then_the_oldest(write):
    with write() as visit:
        put(visit, "p2 old", priority=2, received_at=AGO[90])
        put(visit, "p1 new", priority=1, received_at=AGO[1])
        put(visit, "p1 old", priority=1, received_at=AGO[30])
        put(visit, "p3", priority=3, received_at=AGO[99])
        put(visit, "acknowledged", priority=1, acknowledged_at=AGO[0], received_at=AGO[99])
        put(visit, "answered", priority=1, first_response_at=AGO[0], received_at=AGO[99])
        put(visit, "closed", priority=1, closed_at=AGO[0], received_at=AGO[99])
        assert texts(queries.alarms(visit, "9901", 9)) == ["p1 old", "p1 new", "p2 old"]
        assert texts(queries.alarms(visit, "9901", 1)) == ["p1 old"]
        assert queries.count_alarms(visit, "9901") == 3
        assert queries.count_alarms(visit, cast.EAST_DISTRICT) == 0


@pytest.mark.parametrize(("minutes", "stands"), [(0, True), (24 * 60 - 1, True), (24 * 60, False), (24 * 90, False)])
def test_an_alarm_stands_for_a_day(write, minutes, stands):
    with write() as visit:
        put(visit, "urgent", priority=1, received_at=cast.NOW - minutes * MINUTE)
        assert texts(queries.alarms(visit, "9901", 9)) == ["urgent"] * stands
        assert queries.count_alarms(visit, "9901") == stands
        [figure] = [one for one in figures.kpis(visit, "9901") if one.name == "urgent_unacknowledged"]
        assert figure.value == stands, "the strip and the line count the same"


def test_no_number_of_answered_alarms_hides_one_that_waits(write):
    with write() as visit:
        pile.put_all(visit, [pile.case(pile.HERE, cast.NOW, priority=1, received_at=AGO[50], first_response_at=AGO[40])
                             for _ in range(60)])
        put(visit, "waits", priority=2)
        assert texts(queries.alarms(visit, "9901", 1)) == ["waits"]


def test_near_means_within_so_many_degrees_either_way(write):
    lon, lat = cast.at(0.5, 0.5)
    with write() as visit:
        put(visit, "here", received_at=AGO[5])
        put(visit, "edge", lon=lon + 0.003, lat=lat - 0.003, received_at=AGO[1])
        put(visit, "far", lon=lon + 0.0031)
        put(visit, "closed", closed_at=AGO[0])
        assert texts(queries.open_near(visit, lon, lat, 0.003, 9)) == ["edge", "here"]
        assert texts(queries.open_near(visit, lon, lat, 0.003, 1)) == ["edge"]


def test_the_timeline_runs_forward_and_is_of_this_case_only(write):
    with write(scope=cast.ALICE) as visit:
        number, other = cast.open_case(visit), cast.open_case(visit, "e-2")
        workflow.move(visit, other, "accept", version=1)
        workflow.move(visit, number, "accept", version=1)
        workflow.move(visit, number, "void", version=2, note="重复")
        events = queries.timeline(visit, workflow.find(visit, number))
    assert [(event.version, event.verb, event.by_name) for event in events] == [
        (1, "report", "Alice"), (2, "accept", "Alice"), (3, "void", "Alice")]


def test_dispatches_come_newest_first_with_their_units(write):
    with write() as visit:
        number = cast.open_case(visit)
        workflow.move(visit, number, "dispatch", version=1, units=(cast.SWEEPERS,))
        workflow.move(visit, number, "recall", version=2)
        case = workflow.move(visit, number, "dispatch", version=3, units=(cast.OFFICER,))
        found = queries.dispatches_of(visit, case)
    assert [(d.unit_id, unit.id, d.ended_at is None) for d, unit in found] == [
        (cast.OFFICER, cast.OFFICER, True), (cast.SWEEPERS, cast.SWEEPERS, False)]


@pytest.mark.parametrize(("scope", "seen"), [
    (cast.ALICE, {cast.SWEEPERS, cast.OFFICER, cast.FAR_SWEEPERS}), (cast.BO, {cast.SWEEPERS, cast.OFFICER}),
    (cast.CHEN, {cast.OFFICER}), (cast.NOBODY, set())])
def test_a_dispatched_unit_is_seen_where_the_unit_and_the_case_are_in_scope(write, scope, seen):
    with write() as visit:
        number = cast.open_case(visit)
        case = workflow.move(visit, number, "dispatch", version=1,
                             units=(cast.SWEEPERS, cast.OFFICER, cast.FAR_SWEEPERS))
    with write(scope=scope) as visit:
        assert {unit.id for _, unit in queries.dispatches_of(visit, case)} == seen


@pytest.mark.parametrize(("scope", "count"), [(cast.ALICE, 2), (cast.BO, 1), (cast.CHEN, 1), (cast.NOBODY, 0)])
def test_every_list_ends_where_the_scope_ends(write, scope, count):
    with write() as visit:
        for area in (pile.HERE, pile.THERE):
            put(visit, "findable", area, priority=1, due_at=cast.NOW)
    with write(scope=scope) as visit:
        lon, lat = cast.at(2, 2)
        lists = [queries.open_cases(visit, "9901", 9), queries.latest(visit, "9901", 9),
                 queries.alarms(visit, "9901", 9), queries.open_near(visit, lon, lat, 1.0, 9)]
        assert [len(one) for one in lists] == [count] * len(lists)
        assert (queries.count_open(visit, "9901"), queries.count_alarms(visit, "9901")) == (count, count)


def test_the_timelines_of_many_cases_come_at_once(write):
    with write() as visit:
        numbers = [cast.open_case(visit, name) for name in ("a", "b", "c")]
        workflow.move(visit, numbers[1], "accept", version=1)
        found = queries.timelines(visit, [workflow.find(visit, number) for number in numbers[:2]])
        assert [[event.verb for event in events] for events in found.values()] == [["report"], ["report", "accept"]]
        assert queries.timelines(visit, []) == {}
