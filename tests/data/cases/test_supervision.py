"""Supervision: in four nodes with lamps, answered by those who must, lifted before the case is closed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from data.cases import supervision, workflow
from data.cases.given import Given
from data.errors import CityError, Conflict, NotAllowed, NotFound
from data.models.case import Case, CaseEvent
from data.models.person import Person
from data.models.together import Supervision
from data.profiles import kind
from data.scope import ROLES, Grant, Scope
from tests import cast

LEADER = cast.BO
HOURS = timedelta(hours=1)


def granted(person: str, department: str, *permissions: str, area: str = "") -> Scope:
    """Return somebody whose grants are for one department's cases."""
    return Scope.of_grants(person, person, [Grant(permission=one, area=area, department=department)
                                            for one in ("cases.view", *permissions)])


CLEANERS, ROADS = granted("carl", "clean", "cases.handle"), granted("rose", "roads", "cases.handle")


@pytest.fixture
def number(write) -> str:
    """Return the number of an accepted case of the cleaners, version 2."""
    with write() as visit:
        number = cast.open_case(visit)
        workflow.move(visit, number, "accept", version=1)
    return number


def move(write, scope, number, verb, version, *, after=0.0, **given_with) -> Case:
    with write(scope=scope, now=cast.NOW + after * HOURS) as visit:
        return workflow.move(visit, number, verb, version=version, given=Given(**given_with))


def code_of(write, scope, number, verb, version, **given_with) -> str:
    with pytest.raises(CityError) as refused:
        move(write, scope, number, verb, version, **given_with)
    return refused.value.code


def lamps(read, *, after: float) -> dict[str, str]:
    with read(now=cast.NOW + after * HOURS) as visit:
        one = visit.session.scalars(select(Supervision)).one()
        return {node.key: node.lamp for node in supervision.nodes(visit, one)}


def test_a_supervision_goes_through_its_four_nodes(write, read, number):
    case = move(write, LEADER, number, "supervise", 2, note=" 今天办完 ", until=cast.NOW + 8 * HOURS)
    assert case.is_supervised
    move(write, CLEANERS, number, "receive_supervision", 3, after=1)
    move(write, CLEANERS, number, "report_supervision", 4, after=3, note="已清理")
    assert not move(write, LEADER, number, "lift_supervision", 5, after=4).is_supervised
    with read() as visit:
        one = visit.session.scalars(select(Supervision)).one()
        assert (one.demand, one.department, one.by_name, one.report) == ("今天办完", "clean", "Bo", "已清理")
        assert [(node.key, node.at, node.by_name) for node in supervision.nodes(visit, one)] == [
            ("issued", cast.NOW, "Bo"), ("received", cast.NOW + HOURS, "carl"),
            ("reported", cast.NOW + 3 * HOURS, "carl"), ("lifted", cast.NOW + 4 * HOURS, "Bo")]
        details = list(visit.session.scalars(select(CaseEvent.details).order_by(CaseEvent.version)))
    assert details[2:] == [{"department": "clean", "due": "2026-03-18T10:00:00+00:00"}, {"in_time": True},
                           {"in_time": True}, {"outcome": "in_time"}]


def test_lamps_say_which_node_is_late(write, read, number):
    move(write, LEADER, number, "supervise", 2, note="速办", until=cast.NOW + 8 * HOURS)
    fresh = {"issued": "green", "received": "green", "reported": "green", "lifted": "none"}
    assert lamps(read, after=0.5) == fresh
    assert lamps(read, after=1.75) == {**fresh, "received": "yellow"}
    assert lamps(read, after=2.5) == {**fresh, "received": "red"}
    assert lamps(read, after=7) == {**fresh, "received": "red", "reported": "yellow"}
    assert lamps(read, after=9) == {**fresh, "received": "red", "reported": "red"}
    move(write, CLEANERS, number, "report_supervision", 3, after=9, note="迟报")
    assert lamps(read, after=99) == {**fresh, "received": "red", "reported": "red"}, "late stays late"
    move(write, LEADER, number, "lift_supervision", 4, after=10)
    assert lamps(read, after=99)["lifted"] == "green"
    with read() as visit:
        assert visit.session.scalars(select(CaseEvent.details).order_by(CaseEvent.version.desc())).first() == {
            "outcome": "late"}


