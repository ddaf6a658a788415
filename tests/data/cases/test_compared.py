"""With what a time is compared: as far elapsed, on the city's clock."""

from datetime import UTC, datetime, timedelta

import pytest

from data.cases import compared
from data.cases.compared import Span
from tests import cast

NOW = cast.NOW
DAY = timedelta(days=1)
MIDNIGHT = NOW - timedelta(hours=10)


@pytest.mark.parametrize(("span", "how", "begin", "end"), [
    (Span(MIDNIGHT, NOW, "today"), "mom", MIDNIGHT - DAY, NOW - DAY),
    (Span(NOW - DAY, NOW, "24h"), "mom", NOW - 2 * DAY, NOW - DAY),
    (Span(MIDNIGHT - 6 * DAY, NOW, "7d"), "mom", MIDNIGHT - 13 * DAY, NOW - 7 * DAY),
    (Span(datetime(2026, 2, 28, 16, tzinfo=UTC), NOW, "month"), "mom", datetime(2026, 1, 31, 16, tzinfo=UTC),
     datetime(2026, 2, 18, 2, tzinfo=UTC)),
    (Span(NOW - 3 * DAY, NOW), "mom", NOW - 6 * DAY, NOW - 3 * DAY),
    (Span(MIDNIGHT, NOW, "today"), "yoy", MIDNIGHT - 365 * DAY, NOW - 365 * DAY),
])
def test_the_time_before_has_elapsed_as_far(read, span, how, begin, end):
    with read() as visit:
        found = compared.earlier(visit, span, how)
    assert (found.begin, found.end) == (begin, end)


def test_nothing_is_compared_where_that_is_wanted(read):
    with read() as visit:
        assert compared.earlier(visit, Span(MIDNIGHT, NOW, "today"), "none") is None


@pytest.mark.parametrize(("day", "months", "found"), [
    (datetime(2026, 3, 31, 2, tzinfo=UTC), 1, datetime(2026, 2, 28, 2, tzinfo=UTC)),
    (datetime(2024, 2, 29, 2, tzinfo=UTC), 12, datetime(2023, 2, 28, 2, tzinfo=UTC)),
    (datetime(2026, 1, 5, 2, tzinfo=UTC), 1, datetime(2025, 12, 5, 2, tzinfo=UTC)),
])
def test_a_shorter_month_ends_on_its_last_day(read, day, months, found):
    with read() as visit:
        assert compared.months_before(day, months, visit) == found


def test_a_time_before_the_first_case_is_not_known(read, write):
    last_year = Span(NOW - 365 * DAY, NOW - 364 * DAY)
    with read() as visit:
        assert not compared.is_known(visit, Span(MIDNIGHT, NOW))
    with write() as visit:
        cast.open_case(visit)
    with read() as visit:
        assert compared.is_known(visit, Span(MIDNIGHT, NOW))
        assert not compared.is_known(visit, last_year)
