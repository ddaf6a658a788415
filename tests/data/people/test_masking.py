"""Masks: enough to tell that there is somebody, never enough to tell who."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.people.masking import mask_name, mask_phone, masked, plain


@pytest.mark.parametrize(("name", "shown"), [
    ("王小明", "王**"), ("王", "王**"), ("欧阳修", "欧**"), ("John Smith", "J**"), ("  李雷 ", "李**"), ("", ""),
    ("  ", ""),
])
def test_of_a_name_the_first_character_is_left(name, shown):
    assert mask_name(name) == shown


@pytest.mark.parametrize(("phone", "shown"), [
    ("19012341234", "190****1234"), ("190 1234 1234", "190****1234"), ("+86 19012341234", "190****1234"),
    ("008619012341234", "190****1234"), ("0755-12345678", "075****5678"), ("8234567", "****67"), ("12345", "****"),
    ("unknown", "****"), ("", ""), (" ", ""), ("١٩٠١٢٣٤١٢٣٤", "****"),
])
def test_of_a_number_the_middle_is_gone(phone, shown):
    assert mask_phone(phone) == shown


@given(st.text())
def test_a_mask_tells_nothing_of_a_name_s_length(name):
    assert len(mask_name(name)) in (0, 3)
    assert mask_name(name)[:1] == name.strip()[:1]


@given(st.text(alphabet="0123456789+- 转x", max_size=20))
def test_a_mask_hides_at_least_four_digits_of_what_can_be_called(phone):
    digits = sum(sign.isdigit() for sign in phone)
    shown = sum(sign.isdigit() for sign in mask_phone(phone))
    assert shown <= max(0, digits - 4)


@pytest.mark.parametrize(("reporter", "shown"), [
    ({"name": "王小明", "phone": "19012341234", "id_card": "440300200001011234", "email": "a@b.c"},
     {"name": "王**", "phone": "190****1234"}),
    ({"mobile": 19012341234}, {"name": "", "phone": "190****1234"}),
    ({"name": None, "phone": ["19012341234"]}, {"name": "", "phone": ""}), ({}, {"name": "", "phone": ""}),
    (None, {"name": "", "phone": ""}),
])
def test_whatever_else_a_source_sent_is_not_shown(reporter, shown):
    assert masked(reporter) == shown


def test_what_is_revealed_is_name_and_number_alone():
    assert plain({"name": "王小明", "tel": "8234567", "email": "a@b.c"}) == {"name": "王小明", "phone": "8234567"}
    assert plain(None) == {"name": "", "phone": ""}
