"""Shelving an alarm: by name, with a reason, for a while; counted meanwhile, back by itself; not by everybody."""

from datetime import timedelta

import pytest

from data.cases import offers, queries, workflow
from data.cases.given import Given
from data.cases.states import Verb
from data.errors import CityError
from data.scope import ROLES, Scope
from tests import cast

MINUTE = timedelta(minutes=1)
OPERATOR = Scope(person="op", name="Op", areas=frozenset({""}), may=ROLES["street"])


def alarm(write, name="fire", priority=2, **more) -> str:
    with write() as visit:
        return cast.open_case(visit, name, category="0201", priority=priority, **more)


def shelve(write, number, minutes=30, scope=cast.ALICE, now=cast.NOW, note="已知,正在抢修", version=1):
    with write(scope=scope, now=now) as visit:
        return workflow.move(visit, number, "shelve", version=version,
                             given=Given(note=note, until=now + minutes * MINUTE)).shelved_until


def seen(read, minutes=0, scope=cast.ALICE) -> tuple[list[str], int, int]:
    """Return the alarms shown, how many there are and how many are shelved, so many minutes later."""
    with read(scope=scope, now=cast.NOW + minutes * MINUTE) as visit:
        return ([case.case_no for case in queries.alarms(visit, "9901", 9)], queries.count_alarms(visit, "9901"),
                queries.count_shelved(visit, "9901"))


def test_a_shelved_alarm_is_counted_and_comes_back_by_itself(write, read):
    number = alarm(write)
    assert seen(read) == ([number], 1, 0)
    shelve(write, number, 30)
    assert seen(read, 29) == ([], 0, 1)
    assert seen(read, 30) == ([number], 1, 0)


def test_it_can_be_taken_back_before(write, read):
    number = alarm(write)
    shelve(write, number, 120)
    with write() as visit:
        workflow.move(visit, number, "unshelve", version=2)
    assert seen(read) == ([number], 1, 0)
    with write() as visit, pytest.raises(CityError) as refused:
        workflow.move(visit, number, "unshelve", version=3)
    assert refused.value.code == "not_shelved"


def test_who_and_why_stand_in_the_timeline(write, read):
    number = alarm(write)
    shelve(write, number)
    with read() as visit:
        told = queries.timeline(visit, workflow.find(visit, number))[-1]
    assert (told.verb, told.by_name, told.note) == ("shelve", "Alice", "已知,正在抢修")
    assert told.details["until"].startswith("2026-03-18T02:30")


@pytest.mark.parametrize(("priority", "minutes", "code"), [
    (2, 480, ""), (2, 481, "shelve_too_long"), (1, 30, ""), (1, 31, "shelve_urgent_too_long"), (3, 10, "no_alarm"),
])
def test_it_is_for_a_while_only(write, priority, minutes, code):
    number = alarm(write, priority=priority)
    if not code:
        assert shelve(write, number, minutes) == cast.NOW + minutes * MINUTE
        return
    with pytest.raises(CityError) as refused:
        shelve(write, number, minutes)
    assert refused.value.code == code


@pytest.mark.parametrize(("given", "code"), [
    (Given(until=cast.NOW + MINUTE), "note_needed"), (Given(note="x"), "until_needed"),
    (Given(note="x", until=cast.NOW - MINUTE), "until_needed"),
])
def test_without_a_reason_or_an_end_it_is_refused(write, given, code):
    number = alarm(write)
    with write() as visit, pytest.raises(CityError) as refused:
        workflow.move(visit, number, "shelve", version=1, given=given)
    assert refused.value.code == code


def test_the_first_priority_is_the_duty_leader_s_alone(write, read):
    number = alarm(write, priority=1)
    with pytest.raises(CityError) as refused:
        shelve(write, number, 10, OPERATOR)
    assert (refused.value.code, refused.value.values["permission"]) == ("not_allowed", "alarms.shelve_urgent")
    assert seen(read)[1] == 1
    with read(scope=OPERATOR) as visit:
        assert Verb.SHELVE not in offers.offered(visit, workflow.find(visit, number))
    assert shelve(write, number, 10)


@pytest.mark.parametrize("scope", [cast.BO, cast.CHEN])
def test_a_stranger_shelves_nothing(write, scope):
    number = alarm(write)
    with pytest.raises(CityError):
        shelve(write, number, scope=scope)


def test_it_is_offered_while_it_alarms_and_taken_back_while_it_is_shelved(write, read):
    number = alarm(write)

    def verbs() -> set[Verb]:
        with read() as visit:
            return set(offers.offered(visit, workflow.find(visit, number))) & {Verb.SHELVE, Verb.UNSHELVE}

    assert verbs() == {Verb.SHELVE}
    shelve(write, number)
    assert verbs() == {Verb.UNSHELVE}
    with write() as visit:
        workflow.move(visit, number, "acknowledge", version=2)
    assert Verb.SHELVE not in verbs()
