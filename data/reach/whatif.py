"""What if a unit or a facility were moved, added or taken away: minutes to the expected cases, people not reached."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from data.errors import Invalid, NotFound
from data.reach.expected import Expected, by_people, expected
from data.reach.ground import Floats, Ground, read_ground
from data.reach.reach import is_reached, minutes_to, said_of, usable
from data.reach.subjects import BASE, FOOT, SERVICES, Site, Subject, sites_of
from data.units import status
from data.visit import Visit

MOVE, ADD, REMOVE = "move", "add", "remove"
UNIT, PLACE = "unit", "place"
HALF, NINE_TENTHS = 0.5, 0.9


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change. `kind` is of a unit, or a service; `id` of who is moved or removed; `grid` where to."""

    do: str
    what: str
    kind: str
    id: str = ""
    grid: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """How it stands for one service or kind of unit. Minutes are None where nobody comes at all."""

    sites: int
    median: float | None
    p90: float | None
    reached: float
    """Share of the expected cases (or what stands for them) that is reached in time, 0 to 1."""
    uncovered: int | None
    """People not reached; None where people are not known."""
    grids: int
    """Not reached."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One service or kind of unit, as it is and as it would be."""

    subject: str
    basis: str
    now: Measure
    then: Measure
    unknown: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of some changes; `digest` is of all that it was reckoned from."""

    lines: tuple[Line, ...]
    digest: str

    def body(self) -> dict[str, Any]:
        """Return it as JSON is written."""
        body: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return body


def subject_of(change: Change) -> Subject:
    """Return whose reach a change touches: units from their bases, services on foot."""
    return Subject(name=change.kind, is_unit=change.what == UNIT, way=BASE if change.what == UNIT else FOOT)


def require_sound(visit: Visit, area: str, changes: Sequence[Change]) -> None:
    """Raise Invalid("scenario_change", "scenario_grid") or NotFound("scenario_gone") for a change nobody could make."""
    codes = set(read_ground(visit, area).codes)
    gone: set[tuple[str, str]] = set()
    known: dict[Subject, set[str]] = {}
    for one in changes:
        kinds = status.KINDS if one.what == UNIT else tuple(SERVICES) if one.what == PLACE else ()
        if one.do not in (MOVE, ADD, REMOVE) or one.kind not in kinds:
            raise Invalid("scenario_change")
        if one.do != REMOVE and one.grid not in codes:
            raise Invalid("scenario_grid", grid=one.grid[:40])
        if one.do != ADD:
            subject = subject_of(one)
            if subject not in known:
                known[subject] = {site.id for site in sites_of(visit, subject)}
            if one.id not in known[subject] or (one.what, one.id) in gone:
                raise NotFound("scenario_gone", id=one.id[:40])
        if one.do == REMOVE:
            gone.add((one.what, one.id))


def evaluate(visit: Visit, area: str, changes: Sequence[Change]) -> Result:
    """Return what the changes do to each service and kind they touch. Raises NotAllowed."""
    ground = read_ground(visit, area)
    touched = {subject_of(one).key(): subject_of(one) for one in changes}
    lines, told = [], [json.dumps([visit.city.map_version, area, [asdict(one) for one in changes]])]
    for key, subject in touched.items():
        sites = sites_of(visit, subject)
        wanted = expected(visit, area, ground, subject.name if subject.is_unit else "")
        if not subject.is_unit:
            wanted = _of_people(ground, wanted)
        mine = [one for one in changes if subject_of(one).key() == key]
        then, gone = changed(ground, sites, mine)
        now_sites, unknown = usable(visit, sites)
        then_sites, _ = usable(visit, then)
        measures = [_measure(ground, wanted, minutes_to(visit, ground, some, subject), len(some))
                    for some in (now_sites, then_sites)]
        said = [*unknown, *said_of(visit, ground), *(wanted.unknown if subject.is_unit else ()), *["gone"] * gone]
        lines.append(Line(subject=key, basis=wanted.basis, now=measures[0], then=measures[1],
                          unknown=tuple(dict.fromkeys(said))))
        told += [json.dumps([(one.id, one.lon, one.lat) for one in sites]), wanted.weights.tobytes().hex()]
    told.append(np.nan_to_num(ground.people, nan=-1.0).tobytes().hex())
    return Result(lines=tuple(lines), digest=hashlib.sha256("\n".join(told).encode()).hexdigest())


def _of_people(ground: Ground, wanted: Expected) -> Expected:
    """Return what services are weighed by: people, not cases."""
    weights, basis = by_people(ground)
    return replace(wanted, weights=weights, basis=basis)


def changed(ground: Ground, sites: list[Site], changes: Sequence[Change]) -> tuple[list[Site], bool]:
    """Return the sites after the changes, and whether one that was meant is not there any more."""
    spots = dict(zip(ground.codes, ground.points.tolist(), strict=True))
    found, gone = {one.id: one for one in sites}, False
    for number, one in enumerate(changes):
        where = spots.get(one.grid)
        if (one.do != ADD and one.id not in found) or (one.do != REMOVE and where is None):
            gone = True
        elif one.do == REMOVE:
            del found[one.id]
        elif one.do == MOVE and where:
            found[one.id] = replace(found[one.id], lon=where[0], lat=where[1], area=one.grid)
        elif where:
            made = f"+{number + 1}"
            found[made] = Site(id=made, kind=one.kind, name=made, name_en=made, area=one.grid, lon=where[0],
                               lat=where[1])
    return list(found.values()), gone


def _measure(ground: Ground, wanted: Expected, minutes: Floats, sites: int) -> Measure:
    reached, total = is_reached(minutes), wanted.total()
    return Measure(sites=sites, median=quantile(minutes, wanted.weights, HALF),
                   p90=quantile(minutes, wanted.weights, NINE_TENTHS),
                   reached=float(wanted.weights[reached].sum()) / total if total else 0.0,
                   uncovered=ground.counted(~reached), grids=int((~reached).sum()))


def quantile(minutes: Floats, weights: Floats, share: float) -> float | None:
    """Return the minutes within which this share of the weight is reached; None where it never is."""
    if not weights.sum():
        return None
    order = np.argsort(minutes, kind="stable")
    run = np.cumsum(weights[order])
    found = float(minutes[order][min(int(np.searchsorted(run, share * run[-1] - 1e-9)), len(order) - 1)])
    return round(found, 1) if np.isfinite(found) else None
