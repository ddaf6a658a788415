"""Frames to a mesh for the map's own script: edges that polygons share stand once, as steps of small whole numbers.

GeoJSON of 20,000 grids is 8 MB of text, a megabyte packed, and every edge is drawn twice. The mesh is columns: a
third of it packed, and an edge is one line. A program that wants polygons asks for GeoJSON.
"""

import itertools

import geopandas as gpd
import numpy as np
import orjson
import shapely
from numpy.typing import NDArray

from layers.simplify import tolerance_for

FINEST_DEGREES = 1e-6
"""About a decimetre: no screen shows less."""
LONG, WIDE = 2**31 - 1, 32
POLYGONS = (3, 6)

Ints = NDArray[np.int64]


def quantum_for(frame: gpd.GeoDataFrame) -> float:
    """Return the quantum in degrees at which the frame, filling a screen, moves by an eighth of a pixel at most."""
    west, _, east, _ = frame.total_bounds if len(frame) else (0.0, 0.0, 0.0, 0.0)
    return max(FINEST_DEGREES, tolerance_for(east - west) / 2)


def encode(frame: gpd.GeoDataFrame, properties: tuple[str, ...], *, quantum_degrees: float) -> bytes:
    """Return the mesh of WGS84 polygons as UTF-8 JSON, corners moved by at most half a quantum. Its fields:

    - `corner` [lon, lat] and `quantum`: a point is the corner plus whole quanta, in degrees.
    - `lengths`: points of each edge. `steps`: dx, dy of each point from the one before, over all edges on end.
    - `turns`: edges of each ring; `edges`: which ones, 0 the next that was not used yet (call it k), n > 0 the edge
      k - n walked backwards, n < 0 the edge k + n walked forwards. An edge's last point is the next edge's first.
    - `shapes`: rings of each row, outer ones counter-clockwise, holes clockwise.
    - `columns`: the listed properties, one list each; properties not listed stay behind.

    Raises ValueError for geometry other than polygons.
    """
    shapes = frame.geometry.to_numpy()
    if not np.isin(shapely.get_type_id(shapes), POLYGONS).all():
        raise ValueError("only polygons make a mesh")
    columns = {name: frame[name].astype(object).where(frame[name].notna(), None).tolist()
               for name in properties if name in frame.columns}
    corner, rings, counts, points = _rings(shapely.orient_polygons(shapes), quantum_degrees)
    edges, turns, walked = _cut(rings, _junctions(rings, len(points)))
    along = points[np.concatenate(edges)] if edges else points[:0]
    return orjson.dumps({
        "corner": corner, "quantum": float(quantum_degrees), "lengths": [len(edge) for edge in edges],
        "steps": np.diff(along, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).ravel().tolist(),
        "turns": turns, "edges": walked, "shapes": counts, "columns": columns,
    })


def _rings(shapes: NDArray[np.object_], quantum: float) -> tuple[list[float], list[Ints], list[int], Ints]:
    """Return the corner, each open ring as point numbers, how many rings each shape has, the points in quanta."""
    if not len(shapes):
        return [0.0, 0.0], [], [], np.zeros((0, 2), dtype=np.int64)
    # One more shape makes the array of one kind, whatever it holds.
    _, coordinates, (ring_ends, part_ends, shape_ends) = shapely.to_ragged_array(
        np.append(shapes, shapely.from_wkt("MULTIPOLYGON EMPTY")))
    corner = coordinates.min(axis=0)
    spots = np.rint((coordinates - corner) / quantum).astype(np.int64)
    keys, ids = np.unique(spots[:, 0] << WIDE | spots[:, 1], return_inverse=True)
    rings = [_without_repeats(ids[start:end - 1]) for start, end in itertools.pairwise(ring_ends)]
    kept = np.concatenate(([0], np.cumsum([len(ring) > 0 for ring in rings])))
    counts = np.diff(kept[part_ends[shape_ends]])[:len(shapes)]
    points = np.column_stack((keys >> WIDE, keys & LONG))
    return corner.tolist(), [ring for ring in rings if len(ring)], counts.tolist(), points


def _without_repeats(ring: Ints) -> Ints:
    """Return the ring without corners that fell on their neighbour; empty when less than a triangle is left."""
    kept: Ints = ring[ring != np.roll(ring, 1)]
    return kept if len(kept) > 2 else kept[:0]


def _junctions(rings: list[Ints], count: int) -> NDArray[np.bool_]:
    """Return for each point whether edges part there: it has not exactly two neighbours in all rings together."""
    if not rings:
        return np.zeros(count, dtype=np.bool_)
    here = np.concatenate(rings)
    onward = np.concatenate([np.roll(ring, -1) for ring in rings])
    pairs = np.unique(np.concatenate((here * count + onward, onward * count + here)))
    parting: NDArray[np.bool_] = np.bincount(pairs // count, minlength=count) != 2
    return parting


def _cut(rings: list[Ints], is_junction: NDArray[np.bool_]) -> tuple[list[tuple[int, ...]], list[int], list[int]]:
    """Return the edges as point numbers, how many make up each ring, and which, as `encode` says."""
    known: dict[tuple[int, ...], int] = {}
    turns, walked = [], []
    for ring in rings:
        stops = np.flatnonzero(is_junction[ring])
        begin = int(stops[0]) if len(stops) else int(np.argmin(ring))
        closed = [*ring[begin:].tolist(), *ring[:begin + 1].tolist()]
        cuts = [*(stops - begin).tolist(), len(ring)] if len(stops) else [0, len(ring)]
        turns.append(len(cuts) - 1)
        walked += [_walk(tuple(closed[start:end + 1]), known) for start, end in itertools.pairwise(cuts)]
    return list(known), turns, walked


def _walk(piece: tuple[int, ...], known: dict[tuple[int, ...], int]) -> int:
    back = known.get(piece[::-1])
    if back is not None:
        return len(known) - back
    if piece in known:
        return known[piece] - len(known)
    known[piece] = len(known)
    return 0
