"""Cases by number, by last digits, by words; within the scope, never by who reported."""

from datetime import timedelta

import pytest

from data.finding import cases
from data.scope import ROLES, Scope
from tests import cast, pile

MINUTE = timedelta(minutes=1)
TWO_DISTRICTS = Scope(person="x", name="X", areas=frozenset({cast.COMMUNITY, cast.EAST_DISTRICT}),
                      may=ROLES["dispatcher"])


def numbers(found) -> list[str]:
    return [case.case_no for case in found]


def test_a_whole_number_is_that_case_whatever_its_state(write):
    with write() as visit:
        pile.put(visit, case_no="26031800001", closed_at=cast.NOW)
        pile.put(visit, case_no="126031800001")
        assert numbers(cases.find(visit, "26031800001", 9)) == ["26031800001"]


def test_last_digits_are_those_of_open_cases_the_newest_first(write):
    with write() as visit:
        pile.put(visit, case_no="26031701234", received_at=cast.NOW - 60 * MINUTE)
        pile.put(visit, case_no="26031801234", received_at=cast.NOW - MINUTE)
        pile.put(visit, case_no="26031601234", closed_at=cast.NOW)
        pile.put(visit, case_no="26031812340")
        assert numbers(cases.named(visit, "1234", 9)) == ["26031801234", "26031701234"]
        assert numbers(cases.named(visit, "1234", 1)) == ["26031801234"]


def test_the_beginning_of_a_number_finds_what_no_open_case_ends_in(write):
    with write() as visit:
        pile.put(visit, case_no="26031700009", closed_at=cast.NOW)
        assert numbers(cases.named(visit, "260317", 9)) == ["26031700009"]
        assert cases.named(visit, "999", 9) == []


@pytest.mark.parametrize("words", ["%", "_", "100%", "a_b", "\\", "'", "路口", "roadworks"])
def test_every_sign_is_looked_for_as_itself(write, words):
    with write() as visit:
        pile.put(visit, text=f"text {words}{words} more")
        pile.put(visit, text="in its address", address=f"{words}{words} 12")
        pile.put(visit, text="100 axb nothing of it")
        found = cases.find(visit, words * 2, 9)
        assert sorted(case.text for case in found) == sorted([f"text {words}{words} more", "in its address"])


def test_every_word_has_to_stand_in_text_or_address_and_open_cases_come_first(write):
    with write() as visit:
        pile.put(visit, text="Broken Road", address="North Street", closed_at=cast.NOW)
        pile.put(visit, text="broken road", address="north lane", received_at=cast.NOW - 90 * MINUTE)
        pile.put(visit, text="broken lamp", address="north lane")
        found = cases.find(visit, "NORTH road", 9)
        assert [case.text for case in found] == ["broken road", "Broken Road"]
        assert cases.find(visit, "x", 9) == []


def test_nobody_is_found_by_who_reported(write):
    with write() as visit:
        pile.put(visit, reporter={"name": "Wang Wu", "phone": "19000001234"}, case_no="26031800777")
        assert cases.find(visit, "Wang", 9) == []
        assert cases.find(visit, "19000001234", 9) == []


@pytest.mark.parametrize(("scope", "count"), [
    (cast.ALICE, 2), (cast.BO, 1), (cast.CHEN, 1), (TWO_DISTRICTS, 2), (cast.NOBODY, 0)])
def test_what_lies_outside_the_scope_is_not_found(write, scope, count):
    with write() as visit:
        for area, number in ((pile.HERE, "26031801111"), (pile.THERE, "26031821111")):
            pile.put(visit, area, text="findable", case_no=number)
    with write(scope=scope) as visit:
        assert len(cases.find(visit, "findable", 9)) == count
        assert len(cases.named(visit, "1111", 9)) == count
        assert len(cases.named(visit, "260318", 9)) == count
        assert len(cases.named(visit, "26031821111", 9)) == (1 if count == 2 else 0)
