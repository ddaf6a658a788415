"""Reading the snapshot a plan is made for: what waits in an area, who could go, what must stay covered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, or_, select

from data.allocation import rules as all_rules
from data.allocation.problem import Candidate, Floats, Problem, Waiting, Watched
from data.allocation.rules import Rules
from data.cases import workflow
from data.cases.states import MOVES, UNDECIDED, State, Verb
from data.models.area import Area
from data.models.case import Case, CaseClass
from data.models.unit import Unit
from data.storage.box import stands_in
from data.storage.prefix import begins_with
from data.travel.minutes import BY_SPEED, minutes_between, roads_of
from data.units import status
from data.visit import Visit
from data.within.shape import Shape

MOST_CASES = 400
"""So many one plan looks at, the most urgent; the others wait for the next one and are told so."""
MOST_READ = 2_000
MOST_POINTS = 5_000
"""Of more grids than this the next coarser areas are watched."""
MINUTE = 60.0

Asked = dict[tuple[str, str], tuple[str, tuple[str, ...], int]]
"""{(scheme, class): (kind of unit, skills, crew)}"""


@dataclass(frozen=True, kw_only=True)
class Only:
    """Which of the waiting cases are looked at: those of these numbers, those inside a shape; empty means all."""

    numbers: frozenset[str] = frozenset()
    shape: Shape | None = None


EVERY = Only()


def gather(visit: Visit, area: str, only: Only = EVERY) -> Problem:
    """Return the problem of an area as it stands. Raises NotAllowed outside the scope."""
    visit.scope.require_area(area)
    rules = all_rules.in_force(visit)
    waiting = _waiting(visit, area, only)
    cases, left_out = tuple(waiting[:MOST_CASES]), tuple(waiting[MOST_CASES:])
    units = tuple(candidate(unit, visit, rules) for unit in units_of(visit, area))
    ready = np.array([number for number, one in enumerate(units) if not one.hurdle], dtype=np.int64)
    travel = minutes_between(visit, [(units[i].lon, units[i].lat) for i in ready],
                             [(one.lon, one.lat) for one in cases], [units[i].kind for i in ready])
    shape = (len(units), len(cases))
    minutes, metres, on_roads = np.full(shape, np.inf), np.full(shape, np.inf), np.zeros(shape, dtype=bool)
    minutes[ready], metres[ready], on_roads[ready] = travel.minutes, travel.metres, travel.on_roads
    watched, unknown = _watched(visit, area, units, rules)
    if roads_of(visit) is None:
        unknown.append("no_roads")
    elif travel.model() == BY_SPEED and travel.minutes.size:
        unknown.append("off_roads")
    if any(not one.kind for one in cases):
        unknown.append("class_without_kind")
    return Problem(area=area, cases=cases, units=units, minutes=minutes, metres=metres, on_roads=on_roads,
                   watched=watched, rules=rules, left_out=left_out, unknown=tuple(unknown))


def _waiting(visit: Visit, area: str, only: Only) -> list[Waiting]:
    """Return the cases that wait for somebody and that the visitor may send somebody to, the most urgent first."""
    chosen: list[ColumnElement[bool]] = [Case.case_no.in_(sorted(only.numbers))] if only.numbers else []
    chosen += [stands_in(Case, only.shape.box)] if only.shape else []
    found = list(visit.session.scalars(
        select(Case).where(Case.is_open.is_(True), begins_with(Case.area_code, area),
                           Case.state.in_([one.value for one in UNDECIDED]), *chosen)
        .order_by(Case.priority, Case.due_at, Case.id).limit(MOST_READ)))
    if only.shape:
        inside = only.shape.holds([case.lon for case in found], [case.lat for case in found])
        found = [case for case, is_in in zip(found, inside, strict=True) if is_in]
    asked = asked_of(visit, {case.class_scheme for case in found})
    return [waiting_of(visit, case, asked) for case in found
            if workflow.is_allowed(visit, case, MOVES[State(case.state), Verb.DISPATCH])]


def waiting_of(visit: Visit, case: Case, asked: Asked) -> Waiting:
    """Return a case as a plan sees it."""
    kind, skills, crew = asked.get((case.class_scheme, case.class_code), ("", (), 1))
    due = None if case.due_at is None else (case.due_at - visit.now).total_seconds() / MINUTE
    return Waiting(id=case.id, no=case.case_no, version=case.version, area=case.area_code, lon=case.lon, lat=case.lat,
                   priority=case.priority, due_in=due, kind=(case.route or {}).get("unit_kind") or kind, skills=skills,
                   crew=crew)


def asked_of(visit: Visit, schemes: set[str]) -> Asked:
    """Return what the classes of these schemes ask for."""
    rows = visit.session.execute(
        select(CaseClass.scheme, CaseClass.code, CaseClass.unit_kind, CaseClass.skills, CaseClass.crew)
        .where(CaseClass.scheme.in_(sorted(schemes)))).all()
    return {(scheme, code): (kind or "", tuple(skills or ()), crew or 1) for scheme, code, kind, skills, crew in rows}


def units_of(visit: Visit, area: str) -> list[Unit]:
    """Return the units that serve an area, a part of it, or a larger one around it, by id."""
    around = [area[:level["width"]] for level in visit.city.levels if level["width"] < len(area)]
    return list(visit.session.scalars(
        select(Unit).where(or_(begins_with(Unit.area_code, area), Unit.area_code.in_(around))).order_by(Unit.id)))


def candidate(unit: Unit, visit: Visit, rules: Rules) -> Candidate:
    """Return a unit as a plan sees it."""
    hurdle, values = _hurdle(unit, visit, rules)
    return Candidate(
        id=unit.id, version=unit.version, kind=unit.kind, lon=unit.lon, lat=unit.lat, skills=frozenset(unit.skills),
        crew=unit.crew, load=load_of(unit), shift_left=_shift_left(unit, visit), hurdle=hurdle, values=values)


def load_of(unit: Unit) -> int:
    """Return how many cases a unit had today, the one it is on included."""
    return unit.done_today + (unit.status in status.ENGAGED)


def _hurdle(unit: Unit, visit: Visit, rules: Rules) -> tuple[str, dict[str, Any]]:
    most = rules.most_load if unit.max_load is None else unit.max_load
    silent = (visit.now - unit.position_at).total_seconds() / MINUTE
    if unit.status == status.OFFLINE:
        return "offline", {"minutes": round(silent)}
    if unit.status in status.ENGAGED:
        return "engaged", {}
    if unit.status != status.AVAILABLE or not status.is_on_shift(unit, visit.now, visit.zone):
        return "off_shift", {"hour": unit.shift_start_hour}
    if not np.isfinite([unit.lon, unit.lat]).all():
        return "no_position", {}
    if status.is_position_stale(unit, visit.now):
        return "position_stale", {"minutes": round(silent)}
    if unit.rests_until is not None and unit.rests_until > visit.now:
        return "resting", {"minutes": round((unit.rests_until - visit.now).total_seconds() / MINUTE)}
    return ("at_max_load", {"n": most}) if load_of(unit) >= most else ("", {})


def _shift_left(unit: Unit, visit: Visit) -> float | None:
    if unit.shift_hours >= 24:
        return None
    here = visit.now.astimezone(visit.zone)
    gone = (here.hour * 60 + here.minute - unit.shift_start_hour * 60) % (24 * 60)
    return float(unit.shift_hours * 60 - gone)


def _watched(visit: Visit, area: str, units: Sequence[Candidate], rules: Rules) -> tuple[tuple[Watched, ...],
                                                                                          list[str]]:
    """Return the rules of coverage on this area's grids, and what could not be known about them."""
    kinds = {one.kind for one in units}
    covers = [one for one in rules.cover if not one.kind or one.kind in kinds]
    rows = points_of(visit, area) if covers else []
    if not rows:
        return (), (["no_grids"] if covers else [])
    points = [(lon, lat) for _, lon, lat, _ in rows]
    share, by_people = shares([people for *_, people in rows])
    wanted = {one.kind for one in covers}
    who = [i for i, one in enumerate(units) if not one.hurdle and (one.kind in wanted or "" in wanted)]
    travel = minutes_between(visit, [(units[i].lon, units[i].lat) for i in who], points, [units[i].kind for i in who])
    found = []
    for rule in covers:
        reach = np.zeros((len(units), len(points)), dtype=bool)
        of_kind = np.array([not rule.kind or units[i].kind == rule.kind for i in who], dtype=bool)
        reach[who] = (travel.minutes <= rule.minutes) & of_kind[:, None]
        found.append(Watched(rule=rule, reach=reach, share=share, codes=tuple(code for code, *_ in rows),
                             points=tuple(points), by_people=by_people))
    return tuple(found), [] if by_people else ["no_people"]


def points_of(visit: Visit, area: str) -> list[tuple[str, float, float, int | None]]:
    """Return (code, lon, lat, people) of the area's grids, or of the finest areas of which there are not too many."""
    for level in range(visit.city.leaf_level(), visit.city.level_of(area) - 1, -1):
        rows = visit.session.execute(
            select(Area.area_code, Area.lon, Area.lat, Area.population)
            .where(begins_with(Area.area_code, area), Area.level == level)
            .order_by(Area.area_code).limit(MOST_POINTS + 1)).all()
        if 0 < len(rows) <= MOST_POINTS:
            return [(code, lon, lat, people) for code, lon, lat, people in rows]
    return []


def shares(people: Sequence[int | None]) -> tuple[Floats, bool]:
    """Return what each grid counts in percent, and whether people are known.

    Where they are known of some, the others count as many as these on average; where of none, all count the same.
    """
    known = [one for one in people if one is not None]
    if not sum(known):
        return np.full(len(people), 100.0 / len(people)), False
    mean = sum(known) / len(known)
    counted = np.array([mean if one is None else one for one in people], dtype=float)
    return counted / counted.sum() * 100.0, True
