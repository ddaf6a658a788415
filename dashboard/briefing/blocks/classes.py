"""Which classes came in most: of today against yesterday, of seven days against the seven before, and what rose."""

from dashboard.briefing.content import Bar, Bars, Column, Outward
from dashboard.briefing.sentences import count
from dashboard.briefing.spans import Spans
from dashboard.parts.bars import difference
from dashboard.parts.class_names import class_names
from dashboard.speech import Words
from data.cases import figures
from data.visit import Visit

TOP, TOP_OF_WEEK = 5, 10
Counts = dict[str, int]


def ordered(counts: Counts) -> list[str]:
    """Return the classes, the most frequent first."""
    return sorted(counts, key=lambda code: (-counts[code], code))


def within(visit: Visit, area: str, spans: Spans) -> tuple[Counts, Counts]:
    """Return how many of each class came in within a time, and within the one before."""
    now, before = (figures.received_by_class(visit, area, one.begin, one.end) for one in spans)
    return now, before


def top(visit: Visit, t: Words, counts: Counts, before: Counts, *, most: int = TOP,
        note: str = "brief.top_note") -> Bars:
    """Return the most frequent classes with their change; `note` also tells whether they are of a day or a week."""
    names, first = class_names(visit, t), ordered(counts)
    title = t("brief.top_first", first=names(first[0]), n=t.number(counts[first[0]])) if first else t("brief.top_none")
    rows = tuple(Bar(name=names(code), number=count(t, counts[code]),
                     remark=difference(counts[code], before.get(code, 0))) for code in first[:most])
    total = "received_today" if note == "brief.top_note" else "received"
    return Bars(title=title, rows=rows, unit=t("brief.cases"), note=t(note),
                outward=Outward(name=t("outward.classes"), columns=(Column(holds="counts", total=total),)))


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
