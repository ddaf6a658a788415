"""Every reason and every shortfall is a whole sentence in both languages."""

import re
from zoneinfo import ZoneInfo

import pytest

from dashboard.proposals import sentences
from dashboard.speech import LANGUAGES, Words, shared_words
from data.allocation import shortfalls
from data.errors import Conflict
from data.models.unit import Unit

UNITS = {"A": Unit(id="A", name="一队", name_en="Team One", kind="repair")}
VALUES = {"unit": "A", "kind": "repair", "minutes": 7.25, "case": "C-9", "priority": 2, "own": 3, "n": 4, "mean": 1.5,
          "skills": ["gas", "of our own"], "on_roads": True, "percent": 61.2, "price": 12.0, "worth": 3.0,
          "limit": 60.0, "crew": 3, "most": 2, "of": 9, "counts": {"engaged": 4}}
COVERED = {"kind": "fire", "minutes": 10.0, "asked": 80.0, "before": 93.0, "after": 71.0, "relaxed": True,
           "price": 540.0, "by_people": True}


@pytest.fixture(params=LANGUAGES)
def t(request):
    return Words(language=request.param, zone=ZoneInfo("Asia/Shanghai"))


def whole(t, text):
    """Is nothing left open in it, and is it in the reader's language?"""
    return text and "{" not in text and (t.is_chinese() or not re.search("[一-鿿]", text))


def test_every_reason_is_said(t):
    keys = [key.split(".")[1] for key in shared_words(t.language) if key.startswith("proposal_reasons.")]
    assert len(keys) >= 12
    for key in keys:
        told = sentences.reason(t, key, VALUES, UNITS)
        assert told["values"] == VALUES
        assert whole(t, told["text"]), key


@pytest.mark.parametrize("key", shortfalls.REASONS)
def test_every_shortfall_is_said_and_has_a_short_name(t, key):
    assert whole(t, sentences.shortfall(t, key, VALUES, UNITS))
    assert t(f"shortfall_names.{key}")


def test_it_is_said_whether_the_other_case_is_more_urgent_and_whether_anybody_could_come(t):
    more = sentences.shortfall(t, "outbid", {**VALUES, "priority": 1}, UNITS)
    alike = sentences.shortfall(t, "outbid", {**VALUES, "priority": 3}, UNITS)
    assert more != alike
    never = sentences.shortfall(t, "too_far", {**VALUES, "minutes": None}, UNITS)
    assert whole(t, never)


def test_coverage_says_whether_it_is_kept_given_up_or_was_short_before(t):
    said = {sentences.covered(t, one) for one in (COVERED, {**COVERED, "relaxed": False},
                                                  {**COVERED, "relaxed": False, "before": 70.0})}
    assert len(said) == 3
    assert all(whole(t, one) for one in said)


def test_a_price_says_more_less_or_the_same_and_who_loses_a_unit(t):
    other = {"unit": "A", "price": 3.0, "displaces": "", "instead": ""}
    said = {sentences.price(t, {**other, **more}, UNITS) for more in (
        {}, {"price": -2.0}, {"price": 0.0}, {"displaces": "C-9"}, {"displaces": "C-9", "instead": "A"})}
    assert len(said) == 5
    assert all(whole(t, one) for one in said)


def test_a_refusal_says_what_stops_the_unit(t):
    said = sentences.refused(t, Conflict("unit_unfit", unit="A", hurdle="resting"))
    assert t("shortfall_names.resting") in said


def test_a_unit_that_is_not_to_be_seen_is_called_by_its_id_and_an_unknown_kind_by_its_key(t):
    assert sentences.unit_name(t, "B-7", UNITS) == "B-7"
    assert sentences.kind_name(t, "balloon") == "balloon"
