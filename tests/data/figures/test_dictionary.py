"""The dictionary holds every figure once, and speaks only of conditions that there are."""

import pytest

from data.errors import NotFound
from data.figures import dictionary
from data.figures.definition import Definition, Figure, is_enough
from tests import cast

WANTED = {
    "register_rate", "right_dispatch_rate", "on_time_signing_rate", "on_time_handling_rate", "on_time_closing_rate",
    "rework_rate", "return_rate", "extension_rate", "suspended_now", "reopened_rate", "response_rate", "solved_rate",
    "satisfied_rate", "voice_score", "response_median", "response_p90", "dispatch_median", "dispatch_p90",
    "handling_median", "handling_p90", "closing_median", "closing_p90", "backlog", "backlog_age_1d",
    "backlog_age_older", "unassigned_age_3d", "repeats", "repeat_rate", "proactive_rate", "suspicious",
    "suspicious_rate", "score", "received_today", "urgent_unacknowledged"}


def test_what_a_city_needs_to_know_is_defined():
    assert set(dictionary.definitions()) >= WANTED
    assert next(iter(dictionary.by_group())) == "strip"
    assert len(dictionary.by_group()["strip"]) == 8


def test_figures_of_speed_leave_out_what_is_not_believed():
    speed = [one for one in dictionary.definitions().values() if one.span or (one.name.startswith("on_time_")
             and one.name not in ("on_time_signing_rate",))]
    assert len(speed) == 12
    assert all("suspicious" in one.exclusions for one in speed)


def test_a_rate_has_a_denominator_and_a_count_has_none():
    for one in dictionary.definitions().values():
        assert bool(one.denominator) == (one.kind == "rate") or one.kind in ("told", "weighted"), one.name
        assert one.good_when in ("high", "low", "")


def test_a_figure_nobody_defined_is_refused():
    with pytest.raises(NotFound) as refused:
        dictionary.find("happiness")
    assert refused.value.code == "figure_not_found"


@pytest.mark.parametrize("listed", [
    [Definition(name="a", kind="count", unit="cases"), Definition(name="a", kind="count", unit="cases")],
    [Definition(name="a", kind="count", unit="cases", numerator=("lucky",))],
])
def test_a_faulty_dictionary_would_be_seen(listed):
    with pytest.raises(ValueError):
        dictionary._require_sound(listed)


def test_a_small_sample_is_said_to_be_one_and_nothing_is_not_small():
    def one(value, sample):
        return Figure(name="register_rate", unit="percent", as_of=cast.NOW, value=value, sample=sample)

    assert [one(value, sample).is_small for value, sample in ((50, 19), (50, 20), (None, 0), (5, None))] == [
        True, False, False, False]
    assert [is_enough(value, sample) for value, sample in ((50, 19), (50, 20), (None, 0), (5, None))] == [
        False, True, False, True]
