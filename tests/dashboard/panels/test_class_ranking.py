"""The ranking of classes: what was reported most in 24 hours, against the 24 hours before."""

from datetime import timedelta

import pytest

from dashboard.panels import class_ranking
from dashboard.parts import bars
from data.cases.only import Only
from tests import cast
from tests.dashboard.reading import hooks, props, with_hook, words


def receive(write, category: str, count: int, days_ago: float = 0.1, spot=(0.5, 0.5)) -> None:
    at = cast.NOW - timedelta(days=days_ago)
    with write(now=at) as visit:
        for number in range(count):
            cast.open_case(visit, f"{category}-{days_ago}-{number}", spot, category=category, occurred_at=at)


def test_its_title_names_the_first_and_rows_say_the_change(shown, write):
    receive(write, "0101", 3)
    receive(write, "0101", 1, days_ago=1.5)
    receive(write, "0202", 1)
    receive(write, "0202", 2, days_ago=1.5)
    receive(write, "no such", 1)
    receive(write, "0201", 9, days_ago=2.5)
    told = words(shown(class_ranking))
    assert told.startswith("Last 24 h: Garbage leads")
    assert told.index("▲ 2") < told.index("Noise") < told.index("▼ 1")
    assert "to classify" in told
    assert "Fire" not in told
    assert words(shown(class_ranking, language="zh-CN")).startswith("近 24 小时：暴露垃圾居首")


def test_nothing_is_said_as_zero_not_as_an_error(shown):
    panel = shown(class_ranking)
    assert hooks(panel, "data-state") == ["zero"]
    assert "0 cases, Last 24 h" in words(panel)


def test_a_stranger_counts_only_what_is_theirs(shown, write):
    receive(write, "0201", 5, spot=(3.5, 3.5))
    receive(write, "0101", 1)
    assert words(shown(class_ranking, scope=cast.BO)).startswith("Last 24 h: Garbage leads")


@pytest.mark.parametrize(("count", "before", "said"), [(5, 5, "＝"), (5, 3, "▲ 2"), (0, 19, "▼ 19"), (25, 20, "▲ 25%"),
                                                       (10, 20, "▼ 50%"), (1, 0, "▲ 1")])
def test_percent_is_said_only_of_a_base_that_bears_it(count, before, said):
    assert bars.difference(count, before) == said


def test_a_press_filters_by_a_class_and_its_row_stays_to_be_pressed_again(shown, write):
    receive(write, "0101", 3)
    receive(write, "0202", 1)
    panel = shown(class_ranking, only=Only(classes=("0202",), codes=("0202",)))
    pressed = {props(one)["data-narrow"]: props(one)["aria-pressed"] for one in with_hook(panel, "data-narrow")}
    assert pressed == {"cat:0101": "false", "cat:0202": "true"}
    assert hooks(shown(class_ranking, surface="wall"), "data-narrow") == []


def test_other_filters_narrow_it_and_may_leave_nothing(shown, write):
    receive(write, "0101", 3)
    receive(write, "0201", 1)
    assert words(shown(class_ranking, only=Only(priorities=(1,)))).startswith("Last 24 h: Fire leads")
    assert hooks(shown(class_ranking, only=Only(priorities=(4,))), "data-state") == ["filtered"]


def test_a_year_without_data_is_no_rise(shown, write):
    receive(write, "0101", 3)
    told = words(shown(class_ranking, compare="yoy"))
    assert "▲" not in told
    assert "no data then" in told
