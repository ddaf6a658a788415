"""Units that were sent: they set out, drive, arrive, work and report; the case moves with them.

Serves the demo's traffic and the replay of a real city's history alike. What happened stands in the
database (Dispatch, Unit, Case); only routes live in memory, and a lost route is planned anew from
where the unit stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import Select, select

from data.cases import workflow
from data.cases.bodies import unit_body
from data.cases.states import State, Verb
from data.demo import names
from data.models.case import Case, Dispatch
from data.models.person import Person, SignedIn
from data.models.unit import Unit
from data.scope import Scope
from data.storage import changes
from data.travel.roads import Roads, Route
from data.travel.speeds import SPEED_KMH, USUAL_SPEED_KMH
from data.units import assignment, status
from data.visit import Visit

SET_OUT_AFTER = timedelta(seconds=0.5)
FASTER = 16.0
"""How much faster than in life units drive in the demo."""
DRIVE_SECONDS = (20.0, 60.0)
WORK_SECONDS = (20.0, 90.0)
"""What a person sends somebody to is done while they watch."""
ROUTINE = frozenset({names.DESK, *names.SENDERS})
ROUTINE_SECONDS = (60.0, 720.0)
"""What the desk sends somebody to takes at least this, and this on average beyond it."""
MOST_MOVED = 20
"""Moves told in one tick."""
SIGNS_FROM = 0.25
"""Share of the way after which a crew signs for the case."""


@dataclass(frozen=True)
class Journey:
    """A route and when it is driven."""

    route: Route
    began_at: datetime
    seconds: float

    def share(self, now: datetime) -> float:
        """Return how much of the way is behind, 0 to 1."""
        return min(1.0, (now - self.began_at).total_seconds() / max(self.seconds, 0.001))


@dataclass
class Journeys:
    """Routes under way, by unit."""

    roads: Roads
    by_unit: dict[str, Journey] = field(default_factory=dict)


@dataclass(frozen=True)
class Errand:
    """One unit on its way to, or at, one case."""

    dispatch: Dispatch
    unit: Unit
    case: Case


def move_engaged_units(visit: Visit, journeys: Journeys, rng: np.random.Generator, *, seconds: float = 1.0,
                       pace: float = 1.0) -> int:
    """Let every engaged unit do what it does next, and return how many moved on the map.

    `seconds` have passed since the last call.

    Writes positions, reports and case moves with their change-log lines; the caller's visit commits.
    Raises Conflict when somebody else changed a case in the same moment.
    """
    errands = _errands(visit)
    out = {errand.unit.id for errand in errands}
    for lost in [unit for unit in journeys.by_unit if unit not in out]:
        del journeys.by_unit[lost]
    moved: list[Unit] = []
    for errand in errands:
        if errand.dispatch.ended_at is not None:
            continue
        if errand.dispatch.under_way_at is None:
            _set_out(visit, journeys, errand, pace, moved)
        elif errand.dispatch.arrived_at is None:
            _drive(visit, journeys, errand, pace, moved)
        else:
            _work(visit, errand, seconds * pace, pace, rng)
    tell_moves(visit, moved)
    return len(moved)


def tell_moves(visit: Visit, units: Sequence[Unit]) -> None:
    """Write one change-log line for each unit."""
    visit.session.flush()
    notes = [changes.Note(kind="unit", key=one.id, area_code=one.area_code, body=unit_body(one)) for one in units]
    changes.record(visit.session, notes, visit.now)


def put(unit: Unit, where: tuple[float, float], now: datetime) -> None:
    """Set the unit's position (WGS84) as heard now."""
    unit.lon, unit.lat = where
    unit.position_at = now


def _errands(visit: Visit) -> list[Errand]:
    units = list(visit.session.scalars(
        select(Unit).where(Unit.status.in_(sorted(status.ENGAGED)), Unit.id.not_in(_in_hand(visit)))
        .order_by(Unit.position_at, Unit.id)))
    rows = visit.session.execute(
        select(Dispatch, Case).join(Case, Case.id == Dispatch.case_id)
        .where(Dispatch.ended_at.is_(None), Dispatch.unit_id.in_([unit.id for unit in units])))
    out = {dispatch.unit_id: (dispatch, case) for dispatch, case in rows}  # one at a time for each unit
    return [Errand(out[unit.id][0], unit, out[unit.id][1]) for unit in units if unit.id in out]


