"""Clusters of the last days: of all cases, and of each class that has enough; and whether cases draw near repeats."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, func, select

from data import clock
from data.figures import repeats
from data.figures.conditions import all_of
from data.models.area import Area
from data.models.case import Case
from data.models.risk import Cluster
from data.risk import knox, ranking, scan, states
from data.risk.history import between
from data.storage.bulk import insert_rows
from data.storage.moments import microseconds_of
from data.units.distance import METRES_PER_DEGREE
from data.visit import Visit

Numbers = NDArray[np.float64]

DAYS, LEAST_DAYS = 28, 7
MOST_AREAS = 3_000
"""Finer levels are scanned by the areas above them: thousands of cylinders times hundreds of shuffles."""
LEAST_OF_CLASS, MOST_CLASSES = 50, 12
ALL = ("", "")
SEED = 20_261_127
"""The same cases always give the same clusters."""
NEAR_DAYS, MOST_CASES = 60, 30_000


@dataclass(frozen=True, kw_only=True)
class Looked:
    """The clusters of one look. `cases` were looked at; `unknown` is what could not be known."""

    cases: int
    unknown: list[str]
    rows: list[dict[str, Any]]
    about: dict[str, int]


def find(visit: Visit) -> Looked:
    """Return the clusters there are; today counts. Takes half a minute in a large city, and writes nothing."""
    level, codes, points = _areas(visit)
    table, kinds, unknown = _counts(visit, codes, level)
    days = table[ALL].shape[1] if ALL in table else 0
    if days < LEAST_DAYS or len(codes) < 2:
        return Looked(cases=0, unknown=[*unknown, "too_short"], rows=[], about={})
    if level < visit.city.leaf_level():
        unknown.append("coarser")
    metres = _plane(points)
    near = scan.nearest(metres)
    rng = np.random.default_rng(SEED)
    rows = [_row(visit, (codes, points, metres), kind, found)
            for kind in kinds for found in scan.scan(table[kind], near, rng, tried=len(kinds))]
    for number, row in enumerate(rows):
        row["number"] = number
    cases = int(table[ALL].sum())
    return Looked(cases=cases, unknown=unknown, rows=rows, about={
        "days": days, "areas": len(codes), "level": level, "classes": len(kinds) - 1, "cases": cases,
        "named": len(rows)})


def keep(visit: Visit, found: Looked) -> None:
    """Put the clusters in the place of those before."""
    visit.session.execute(delete(Cluster))
    insert_rows(visit.session, Cluster, found.rows)
    states.keep(visit, "clusters", found.about, found.unknown)


def _areas(visit: Visit) -> tuple[int, list[str], Numbers]:
    """Return the finest level that can be scanned, its codes and points."""
    sizes = {level: count for level, count in visit.session.execute(
        select(Area.level, func.count()).where(Area.area_m2 > 0).group_by(Area.level))}
    level = max((level for level, count in sizes.items() if count <= MOST_AREAS), default=1)
    rows = visit.session.execute(select(Area.area_code, Area.lon, Area.lat).where(
        Area.level == level, Area.area_m2 > 0).order_by(Area.area_code)).all()
    return level, [row.area_code for row in rows], np.array([(row.lon, row.lat) for row in rows]).reshape(-1, 2)


def _counts(visit: Visit, codes: list[str], level: int) -> tuple[dict[tuple[str, str], NDArray[np.int64]],
                                                                list[tuple[str, str]], list[str]]:
    """Return {class: areas x days}, the classes that are tried, and what could not be known."""
    begin = clock.start_of_day(clock.days_before(visit.now, DAYS - 1, visit.zone), visit.zone)
    rows = visit.session.execute(
        select(Case.area_code, Case.hour_no, Case.class_scheme, Case.major_code, func.count())
        .where(*between(visit, begin, visit.now + timedelta(microseconds=1)))
        .group_by(Case.area_code, Case.hour_no, Case.class_scheme, Case.major_code)).all()
    first, width = begin.astimezone(visit.zone).date(), visit.city.width_of(level)
    place = {code: number for number, code in enumerate(codes)}
    found = {ALL: np.zeros((len(codes), DAYS), dtype=np.int64)}
    for code, hour, scheme, major, count in rows:
        area = place.get(code[:width])
        day = (clock.moment_of_hour(hour).astimezone(visit.zone).date() - first).days
        if area is None or not 0 <= day < DAYS:
            continue
        found.setdefault((scheme, major), np.zeros_like(found[ALL]))[area, day] += count
        found[ALL][area, day] += count
    sizes = sorted(((int(one.sum()), kind) for kind, one in found.items() if kind != ALL), reverse=True)
    kinds = [ALL, *(kind for size, kind in sizes[:MOST_CLASSES] if size >= LEAST_OF_CLASS)]
    begun = np.flatnonzero(found[ALL].sum(axis=0))
    kept = {kind: _cut(found[kind][:, begun[0] if len(begun) else DAYS:]) for kind in kinds}
    unknown = ["floods"] if any(cut for _, cut in kept.values()) else []
    return {kind: one for kind, (one, _) in kept.items()}, kinds, unknown


def _cut(counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    capped, cut = ranking.capped(counts.astype(np.float32))
    return capped.astype(np.int64), cut


def _plane(points: Numbers) -> Numbers:
    """Return metres east and north of the middle, right to a few parts in a thousand over a city."""
    middle = points.mean(axis=0)
    return np.asarray((points - middle) * METRES_PER_DEGREE * (np.cos(np.radians(middle[1])), 1.0))


def _row(visit: Visit, places: tuple[list[str], Numbers, Numbers], kind: tuple[str, str],
         found: scan.Found) -> dict[str, object]:
    codes, points, metres = places
    today = visit.now.astimezone(visit.zone).date()
    radius = float(np.linalg.norm(metres[found.grids] - metres[found.middle], axis=1).max())
    return {"area_code": codes[found.middle], "number": 0, "made_at": visit.now, "class_scheme": kind[0],
            "class_code": kind[1], "lon": float(points[found.middle, 0]), "lat": float(points[found.middle, 1]),
            "radius_m": round(radius, 1), "begins": (today - timedelta(days=found.high - 1)).isoformat(),
            "ends": today.isoformat(), "observed": found.observed, "expected": round(found.expected, 2),
            "p": found.p, "grids": [codes[one] for one in found.grids.tolist()]}


def near_repeats(visit: Visit) -> tuple[int, list[str]]:
    """Keep the table of near repeats of the last two months; return how many cases it is of, and what is unknown."""
    begin = visit.now - timedelta(days=NEAR_DAYS)
    rows = visit.session.execute(
        select(Case.class_scheme, Case.class_code, Case.lon, Case.lat, microseconds_of(Case.received_at))
        .where(*between(visit, begin, visit.now), all_of(("placed_exactly",), visit.now))
        .order_by(Case.received_at.desc(), Case.id.desc()).limit(MOST_CASES)).all()
    unknown = ["newest_only"] if len(rows) == MOST_CASES else []
    bands: list[knox.Band] = []
    if rows:
        schemes, classes, lon, lat, at = zip(*rows, strict=True)
        kinds: dict[tuple[str, str], int] = {}
        kind = np.array([kinds.setdefault(one, len(kinds)) for one in zip(schemes, classes, strict=True)])
        metres = repeats.places(kind, np.array(lon), np.array(lat))
        _, spot = np.unique(metres, axis=0, return_inverse=True)
        kept = knox.thinned(spot.reshape(-1))
        unknown += [] if kept.all() else ["floods"]
        bands = knox.knox(metres[kept], np.array(at)[kept] / 86_400e6, np.random.default_rng(SEED))
    unknown += [] if bands else ["too_few_cases"]
    states.keep(visit, "near", {"days": NEAR_DAYS, "cases": len(rows), "bands": [asdict(one) for one in bands]},
                unknown)
    return len(rows), unknown
