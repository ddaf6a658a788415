"""What somebody typed: tidied, and told apart from a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.finding.typed import LONGEST, is_number, mentions, tidy


@given(st.text())
def test_any_text_is_tidied_to_one_short_line(text):
    found = tidy(text)
    assert found == tidy(found)
    assert found.isprintable()
    assert "  " not in found
    assert is_number(found) in (True, False)


def test_full_width_signs_are_plain_ones_and_blanks_stand_alone():
    assert tidy("　派　１２３４\t 巡查３组\n") == "派 1234 巡查3组"
    assert len(tidy("长" * 500)) == LONGEST


@pytest.mark.parametrize(("text", "expected"), [
    ("1234", True), ("26031800001", True), ("T0000001", True), ("SR-12", True), ("3", False), ("abc", False),
    ("12 34", False), ("１２", False), ("12组", False), ("", False)])
def test_a_number_has_digits_and_no_other_signs(text, expected):
    assert is_number(text) is expected


def test_a_part_of_one_of_the_names_is_enough():
    assert mentions(("roads", "道路处", "Roads office"), "ROADS o")
    assert not mentions(("roads", "道路处"), "office")
