"""Afterwards: was a warning a hit or a false alarm? Told by cases that came, or by the person who lifted it.

| warning | a hit where, counted from the moment it was made |
|---|---|
| surge | in the next 2 hours at least 3 cases of the class came in the area, and more than twice the usual |
| rule with `confirmed_by` | that many cases of those classes came in its areas within that many hours |
| by hand, or a rule without it | untold, unless a person says "false alarm" |

A draft is scored as well: whether it was refused or issued, the surge was there or not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from data.areas import queries
from data.cases.classes import ClassBook, open_book
from data.models.case import Case
from data.models.city import DISTRICT
from data.models.warning import CityWarning
from data.storage.database import everywhere
from data.storage.prefix import begins_with
from data.visit import Visit
from data.warnings import issuing
from data.warnings.levels import FALSE_ALARM, HIT, UNTOLD
from data.warnings.measures import classes_of
from data.warnings.surging import ORIGIN

AFTER = timedelta(hours=2)
LEAST, TIMES = 3, 2.0
BY = "scoring"
PERIOD = timedelta(days=90)
MONTH_DAYS = 30.0


def judge(visit: Visit) -> int:
    """Score what can be scored by now; return how many that were. For the program itself."""
    waiting = visit.session.scalars(select(CityWarning).where(
        CityWarning.verdict == "", CityWarning.made_at <= visit.now - AFTER).order_by(CityWarning.made_at)).all()
    book, done = open_book(visit.session, visit.city.class_scheme), 0
    for one in waiting:
        found = verdict_of(visit, one, book)
        if found:
            one.verdict, one.verdict_by, one.verdict_why = found[0], BY, found[1]
            issuing.remember(visit, one, "judged", found[1], verdict=found[0])
            done += 1
    return done


def verdict_of(visit: Visit, one: CityWarning, book: ClassBook) -> tuple[str, str] | None:
    """Return the verdict and by what numbers; None while it cannot be told yet."""
    if one.origin == ORIGIN:
        rate = float(one.basis["expected"]) / float(one.basis["hours"])
        usual = rate * (AFTER / timedelta(hours=1))
        n = _cases(visit, [one.basis["area"]], {str(one.basis["class"])}, one.made_at, one.made_at + AFTER)
        return (HIT if n >= LEAST and n > TIMES * usual else FALSE_ALARM), f"{n} / {usual:.1f}"
    told = one.basis.get("confirmed_by")
    if told is None:
        return UNTOLD, ""
    until = one.made_at + timedelta(hours=told["hours"])
    n = _cases(visit, one.areas, classes_of(book, tuple(told["classes"])), one.made_at, min(until, visit.now))
    if n >= told["cases"]:
        return HIT, f"{n} / {told['cases']}"
    return (FALSE_ALARM, f"{n} / {told['cases']}") if until <= visit.now else None


def _cases(visit: Visit, areas: list[str], classes: set[str], since: datetime, until: datetime) -> int:
    return visit.session.execute(select(func.count()).select_from(Case).where(
        or_(False, *(begins_with(Case.area_code, code) for code in areas)), Case.class_code.in_(sorted(classes)),
        Case.received_at > since, Case.received_at <= until, Case.source != "warning")).scalar_one()


@dataclass(frozen=True, kw_only=True)
class Score:
    """How good the warnings of one origin were since a moment."""

    origin: str
    made: int
    hits: int
    false_alarms: int
    untold: int
    waiting: int
    per_area_month: float | None = None
    """False alarms per area and month, for surges."""

    @property
    def share(self) -> float | None:
        """Hits among those that could be told; None where there were none."""
        told = self.hits + self.false_alarms
        return self.hits / told if told else None


def scores(visit: Visit, since: datetime | None = None) -> list[Score]:
    """Return the scores by origin, since a moment or of the last 90 days, of the whole city."""
    begin = since or visit.now - PERIOD
    with everywhere(visit.session):
        rows = visit.session.execute(select(CityWarning.origin, CityWarning.verdict, func.count(),
                                            func.min(CityWarning.made_at))
                                     .where(CityWarning.made_at >= begin)
                                     .group_by(CityWarning.origin, CityWarning.verdict)).all()
        areas = len(queries.inside(visit, visit.city.code, min(DISTRICT, visit.city.leaf_level())))
        first = visit.session.execute(select(func.min(CityWarning.made_at))).scalar_one()
    days = max(1.0, (visit.now - max(begin, first)) / timedelta(days=1)) if first else 1.0
    return [_score(origin, [(verdict, n) for name, verdict, n, _ in rows if name == origin], areas * days / MONTH_DAYS)
            for origin in sorted({row[0] for row in rows})]


def _score(origin: str, counted: Iterable[tuple[str, int]], area_months: float) -> Score:
    n = dict(counted)
    wrong = n.get(FALSE_ALARM, 0)
    return Score(origin=origin, made=sum(n.values()), hits=n.get(HIT, 0), false_alarms=wrong, untold=n.get(UNTOLD, 0),
                 waiting=n.get("", 0), per_area_month=wrong / area_months if origin == ORIGIN and area_months else None)


