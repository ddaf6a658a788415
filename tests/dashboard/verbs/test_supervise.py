"""Supervision, typed: department, deadline and demand stand in the form."""

import pytest

from tests import cast


@pytest.mark.parametrize("line", [
    "supervise {n} sanitation 3d report today", "督办 {n} 3天 环卫处 report today",
    "督办 {n} clean 72小时 report today"])
def test_department_and_span_stand_in_any_order_and_the_rest_is_the_demand(say, number, line):
    effect = say(line.format(n=number)).choices[0].effect
    assert effect["verb"] == "supervise"
    assert effect["given"] == {"department": "clean", "until": "2026-03-21T10:00", "note": "report today"}


def test_a_span_alone_leaves_the_department_to_the_case(say, number):
    command = say(f"supervise {number} 8h please hurry")
    assert command.choices[0].effect["given"] == {"until": "2026-03-18T18:00", "note": "please hurry"}
    assert "until 2026-03-18 18:00" in command.choices[0].note
    assert command.choices[0].label.endswith("→ its department")


def test_what_is_neither_a_department_nor_a_span_is_named(say, number):
    assert "“nobody”" in say(f"supervise {number} nobody 3d").fault
    assert "“9999d”" in say(f"supervise {number} 9999d").fault


def test_several_departments_of_a_name_are_choices(say, number):
    assert [choice.effect["given"]["department"] for choice in say(f"supervise {number} office").choices] == [
        "clean", "roads"]


def test_who_may_not_supervise_has_no_such_verb(say, number):
    assert say(f"supervise {number}", scope=cast.CHEN) is None
    assert say(f"supervise {number}", scope=cast.BO).choices
