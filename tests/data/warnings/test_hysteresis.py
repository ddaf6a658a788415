"""A level is raised after a while, kept while the value swings about its threshold, left after a while well below."""

from datetime import timedelta

from data.warnings.hysteresis import Held, step
from data.warnings.rules import Rule
from tests import cast

RULE = Rule(id="r", title="t", kind="flood", indicator="received", steps={"blue": 10, "orange": 20}, raise_after=10,
            clear_share=0.5, clear_after=15)


def levels(*values, every=5, rule=RULE, held=None) -> list[int]:
    """Return the level after each value, looked at every so many minutes."""
    held, found = held or Held(), []
    for number, value in enumerate(values):
        held = step(held, rule, value, cast.NOW + timedelta(minutes=every * number))
        found.append(held.level)
    return found


def test_a_threshold_counts_once_it_was_reached_for_ten_minutes():
    assert levels(12, 12, 12) == [0, 0, 1]
    assert levels(12, 3, 12, 12, 12) == [0, 0, 0, 0, 1]


def test_without_a_while_it_counts_at_once_and_the_highest_reached_holds():
    at_once = RULE.model_copy(update={"raise_after": 0})
    assert levels(25, rule=at_once) == [3]
    assert levels(12, 25, rule=at_once) == [1, 3]


def test_a_swinging_value_makes_no_warning_flicker():
    assert levels(12, 12, 12, 8, 11, 6, 9, 7, 12) == [0, 0, 1, 1, 1, 1, 1, 1, 1]


def test_it_is_left_after_a_while_below_its_share_and_steps_down_before_it_ends():
    at_once = RULE.model_copy(update={"raise_after": 0})
    assert levels(25, 9, 9, 9, 9, rule=at_once) == [3, 3, 3, 3, 1]
    assert levels(25, 2, 2, 2, 2, rule=at_once) == [3, 3, 3, 3, 0]


def test_what_is_not_known_changes_nothing_and_after_a_break_a_while_begins_anew():
    assert levels(12, None, 12, None, None) == [0, 0, 1, 1, 1]
    assert levels(12, 12, every=30) == [0, 0]
    at_once = RULE.model_copy(update={"raise_after": 0})
    assert levels(25, 2, 2, every=30, rule=at_once) == [3, 3, 3]


def test_an_outlier_of_ten_thousand_is_red_at_most_and_ends_like_any_other():
    at_once = RULE.model_copy(update={"raise_after": 0, "steps": {"red": 20.0}})
    assert levels(10_000, 0, 0, 0, 0, rule=at_once) == [4, 4, 4, 4, 0]
