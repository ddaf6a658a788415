"""The ranking of classes: what was reported most in 24 hours, against the 24 hours before."""

from datetime import timedelta

import pytest

from dashboard.panels import class_ranking
from dashboard.parts import bars
from tests import cast
from tests.dashboard.reading import hooks, words


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
    assert words(shown(class_ranking, language="zh-CN")).startswith("近 24 小时:暴露垃圾居首")


def test_nothing_is_said_as_zero_not_as_an_error(shown):
    panel = shown(class_ranking)
    assert hooks(panel, "data-state") == ["zero"]
    assert "0 cases in 24 h" in words(panel)


def test_a_stranger_counts_only_what_is_theirs(shown, write):
    receive(write, "0201", 5, spot=(3.5, 3.5))
    receive(write, "0101", 1)
    assert words(shown(class_ranking, scope=cast.BO)).startswith("Last 24 h: Garbage leads")


@pytest.mark.parametrize(("count", "before", "said"), [(5, 5, "＝"), (5, 3, "▲ 2"), (0, 19, "▼ 19"), (25, 20, "▲ 25%"),
                                                       (10, 20, "▼ 50%"), (1, 0, "▲ 1")])
def test_percent_is_said_only_of_a_base_that_bears_it(count, before, said):
    assert bars.difference(count, before) == said
