"""One look for surges: the city's last weeks as its pattern, the last hours against it, and what is proposed of it.

A surge is proposed as a draft, for a person to issue or refuse: an unusual number is no danger by itself. Level by how
many times the least number that is told has come: blue from 1, yellow from 1.5, orange from 2.5; never red.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import func, select

from data import clock
from data.areas import queries
from data.cases.classes import open_book
from data.models.case import Case
from data.models.city import DISTRICT
from data.models.warning import CityWarning
from data.storage.prefix import lies_in
from data.visit import Visit
from data.warnings import issuing, pattern, places, surges
from data.warnings.issuing import Update, Wish
from data.warnings.levels import OPEN, rank
from data.warnings.looking import Looked, open_about
from data.warnings.pattern import WEEK, Counts, Pattern
from data.warnings.surges import WINDOWS, Surge

WEEKS = 8
ORIGIN = "surge"
VALID = timedelta(hours=3)
QUIET = timedelta(hours=6)
"""For so long after one about the same was refused or lifted there is no other."""
STEPS = ((2.5, "orange"), (1.5, "yellow"), (1.0, "blue"))


class History(NamedTuple):
    """The weeks before the hours that are judged, and those hours by (area, class), the running one first."""

    counts: Counts
    now: dict[tuple[str, str], list[int]]
    hour_of_week: int
    rows: int


def look(visit: Visit) -> Looked:
    """Look once, propose what surges, renew what goes on."""
    looked = Looked()
    history = read(visit)
    looked.rows = history.rows
    usual = pattern.learn(history.counts)
    if not usual.is_known:
        looked.unknown.add("history_short")
        return looked
    if usual.gaps:
        looked.unknown.add("history_gap")
    for one in surges.find(usual, history.now, history.hour_of_week):
        if one.is_new_class:
            looked.unknown.add("class_new")
        _tell(visit, one, usual, looked)
    return looked


def read(visit: Visit) -> History:
    """Return the cases of the last weeks by district, class and hour."""
    this = clock.hour_number(visit.now)
    since = this - len(WINDOWS) + 1
    first = since - WEEKS * WEEK
    width = visit.city.width_of(min(DISTRICT, visit.city.leaf_level()))
    code = func.substr(Case.area_code, 1, width)
    rows = visit.session.execute(
        select(code, Case.class_code, Case.hour_no, func.count())
        .where(Case.hour_no >= first, Case.hour_no <= this, lies_in(Case.area_code, visit.city.code),
               func.length(Case.area_code) >= width, Case.received_at <= visit.now)
        .group_by(code, Case.class_code, Case.hour_no)).all()
    begun = min((hour for _, _, hour, _ in rows), default=since)
    areas = [one.area_code for one in queries.inside(visit, visit.city.code, min(DISTRICT, visit.city.leaf_level()))]
    now: dict[tuple[str, str], list[int]] = {}
    for area, kind, hour, count in rows:
        if hour >= since:
            now.setdefault((area, kind), [0] * len(WINDOWS))[this - hour] += count
    past = [row for row in rows if row[2] < since]
    return History(counts_of(past, areas, min(begun, since), since, hour_of_week(visit, min(begun, since))), now,
                   hour_of_week(visit, this), sum(row[3] for row in rows))


def counts_of(rows: list[Any], areas: list[str], first: int, since: int, begins: int) -> Counts:
    """Return (area, class, hour, count) rows as counts of the hours from `first` up to `since`."""
    known = {code: n for n, code in enumerate(areas)}
    sound = [row for row in rows if row[0] in known]
    kinds = {code: n for n, code in enumerate(sorted({row[1] for row in sound}))}
    return Counts(tuple(areas), tuple(kinds), np.array([known[row[0]] for row in sound], dtype=np.int64),
                  np.array([kinds[row[1]] for row in sound], dtype=np.int64),
                  np.array([row[2] - first for row in sound], dtype=np.int64),
                  np.array([row[3] for row in sound], dtype=float), since - first, begins)


def hour_of_week(visit: Visit, hour_no: int) -> int:
    """Return 0 (Monday's first hour on the city's clock) to 167."""
    at: datetime = clock.moment_of_hour(hour_no).astimezone(visit.zone)
    return at.weekday() * 24 + at.hour


def level_of(one: Surge) -> str:
    """Return the colour of a surge."""
    return next(colour for least, colour in STEPS if one.excess >= least)


def _tell(visit: Visit, one: Surge, usual: Pattern, looked: Looked) -> None:
    subject = f"{ORIGIN}|{one.area}|{one.kind}"
    current = open_about(visit, subject)
    level, basis = level_of(one), basis_of(one, usual)
    if current is None:
        if not _was_told(visit, subject):
            _propose(visit, one, subject, basis)
            looked.begun += 1
    elif rank(level) > rank(current.level):
        issuing.update(visit, current.id, current.version,
                       Update(level=level, valid_until=visit.now + VALID, basis=basis))
        looked.changed += 1


def _was_told(visit: Visit, subject: str) -> bool:
    return visit.session.scalars(select(CityWarning.id).where(
        CityWarning.subject == subject, CityWarning.state.not_in(OPEN), CityWarning.made_at > visit.now - QUIET)
        .limit(1)).first() is not None


def _propose(visit: Visit, one: Surge, subject: str, basis: dict[str, Any]) -> CityWarning:
    known = open_book(visit.session, visit.city.class_scheme).by_code.get(one.kind)
    name, name_en = (known.name, known.name_en) if known else (one.kind, one.kind)
    here = places.names(visit, [one.area]).get(one.area, one.area)
    return issuing.propose(visit, Wish(
        kind=ORIGIN, level=level_of(one), title=f"{here} {name} {one.count}"[:issuing.LONGEST_TITLE],
        title_en=f"{places.english(visit, one.area)}: {name_en} {one.count}"[:160],
        ground=places.chosen(visit, [one.area]), valid_until=visit.now + VALID, basis=basis, origin=ORIGIN,
        subject=subject))


def basis_of(one: Surge, usual: Pattern) -> dict[str, Any]:
    """Return why, as it is kept with a warning."""
    return {"area": one.area, "class": one.kind, "hours": one.hours, "value": one.count,
            "expected": round(one.expected, 2), "threshold": one.alarm_at, "chance": one.chance,
            "days": round(usual.days, 1), "stated": surges.FALSE_ALARMS}