def _in_hand(visit: Visit) -> Select[str | None]:
    """Return the units whose own person is signed in: these move by what the person does on the phone."""
    return select(Person.unit).join(SignedIn, SignedIn.person == Person.id).where(
        Person.unit.is_not(None), SignedIn.ends_at > visit.now)


def _set_out(visit: Visit, journeys: Journeys, errand: Errand, pace: float, moved: list[Unit]) -> None:
    if visit.now - errand.dispatch.sent_at < SET_OUT_AFTER:
        return
    assignment.report_under_way(visit, errand.dispatch)
    _plan(visit, journeys, errand, pace)
    errand.unit.position_at = visit.now
    moved.append(errand.unit)


def _plan(visit: Visit, journeys: Journeys, errand: Errand, pace: float) -> Journey:
    unit, case = errand.unit, errand.case
    route = journeys.roads.route((unit.lon, unit.lat), (case.lon, case.lat))
    speed = SPEED_KMH.get(unit.kind, USUAL_SPEED_KMH) / 3.6 * FASTER
    journey = Journey(route, visit.now, float(np.clip(route.length_m() / speed, *DRIVE_SECONDS)) / pace)
    journeys.by_unit[unit.id] = journey
    return journey


def _drive(visit: Visit, journeys: Journeys, errand: Errand, pace: float, moved: list[Unit]) -> None:
    journey = journeys.by_unit.get(errand.unit.id) or _plan(visit, journeys, errand, pace)
    share = journey.share(visit.now)
    if share < 1.0:
        if len(moved) < MOST_MOVED:
            put(errand.unit, journey.route.at(share), visit.now)
            moved.append(errand.unit)
        if share > SIGNS_FROM:
            _say(visit, errand, State.DISPATCHED, Verb.SIGN)
        return
    del journeys.by_unit[errand.unit.id]
    put(errand.unit, (errand.case.lon, errand.case.lat), visit.now)
    assignment.report_arrival(visit, errand.dispatch)
    moved.append(errand.unit)
    _start(visit, errand)


def _say(visit: Visit, errand: Errand, state: State, verb: Verb) -> None:
    """Move the case in the unit's name where it stands in this state: one of several units that come to it does."""
    if errand.case.state == state:
        workflow.move(_speaking(visit, errand.unit), errand.case.case_no, verb, version=errand.case.version)


def _start(visit: Visit, errand: Errand) -> None:
    for state in (State.DISPATCHED, State.SIGNED):
        _say(visit, errand, state, Verb.START)


def _work(visit: Visit, errand: Errand, seconds: float, pace: float, rng: np.random.Generator) -> None:
    if errand.case.state in (State.DISPATCHED, State.SIGNED):
        _start(visit, errand)
        return
    assert errand.dispatch.arrived_at is not None
    worked = (visit.now - errand.dispatch.arrived_at).total_seconds() * pace
    least, mean = ROUTINE_SECONDS
    if errand.dispatch.sent_by in ROUTINE:
        done = worked > least and rng.random() < seconds / mean
    else:
        done = worked > _work_seconds(errand.dispatch.id)
    if done and _all_there(visit, errand.case):
        _say(visit, errand, State.IN_HANDLING, Verb.FINISH)


def _work_seconds(dispatch_id: int) -> float:
    """Return how long this visit takes: any length between the limits, the same at every look."""
    low, high = WORK_SECONDS
    return low + (dispatch_id * 2_654_435_761 % 1_000) / 1_000 * (high - low)


def _all_there(visit: Visit, case: Case) -> bool:
    return all(dispatch.arrived_at is not None for dispatch in assignment.open_dispatches(visit, case))


def _speaking(visit: Visit, unit: Unit) -> Visit:
    """Return the visit in the unit's name: its own reports bear it."""
    return replace(visit, scope=Scope.of_job(unit.name))
