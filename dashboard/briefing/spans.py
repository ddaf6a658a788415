"""The times that briefings speak of, each with the one before; the moment that is asked about is in them."""

from data import clock
from data.cases import compared
from data.cases.compared import Span
from data.cases.windows import INSTANT
from data.visit import Visit

DAYS = 7
Spans = tuple[Span, Span]
"""A time, and the one before it: as long, as far elapsed."""


def today(visit: Visit) -> Spans:
    """Return the city day so far, and yesterday until the same time."""
    return _with_earlier(visit, Span(clock.start_of_day(visit.now, visit.zone), visit.now + INSTANT, "today"))


def week(visit: Visit) -> Spans:
    """Return the seven days up to now, and the seven before."""
    end = visit.now + INSTANT
    return _with_earlier(visit, Span(clock.days_before(end, DAYS, visit.zone), end, "7d"))


def week_a_year_before(visit: Visit) -> Span | None:
    """Return the seven days of a year before, as far elapsed; None where no case of that time is known."""
    now, _ = week(visit)
    then = compared.earlier(visit, now, "yoy")
    return then if then is not None and compared.is_known(visit, then) else None


def _with_earlier(visit: Visit, span: Span) -> Spans:
    earlier = compared.earlier(visit, span, "mom")
    assert earlier is not None
    return span, earlier
