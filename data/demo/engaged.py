"""Who is out at the moment the demo city is built, and who went where in the last days."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.demo.areas import CityMap
from data.demo.catalogue import Kind
from data.demo.course import NEVER, Step, Times, is_with_handler
from data.demo.draws import SECOND, Draws
from data.units.distance import metres_between
from data.units.status import AVAILABLE, DISPATCHED, ON_SCENE, UNDER_WAY

SECOND_UNIT = {"repair": "fire", "fire": "medical"}
"""Who else goes to a case of the first priority."""
SETTING_OUT = 40 * SECOND
LONGEST_OUT = 3 * 3_600 * SECOND
"""Nobody is out for one case any longer: what was given out last evening and is not done waits for somebody again."""

Row = dict[str, Any]
Flags = NDArray[np.bool_]


@dataclass
class Assignments:
    """Units by case: those out now, those that came back, and those of a first round that came to nothing.

    Indexes are positions in the draws. What is handed to a department has none.
    """

    by_department: Flags
    now: dict[int, list[Row]] = field(default_factory=dict)
    before: dict[int, Row] = field(default_factory=dict)
    first: dict[int, Row] = field(default_factory=dict)


def send_units(draws: Draws, times: Times, kinds: tuple[Kind, ...], units: list[Row], *, by_department: Flags,
               now_us: int) -> Assignments:
    """Give every case that is out now its units, change these units' rows, and return who went.

    A case for which nobody is free, or that is not done in three hours, waits: its course stops before anybody was
    sent.
    """
    found = Assignments(by_department)
    out = np.flatnonzero(is_with_handler(times, now_us) & ~by_department)
    for case in sorted(out.tolist(), key=lambda i: (kinds[draws.kind[i]].priority, i)):
        kind = kinds[draws.kind[case]]
        wanted = [kind.unit_kind]
        if kind.priority == 1 and kind.unit_kind in SECOND_UNIT:
            wanted.append(SECOND_UNIT[kind.unit_kind])
        nearest = [_nearest_free(units, one, draws.points[case]) for one in wanted]
        sent = [unit for unit in nearest if unit is not None]
        if not sent or now_us - int(times.at[case, Step.SENT]) > LONGEST_OUT:
            times.at[case, Step.SENT:] = NEVER
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
    sent, begun = int(times.at[case, Step.SENT]), int(times.at[case, Step.BEGUN])
    if begun <= now_us:
        unit["status"], share = ON_SCENE, 1.0
    elif now_us >= sent + setting_out(sent, begun):
        unit["status"] = UNDER_WAY
        share = min(0.85, float(now_us - sent) / max(1.0, float(begun - sent)))
    else:
        unit["status"], share = DISPATCHED, 0.0
    unit["lon"], unit["lat"] = (round(float(start + (end - start) * share), 6)
                                for start, end in ((unit["lon"], point[0]), (unit["lat"], point[1])))


def setting_out(sent: int, begun: int) -> int:
    """Return the microseconds between being sent and being under way."""
    return min(SETTING_OUT, (begun - sent) // 3)


def remember_units(found: Assignments, cases: Flags, draws: Draws, times: Times, *, kinds: tuple[Kind, ...],
                   city: CityMap, units: list[Row], now_us: int) -> None:
    """Note for these cases a unit of their kind and district that handled each, in the first round another one."""
    of_kind: dict[tuple[str, str], list[Row]] = {}
    for unit in units:
        of_kind.setdefault((unit["kind"], unit["area_code"][:6]), []).append(unit)
        of_kind.setdefault((unit["kind"], ""), []).append(unit)
    codes = city.grids().codes
    came_back = cases & ~found.by_department & (times.of(Step.HANDLED) <= now_us)
    went_first = cases & ~found.by_department & (times.of(Step.FIRST_SENT) <= now_us)
    for which, noted, offset in ((came_back, found.before, 0), (went_first, found.first, 1)):
        for case in np.flatnonzero(which).tolist():
            kind = kinds[draws.kind[case]].unit_kind
            pool = of_kind.get((kind, codes[draws.grid[case]][:6])) or of_kind.get((kind, ""))
            if pool:
                noted[case] = pool[(int(draws.chance[case] // 1009) + offset) % len(pool)]


def count_done(found: Assignments, times: Times, today: datetime, units: list[Row]) -> None:
    """Set how many cases each unit finished since the city day began."""
    start = int(today.timestamp()) * SECOND
    done: Counter[str] = Counter()
    for noted, step in ((found.before, Step.HANDLED), (found.first, Step.FIRST_HANDLED)):
        done.update(unit["id"] for case, unit in noted.items() if start <= times.at[case, step] < NEVER)
    for unit in units:
        unit["done_today"] = done[unit["id"]]
