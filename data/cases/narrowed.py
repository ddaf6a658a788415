"""The strip's figures of some cases only, over a time that somebody chose, compared as they chose.

What counts over a time (received, closed, closed in time, answered) takes the chosen time in place of its own; what
tells the present state counts those cases alone that came in within it. Units are no cases: they stay as they are.
"""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from data.cases import figures, only, windows
from data.cases.compared import Span, earlier, is_known
from data.cases.only import Only
from data.figures.definition import Figure
from data.figures.dictionary import figure
from data.visit import Visit

MISSING = {"base": "missing"}
"""The detail of a figure whose time to compare with lies before the first case."""


def kpis(visit: Visit, prefix: str, wanted: Only, how: str) -> list[Figure]:
    """Return the eight figures of the strip in its order; `how` is "mom", "yoy" or "none"."""
    return _Strip(visit, prefix, wanted, how).figures()


def today(visit: Visit) -> Span:
    """Return the city day as far as it has come."""
    return Span(*only.of_span(visit, "today"), "today")


def chosen(wanted: Only) -> Span | None:
    """Return the time that was chosen, None where none was."""
    return None if wanted.begin is None or wanted.end is None else Span(wanted.begin, wanted.end, wanted.span)


class _Strip:
    """Counts the strip of one area."""

    def __init__(self, visit: Visit, prefix: str, wanted: Only, how: str) -> None:
        self._visit, self._prefix, self._how = visit, prefix, how
        self._marks, self._all, self._chosen = wanted.marks(visit.now), wanted.conditions(visit.now), chosen(wanted)

    def figures(self) -> list[Figure]:
        """Return the eight in order."""
        visit, prefix = self._visit, self._prefix
        row = figures.open_row(visit, prefix, self._all)
        return [self._counted("received_today", "received"), figures.open_now(visit, row), self._on_time(),
                figures.overdue_now(visit, row), self._response(), self._counted("closed_today", "closed"),
                figures.units_on_duty(visit, prefix), figures.urgent_unacknowledged(visit, prefix, self._all)]

    def _over(self, days: int) -> tuple[Span, Span | None]:
        """Return the chosen time, or so many days up to now (0: the city day), and the one to compare with."""
        now = self._visit.now
        usual = Span(now - timedelta(days=days), now, "7d" if days == 7 else "24h") if days else today(self._visit)
        over = self._chosen or usual
        return over, earlier(self._visit, over, self._how)

    def _told(self, found: Figure, before: Span | None) -> Figure:
        """Return the figure without a comparison where there is nothing to compare with."""
        if before is None:
            return replace(found, before=None)
        if is_known(self._visit, before):
            return found
        return replace(found, before=None, details={**found.details, **MISSING})

    def _counted(self, name: str, what: str) -> Figure:
        over, before = self._over(0)
        now, then = (self._count(what, one).total() for one in (over, before))
        return self._told(figure(name, as_of=self._visit.now, value=now, before=then), before)

    def _on_time(self) -> Figure:
        over, before = self._over(7)
        found = figures.on_time(self._visit, self._count("closed", over), self._count("closed", before))
        return self._told(found, before)

    def _response(self) -> Figure:
        over, before = self._over(1)
        (now, left_out), (then, _) = (self._minutes(one) for one in (over, before))
        return self._told(figures.response(self._visit, now, left_out, then), before)

    def _minutes(self, over: Span | None) -> tuple[list[float], int]:
        if over is None:
            return [], 0
        return figures.response_minutes(self._visit, self._prefix, over.begin, over.end, self._marks)

    def _count(self, what: str, over: Span | None) -> Counter[str]:
        if over is None:
            return Counter()
        if what == "received":
            return Counter(all=windows.received(self._visit, self._prefix, over.begin, over.end, self._marks))
        return windows.closed(self._visit, self._prefix, over.begin, over.end, self._marks)
