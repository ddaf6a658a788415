"""Where cases are expected in the next shift, by grid: as many as came in the same hours of the same weekday before."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import func, select

from data import clock
from data.models.case import Case, CaseClass
from data.reach.ground import Floats, Ground
from data.storage.prefix import begins_with
from data.visit import Visit

SHIFT_HOURS = 8
"""Shifts begin at 0, 8 and 16 on the city's clock."""
WEEKS = 4
BY_WEEKS, BY_PEOPLE, BY_GRIDS = "weeks", "people", "grids"


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What each grid counts. `basis` says by what: BY_WEEKS cases, else people, else every grid alike."""

    weights: Floats
    basis: str
    weeks: int
    """Of how many weeks the history knows these hours."""
    begins: datetime
    unknown: tuple[str, ...]
    """no_history, short_history, no_cases, unplaced, no_people."""

    def total(self) -> float:
        """Return the sum of all grids."""
        return float(self.weights.sum())


def next_shift(visit: Visit) -> datetime:
    """Return when the next shift begins."""
    here = visit.now.astimezone(visit.zone)
    midnight = clock.start_of_day(visit.now, visit.zone)
    return midnight + timedelta(hours=(here.hour // SHIFT_HOURS + 1) * SHIFT_HOURS)


def expected(visit: Visit, area: str, ground: Ground, kind: str) -> Expected:
    """Return where cases for a kind of unit are expected ("" of any) in the next shift."""
    begins = next_shift(visit)
    windows = [clock.hour_number(begins - timedelta(weeks=back)) for back in range(1, WEEKS + 1)]
    known = _known(visit, area, windows)
    counts, unplaced = _counts(visit, area, ground, kind, known)
    unknown = [key for key, holds in (("no_history", not known), ("short_history", 0 < len(known) < WEEKS),
                                      ("unplaced", unplaced > 0)) if holds]
    if counts.any():
        return Expected(weights=counts / len(known), basis=BY_WEEKS, weeks=len(known), begins=begins,
                        unknown=tuple(unknown))
    people = np.nan_to_num(ground.people)
    unknown += ["no_cases"] * bool(known) + ["no_people"] * (not people.any())
    return Expected(weights=people if people.any() else np.ones(len(ground.codes)),
                    basis=BY_PEOPLE if people.any() else BY_GRIDS, weeks=len(known), begins=begins,
                    unknown=tuple(unknown))


def _known(visit: Visit, area: str, windows: list[int]) -> list[int]:
    """Return the windows that had not passed when the first case of all was received."""
    first = visit.session.scalar(select(func.min(Case.hour_no)).where(begins_with(Case.area_code, area)))
    return [] if first is None else [hour for hour in windows if hour + SHIFT_HOURS > first]


def _counts(visit: Visit, area: str, ground: Ground, kind: str, windows: list[int]) -> tuple[Floats, int]:
    """Return cases by grid over all windows, and how many lie in no grid."""
    wanted = _classes(visit, kind)
    place = {code: number for number, code in enumerate(ground.codes)}
    counts, unplaced = np.zeros(len(ground.codes)), 0
    for hour in windows:
        rows = visit.session.execute(
            select(Case.area_code, Case.class_scheme, Case.class_code, func.count())
            .where(begins_with(Case.area_code, area), Case.hour_no >= hour, Case.hour_no < hour + SHIFT_HOURS)
            .group_by(Case.area_code, Case.class_scheme, Case.class_code))
        for code, scheme, of_class, count in rows:
            if wanted is not None and (scheme, of_class) not in wanted:
                continue
            if code in place:
                counts[place[code]] += count
            else:
                unplaced += count
    return counts, unplaced


def _classes(visit: Visit, kind: str) -> set[tuple[str, str]] | None:
    """Return the classes that ask for a kind of unit; None for any."""
    if not kind:
        return None
    return {(scheme, code) for scheme, code in visit.session.execute(
        select(CaseClass.scheme, CaseClass.code).where(CaseClass.unit_kind == kind))}