def test_what_was_left_out_before_the_lifting_has_no_lamp(write, read, number):
    move(write, LEADER, number, "supervise", 2, note="速办")
    move(write, LEADER, number, "lift_supervision", 3, after=1)
    assert lamps(read, after=99) == {"issued": "green", "received": "none", "reported": "none", "lifted": "green"}


def test_a_case_has_one_supervision_in_force(write, number):
    move(write, LEADER, number, "supervise", 2, note="速办")
    assert code_of(write, LEADER, number, "supervise", 3, note="再督") == "supervised_already"
    move(write, LEADER, number, "lift_supervision", 3)
    move(write, LEADER, number, "supervise", 4, note="再督")


def test_a_case_under_supervision_is_not_closed(write, number):
    move(write, LEADER, number, "supervise", 2, note="速办")
    with write() as visit:
        case = workflow.find(visit, number)
        case.state = "evaluated"
    assert code_of(write, cast.ALICE, number, "close", 3) == "supervision_open"
    move(write, LEADER, number, "lift_supervision", 3)
    assert move(write, cast.ALICE, number, "close", 4).state == "closed"


def test_nor_does_it_end_in_another_way(write, number):
    with write() as visit:
        other = cast.open_case(visit, "other", (0.6, 0.5))
    move(write, LEADER, number, "supervise", 2, note="速办")
    assert code_of(write, cast.ALICE, number, "void", 3, note="误报") == "supervision_open"
    assert code_of(write, cast.ALICE, number, "merge", 3, into=other) == "supervision_open"
    move(write, LEADER, number, "lift_supervision", 3)
    assert move(write, cast.ALICE, number, "merge", 4, into=other).state == "merged"


def test_only_those_who_must_answer_receive_and_report(write, number):
    with write() as visit:
        visit.session.add(Person(id="rita", name="Rita", name_en="Rita", may=[], areas=[""], department="roads"))
    rita = Scope(person="rita", name="Rita", areas=frozenset({""}), may=ROLES["handler"])
    sender = Scope(person="dan", name="Dan", areas=frozenset({""}), may=frozenset({"cases.view", "cases.dispatch"}))
    move(write, LEADER, number, "supervise", 2, note="速办")
    for stranger in (rita, sender):
        assert code_of(write, stranger, number, "receive_supervision", 3) == "not_for_you"
        assert code_of(write, stranger, number, "report_supervision", 3, note="好了") == "not_for_you"
    assert code_of(write, ROADS, number, "receive_supervision", 3) == "case_not_found"
    assert code_of(write, LEADER, number, "receive_supervision", 3) == "not_allowed"
    assert code_of(write, CLEANERS, number, "lift_supervision", 3) == "not_allowed"
    move(write, cast.CHEN, number, "receive_supervision", 3)
    assert code_of(write, CLEANERS, number, "receive_supervision", 4) == "received_already"


def test_another_department_that_must_answer_sees_the_case_until_it_is_lifted(write, read, number):
    assert code_of(write, ROADS, number, "receive_supervision", 2) == "case_not_found"
    move(write, LEADER, number, "supervise", 2, note="路面也要修", department="roads")
    with read(scope=ROADS) as visit:
        assert [case.case_no for _, case in supervision.listed(visit, "9901")] == [number]
        assert "receive_supervision" in workflow.verbs_for(visit, workflow.find(visit, number))
        assert "finish" not in workflow.verbs_for(visit, workflow.find(visit, number))
        assert visit.session.scalars(select(Case)).all() == [], "nothing else opens by that"
    move(write, ROADS, number, "receive_supervision", 3)
    move(write, ROADS, number, "report_supervision", 4, note="已修")
    move(write, LEADER, number, "lift_supervision", 5)
    with pytest.raises(NotFound), read(scope=ROADS) as visit:
        workflow.find(visit, number)


def test_a_department_elsewhere_hears_nothing_of_it(write, read, number):
    elsewhere = granted("eve", "roads", "cases.handle", area=cast.EAST_DISTRICT)
    move(write, LEADER, number, "supervise", 2, note="路面也要修", department="roads")
    assert code_of(write, elsewhere, number, "receive_supervision", 3) == "case_not_found"
    for scope in (elsewhere, cast.NOBODY):
        with read(scope=scope) as visit:
            assert supervision.listed(visit, "") == []


