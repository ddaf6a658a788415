"""Who is out at the moment the demo city is built, and who went where in the last days."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.demo.areas import CityMap
from data.demo.catalogue import Kind
from data.demo.draws import SECOND, Draws
from data.demo.timeline import NEVER, Times
from data.units.distance import metres_between
from data.units.status import AVAILABLE, DISPATCHED, ON_SCENE, UNDER_WAY

SECOND_UNIT = {"repair": "fire", "fire": "medical"}
"""Who else goes to a case of the first priority."""
SETTING_OUT = 40 * SECOND

Row = dict[str, Any]


@dataclass
class Assignments:
    """Units by case: those out now, and those that came back. Indexes are positions in the draws."""

    now: dict[int, list[Row]] = field(default_factory=dict)
    before: dict[int, Row] = field(default_factory=dict)


def send_units(draws: Draws, times: Times, kinds: tuple[Kind, ...], units: list[Row], now_us: int) -> Assignments:
    """Give every case that is out now its units, change these units' rows, and return who went.

    A case for which nobody is free waits: its course in `times` stops at accepted.
    """
    found = Assignments()
    out = np.flatnonzero((times.sent <= now_us) & (times.handled > now_us) & ~times.declined)
    for case in sorted(out.tolist(), key=lambda i: (kinds[draws.kind[i]].priority, i)):
        kind = kinds[draws.kind[case]]
        wanted = [kind.unit_kind]
        if kind.priority == 1 and kind.unit_kind in SECOND_UNIT:
            wanted.append(SECOND_UNIT[kind.unit_kind])
        sent = [unit for one in wanted if (unit := _nearest_free(units, one, draws.points[case])) is not None]
        if not sent:
            times.sent[case] = times.begun[case] = times.handled[case] = times.closed[case] = NEVER
            continue
        for unit in sent:
            _move(unit, draws.points[case], times, case, now_us)
        found.now[case] = sent
    return found


def _nearest_free(units: list[Row], kind: str, point: NDArray[np.float64]) -> Row | None:
    free = [unit for unit in units if unit["kind"] == kind and unit["status"] == AVAILABLE]
    return min(free, key=lambda unit: metres_between(unit["lon"], unit["lat"], point[0], point[1]), default=None)


def _move(unit: Row, point: NDArray[np.float64], times: Times, case: int, now_us: int) -> None:
    """Set the unit's status, and put it where it must have got to by now."""
    unit["version"] += 1
    if times.begun[case] <= now_us:
        unit["status"], share = ON_SCENE, 1.0
    elif now_us >= times.sent[case] + setting_out(times, case):
        unit["status"] = UNDER_WAY
        share = min(0.85, float(now_us - times.sent[case]) / max(1.0, float(times.begun[case] - times.sent[case])))
    else:
        unit["status"], share = DISPATCHED, 0.0
    unit["lon"], unit["lat"] = (round(float(start + (end - start) * share), 6)
                                for start, end in ((unit["lon"], point[0]), (unit["lat"], point[1])))


def setting_out(times: Times, case: int) -> int:
    """Return the microseconds between being sent and being under way."""
    return min(SETTING_OUT, int(times.begun[case] - times.sent[case]) // 3)


def remember_units(found: Assignments, cases: NDArray[np.int64], draws: Draws, *, kinds: tuple[Kind, ...],
                   city: CityMap, units: list[Row]) -> None:
    """Note for finished cases a unit of their kind and district that handled each."""
    of_kind: dict[tuple[str, str], list[Row]] = {}
    for unit in units:
        of_kind.setdefault((unit["kind"], unit["area_code"][:6]), []).append(unit)
        of_kind.setdefault((unit["kind"], ""), []).append(unit)
    codes = city.grids().codes
    for case in cases.tolist():
        kind = kinds[draws.kind[case]].unit_kind
        pool = of_kind.get((kind, codes[draws.grid[case]][:6])) or of_kind.get((kind, ""))
        if pool:
            found.before[case] = pool[int(draws.chance[case] // 1009) % len(pool)]


def count_done(found: Assignments, times: Times, today: datetime, units: list[Row]) -> None:
    """Set how many cases each unit finished since the city day began."""
    start = int(today.timestamp()) * SECOND
    done = Counter(unit["id"] for case, unit in found.before.items() if times.handled[case] >= start)
    for unit in units:
        unit["done_today"] = done[unit["id"]]
