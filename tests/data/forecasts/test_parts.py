"""What is expected of parts adds up to what is expected of the whole, of areas and of classes alike."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data.forecasts import parts
from data.forecasts.history import Node
from tests.data.forecasts.world import CLASSES, history

WORLD = history(60)
NODES = WORLD.nodes
RECENT = WORLD.daily.mean(axis=1)


@given(expected=st.lists(st.floats(0, 1_000), min_size=len(NODES), max_size=len(NODES)))
def test_parts_add_up_whatever_each_expects_by_itself(expected):
    found = dict(zip(NODES, parts.reconcile(NODES, np.array(expected), RECENT), strict=True))
    for node in NODES:
        below = [one for one in NODES if one.level == node.level + 1 and one.major == node.major
                 and one.area.startswith(node.area)]
        if below:
            assert np.isclose(found[node], sum(found[one] for one in below), rtol=1e-6, atol=1e-6)
        if not node.major:
            of_classes = sum(found[Node(node.level, node.area, major)] for major in CLASSES)
            assert np.isclose(found[node], of_classes, rtol=1e-6, atol=1e-6)


def test_what_is_placed_in_no_part_keeps_its_share():
    nodes = (Node(1, "", ""), Node(2, "01", ""), Node(2, "02", ""))
    found = parts.reconcile(nodes, np.array([100.0, 40.0, 40.0]), np.array([100.0, 40.0, 40.0]))
    assert np.allclose(found, [100, 40, 40])
    found = parts.reconcile(nodes, np.array([200.0, 40.0, 40.0]), np.array([100.0, 40.0, 40.0]))
    assert np.allclose(found, [200, 80, 80])


def test_the_hours_of_a_day_add_up_to_the_day():
    share = parts.share_by_hour(WORLD, kind=0)
    assert share.shape == (len(NODES), 24)
    assert np.allclose(share.sum(axis=1), 1)
