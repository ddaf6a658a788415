"""The facts of every case of a period, read once: bits of conditions, lengths of time, and what to group by.

A figure of any group is counted from these; one query serves every column of every table over the same cases.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, ColumnElement, Select, and_, case, func, literal, select

from data.figures import dictionary
from data.figures.conditions import CONDITIONS
from data.figures.period import Period
from data.figures.spans import SPANS, seconds_between
from data.models.case import Case, Dispatch
from data.models.unit import Unit
from data.storage.prefix import begins_with
from data.visit import Visit

Bits = NDArray[np.int64]
BASE = ("received", "merged_or_voided")


@dataclass(frozen=True)
class Grouping:
    """To which group each case belongs: an index into `keys`."""

    keys: list[str]
    index: NDArray[np.intp]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Cases of an area received in a period, as of `period.as_of`; one entry per case in each array."""

    prefix: str
    period: Period
    bits: Bits
    seconds: dict[str, NDArray[np.float64]]
    """Span -> seconds; NaN where a case has no such length."""
    groupings: dict[str, Grouping] = field(default_factory=dict)
    """area (the children of the area), department, class (major); or unit, unit_kind."""

    @property
    def as_of(self) -> datetime:
        """When this was counted, or the earlier moment it was counted as of."""
        return self.period.as_of

    def all_hold(self, names: tuple[str, ...]) -> NDArray[np.bool_]:
        """Return for which cases all of the conditions hold."""
        wanted = _mask(names)
        return np.asarray((self.bits & wanted) == wanted)

    def only(self, which: NDArray[np.intp]) -> "Facts":
        """Return the facts of these cases alone."""
        return Facts(prefix=self.prefix, period=self.period, bits=self.bits[which],
                     seconds={name: values[which] for name, values in self.seconds.items()},
                     groupings={name: Grouping(one.keys, one.index[which]) for name, one in self.groupings.items()})

    def any_holds(self, names: tuple[str, ...]) -> NDArray[np.bool_]:
        """Return for which cases one of the conditions holds."""
        return np.asarray((self.bits & _mask(names)) != 0)


@cache
def bit_of() -> dict[str, int]:
    """Return {condition: its bit}, of the conditions that figures of a period speak of."""
    used = {name for one in dictionary.counted_over("period")
            for name in (*one.numerator, *one.denominator, *one.exclusions)} | set(BASE)
    return {name: 1 << place for place, name in enumerate(name for name in CONDITIONS if name in used)}


def _mask(names: tuple[str, ...]) -> int:
    bits = bit_of()
    return sum({bits[name] for name in names})


def gather(visit: Visit, prefix: str, period: Period) -> Facts:
    """Return the facts of an area's cases, to be grouped by its children, by department or by class."""
    width = child_width(visit, prefix)
    keys = {"area": func.substr(Case.area_code, 1, width), "department": Case.department, "class": Case.major_code}
    rows = visit.session.execute(_wanted(prefix, period, keys)).all()
    return _facts(prefix, period, rows, list(keys))


def gather_units(visit: Visit, prefix: str, period: Period) -> Facts:
    """Return the facts of the same cases, each once for every unit (or kind of unit) that was sent to it."""
    keys = {"case": Case.id, "unit": Unit.id, "unit_kind": Unit.kind}
    wanted = _wanted(prefix, period, keys).join(Dispatch, Dispatch.case_id == Case.id).join(
        Unit, Unit.id == Dispatch.unit_id)
    seen: set[tuple[Any, Any]] = set()
    rows = []
    for row in visit.session.execute(wanted):
        if (row[0], row[1]) not in seen:
            seen.add((row[0], row[1]))
            rows.append(row)
    return _facts(prefix, period, rows, list(keys))


def once_per(facts: Facts, grouping: str) -> Facts:
    """Return the facts with each case once per group: two units of one kind at one case are one case of the kind."""
    pairs = np.stack([facts.groupings["case"].index, facts.groupings[grouping].index])
    _, firsts = np.unique(pairs, axis=1, return_index=True)
    return facts.only(firsts)


def child_width(visit: Visit, prefix: str) -> int:
    """Return how long the codes of an area's children are; its own length where it has none."""
    level = visit.city.level_of(prefix)
    return visit.city.width_of(level + 1) if level < visit.city.leaf_level() else len(prefix)


def within(prefix: str) -> ColumnElement[bool]:
    """Return the condition that a case lies in an area."""
    return begins_with(Case.area_code, prefix)


def received_in(period: Period) -> ColumnElement[bool]:
    """Return the condition that a case came in within a period."""
    return and_(Case.received_at >= period.begin, Case.received_at < period.end)


def _wanted(prefix: str, period: Period, keys: dict[str, Any]) -> Select[Any]:
    at = period.as_of
    bits = sum((case((CONDITIONS[name](at), literal(bit, BigInteger)), else_=literal(0, BigInteger))
                for name, bit in bit_of().items()), literal(0, BigInteger))
    spans = [case((end <= at, seconds_between(begin, end))) for begin, end in SPANS.values()]
    return select(*keys.values(), bits, *spans).where(within(prefix), received_in(period))


def _facts(prefix: str, period: Period, rows: Any, names: list[str]) -> Facts:
    columns = list(zip(*rows, strict=True)) or [()] * (len(names) + 1 + len(SPANS))
    return Facts(
        prefix=prefix, period=period, bits=np.array(columns[len(names)], dtype=np.int64),
        seconds={span: np.array(columns[len(names) + 1 + place], dtype=np.float64)
                 for place, span in enumerate(SPANS)},
        groupings={name: _grouped(columns[place]) for place, name in enumerate(names)},
    )


def _grouped(values: tuple[Any, ...]) -> Grouping:
    places: dict[Any, int] = {}
    index = [places.setdefault(value, len(places)) for value in values]
    return Grouping(["" if value is None else str(value) for value in places], np.array(index, dtype=np.intp))
