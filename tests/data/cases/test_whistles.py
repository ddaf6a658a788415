"""Whistles: a street calls departments, each of them reports in time or is marked, and its answers are counted."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.cases import whistles, workflow
from data.cases.given import Given
from data.errors import CityError
from data.models.case import Case, CaseEvent
from data.models.person import Person
from data.models.together import Whistle
from data.scope import ROLES, Scope
from tests import cast
from tests.data.cases.test_supervision import CLEANERS, ROADS, granted

MINUTE = timedelta(minutes=1)
STREET = Scope(person="sam", name="Sam", areas=frozenset({cast.COMMUNITY[:9]}), may=ROLES["street"])
FIRE = granted("finn", "fire", "cases.handle")


@pytest.fixture
def number(write) -> str:
    """Return the number of a case of the cleaners to which roads and fire were called, version 2."""
    with write() as visit:
        number = cast.open_case(visit)
    move(write, STREET, number, "whistle", 1, note="请到现场", departments=("roads", "fire"))
    return number


def move(write, scope, number, verb, version, *, after=0, **given_with) -> Case:
    with write(scope=scope, now=cast.NOW + after * MINUTE) as visit:
        return workflow.move(visit, number, verb, version=version, given=Given(**given_with))


def code_of(write, scope, number, verb, version, **given_with) -> str:
    with pytest.raises(CityError) as refused:
        move(write, scope, number, verb, version, **given_with)
    return refused.value.code


def test_one_whistle_calls_each_department_once_for_the_same_moment(write, read, number):
    with read() as visit:
        rows = list(visit.session.scalars(select(Whistle).order_by(Whistle.id)))
        assert [(one.department, one.round, one.demand, one.due_at) for one in rows] == [
            (department, 2, "请到现场", cast.NOW + 120 * MINUTE) for department in ("roads", "fire")]
        event = visit.session.scalars(select(CaseEvent).order_by(CaseEvent.version.desc())).first()
        assert event.details == {"departments": ["roads", "fire"], "names": ["道路处", "消防队"],
                                 "names_en": ["Roads office", "Fire brigade"], "due": "2026-03-18T04:00:00+00:00"}
    assert code_of(write, STREET, number, "whistle", 2, note="快来", departments=("clean", "fire")) == "called_already"
    move(write, STREET, number, "whistle", 2, note="快来", departments=("clean", "clean"), until=cast.NOW + MINUTE)
    with read() as visit:
        assert len(visit.session.scalars(select(Whistle)).all()) == 3


def test_departments_report_and_late_is_marked(write, read, number):
    move(write, ROADS, number, "answer_whistle", 2, after=30, note="已到场")
    move(write, FIRE, number, "answer_whistle", 3, after=121, note="路上堵车")
    with read() as visit:
        events = visit.session.scalars(select(CaseEvent).where(CaseEvent.verb == "answer_whistle")
                                       .order_by(CaseEvent.version)).all()
        assert [event.details for event in events] == [{"department": "roads", "in_time": True, "minutes": 30},
                                                       {"department": "fire", "in_time": False, "minutes": 121}]
        answers = visit.session.scalars(select(Whistle.answer).order_by(Whistle.id)).all()
        assert answers == ["已到场", "路上堵车"]
        assert whistles.waiting(visit, "9901") == []
    assert code_of(write, cast.CHEN, number, "answer_whistle", 4, note="再到") == "whistled_needed"
    assert code_of(write, ROADS, number, "answer_whistle", 4, note="再到") == "not_allowed"
    move(write, STREET, number, "whistle", 4, after=200, note="再来", departments=("roads",))
    move(write, ROADS, number, "answer_whistle", 5, after=210, note="又到了")
    with read() as visit:
        assert whistles.answered_in_time(visit, "9901", cast.NOW) == {
            "fire": (1, 1, 0, 121.0), "roads": (2, 2, 2, 20.0)}
        assert whistles.answered_in_time(visit, "9901", cast.NOW + MINUTE) == {"roads": (1, 1, 1, 10.0)}


def test_who_has_not_come_counts_as_called(read, number):
    with read() as visit:
        assert whistles.answered_in_time(visit, "9901", cast.NOW) == {
            "fire": (1, 0, 0, None), "roads": (1, 0, 0, None)}
        assert whistles.answered_in_time(visit, cast.EAST_DISTRICT, cast.NOW) == {}


def test_a_department_called_to_another_s_case_sees_it_and_it_alone(write, read, number):
    with write() as visit:
        cast.open_case(visit, "another")
    with read(scope=ROADS) as visit:
        assert [(one.department, case.case_no) for one, case in whistles.waiting(visit, "9901")] == [("roads", number)]
        assert whistles.answered_in_time(visit, "9901", cast.NOW).keys() == {"roads"}
        assert visit.session.scalars(select(Case)).all() == []
        verbs = workflow.verbs_for(visit, workflow.find(visit, number))
        assert {"answer_whistle"} <= set(verbs)
        assert "sign" not in verbs
    assert code_of(write, ROADS, number, "answer_whistle", 2, note="到", department="fire") == "not_for_you"
    assert code_of(write, CLEANERS, number, "answer_whistle", 2, note="到") == "not_for_you"


def test_when_the_case_has_ended_it_is_theirs_no_more(write, read, number):
    with write(scope=cast.ALICE) as visit:
        workflow.move(visit, number, "void", version=2, note="误报")
    assert code_of(write, ROADS, number, "answer_whistle", 3, note="到") == "case_not_found"
    with read() as visit:
        assert whistles.waiting(visit, "9901") == []


def test_who_could_speak_for_several_says_for_which(write, number):
    assert code_of(write, cast.ALICE, number, "answer_whistle", 2, note="到") == "department_needed"
    assert code_of(write, cast.ALICE, number, "answer_whistle", 2, note="到", department="clean") == "not_called"
    move(write, cast.ALICE, number, "answer_whistle", 2, note="到", department="fire")
    move(write, cast.ALICE, number, "answer_whistle", 3, note="到")


def test_somebody_of_one_department_does_not_speak_for_another(write, number):
    with write() as visit:
        visit.session.add_all(Person(id=one, name=one, name_en=one, may=[], areas=[""], department=of)
                              for one, of in (("rita", "roads"), ("cleo", "clean")))
    rita, cleo = (Scope(person=one, name=one, areas=frozenset({""}), may=ROLES["handler"]) for one in ("rita", "cleo"))
    assert code_of(write, cleo, number, "answer_whistle", 2, note="到") == "not_for_you"
    assert code_of(write, rita, number, "answer_whistle", 2, note="到", department="fire") == "not_for_you"
    move(write, rita, number, "answer_whistle", 2, note="到")


@pytest.mark.parametrize(("more", "code"), [
    ({"departments": ("roads", "moon")}, "department_not_found"), ({"departments": ()}, "departments_needed"),
    ({"departments": ("roads",), "until": cast.NOW}, "until_past"),
])
def test_what_makes_no_whistle_leaves_none(write, read, more, code):
    with write() as visit:
        number = cast.open_case(visit)
    assert code_of(write, STREET, number, "whistle", 1, note="请到", **more) == code
    with read() as visit:
        assert visit.session.scalars(select(Whistle)).all() == []
        assert workflow.find(visit, number).version == 1


def test_a_stranger_calls_nobody(write):
    with write() as visit:
        number, far = cast.open_case(visit), cast.open_case(visit, "far", (3.5, 3.5))
    for scope in (cast.CHEN, cast.BO, ROADS):
        code = "case_not_found" if scope is ROADS else "not_allowed"
        assert code_of(write, scope, number, "whistle", 1, note="请到", departments=("roads",)) == code
    assert code_of(write, STREET, far, "whistle", 1, note="请到", departments=("roads",)) == "case_not_found"
