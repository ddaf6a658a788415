"""Small worlds for plans: a line of places a minute apart, units and cases on it, grids that must stay covered."""

import numpy as np

from data.allocation.problem import Candidate, Problem, Waiting, Watched
from data.allocation.rules import Cover, Rules

METRES_A_MINUTE = 500.0


def case(number, at=0.0, priority=3, **more):
    return Waiting(id=number, no=f"C{number}", version=1, area="9901", lon=at, lat=0.0, priority=priority, **more)


def unit(name, at=0.0, kind="repair", **more):
    return Candidate(id=name, version=1, kind=kind, lon=at, lat=0.0, **more)


def watch(units, spots, minutes=5.0, percent=50.0, **more):
    """Return a rule of coverage over grids at these places that all count the same."""
    kind = more.get("kind", "")
    reach = np.array([[not one.hurdle and kind in ("", one.kind) and abs(one.lon - spot) <= minutes for spot in spots]
                      for one in units], dtype=bool).reshape(len(units), len(spots))
    return Watched(rule=Cover(minutes=minutes, percent=percent, **more), reach=reach,
                   share=np.full(len(spots), 100 / len(spots)), codes=tuple(f"G{i}" for i in range(len(spots))),
                   points=tuple((spot, 0.0) for spot in spots))


def problem(cases, units, *, watched=(), rules=None, **more):
    """Return the problem on the line; its places are minutes."""
    minutes = np.array([[np.inf if one.hurdle else abs(one.lon - other.lon) for other in cases] for one in units],
                       dtype=float).reshape(len(units), len(cases))
    minutes = np.where(np.isnan(minutes), np.inf, minutes)
    return Problem(area="9901", cases=tuple(cases), units=tuple(units), minutes=minutes,
                   metres=minutes * METRES_A_MINUTE, on_roads=np.zeros(minutes.shape, dtype=bool),
                   watched=tuple(watched), rules=rules or Rules(), **more)
