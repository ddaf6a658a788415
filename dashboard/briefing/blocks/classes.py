"""Which classes came in most: of today against yesterday, of seven days against the seven before, and what rose."""

from datetime import datetime

from dashboard.briefing.content import Bar, Bars
from dashboard.briefing.sentences import count
from dashboard.parts.bars import difference
from dashboard.parts.class_names import class_names
from dashboard.speech import Words
from data import clock
from data.cases import figures
from data.cases.windows import INSTANT
from data.visit import Visit

TOP, TOP_OF_WEEK = 5, 10
Counts = dict[str, int]


def ordered(counts: Counts) -> list[str]:
    """Return the classes, the most frequent first."""
    return sorted(counts, key=lambda code: (-counts[code], code))


def today(visit: Visit, area: str) -> tuple[Counts, Counts]:
    """Return how many of each class came in today, and yesterday by this time."""
    then = clock.days_before(visit.now, 1, visit.zone)
    return tuple(figures.received_by_class(visit, area, clock.start_of_day(end, visit.zone), end + INSTANT)
                 for end in (visit.now, then))  # type: ignore[return-value]


def week(visit: Visit, area: str) -> tuple[Counts, Counts]:
    """Return how many of each class came in within seven days, and within the seven before."""
    ends: tuple[datetime, ...] = (visit.now, clock.days_before(visit.now, 7, visit.zone))
    return tuple(figures.received_by_class(visit, area, clock.days_before(end, 7, visit.zone) + INSTANT, end + INSTANT)
                 for end in ends)  # type: ignore[return-value]


def top(visit: Visit, t: Words, counts: Counts, before: Counts, *, most: int = TOP,
        note: str = "brief.top_note") -> Bars:
    """Return the most frequent classes with their change."""
    names, first = class_names(visit, t), ordered(counts)
    title = t("brief.top_first", first=names(first[0]), n=t.number(counts[first[0]])) if first else t("brief.top_none")
    rows = tuple(Bar(name=names(code), number=count(t, counts[code]),
                     remark=difference(counts[code], before.get(code, 0))) for code in first[:most])
    return Bars(title=title, rows=rows, unit=t("brief.cases"), note=t(note))


def risen(visit: Visit, t: Words, counts: Counts, before: Counts) -> Bars:
    """Return the classes that rose most, by how many cases."""
    names = class_names(visit, t)
    more = {code: counts[code] - before.get(code, 0) for code in counts if counts[code] > before.get(code, 0)}
    first = ordered(more)
    title = t("brief.rising_title", name=names(first[0]), n=t.number(more[first[0]])) if first else t(
        "brief.rising_none")
    rows = tuple(Bar(name=names(code), number=count(t, more[code]),
                     remark=f"{t.number(before.get(code, 0))} → {t.number(counts[code])}")
                 for code in first[:TOP_OF_WEEK])
    return Bars(title=title, rows=rows, unit=t("brief.cases"), note=t("brief.rising_note"))
