"""Lengths of time as they are typed."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.span import LONGEST, read_span


@pytest.mark.parametrize(("text", "hours"), [
    ("3天", 72), ("3D", 72), ("1 day", 24), ("8小时", 8), ("8h", 8), ("30分钟", 0.5), ("30min", 0.5),
    ("366天", 366 * 24)])
def test_both_languages_are_read(text, hours):
    assert read_span(text) == timedelta(hours=hours)


@pytest.mark.parametrize("text", ["", "3", "天", "0天", "3年", "367天", "9999小时", "-3天", "３天x"])
def test_what_is_no_span_is_none(text):
    assert read_span(text) is None


@given(st.text())
def test_any_text_is_a_span_within_a_year_or_none(text):
    assert read_span(text) is None or timedelta() < read_span(text) <= LONGEST