def test_an_unknown_department_or_a_moment_that_is_over_changes_nothing(write, read, number):
    assert code_of(write, LEADER, number, "supervise", 2, note="速办", department="moon") == "department_not_found"
    assert code_of(write, LEADER, number, "supervise", 2, note="速办", until=cast.NOW) == "until_past"
    with read() as visit:
        assert (workflow.find(visit, number).version, workflow.find(visit, number).is_supervised) == (2, False)
        assert visit.session.scalars(select(Supervision)).all() == []


@pytest.mark.parametrize(("priority", "due"), [
    (1, cast.NOW + 2 * HOURS), (2, cast.NOW + 2 * HOURS), (3, cast.NOW + 24 * HOURS), (4, cast.NOW + 24 * HOURS)])
def test_who_gives_no_moment_gives_the_priority_s_limit(write, number, priority, due):
    with write() as visit:
        workflow.find(visit, number).priority = priority
    move(write, LEADER, number, "supervise", 2, note="速办")
    with write() as visit:
        assert visit.session.scalars(select(Supervision.due_at)).one() == due


def test_a_city_may_decide_on_other_limits(write, number):
    admin = Scope(person="ada", name="Ada", areas=frozenset({""}), may=ROLES["sysadmin"])
    with write(scope=admin) as visit:
        kind.change(visit, "supervision", "city", {"p3": "4UH"}, seen=0)
    for body in ({"p3": "4"}, {"p9": "4UH"}, {"p3": 4}):
        with pytest.raises(CityError), write(scope=admin) as visit:
            kind.change(visit, "supervision", "city", body, seen=1)
    move(write, LEADER, number, "supervise", 2, note="速办")
    with write() as visit:
        assert visit.session.scalars(select(Supervision.due_at)).one() == cast.NOW + 4 * HOURS


def test_the_next_to_breach_stands_first(write, read):
    with write() as visit:
        numbers = [cast.open_case(visit, f"e-{hours}") for hours in (5, 1, 3)]
        for number, hours in zip(numbers, (5, 1, 3), strict=True):
            given_with = Given(note="办", until=visit.now + hours * HOURS)
            workflow.move(visit, number, "supervise", version=1, given=given_with)
    with read() as visit:
        assert [case.case_no for _, case in supervision.listed(visit, "9901")] == [numbers[1], numbers[2], numbers[0]]
        assert supervision.listed(visit, cast.EAST_DISTRICT) == []


def test_a_weekend_does_not_eat_the_time_to_receive(read):
    friday = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)  # 17:00 on the city's clock
    with read() as visit:
        one = Supervision(at=friday, due_at=friday + timedelta(days=3))
        assert supervision.receipt_due(visit, one) == datetime(2026, 3, 23, 1, 0, tzinfo=UTC)


@given(begins=st.integers(0, 60 * 24 * 365), minutes=st.integers(1, 60 * 24 * 60))
def test_it_is_always_to_be_received_before_it_is_to_be_reported(read, begins, minutes):
    at = cast.NOW + timedelta(minutes=begins)
    with read() as visit:
        one = Supervision(at=at, due_at=at + timedelta(minutes=minutes))
        assert at < supervision.receipt_due(visit, one) <= one.due_at


def test_of_two_who_supervise_at_once_one_is_told(write, number):
    move(write, LEADER, number, "supervise", 2, note="速办")
    with pytest.raises(Conflict) as refused:
        move(write, LEADER, number, "supervise", 2, note="速办")
    assert refused.value.code == "case_changed"


def test_a_stranger_supervises_nothing(write, number):
    for scope in (cast.CHEN, CLEANERS):
        with pytest.raises(NotAllowed):
            move(write, scope, number, "supervise", 2, note="速办")
    east = Scope(person="lee", name="Lee", areas=frozenset({cast.EAST_DISTRICT}), may=ROLES["leader"])
    assert code_of(write, east, number, "supervise", 2, note="速办") == "case_not_found"
