"""Hours of a single class: they add up to its day, with the other classes to all of the hour, and are numbers."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.forecasts import hours, making, parts
from data.forecasts.history import History, Node
from data.forecasts.past import Past
from tests.data.forecasts.world import CLASSES, history

WORLD = history(84, rate=60)
NODES = WORLD.nodes
SHARE = parts.share_by_hour(WORLD, kind=0)
WHOLE, FIRST = NODES.index(Node(1, "9901", "")), NODES.index(Node(1, "9901", CLASSES[0]))


@given(own=st.lists(st.floats(0, 1_000), min_size=len(NODES), max_size=len(NODES)))
def test_hours_add_up_to_the_day_and_classes_to_all_whatever_is_expected(own):
    mean = parts.reconcile(NODES, np.array(own), WORLD.daily.mean(axis=1))
    found = hours.agreed(NODES, mean, SHARE)
    assert np.allclose(found.sum(axis=1), mean, rtol=1e-6, atol=1e-6)
    for node in NODES:
        if not node.major:
            classes = [NODES.index(Node(node.level, node.area, major)) for major in CLASSES]
            whole = found[NODES.index(node)]
            assert np.allclose(found[classes].sum(axis=0), whole, rtol=1e-4, atol=1e-4)


def nightly(world: History) -> History:
    """Have the first class come at three in the morning alone; the areas' sums follow."""
    hourly = world.hourly.copy()
    for at, node in enumerate(world.nodes):
        if node.major == CLASSES[0]:
            day = hourly[at].sum(axis=1)
            hourly[at] = 0
            hourly[at, :, 3] = day
    for at, node in enumerate(world.nodes):
        if not node.major:
            hourly[at] = sum(hourly[world.nodes.index(Node(node.level, node.area, major))] for major in CLASSES)
    return replace(world, hourly=hourly)


def told(world: History):
    past = Past.of(world, 1)
    column = past.columns()[-1]
    return hours.by_hour(past, past.day_of(column), making.distribution(past, column)[0])


def test_a_class_has_its_own_hours():
    found = told(nightly(WORLD))
    of_class = found["mean"][FIRST]
    assert of_class[3] > 0.8 * of_class.sum()
    assert found["low"][FIRST, 3] > 0
    other = found["mean"][NODES.index(Node(1, "9901", CLASSES[1]))]
    assert other[3] < 0.1 * other.sum()


def test_what_has_no_class_is_given_to_none():
    kept = [at for at, node in enumerate(NODES) if node.major != CLASSES[1]]
    world = History(tuple(NODES[at] for at in kept), WORLD.first, WORLD.hourly[kept], WORLD.kinds)
    past = Past.of(world, 1)
    column = past.columns()[-1]
    mean, _ = making.distribution(past, column)
    found = hours.by_hour(past, past.day_of(column), mean)["mean"]
    whole, single = (world.nodes.index(Node(1, "9901", major)) for major in ("", CLASSES[0]))
    assert found[single].sum() == pytest.approx(mean[single], abs=0.1)
    assert found[single].sum() < 0.7 * found[whole].sum()


def test_one_hour_of_ten_thousand_and_a_gap_of_a_month_leave_numbers():
    for where, count in (((slice(None), 40, 5), 10_000), ((slice(None), slice(30, 60)), 0)):
        hourly = WORLD.hourly.copy()
        hourly[where] = count
        found = told(replace(WORLD, hourly=hourly))
        assert all(np.isfinite(values).all() and (values >= 0).all() for values in found.values())
        assert np.all(found["low"] <= found["high"])
