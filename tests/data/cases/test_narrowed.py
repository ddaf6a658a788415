"""The strip of some cases only: the same rules as the whole strip, over the chosen time."""

from datetime import timedelta

import pytest

from data.cases import figures, narrowed, only
from data.cases.only import ALL, Only
from tests import cast

DAY = timedelta(days=1)


def receive(write, category: str, days_ago: float, count: int = 1, spot=(0.5, 0.5)) -> None:
    at = cast.NOW - days_ago * DAY
    with write(now=at) as visit:
        for number in range(count):
            cast.open_case(visit, f"{category}-{days_ago}-{number}", spot, category=category, occurred_at=at)


def strip(visit, wanted: Only = ALL, how: str = "mom", area: str = "9901") -> dict:
    return {one.name: one for one in narrowed.kpis(visit, area, wanted, how)}


def of(visit, **said) -> Only:
    classes, codes = only.of_classes(visit, said.pop("classes", ()))
    begin, end = only.of_span(visit, said["span"]) if "span" in said else (None, None)
    return Only(classes=classes, codes=codes, begin=begin, end=end, **said)


@pytest.fixture
def received(write):
    receive(write, "0101", 0.1, 3)
    receive(write, "0201", 0.1, 2)
    receive(write, "0101", 1.1, 4)
    receive(write, "0101", 5, 1, spot=(3.5, 3.5))


def test_without_a_filter_it_is_the_whole_strip(read, received):
    with read() as visit:
        whole = {one.name: (one.value, one.before) for one in figures.kpis(visit, "9901")}
        assert {name: (one.value, one.before) for name, one in strip(visit).items()} == whole


def test_it_counts_only_what_passes(read, received):
    with read() as visit:
        found = strip(visit, of(visit, classes=("01",)))
        assert [found[name].value for name in ("received_today", "open_now")] == [3, 8]
        assert found["received_today"].before == 4
        assert strip(visit, of(visit, priorities=(1,)))["open_now"].details == {"p1": 2, "p2": 0}
        assert strip(visit, of(visit, states=("closed",)))["open_now"].value == 0


def test_a_chosen_time_takes_the_place_of_the_day(read, received):
    with read() as visit:
        found = strip(visit, of(visit, span="7d"))
        assert (found["received_today"].value, found["open_now"].value) == (10, 10)
        assert strip(visit, of(visit, span="today"))["open_now"].value == 5


def test_where_there_was_nothing_yet_the_figure_says_so(read, received):
    with read() as visit:
        for how, before, details in (("yoy", None, narrowed.MISSING), ("none", None, {}), ("mom", 4, {})):
            found = strip(visit, how=how)["received_today"]
            assert (found.value, found.before, found.details) == (5, before, details)


def test_units_are_no_cases(read, received):
    with read() as visit:
        assert strip(visit, of(visit, priorities=(4,)))["units_on_duty"].value == \
            strip(visit)["units_on_duty"].value > 0


def test_a_stranger_counts_only_what_is_theirs(read, received):
    with read(scope=cast.BO) as visit:
        assert strip(visit, of(visit, span="7d"))["received_today"].value == 9
        assert strip(visit, of(visit, classes=("02",)), area=cast.EAST_DISTRICT)["open_now"].value == 0
