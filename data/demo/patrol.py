"""Units that are free: rounds near their base, the way home, shifts that begin and end, signs of life."""

from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import func, select, update

from data import clock
from data.demo.crews import ROAMS_M
from data.demo.moving import FASTER, Journey, Journeys, put, tell_moves
from data.models.case import Dispatch
from data.models.unit import Unit
from data.travel.speeds import SPEED_KMH, USUAL_SPEED_KMH
from data.units import status
from data.units.distance import METRES_PER_DEGREE, metres_between
from data.visit import Visit

ON_ROUNDS = (4, 8)
"""Fewest and most units seen moving about; one in twelve of the free ones between."""
SHARE_ON_ROUNDS = 12
HEARD_EVERY = timedelta(minutes=4)
MOST_HEARD = 4
MOST_SHIFTS = 20
STRAYED = 1.6
"""Further from its base than this times its usual reach, a free unit goes home."""
STEADY = 0.35
"""Rounds are slower than errands."""


def walk_rounds(visit: Visit, rounds: Journeys, rng: np.random.Generator, *, pace: float = 1.0) -> int:
    """Move some free units a bit further and return how many; every position told is as of now."""
    free = list(visit.session.scalars(
        select(Unit).where(Unit.status == status.AVAILABLE).order_by(Unit.position_at, Unit.id)
    ))
    by_id = {unit.id: unit for unit in free}
    for gone in [unit for unit in rounds.by_unit if unit not in by_id]:
        del rounds.by_unit[gone]
    _send_out(visit, rounds, free, rng, pace)
    moved = []
    for unit_id, journey in sorted(rounds.by_unit.items()):
        unit = by_id[unit_id]
        share = journey.share(visit.now)
        put(unit, journey.route.at(share) if share < 1.0 else _end(journey), visit.now)
        moved.append(unit)
        if share >= 1.0:
            del rounds.by_unit[unit_id]
    silent = [unit for unit in free if unit.id not in rounds.by_unit and unit not in moved
              and visit.now - unit.position_at > HEARD_EVERY][:MOST_HEARD]
    for unit in silent:
        unit.position_at = visit.now
    tell_moves(visit, moved + silent)
    return len(moved)


def _end(journey: Journey) -> tuple[float, float]:
    lon, lat = journey.route.points[-1]
    return float(lon), float(lat)


def _send_out(visit: Visit, rounds: Journeys, free: list[Unit], rng: np.random.Generator, pace: float) -> None:
    wanted = int(np.clip(len(free) // SHARE_ON_ROUNDS, *ON_ROUNDS)) - len(rounds.by_unit)
    idle = [unit for unit in free if unit.id not in rounds.by_unit]
    strays = [unit for unit in idle if _is_astray(unit)]
    roaming = [unit for unit in idle if unit.kind in ROAMS_M and not _is_astray(unit)]
    for unit in [*strays, *(roaming[i] for i in rng.permutation(len(roaming)))][: max(0, wanted)]:
        goal = (unit.home_lon, unit.home_lat) if _is_astray(unit) or rng.random() < 0.25 else _somewhere(unit, rng)
        route = rounds.roads.route((unit.lon, unit.lat), goal)
        speed = SPEED_KMH.get(unit.kind, USUAL_SPEED_KMH) / 3.6 * FASTER * STEADY * pace
        rounds.by_unit[unit.id] = Journey(route, visit.now, max(4.0, route.length_m() / speed))


def _is_astray(unit: Unit) -> bool:
    away = metres_between(unit.lon, unit.lat, unit.home_lon, unit.home_lat)
    return away > STRAYED * ROAMS_M.get(unit.kind, 0.0) + 1.0


def _somewhere(unit: Unit, rng: np.random.Generator) -> tuple[float, float]:
    reach, angle = ROAMS_M[unit.kind] * rng.random() ** 0.5 / METRES_PER_DEGREE, rng.uniform(0, 2 * np.pi)
    squeeze = float(np.cos(np.radians(unit.home_lat)))
    return (round(float(unit.home_lon + reach * np.cos(angle) / squeeze), 6),
            round(float(unit.home_lat + reach * np.sin(angle)), 6))


def change_shifts(visit: Visit) -> int:
    """Let units whose shift began or ended come and go, and return how many did."""
    turned: list[Unit] = []
    changing = (status.AVAILABLE, status.OFF_DUTY)
    for unit in visit.session.scalars(
        select(Unit).where(Unit.status.in_(changing), Unit.shift_hours < 24).order_by(Unit.id)
    ):
        on_shift = status.is_on_shift(unit, visit.now, visit.zone)
        if on_shift != (unit.status == status.AVAILABLE) and len(turned) < MOST_SHIFTS:
            unit.status, unit.status_at = status.AVAILABLE if on_shift else status.OFF_DUTY, visit.now
            put(unit, (unit.home_lon, unit.home_lat), visit.now)
            unit.version += 1
            turned.append(unit)
    tell_moves(visit, turned)
    return len(turned)


def count_done_today(visit: Visit) -> None:
    """Set every unit's count of cases finished since the city day began, from the dispatches."""
    start: datetime = clock.start_of_day(visit.now, visit.zone)
    done = {unit: count for unit, count in visit.session.execute(
        select(Dispatch.unit_id, func.count()).where(Dispatch.ended_at >= start, Dispatch.outcome == "finished")
        .group_by(Dispatch.unit_id)
    )}
    for unit_id, counted in visit.session.execute(select(Unit.id, Unit.done_today)).all():
        if counted != done.get(unit_id, 0):
            visit.session.execute(update(Unit).where(Unit.id == unit_id).values(done_today=done.get(unit_id, 0)))
