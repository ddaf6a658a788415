"""The day's curve: its title says the finding; the hour that still runs is not drawn as a fall."""

from datetime import timedelta

import pytest
from dash import dcc

from dashboard.panels import trend
from tests import cast
from tests.dashboard.reading import parts, words


def receive(write, count: int, **ago: float) -> None:
    at = cast.NOW - timedelta(**ago)
    with write(now=at) as visit:
        for number in range(count):
            cast.open_case(visit, f"{ago}-{number}", occurred_at=at)


@pytest.mark.parametrize(("today", "yesterday", "title"), [
    (2, 3, "2 today, 3 yesterday by now"), (30, 20, "50% more than yesterday by now"),
    (15, 20, "25% fewer than yesterday by now"), (20, 20, "As many as yesterday by now"),
    (0, 0, "0 today, 0 yesterday"),
])
def test_its_title_says_the_finding(shown, write, today, yesterday, title):
    receive(write, today, hours=1)
    receive(write, yesterday, days=1, hours=1)
    receive(write, 7, hours=14)
    assert words(shown(trend)).startswith(title)


def test_it_draws_today_until_the_last_whole_hour_and_the_other_days_whole(shown, write):
    receive(write, 3, hours=1)
    receive(write, 5, days=1)
    receive(write, 2, days=7)
    graph = next(part for part in parts(shown(trend)) if isinstance(part, dcc.Graph))
    lines = {trace["name"]: list(trace["y"]) for trace in graph.figure["data"] if trace["name"]}
    assert len(lines["Today"]) == 10, "it is ten in the morning"
    assert (lines["Today"][9], sum(lines["Today"])) == (3, 3)
    assert (lines["Yesterday"][10], len(lines["Yesterday"])) == (5, 24)
    assert lines["Same day last week"][10] == 2


def test_a_stranger_s_curve_counts_only_what_is_theirs(shown, write):
    with write() as visit:
        cast.open_case(visit, "far", (3.5, 3.5))
    assert words(shown(trend, scope=cast.BO)).startswith("0 today")
