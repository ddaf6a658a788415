"""The wall's counters: people, data and algorithms at work today, people and data of one's own areas alone."""

from datetime import timedelta

from dashboard.panels import counters
from data.models.algorithm import AlgorithmRun
from tests import cast
from tests.dashboard.reading import hooks, words


def ran(visit) -> None:
    visit.session.add(AlgorithmRun(name="patrol_ranking", version="1", began_at=cast.NOW - timedelta(minutes=5),
                                   seconds=2, cpu_seconds=1.5, rows=10, state="done"))


def test_each_counter_says_its_two_numbers_the_moment_and_the_source(shown, write):
    with write() as visit:
        cast.open_case(visit, "a")
        ran(visit)
    panel = shown(counters)
    assert hooks(panel, "data-counter") == ["people 5", "data 1", "cloud 1"]
    told = words(panel)
    assert "5 People at work units on duty" in told
    assert "1 Data in motion case received today" in told
    assert "1 Algorithms at work run of an algorithm today" in told
    assert "1.5 s of processor time today" in told
    assert "city-wide runs" in told
    assert hooks(panel, "data-asof") == [cast.NOW.isoformat(timespec="seconds")]
    assert "支力量在岗" in words(shown(counters, language="zh-CN"))


def test_a_stranger_counts_neither_the_units_nor_the_cases_of_another_district(shown, write):
    with write() as visit:
        cast.open_case(visit, "a", (3.5, 3.5))
    told = hooks(shown(counters, scope=cast.BO, area=cast.WEST_DISTRICT), "data-counter")
    assert told[1] == "data 0"
    assert told != hooks(shown(counters), "data-counter")
