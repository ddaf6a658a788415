"""How many cases came in during the same hours before, by grid."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy import func, select

from data import clock
from data.models.case import Case, CaseClass
from data.reach.ground import Floats, Ground
from data.storage.prefix import begins_with
from data.visit import Visit

SHIFT_HOURS = 8
"""Shifts begin at 0, 8 and 16 on the city's clock."""
DAY, WEEK = 24, 7 * 24
"""Hours from one shift to the next that is like it."""


@dataclass(frozen=True, kw_only=True)
class Came:
    """Cases by grid: those that ask for the kind of unit, and all; `unplaced` of the former lie in no grid."""

    of_kind: Floats
    of_all: Floats
    unplaced: int


def came(visit: Visit, area: str, ground: Ground, kind: str, shifts: tuple[datetime, int, int]) -> Came:
    """Return the cases for a kind of unit ("" any) of past shifts: (next begin, hours between two, how many)."""
    begins, every, times = shifts
    last = clock.hour_number(begins)
    first = last - every * times
    rows = visit.session.execute(
        select(Case.area_code, Case.class_scheme, Case.class_code, func.count())
        .where(begins_with(Case.area_code, area), Case.hour_no >= first, Case.hour_no < last,
               (Case.hour_no - first) % every < SHIFT_HOURS)
        .group_by(Case.area_code, Case.class_scheme, Case.class_code))
    wanted = _classes(visit, kind)
    place = {code: number for number, code in enumerate(ground.codes)}
    of_kind, of_all, unplaced = np.zeros(len(place)), np.zeros(len(place)), 0
    for code, scheme, of_class, count in rows:
        is_wanted = wanted is None or (scheme, of_class) in wanted
        if code not in place:
            unplaced += count * is_wanted
            continue
        of_all[place[code]] += count
        of_kind[place[code]] += count * is_wanted
    return Came(of_kind=of_kind, of_all=of_all, unplaced=unplaced)


def _classes(visit: Visit, kind: str) -> set[tuple[str, str]] | None:
    """Return the classes that ask for a kind of unit; None for any."""
    if not kind:
        return None
    return {(scheme, code) for scheme, code in visit.session.execute(
        select(CaseClass.scheme, CaseClass.code).where(CaseClass.unit_kind == kind))}
