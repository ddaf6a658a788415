"""Which cases are counted and shown: by class, priority, state, words and time of receipt. Nothing given means all.

Words stand in what everybody who sees a case reads of it: its number, text and address; never in who reported it.

Classes may be major ones; then their minor classes count. Values of one kind are alternatives, kinds are combined.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from data.cases.classes import UNCLASSIFIED, open_book
from data.cases.figures import is_alarm
from data.cases.lateness import SOON
from data.cases.states import WITH_HANDLER
from data.cases.windows import INSTANT
from data.errors import Invalid
from data.figures import period
from data.figures.conditions import condition
from data.finding.typed import holds, tidy
from data.models.case import Case
from data.visit import Visit

SPANS = ("today", "24h", "7d", "month")
"""Times that have a name: city days as far as they have come, or the last 24 hours."""
LONGEST = timedelta(days=366)
LONGEST_WORDS = 80
FEED_BACK = timedelta(days=2)
"""How far back the newest cases are looked for where no time is chosen."""
PRIORITIES = (1, 2, 3, 4)
KINDS = ("cat", "pri", "st", "q", "range")
"""What a filter can narrow by, as addresses name it; `range` stands for from and to as well."""

_OPEN = Case.is_open.is_(True)
STATES: dict[str, Callable[[datetime], tuple[ColumnElement[bool], ...]]] = {
    "open": lambda _: (_OPEN,),
    "unassigned": lambda now: (_OPEN, condition("unassigned", now)),
    "in_hand": lambda _: (_OPEN, Case.state.in_([state.value for state in WITH_HANDLER])),
    "unacknowledged": is_alarm,
    "due_soon": lambda now: (_OPEN, Case.due_at.between(now, now + SOON)),
    "overdue": lambda now: (_OPEN, Case.due_at < now),
    "suspended": lambda now: (_OPEN, condition("suspended", now)),
    "supervised": lambda _: (_OPEN, Case.is_supervised.is_(True)),
    "closed": lambda now: (condition("closed", now),),
}
"""Field word -> what a case must be at a moment. `unacknowledged` is an alarm as the strip counts it."""


@dataclass(frozen=True, kw_only=True)
class Only:
    """A filter. `begin` and `end` bound the time of receipt, UTC, the end left out; both are given or neither."""

    classes: tuple[str, ...] = ()
    """As they were asked for."""
    codes: tuple[str, ...] = ()
    """The same with the minor classes of the major ones."""
    priorities: tuple[int, ...] = ()
    states: tuple[str, ...] = ()
    words: str = ""
    """Each of them stands in the number, the text or the address; as `words_of` tells them."""
    span: str = ""
    """The name of the time, one of SPANS; empty where it has none."""
    begin: datetime | None = None
    end: datetime | None = None

    def kinds(self) -> frozenset[str]:
        """Return what it narrows by, of KINDS."""
        given = (self.classes, self.priorities, self.states, self.words, self.begin)
        return frozenset(kind for kind, value in zip(KINDS, given, strict=True) if value)

    def without(self, *kinds: str) -> "Only":
        """Return it without narrowing by some kinds."""
        empty: dict[str, dict[str, Any]] = {
            "cat": {"classes": (), "codes": ()}, "pri": {"priorities": ()}, "st": {"states": ()},
            "q": {"words": ""}, "range": {"span": "", "begin": None, "end": None}}
        return replace(self, **{name: value for kind in kinds for name, value in empty[kind].items()})

    def conditions(self, now: datetime) -> tuple[ColumnElement[bool], ...]:
        """Return as SQL what a case must be, its time of receipt included."""
        return (*self.marks(now), *self.received())

    def marks(self, now: datetime) -> tuple[ColumnElement[bool], ...]:
        """Return as SQL what a case must be, whenever it came in."""
        found: list[ColumnElement[bool]] = []
        if self.classes:
            found.append(Case.class_code.in_(self.codes))
        if self.priorities:
            found.append(Case.priority.in_(self.priorities))
        if self.states:
            found.append(or_(*(and_(*STATES[name](now)) for name in self.states)))
        if self.words:
            found.append(holds((Case.case_no, Case.text, Case.address), self.words))
        return tuple(found)

    def received(self) -> tuple[ColumnElement[bool], ...]:
        """Return as SQL that a case came in within the time; nothing where it has none."""
        if self.begin is None or self.end is None:
            return ()
        return (Case.received_at >= self.begin, Case.received_at < self.end)


ALL = Only()


def words_of(text: str) -> str:
    """Return what somebody typed in one width of signs and with single blanks; "" where it is longer than may be."""
    said = tidy(text, len(text))
    return said if len(said) <= LONGEST_WORDS else ""


def of_classes(visit: Visit, wanted: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (classes, the same with the minor ones inside); those that the city's scheme does not know are left out.

    `unclassified` is a class as well: of cases that nobody has classified yet.
    """
    asked = list(wanted)
    if not asked:
        return (), ()
    book = open_book(visit.session, visit.city.class_scheme).by_code
    known = tuple(dict.fromkeys(code for code in asked if code in book or code == UNCLASSIFIED))
    inside = tuple(code for code, one in book.items() if one.major in known and code not in known)
    return known, (*known, *inside)


def of_span(visit: Visit, name: str) -> tuple[datetime, datetime]:
    """Return when a time of SPANS begins and ends, just after now. Raises Invalid("bad_period")."""
    after = visit.now + INSTANT
    if name == "24h":
        return visit.now - timedelta(hours=24), after
    if name not in SPANS:
        raise Invalid("bad_period", known=", ".join(SPANS))
    over = period.named(visit, name)
    return over.begin, over.end


def between(visit: Visit, begin: datetime, end: datetime | None) -> tuple[datetime, datetime]:
    """Return a time of somebody's own, up to now at most. Raises Invalid("bad_period") for none or too much."""
    last = min(end or visit.now + INSTANT, visit.now + INSTANT)
    if not timedelta() < last - begin <= LONGEST:
        raise Invalid("bad_period", known=", ".join(SPANS))
    return begin, last
