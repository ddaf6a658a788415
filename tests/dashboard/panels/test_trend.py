"""The day's curve: its title says the finding; the hour that still runs is not drawn as a fall."""

from datetime import timedelta

import pytest
from dash import dcc

from dashboard.panels import trend
from data.alarms import outages
from data.cases.only import Only
from tests import cast
from tests.dashboard.reading import hooks, parts, words


def receive(write, count: int, **ago: float) -> None:
    at = cast.NOW - timedelta(**ago)
    with write(now=at) as visit:
        for number in range(count):
            cast.open_case(visit, f"{ago}-{number}", occurred_at=at)


def graph_of(panel) -> dcc.Graph:
    return next(part for part in parts(panel) if isinstance(part, dcc.Graph))


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
    graph = graph_of(shown(trend))
    lines = {trace["name"]: list(trace["y"]) for trace in graph.figure["data"] if trace["name"]}
    assert len(lines["Today"]) == 10, "it is ten in the morning"
    assert (lines["Today"][9], sum(lines["Today"])) == (3, 3)
    assert (lines["Yesterday"][10], len(lines["Yesterday"])) == (5, 24)
    assert lines["A week ago"][10] == 2


def test_a_stranger_s_curve_counts_only_what_is_theirs(shown, write):
    with write() as visit:
        cast.open_case(visit, "far", (3.5, 3.5))
    assert words(shown(trend, scope=cast.BO)).startswith("0 today")


@pytest.mark.parametrize(("hour", "drawn"), [(0, 1), (1, 1), (2, 2), (23, 23)])
def test_the_curve_ends_with_the_last_whole_hour_of_the_citys_day(shown, hour, drawn):
    midnight = cast.NOW - timedelta(hours=10)
    graph = graph_of(shown(trend, now=midnight + timedelta(hours=hour, minutes=40)))
    lines = {trace["name"]: list(trace["y"]) for trace in graph.figure["data"] if trace["name"]}
    assert (len(lines["Today"]), len(lines["Yesterday"]), len(lines["A week ago"])) == (drawn, 24, 24)


def test_each_surface_has_its_own_graph_that_keeps_its_place(shown):
    graphs = {surface: graph_of(shown(trend, surface=surface)) for surface in ("wall", "desk")}
    assert {surface: graph.id for surface, graph in graphs.items()} == {
        "wall": "wall-trend-graph", "desk": "desk-trend-graph"}
    assert all(graph.figure["layout"]["uirevision"] == "trend" for graph in graphs.values())


def test_the_day_itself_is_the_last_and_thickest_line_and_is_named(shown):
    figure = graph_of(shown(trend, language="zh-CN")).figure
    lines = [trace for trace in figure["data"] if trace["name"]]
    assert [line["name"] for line in lines] == ["上周同日", "昨日", "今日"]
    assert lines[-1]["line"]["width"] == max(line["line"]["width"] for line in lines)
    assert "9 时 0 件" in figure["layout"]["annotations"][0]["text"]


def only_of(days: float, span: str = "", **said) -> Only:
    return Only(span=span, begin=cast.NOW - timedelta(days=days), end=cast.NOW + timedelta(microseconds=1), **said)


def lines_of(panel) -> dict[str, list[int]]:
    return {trace["name"]: list(trace["y"]) for trace in graph_of(panel).figure["data"] if trace["name"]}


def test_a_longer_time_is_drawn_day_by_day_against_the_days_before(shown, write):
    receive(write, 3, hours=1)
    receive(write, 2, days=2)
    receive(write, 4, days=9)
    receive(write, 1, days=20)
    panel = shown(trend, only=Only(span="7d", begin=cast.NOW - timedelta(days=6, hours=10), end=cast.NOW))
    assert lines_of(panel) == {"Before": [0, 0, 0, 0, 4, 0, 0], "This time": [0, 0, 0, 0, 2, 0, 3]}
    assert words(panel).startswith("7 days: 5 received vs before ▲ 1 (was 4)")


def test_a_point_says_when_its_hour_or_day_begins(shown, write):
    receive(write, 1, hours=1)
    traces = graph_of(shown(trend)).figure["data"]
    [hours] = [trace["customdata"] for trace in traces if trace["customdata"] is not None]
    assert list(hours)[:2] == ["2026-03-17T16:00:00+00:00", "2026-03-17T17:00:00+00:00"]
    days = graph_of(shown(trend, only=only_of(3))).figure["data"][-2]["customdata"]
    assert list(days)[-1] == "2026-03-17T16:00:00+00:00"


def test_an_hour_that_was_chosen_is_seen_in_its_day(shown, write):
    receive(write, 3, days=1, hours=1)
    begin = cast.NOW - timedelta(days=1, hours=2)
    panel = shown(trend, only=Only(begin=begin, end=begin + timedelta(hours=1)))
    assert len(lines_of(panel)["This time"]) == 24


def test_it_keeps_to_the_filter_and_says_when_nothing_is_left(shown, write):
    receive(write, 3, hours=1)
    assert sum(lines_of(shown(trend, only=Only(priorities=(3,))))["Today"]) == 3
    assert hooks(shown(trend, only=Only(priorities=(1,))), "data-state") == ["filtered"]


@pytest.mark.parametrize(("compare", "names"), [("none", ["Today"]), ("yoy", ["Today"]),
                                                ("mom", ["A week ago", "Yesterday", "Today"])])
def test_it_is_compared_as_chosen_with_what_there_is(shown, write, compare, names):
    receive(write, 1, hours=1)
    assert list(lines_of(shown(trend, compare=compare))) == names


def test_a_time_without_the_program_is_shaded_and_not_drawn_through(shown, write):
    receive(write, 3, hours=1)
    for hours in (5, 2):
        with write(now=cast.NOW - timedelta(hours=hours)) as visit:
            outages.beat(visit.session, visit.now)
    figure = graph_of(shown(trend)).figure
    [shade] = figure["layout"]["shapes"]
    assert (shade["x0"], shade["x1"]) == (5, 8)
    assert "away" in {note["text"] for note in figure["layout"]["annotations"]}
    today = next(list(trace["y"]) for trace in figure["data"] if trace["name"] == "Today")
    assert today[5:8] == [None, None, None]
    assert today[4] == 0
    assert today[9] == 3


def test_a_short_absence_is_wide_enough_to_be_seen(shown, write):
    for seconds in (300, 85):
        with write(now=cast.NOW - timedelta(seconds=seconds)) as visit:
            outages.beat(visit.session, visit.now)
    [shade] = graph_of(shown(trend)).figure["layout"]["shapes"]
    assert shade["x1"] - shade["x0"] == pytest.approx(0.12)
    assert shade["x0"] == pytest.approx(10 - 300 / 3_600)


def test_an_absence_in_the_hour_that_still_runs_is_shaded_at_once(shown, write):
    now = cast.NOW + timedelta(minutes=20)
    for minutes in (12, 8):
        with write(now=now - timedelta(minutes=minutes)) as visit:
            outages.beat(visit.session, visit.now)
    [shade] = graph_of(shown(trend, now=now)).figure["layout"]["shapes"]
    assert shade["x0"] == pytest.approx(10 + 8 / 60), "it is twenty past ten, and the curve ends at nine"
