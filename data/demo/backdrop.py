"""The demo map's own backdrop: water, parks, railway and roads, in WGS84.

Arterial roads come from the skeleton; streets' and communities' borders are the smaller roads, as
in many cities. All lines are tied together where they meet, part by part: the end of each
part is a junction or a dead end, so the same rows serve the map and the way-finding (roads.py).
"""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from data.demo import names, shape
from data.demo.areas import CityMap

BANK_M = 40.0
SAME_LINE_M = 6.0
TILE_M = 5_000.0
SMOOTH_DEGREES = 2e-6
STREET_RANK, SMALL_RANK = 3, 4
SMALLER, NOT_A_ROAD = -1, -2
MOST_SMALL_ROADS = 30_000
"""A city with more pieces of small road than this is drawn without them."""

Geometries = NDArray[np.object_]


def backdrop_rows(city: CityMap) -> list[dict[str, Any]]:
    """Return the backdrop's rows, widest first within their kind."""
    bones = city.skeleton
    rows = [_row("river", 1, names.RIVER, bones.river.intersection(bones.outline)),
            _row("river", 2, names.STREAM, bones.stream.intersection(bones.outline).difference(bones.river)),
            _row("water", 1, names.LAKE, bones.lake.intersection(bones.outline))]
    rows += [_row("park", 1 if park.area > 1.5e6 else 2, name, park.intersection(bones.outline).difference(bones.river))
             for park, name in zip(bones.parks, names.PARKS, strict=True)]
    rows.append(_row("rail", 1, names.RAIL, shapely.LineString(bones.rail).intersection(bones.outline)))
    return [row for row in rows + _road_rows(city) if row is not None]


def _row(kind: str, rank: int, name: tuple[str, str], plane: shapely.Geometry) -> dict[str, Any] | None:
    if plane.is_empty:
        return None
    return _stored(kind, rank, name, shape.degrees_of(np.array([plane], dtype=object))[0])


def _stored(kind: str, rank: int, name: tuple[str, str], degrees: shapely.Geometry) -> dict[str, Any]:
    return {"kind": kind, "rank": rank, "name": name[0], "name_en": name[1], "geometry": shapely.to_wkb(degrees),
            "attributes": {}}


def _road_rows(city: CityMap) -> list[dict[str, Any]]:
    pieces = shapely.transform(_network(city), shape.to_metres)
    road, rank = _ranked(city, pieces)
    degrees = shapely.simplify(shapely.transform(pieces, shape.to_degrees), SMOOTH_DEGREES)
    degrees = shapely.set_precision(degrees, shape.SNAP_DEGREES)
    rows = []
    for number, name in enumerate(names.ROADS):
        mine = np.flatnonzero(road == number)
        if len(mine):
            rank_of = city.skeleton.roads[number].rank
            rows.append(_stored("road", rank_of, name, shapely.multilinestrings(degrees[mine])))
    tiles = np.floor(shapely.get_coordinates(shapely.line_interpolate_point(pieces, 0.5, normalized=True)) / TILE_M)
    for smaller in (STREET_RANK, SMALL_RANK):
        mine = np.flatnonzero((road == SMALLER) & (rank == smaller))
        if smaller == SMALL_RANK and len(mine) > MOST_SMALL_ROADS:
            continue
        for tile in np.unique(tiles[mine], axis=0):
            here = mine[(tiles[mine] == tile).all(axis=1)]
            rows.append(_stored("road", smaller, ("", ""), shapely.multilinestrings(degrees[here])))
    return sorted(rows, key=lambda row: row["rank"])


def _network(city: CityMap) -> Geometries:
    """Return all road lines tied together at junctions, in degrees."""
    bones = city.skeleton
    arterials = [shapely.LineString(road.course).intersection(bones.outline) for road in bones.roads]
    bank = bones.river.buffer(BANK_M).exterior.intersection(bones.outline.buffer(-BANK_M))
    lines = shapely.transform(np.array([*arterials, bank], dtype=object), shape.to_degrees)
    borders = shapely.boundary(city.levels[3].polygons)
    tied = shapely.line_merge(shapely.union_all(np.concatenate([lines, borders]), grid_size=shape.SNAP_DEGREES))
    return np.asarray(shapely.get_parts(tied))


def _ranked(city: CityMap, pieces: Geometries) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each piece the arterial it belongs to, or SMALLER, or NOT_A_ROAD, and the rank of a smaller one."""
    bones = city.skeleton
    middles = shapely.line_interpolate_point(pieces, 0.5, normalized=True)
    arterials = np.array([shapely.LineString(road.course) for road in bones.roads], dtype=object)
    road = np.full(len(pieces), SMALLER, dtype=np.int64)
    which, number = shapely.STRtree(arterials).query(middles, predicate="dwithin", distance=SAME_LINE_M)
    road[which[::-1]] = number[::-1]
    wet = shapely.dwithin(bones.river, middles, BANK_M - SAME_LINE_M)
    edge = shapely.dwithin(bones.outline.exterior, middles, SAME_LINE_M)
    road[(road == SMALLER) & (wet | edge)] = NOT_A_ROAD
    streets = shapely.transform(shapely.boundary(city.levels[2].polygons), shape.to_metres)
    on_street = np.zeros(len(pieces), dtype=bool)
    on_street[shapely.STRtree(streets).query(middles, predicate="dwithin", distance=SAME_LINE_M)[0]] = True
    on_street |= shapely.dwithin(bones.river, middles, BANK_M + SAME_LINE_M)
    return road, np.where(on_street, STREET_RANK, SMALL_RANK)
