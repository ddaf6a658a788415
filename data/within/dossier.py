"""Everything inside a drawn shape: open cases, forces, facilities, grids; what is asked of a place all at once."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from sqlalchemy import select
from sqlalchemy.orm import undefer

from data.areas.around import codes_around
from data.cases.only import ALL, Only
from data.cases.states import TO_SEND, State
from data.models.area import Area
from data.models.case import Case
from data.models.unit import Place, Unit
from data.storage.box import stands_in
from data.storage.prefix import begins_with
from data.units import status
from data.units.distance import metres_between
from data.visit import Visit
from data.within.shape import Shape

MOST_COUNTED = 20_000
MOST_LISTED = 60
MOST_GRIDS = 3_000
"""Of more polygons than these the next coarser level is told."""
TOUCHED_SHARE = 0.005
"""An area of which less lies inside is not named: the line was drawn along its edge."""
ROUNDED_TO = 10
"""People are estimated by the share of an area that lies inside, and said to the ten."""


@dataclass(frozen=True, kw_only=True)
class Inside:
    """Something with its distance in metres from the shape's middle."""

    unit: Unit
    distance_m: float


@dataclass(frozen=True, kw_only=True)
class Touched:
    """An area of which a share, 0 to 1, lies inside."""

    area: Area
    share: float


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """What lies inside a shape at a moment, as far as the visitor may see it."""

    shape: Shape
    as_of: datetime
    by_priority: dict[int, int]
    """{priority: open cases}"""
    overdue: int
    waiting: int
    """Open cases that nobody was sent to yet."""
    by_class: dict[str, int]
    """{class code: open cases}, the most frequent first."""
    cases: tuple[Case, ...]
    """Open cases, the most urgent first: priority, past their deadline, oldest; at most MOST_LISTED."""
    is_cut: bool
    """Were there more than MOST_COUNTED open cases about here, so that only the newest were counted?"""
    units: tuple[Inside, ...]
    """Units that are on duty and stand inside, free ones first, then the nearest to the middle."""
    places: tuple[Place, ...]
    """Facilities inside by kind and name, at most MOST_LISTED of each kind."""
    places_by_kind: dict[str, int]
    areas: tuple[Touched, ...]
    """The areas of the finest level that can be told, the largest share first."""
    people: int | None
    """Residents inside, estimated; None where no area says how many live in it."""

    @property
    def open(self) -> int:
        """How many open cases lie inside."""
        return sum(self.by_priority.values())


def open_dossier(visit: Visit, prefix: str, shape: Shape, only: Only = ALL) -> Dossier:
    """Return what of an area lies inside a shape; of its open cases those that a filter leaves."""
    rows, is_cut = _open_cases(visit, prefix, shape, only)
    urgent_first = sorted(rows, key=lambda one: (one.priority, not _is_late(one.due_at, visit.now), one.received_at))
    first = [one.id for one in urgent_first[:MOST_LISTED]]
    known = {case.id: case for case in visit.session.scalars(select(Case).where(Case.id.in_(first)))}
    places = _places(visit, prefix, shape)
    areas = _areas(visit, prefix, shape)
    return Dossier(
        shape=shape,
        as_of=visit.now,
        by_priority=dict(sorted(Counter(one.priority for one in rows).items())),
        overdue=sum(_is_late(one.due_at, visit.now) for one in rows),
        waiting=sum(one.state in (State.REPORTED, *TO_SEND) for one in rows),
        by_class=dict(sorted(Counter(one.class_code for one in rows).items(), key=lambda item: (-item[1], item[0]))),
        cases=tuple(known[one] for one in first if one in known),
        is_cut=is_cut,
        units=_units(visit, prefix, shape),
        places=places,
        places_by_kind=dict(Counter(place.kind for place in places)),
        areas=areas,
        people=_people(areas),
    )


def _is_late(due_at: datetime | None, now: datetime) -> bool:
    return due_at is not None and due_at < now


def _open_cases(visit: Visit, prefix: str, shape: Shape, only: Only) -> tuple[list[Any], bool]:
    """Return slim rows of the open cases inside, and whether only the newest were looked at."""
    found = visit.session.execute(
        select(Case.id, Case.lon, Case.lat, Case.priority, Case.due_at, Case.state, Case.class_code, Case.received_at)
        .where(Case.is_open.is_(True), stands_in(Case, shape.box), begins_with(Case.area_code, prefix),
               *only.conditions(visit.now))
        .order_by(Case.received_at.desc()).limit(MOST_COUNTED + 1)
    ).all()
    rows = found[:MOST_COUNTED]
    held = shape.holds([one.lon for one in rows], [one.lat for one in rows])
    return [one for one, is_in in zip(rows, held, strict=True) if is_in], len(found) > MOST_COUNTED


def _units(visit: Visit, prefix: str, shape: Shape) -> tuple[Inside, ...]:
    if "units.view" not in visit.scope.may:
        return ()
    near = visit.session.scalars(
        select(Unit).where(begins_with(Unit.area_code, prefix), stands_in(Unit, shape.box),
                           Unit.status.not_in((status.OFF_DUTY, status.OFFLINE)))).all()
    held = shape.holds([one.lon for one in near], [one.lat for one in near])
    lon, lat = shape.middle
    found = [Inside(unit=one, distance_m=metres_between(lon, lat, one.lon, one.lat))
             for one, is_in in zip(near, held, strict=True) if is_in]
    return tuple(sorted(found, key=lambda one: (one.unit.status != status.AVAILABLE, one.distance_m, one.unit.id)))


def _places(visit: Visit, prefix: str, shape: Shape) -> tuple[Place, ...]:
    near = visit.session.scalars(
        select(Place).where(begins_with(Place.area_code, prefix), stands_in(Place, shape.box))
        .order_by(Place.kind, Place.name).limit(MOST_COUNTED)).all()
    held = shape.holds([one.lon for one in near], [one.lat for one in near])
    return tuple(one for one, is_in in zip(near, held, strict=True) if is_in)


def _areas(visit: Visit, prefix: str, shape: Shape) -> tuple[Touched, ...]:
    """Return the areas inside, of the finest level of which not too many touch the shape's box."""
    codes = [code for code in codes_around(visit, shape.box) if code.startswith(prefix)] or [prefix]
    per_level = Counter(visit.city.level_of(code) for code in codes)
    level = max((one for one, count in per_level.items() if count <= MOST_GRIDS), default=visit.city.level_of(prefix))
    near = visit.session.scalars(
        select(Area).where(Area.area_code.in_([code for code in codes if visit.city.level_of(code) == level]),
                           Area.area_m2 > 0).order_by(Area.area_code).options(undefer(Area.geometry))).all()
    shares = shape.shares(shapely.from_wkb(np.array([one.geometry for one in near], dtype=object)))
    found = [Touched(area=one, share=float(share)) for one, share in zip(near, shares, strict=True)
             if share >= TOUCHED_SHARE]
    return tuple(sorted(found, key=lambda one: (-one.share, one.area.area_code)))


def _people(areas: tuple[Touched, ...]) -> int | None:
    known = [(one.area.population, one.share) for one in areas if one.area.population is not None]
    if not known:
        return None
    return round(sum(population * share for population, share in known) / ROUNDED_TO) * ROUNDED_TO
