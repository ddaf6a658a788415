"""A mesh says what the polygons say: every edge once, every property listed, nothing else."""

import json

import geopandas as gpd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers import mesh

QUANTUM = 1e-5


def frame_of(*shapes: str | shapely.Geometry, **columns) -> gpd.GeoDataFrame:
    made = [shapely.from_wkt(one) if isinstance(one, str) else one for one in shapes]
    return gpd.GeoDataFrame(columns, geometry=made, crs="EPSG:4326")


def encoded(frame: gpd.GeoDataFrame, *properties: str, quantum: float = QUANTUM) -> dict:
    return json.loads(mesh.encode(frame, properties, quantum_degrees=quantum))


def polygons(body: dict) -> list[shapely.Geometry]:
    """Return the shapes again, as the map's own script reads them."""
    edges, spot, at = [], (0, 0), 0
    for length in body["lengths"]:
        edge = []
        for _ in range(length):
            spot = (spot[0] + body["steps"][at], spot[1] + body["steps"][at + 1])
            edge.append(tuple(corner + whole * body["quantum"] for corner, whole in zip(
                body["corner"], spot, strict=True)))
            at += 2
        edges.append(edge)
    walks, fresh = [], 0
    for said in body["edges"]:
        walks.append(edges[fresh] if said == 0 else edges[fresh - said][::-1] if said > 0 else edges[fresh + said])
        fresh += said == 0
    rings, shapes = [], []
    for turns in body["turns"]:
        taken, walks = walks[:turns], walks[turns:]
        rings.append(shapely.polygons([point for walk in taken for point in walk[:-1]] + [taken[0][0]]))
    for count in body["shapes"]:
        taken, rings = rings[:count], rings[count:]
        outer = [ring for ring in taken if shapely.is_ccw(ring.exterior)]
        holes = [ring for ring in taken if not shapely.is_ccw(ring.exterior)]
        shapes.append(shapely.difference(shapely.union_all(outer), shapely.union_all(holes)))
    return shapes


SQUARES = [shapely.box(x / 100, y / 100, (x + 1) / 100, (y + 1) / 100) for x in range(4) for y in range(3)]


def test_an_edge_that_two_share_stands_once():
    body = encoded(frame_of(*SQUARES[:2]))
    assert len(body["lengths"]) == 3
    assert sorted(body["lengths"]) == [2, 4, 4]
    assert [body["edges"].count(0), sum(said > 0 for said in body["edges"])] == [3, 1]


@pytest.mark.parametrize("shapes", [
    SQUARES,
    ["POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0), (.2 .2, .2 .4, .4 .4, .4 .2, .2 .2))",
     "POLYGON ((.2 .2, .4 .2, .4 .4, .2 .4, .2 .2))"],
    ["MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((2 2, 3 2, 3 3, 2 2)))", "POLYGON ((1 0, 2 0, 1 1, 1 0))"],
    ["POLYGON ((0 0, 0 1, 1 1, 1 0, 0 0))", "POLYGON ((0 0, 0 1, 1 1, 1 0, 0 0))"],
    ["POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0))", "POLYGON ((1 1, 3 1, 3 3, 1 3, 1 1))"],
], ids=["squares", "an enclave", "parts", "the same twice", "two that overlap"])
def test_every_shape_comes_back(shapes):
    frame = frame_of(*shapes)
    back = polygons(encoded(frame))
    for before, after in zip(frame.geometry, back, strict=True):
        assert shapely.symmetric_difference(before, after).area < 1e-9


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=4, max_size=14, unique=True))
def test_any_cells_come_back(places):
    points = shapely.multipoints([(x / 1000, y / 1000) for x, y in places])
    cells = [cell for cell in shapely.get_parts(shapely.voronoi_polygons(points)) if cell.geom_type == "Polygon"]
    if not cells:
        return
    body = encoded(frame_of(*cells), quantum=1e-6)
    for before, after in zip(cells, polygons(body), strict=True):
        assert shapely.hausdorff_distance(before, after) < 2e-6
    assert len(body["lengths"]) == body["edges"].count(0)


def test_only_listed_properties_leave_and_gaps_are_null():
    frame = frame_of(*SQUARES[:2], code=["a", "b"], secret=["x", "y"], people=[5, None])
    body = encoded(frame, "code", "people", "none")
    assert body["columns"] == {"code": ["a", "b"], "people": [5, None]}


def test_what_is_smaller_than_a_quantum_has_no_rings_and_an_empty_frame_is_an_empty_mesh():
    body = encoded(frame_of(SQUARES[0], shapely.box(.02, .02, .020001, .020001), code=["a", "b"]), "code")
    assert body["shapes"] == [1, 0]
    assert encoded(frame_of(code=[]), "code")["shapes"] == []


def test_lines_make_no_mesh():
    with pytest.raises(ValueError, match="polygons"):
        encoded(frame_of("LINESTRING (0 0, 1 1)"))


def test_the_quantum_follows_the_width_and_is_never_finer_than_a_screen_needs():
    assert mesh.quantum_for(frame_of(shapely.box(0, 0, 0.48, 0.1))) == pytest.approx(0.48 / 2400 / 4)
    assert mesh.quantum_for(frame_of(shapely.box(0, 0, 0.0001, 0.0001))) == mesh.FINEST_DEGREES
