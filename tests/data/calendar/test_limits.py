"""Limits as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.calendar import limits
from data.calendar.limits import MOST, Limit, Unit
from data.errors import Invalid

LIMITS = st.builds(Limit, st.integers(1, MOST), st.sampled_from(Unit))
WRITTEN = {f"{amount}{unit}" for amount in range(1, MOST + 1) for unit in ("UH", "WH", "UD", "WD", "ND")}
"""Everything that can be read."""


def test_a_limit_is_an_amount_and_a_unit():
    assert limits.read("4WH") == Limit(4, Unit.WORKING_HOUR)
    assert str(Limit(15, Unit.WORKING_DAY)) == "15WD"
    assert [str(unit) for unit in Unit] == ["UH", "WH", "UD", "WD", "ND"]


@given(LIMITS)
def test_what_is_written_is_read_back(limit):
    assert limits.read(str(limit)) == limit


@given(st.text(max_size=8) | st.from_regex(r"-?[0-9]{0,6}[. ]?[UWNX][HDX]", fullmatch=True))
def test_any_text_is_either_read_or_refused(text):
    if text in WRITTEN:
        assert str(limits.read(text)) == text
    else:
        with pytest.raises(Invalid) as refused:
            limits.read(text)
        assert (refused.value.code, refused.value.values) == ("bad_limit", {"value": text})


@pytest.mark.parametrize("text", [
    "", "4", "WH", "4 WH", " 4WH", "4WH\n", "4wh", "0WH", "04WH", "-4WH", "+4WH", "1.5WH", "10000WH", "4NH", "4WHWH",
    "４WH", "4h", "four WH",
])
def test_a_bad_limit_is_refused(text):
    with pytest.raises(Invalid) as refused:
        limits.read(text)
    assert refused.value.code == "bad_limit"


@pytest.mark.parametrize(("amount", "unit"), [
    (0, Unit.NATURAL_DAY), (-1, Unit.WORKING_HOUR), (MOST + 1, Unit.URGENT_DAY), (4, "WH"), (4, "XX"),
])
def test_a_limit_that_cannot_be_is_not_made(amount, unit):
    with pytest.raises(Invalid) as refused:
        Limit(amount, unit)
    assert refused.value.code == "bad_limit"
