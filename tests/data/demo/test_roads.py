"""The demo city's own roads."""

from data.travel.roads import read_roads
from data.units.distance import metres_between
from tests import cast


def test_the_demo_citys_roads_hang_together(look):
    with look(cast.NOW) as visit:
        roads = read_roads(visit.session)
    assert len(roads.parts) > 50
    assert sum(not node.is_empty for node in roads.tree.geometries) == len(roads.nodes)
    start, end = roads.nodes[0], roads.nodes[len(roads.nodes) // 2]
    route = roads.route(tuple(start), tuple(end))
    assert metres_between(*start, *end) * 0.99 <= route.length_m() < 6 * metres_between(*start, *end)
