"""What is expected of parts adds up to what is expected of the whole, through areas and through classes.

From the top: the city's expectation is divided among its districts in the proportion of their own, theirs among
streets, and so on; what is placed in no part keeps a part of its own. A street's is divided among classes, and the
classes of a district or the city are the sums of their streets' (Hyndman & Athanasopoulos, Forecasting, 11.4: forecast
proportions). Only means add up: intervals are each node's own.
"""

from collections import defaultdict

import numpy as np

from data.forecasts.history import History, Node
from data.forecasts.profile import Floats

LOOKED_BACK_DAYS = 28
NOTHING = 1e-9
"""What rounding leaves between a whole and its parts."""


def reconcile(nodes: tuple[Node, ...], expected: Floats, recent: Floats) -> Floats:
    """Return expectations of (nodes,) that add up; `recent` is the mean of the last days, for what lies in no part."""
    at = {node: place for place, node in enumerate(nodes)}
    found = expected.copy()
    below = _below(nodes)
    for node in nodes:  # the city first, then level by level
        if node.major == "" and below.get(node):
            _divide(found, recent, at[node], [at[part] for part in below[node]])
    classed = max((node.level for node in nodes if node.major), default=0)
    majors = defaultdict(list)
    for node in nodes:
        if node.major and node.level == classed:
            majors[node.area].append(at[node])
    for area, places in majors.items():
        _divide(found, recent, at[Node(classed, area, "")], places)
    for level in range(classed - 1, 0, -1):
        for node in (one for one in nodes if one.major and one.level == level):
            parts = [at[one] for one in below.get(node, [])]
            rest = float(recent[at[node]] - recent[parts].sum())
            found[at[node]] = found[parts].sum() + (rest if rest > NOTHING else 0.0)
    return found


def _below(nodes: tuple[Node, ...]) -> dict[Node, list[Node]]:
    """Return the nodes one level down, of the same class, that lie inside each node."""
    widths = {node.level: len(node.area) for node in nodes}
    found: dict[Node, list[Node]] = defaultdict(list)
    for node in nodes:
        if node.level > 1 and node.level - 1 in widths:
            found[Node(node.level - 1, node.area[:widths[node.level - 1]], node.major)].append(node)
    return found


def _divide(found: Floats, recent: Floats, whole: int, parts: list[int]) -> None:
    rest = float(recent[whole] - recent[parts].sum())
    total = float(found[parts].sum()) + (rest if rest > NOTHING else 0.0)
    if total > 0:
        found[parts] = found[parts] / total * found[whole]  # of next to nothing a whole is beyond any number of times
    else:
        found[parts] = found[whole] / max(len(parts), 1)


def share_by_hour(history: History, kind: int) -> Floats:
    """Return (nodes, 24): how a day's cases lie over its hours, on working days or on days of rest.

    Each row adds up to 1. Eight weeks teach; an area is drawn towards its city by twenty-four cases.
    """
    rests = history.kinds[:history.days] >= 5
    alike = np.flatnonzero(rests == (kind >= 5))[-56:]
    hourly = history.hourly[:, alike].sum(axis=1).astype(float)
    city = hourly[0] + 1.0
    drawn = hourly + 24.0 * city / city.sum()
    return np.asarray(drawn / drawn.sum(axis=1, keepdims=True))
