"""What each hour of a day brings, with an interval: hours add up to the day, the classes of an hour to all of it."""

from collections import defaultdict
from dataclasses import replace

import numpy as np

from data.forecasts import parts, profile
from data.forecasts.fitting import fitted
from data.forecasts.history import HOURS, Node
from data.forecasts.past import Past
from data.forecasts.profile import Floats

ENDS = (profile.LEVELS[0], profile.LEVELS[-1])


def by_hour(past: Past, day: int, mean: Floats) -> dict[str, Floats]:
    """Return the expectation of each hour and its interval, each (nodes, 24); `mean` is the day's of each node."""
    known = replace(past.history, hourly=past.history.hourly[:, :day - past.ahead + 1])
    share = parts.share_by_hour(known, int(past.history.kinds[day]))
    expected = agreed(past.history.nodes, mean, share)
    lately = known.hourly[:, -parts.LOOKED_BACK_DAYS:].astype(float)
    usual = lately.sum(axis=2, keepdims=True) * share[:, None, :]
    size = profile.dispersion(lately.reshape(len(mean), -1), usual.reshape(len(mean), -1))
    told = profile.quantiles(expected.ravel(), np.repeat(size, HOURS), ENDS).reshape(len(mean), HOURS, -1)
    return {"mean": np.round(expected, 3), "low": np.round(told[:, :, 0], 2), "high": np.round(told[:, :, -1], 2)}


def agreed(nodes: tuple[Node, ...], mean: Floats, share: Floats) -> Floats:
    """Return (nodes, 24): each row adds up to its mean, and the classes of an area, hour by hour, to all of them.

    What has no class keeps a part of its own, with the hours of the whole area.
    """
    expected = mean[:, None] * share
    at = {node: place for place, node in enumerate(nodes)}
    classes: dict[int, list[int]] = defaultdict(list)
    for node in nodes:
        if node.major:
            classes[at[Node(node.level, node.area, "")]].append(at[node])
    by_count: dict[int, list[int]] = defaultdict(list)
    for whole, places in classes.items():
        by_count[len(places)].append(whole)
    for wholes in by_count.values():  # areas of as many classes make tables of one shape
        single = np.array([classes[whole] for whole in wholes])
        rest = np.maximum(mean[wholes] - mean[single].sum(axis=1), 0.0)[:, None]
        seed = np.concatenate([expected[single], (rest * share[wholes])[:, None, :]], axis=1)
        rows = np.concatenate([mean[single], rest], axis=1)
        expected[single] = fitted(seed, rows, expected[wholes])[:, :-1]
    return expected
