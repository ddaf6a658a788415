"""Evaluation tables: every area, department, kind of unit or unit of an area over a period, in one line each.

One question to the database serves all lines and columns of a period (data.figures.facts), one more the period before.
"""

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from sqlalchemy import func, select

from data.areas import queries as areas
from data.errors import Invalid
from data.figures import adjusting, counting, facts
from data.figures.adjusting import Adjusted, Mix
from data.figures.counting import GroupFigures
from data.figures.facts import Facts, Whole
from data.figures.period import Period, before
from data.figures.weights import Count
from data.models.case import Case
from data.visit import Visit

BY = ("area", "department", "unit_kind", "unit")
ADJUSTED = ("on_time_handling_rate", ("to_be_handled",), ("handled_in_time",), ("suspicious", "suspended"))
"""The figure whose mix of classes is adjusted, with its conditions."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One group's figures. `key` "" are the cases that no group claims: no department, or placed only in the whole."""

    key: str
    figures: GroupFigures
    rank: int | None = None
    """Among those with a score; None where the sample is too small for one."""
    per_people: float | None = None
    """Cases received per 10,000 residents; of areas only."""
    adjusted: Adjusted = field(default_factory=lambda: Adjusted(None, 0.0))
    """The rate handled in time with the mix of classes of the whole."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """The lines of a table by key, and the whole they are parts of; a case with two units is in two lines of units."""

    by: str
    as_of: datetime
    lines: list[Line]
    whole: Line


def gather(visit: Visit, prefix: str, by: str, period: Period) -> Facts:
    """Return the facts that a table is made from. Raises Invalid("bad_grouping")."""
    if by not in BY:
        raise Invalid("bad_grouping", known=", ".join(BY))
    return facts.gather(visit, prefix, period) if by in ("area", "department") else facts.gather_units(
        visit, prefix, period)


def gather_before(visit: Visit, prefix: str, by: str, period: Period) -> Facts | None:
    """Return the facts of the same elapsed time before; None where the records do not reach back so far."""
    earlier = before(visit, period)
    first = visit.session.execute(select(func.min(Case.received_at))).scalar_one()
    return None if first is None or first > earlier.begin else gather(visit, prefix, by, earlier)


def tabulate(visit: Visit, by: str, now: Facts, earlier: Facts | None, count: Count) -> Table:
    """Return the table of one grouping, each figure with its value over the period before where there is one.

    `count` says which figures its lines have (data.figures.weights.count_with); "received" must be one of them.
    """
    figures = _by_group(now, by, count, _by_group(earlier, by, count, {}) if earlier is not None else {})
    whole = _whole(now, by, count, _whole(earlier, by, count) if earlier is not None else None)
    people = _people(visit, now) if by == "area" else {}
    mixes, reference = _mixes(now, by)
    claimed = {_claimed(now, by, key): key for key in figures}
    ranks = _ranks({key: figures[group] for key, group in claimed.items() if key})
    lines = [
        Line(key=key, figures=figures[group], rank=ranks.get(key),
             per_people=adjusting.per_people(int(figures[group].value("received") or 0), people.get(group)),
             adjusted=adjusting.standardise(mixes.get(group, {}), reference))
        for key, group in sorted(claimed.items())
    ]
    total = Line(key=now.prefix, figures=whole, adjusted=adjusting.standardise(reference, reference),
                 per_people=adjusting.per_people(int(whole.value("received") or 0), people.get(now.prefix)))
    return Table(by=by, as_of=now.as_of, whole=total, lines=lines)


def _whole(given: Facts, by: str, count: Count, earlier: GroupFigures | None = None) -> GroupFigures:
    distinct = given if by in ("area", "department") else facts.once(given)
    return GroupFigures(count(distinct, counting.everything(distinct)), 0, given.as_of, earlier)


def _by_group(given: Facts, by: str, count: Count, earlier: dict[str, GroupFigures]) -> dict[str, GroupFigures]:
    distinct = facts.once_per(given, by) if by == "unit_kind" else given
    grouping = distinct.groupings[by]
    counted = count(distinct, grouping)
    return {key: GroupFigures(counted, place, given.as_of, earlier.get(key))
            for place, key in enumerate(grouping.keys)}


def _claimed(given: Facts, by: str, key: str) -> str:
    return "" if by == "area" and key == given.prefix and len(given.groupings["area"].keys) > 1 else key


def _people(visit: Visit, given: Facts) -> dict[str, int]:
    level = visit.city.level_of(given.prefix)
    listed = areas.inside(visit, given.prefix, level)
    if level < visit.city.leaf_level():
        listed += areas.inside(visit, given.prefix, level + 1)
    return {area.area_code: area.population for area in listed if area.population}


def _mixes(given: Facts, by: str) -> tuple[dict[str, Mix], Mix]:
    """Return {group: its counts by class}, and the whole's: of the cases that the adjusted rate speaks of."""
    if by not in ("area", "department"):
        return {}, {}
    _, denominator, numerator, exclusions = ADJUSTED
    counted = given.all_hold(("received", *denominator)) & ~given.any_holds(exclusions)
    hits = counted & given.all_hold(numerator)
    groups, classes = given.groupings[by], given.groupings["class"]
    shape = (len(groups.keys), len(classes.keys))
    sizes, done = (np.zeros(shape, dtype=np.int64) for _ in range(2))
    np.add.at(sizes, (groups.index[counted], classes.index[counted]), 1)
    np.add.at(done, (groups.index[hits], classes.index[hits]), 1)
    mixes = {key: _counts(classes.keys, done[place], sizes[place]) for place, key in enumerate(groups.keys)}
    return mixes, _counts(classes.keys, done.sum(axis=0), sizes.sum(axis=0))


def _counts(names: list[str], done: Whole, sizes: Whole) -> Mix:
    return {name: (one, size) for name, one, size in zip(names, done.tolist(), sizes.tolist(), strict=True) if size}


def _ranks(figures: dict[str, GroupFigures]) -> dict[str, int]:
    """Return the place of each group that has a score; equal scores share one."""
    scores = {key: value for key, one in figures.items() if (value := one.value("score")) is not None}
    places: dict[float, int] = {}
    for place, value in enumerate(sorted(scores.values(), reverse=True), start=1):
        places.setdefault(value, place)
    return {key: places[value] for key, value in scores.items()}
