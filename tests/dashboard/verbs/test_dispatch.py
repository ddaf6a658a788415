"""Dispatch, typed: the form with the unit or department chosen, one choice for each that may be meant."""

from dataclasses import replace

import pytest

from tests import cast, pile


@pytest.mark.parametrize("line", [
    "dispatch {n} SAN-1", "DISPATCH #{n}  team san-1", "派 {n} SAN-1组", "派单　{n}　SAN-1", "派{n} SAN-1"])
def test_one_case_and_one_unit_are_one_choice_that_opens_the_form(say, number, line):
    command = say(line.format(n=number[-4:]), language="zh-CN")
    assert [choice.effect for choice in command.choices] == [
        {"do": "form", "case": number, "verb": "dispatch", "units": [cast.SWEEPERS], "given": {}}]
    assert command.choices[0].label == f"派单 案件 …{number[-5:]} → SAN-1组"
    assert command.choices[0].note == "空闲 · 路口有垃圾"


def test_without_a_name_it_is_the_suggested_unit(say, number):
    command = say(f"dispatch {number}")
    assert command.choices[0].label.endswith("→ the suggested unit")
    assert command.choices[0].effect["units"] == []


def test_a_department_is_chosen_in_the_form(say, number):
    command = say(f"dispatch {number} sanitation")
    assert [choice.effect["given"] for choice in command.choices] == [{"department": "clean"}]


def test_what_several_units_or_cases_share_is_offered_as_choices(say, write, number):
    assert [choice.effect["units"] for choice in say(f"dispatch {number} SAN-").choices] == [
        [cast.SWEEPERS], [cast.FAR_SWEEPERS]]
    with write() as visit:
        pile.put(visit, case_no=f"99{number}")
        pile.put(visit, case_no=f"98{number}")
    assert len(say(f"dispatch {number[-4:]} SAN-1").choices) == 3


def test_the_word_that_was_not_understood_is_named(say, number):
    assert "“Nobody at all”" in say(f"dispatch {number} Nobody at all").fault
    assert "“what?”" in say("dispatch what? SAN-1").fault
    assert "“77777”" in say("dispatch 77777 SAN-1").fault
    assert "case number" in say("dispatch").fault


def test_a_case_that_cannot_be_dispatched_now_says_why(say, write):
    with write() as visit:
        pile.put(visit, case_no="26031800042", state="closed", closed_at=cast.NOW)
    assert say("dispatch 26031800042 SAN-1").fault == "Case …00042 is “Closed”: you cannot do this now (Dispatch)"


def test_who_may_not_dispatch_has_no_such_verb(say, number):
    assert say(f"dispatch {number}", scope=cast.BO) is None
    assert say(f"dispatch {number}", scope=cast.CHEN) is None
    assert say(f"dispatch {number}", scope=cast.NOBODY) is None


def test_a_case_elsewhere_does_not_exist(say, write):
    with write() as visit:
        pile.put(visit, pile.THERE, case_no="26031855555")
    west = replace(cast.ALICE, areas=frozenset({cast.WEST_DISTRICT}))
    assert "“55555”" in say("dispatch 55555", scope=west).fault
    assert say("dispatch 55555").choices
