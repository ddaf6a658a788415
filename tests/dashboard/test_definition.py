"""What hovering a figure says: formula, counts, what was left out, of when, from where."""

from zoneinfo import ZoneInfo

import pytest

from dashboard.parts import definition
from dashboard.speech import LANGUAGES, Words, shared_words
from data.figures import dictionary
from data.figures.conditions import CONDITIONS, TOLD
from data.figures.dictionary import figure
from data.figures.spans import SPANS
from data.figures.weights import SCORE, VOICE
from tests import cast


def speak(language: str) -> Words:
    return Words(language=language, zone=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_the_dictionary_has_its_words(language):
    known = shared_words(language)
    defined = dictionary.definitions().values()
    wanted = {
        "figures": dictionary.definitions(), "conditions": [*CONDITIONS, *TOLD], "figure_spans": SPANS,
        "figure_groups": dictionary.by_group(), "figure_windows": {one.window for one in defined},
        "figure_owners": {one.owner for one in defined}, "figure_sources": {one.source for one in defined},
        "figure_units": {one.unit for one in defined}, "figure_weights": [*VOICE, *SCORE]}
    assert not [f"{table}.{key}" for table, keys in wanted.items() for key in keys if f"{table}.{key}" not in known]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_definition_can_be_said(language):
    t = speak(language)
    for known in dictionary.definitions().values():
        assert definition.formula(t, known)
        assert definition.name_of(t, known.name) in definition.about(t, known)
        assert definition.hover(t, figure(known.name, value=None, as_of=cast.NOW))


def test_hovering_says_all_that_is_needed_to_believe_a_number():
    rate = figure("on_time_handling_rate", value=75.0, numerator=30, sample=40, left_out=5, before=50.0, as_of=cast.NOW)
    assert definition.hover(speak("en"), rate).split("\n") == [
        "On-time handling rate 75.0%",
        "Formula: handled by the deadline ÷ to have been handled (deadline passed, or the source says whether in time)",
        "30 ÷ 40", "5 left out: closed suspiciously / suspended", "Voided and merged cases are never counted",
        "Same elapsed time before: 50.0", "Covers: cases reported in the period, as they stand",
        "As of 2026-03-18 10:00", "Source: case register · Owner: departments that handle"]


def test_small_samples_and_nothing_are_told_apart():
    t = speak("en")
    small = figure("register_rate", value=50.0, numerator=1, sample=2, as_of=cast.NOW)
    none = figure("register_rate", value=None, numerator=0, sample=0, as_of=cast.NOW)
    past = figure("backlog", value=None, as_of=cast.NOW, details={"why": "not_remembered"})
    assert [definition.standing_of(t, one) for one in (small, none, past)] == [
        "sample under 20", "nothing to count from", "not remembered for a past moment"]
    assert definition.value_of(t, none, with_unit=True) == "—"


def test_weights_are_printed_with_the_number_and_say_whose_they_are():
    weights = {"response": 0.3, "solved": 0.35, "satisfied": 0.35}
    own, city = ({"weights": weights, "version": version} for version in (0, 4))
    assert definition.weighing(speak("zh-CN"), own) == "0.3 × 响应率 + 0.35 × 解决率 + 0.35 × 满意率（系统默认）"
    assert definition.weighing(speak("en"), city).endswith("0.35 × satisfied rate (version 4)")
    assert definition.weights_of(speak("en"), {}) == ""
