"""Periods are city days, cut at this moment; the time before is cut at the same time of day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from data.errors import Invalid
from data.figures import period
from tests import cast

MIDNIGHT = datetime(2026, 3, 17, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(("name", "days"), [("today", 1), ("7d", 7), ("30d", 30), ("month", 18)])
def test_a_named_period_ends_now_and_begins_with_a_city_day(read, name, days):
    with read() as visit:
        found = period.named(visit, name)
    assert found.begin == MIDNIGHT - timedelta(days=days - 1)
    assert (found.days, found.as_of) == (days, cast.NOW)
    assert found.end > cast.NOW  # what came in at this very moment counts
    assert found.end - cast.NOW < timedelta(milliseconds=1)


def test_the_time_before_is_as_long_and_ends_at_the_same_time_of_day(read):
    with read() as visit:
        found = period.before(visit, period.named(visit, "today"))
        assert (found.begin, found.as_of) == (MIDNIGHT - timedelta(days=1), cast.NOW - timedelta(days=1))


def test_whole_days_end_where_the_next_begins(read):
    with read() as visit:
        found = period.of_days(visit, date(2026, 3, 1), date(2026, 3, 2))
    assert (found.begin, found.end) == (datetime(2026, 2, 28, 16, tzinfo=UTC), datetime(2026, 3, 2, 16, tzinfo=UTC))


def test_a_day_of_23_hours_is_a_day(write):
    """On 29 March 2026 Berlin's clocks were put forward."""
    with write() as visit:
        visit.city.zone = "Europe/Berlin"
    with write(now=datetime(2026, 4, 2, 9, 0, tzinfo=UTC)) as visit:
        found = period.of_days(visit, date(2026, 3, 29), date(2026, 3, 29))
        assert found.end - found.begin == timedelta(hours=23)


@pytest.mark.parametrize(("first", "last"), [
    (date(2026, 3, 2), date(2026, 3, 1)), (date(2026, 3, 18), date(2026, 3, 19)), (date(2025, 1, 1), date(2026, 3, 1))])
def test_days_that_make_no_sense_are_refused(read, first, last):
    with read() as visit, pytest.raises(Invalid) as refused:
        period.of_days(visit, first, last)
    assert refused.value.code == "bad_period"


def test_an_unknown_name_is_refused(read):
    with read() as visit, pytest.raises(Invalid):
        period.named(visit, "fortnight")
