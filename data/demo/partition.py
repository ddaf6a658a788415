"""Cutting the demo city into nested areas: arterials and river make blocks, blocks make streets, communities, grids.

All in plane metres. Every cut divides one polygon in two, so that nothing overlaps and nothing is
left out; corners that meet a neighbour's side are tied in when shape.py snaps the whole.
"""

from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray

from data.demo.outline import Skeleton

FAR_M = 90_000.0
FEW_POINTS = 6
BEND = {"street": 0.05, "community": 0.025, "grid": 0.0}
"""How far a cut may swing off its line, as a share of its length."""


@dataclass(frozen=True)
class Region:
    """A polygon and the density points inside it; their number is its weight."""

    polygon: shapely.Polygon
    points: NDArray[np.float64]

    def weight(self) -> float:
        """Return the weight, never quite zero."""
        return len(self.points) + 1e-3


@dataclass
class Leaves:
    """The grids, and to which district, street and community (numbers from 0, city-wide) each belongs."""

    polygons: list[shapely.Polygon] = field(default_factory=list)
    district: list[int] = field(default_factory=list)
    street: list[int] = field(default_factory=list)
    community: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many areas of each level the city shall have."""

    districts: int
    streets: int
    communities: int
    grids: int


def cut_city(skeleton: Skeleton, points: NDArray[np.float64], groups: tuple[int, ...], counts: Counts,
             rng: np.random.Generator) -> Leaves:
    """Return the grids of the city. `groups` says which seeds of the skeleton make one district."""
    blocks = _blocks(skeleton, points)
    of_district = _contiguous(blocks, _districts(skeleton, blocks, groups))
    members = [[block for block, d in zip(blocks, of_district, strict=True) if d == n] for n in range(counts.districts)]
    weights = np.array([sum(block.weight() for block in of_one) for of_one in members])
    streets = share_out(weights, counts.streets)
    communities = share_out(weights, counts.communities, least=streets)
    grids = share_out(weights, counts.grids, least=communities * 3)
    leaves = Leaves()
    for number, of_one in enumerate(members):
        _cut_district(leaves, number, of_one, (int(streets[number]), int(communities[number]), int(grids[number])), rng)
    return leaves


def share_out(weights: NDArray[np.float64], total: int, *, least: NDArray[np.int64] | int = 1) -> NDArray[np.int64]:
    """Return whole numbers that add up to `total`, in proportion to the weights, none below `least`.

    Largest-remainder method; the total is raised where the least do not fit into it.
    """
    floor = np.broadcast_to(np.asarray(least, dtype=np.int64), weights.shape)
    spare = max(0, total - int(floor.sum()))
    wanted = np.maximum(weights / weights.sum() * max(total, 1) - floor, 0.0)
    exact = wanted / wanted.sum() * spare if wanted.sum() > 0 else np.full(weights.shape, spare / len(weights))
    given = np.floor(exact).astype(np.int64)
    rest = np.argsort(-(exact - given), kind="stable")[: spare - int(given.sum())]
    given[rest] += 1
    return np.asarray(floor + given, dtype=np.int64)


def _blocks(skeleton: Skeleton, points: NDArray[np.float64]) -> list[Region]:
    """Return the pieces between outline, river and arterials."""
    lines = [skeleton.outline.exterior, skeleton.river_course, *(shapely.LineString(r.course) for r in skeleton.roads)]
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.union_all(lines))))
    faces = [face for face in faces if face.representative_point().within(skeleton.outline)]
    faces.sort(key=lambda face: (face.bounds[0], face.bounds[1]))
    inside = shapely.STRtree(shapely.points(points))
    return [Region(face, points[np.sort(inside.query(face, predicate="contains"))]) for face in faces]


def _districts(skeleton: Skeleton, blocks: list[Region], groups: tuple[int, ...]) -> list[int]:
    """Return the district of each block: the nearest middle on the same bank of the river."""
    course = shapely.get_coordinates(skeleton.river_course)
    north = shapely.Polygon([*course, (FAR_M, course[-1, 1]), (FAR_M, FAR_M), (-FAR_M, FAR_M), (-FAR_M, course[0, 1])])
    middles = shapely.points(skeleton.seeds)
    seed_north = shapely.contains(north, middles)
    found = []
    for block in blocks:
        spot = shapely.centroid(block.polygon)
        away = shapely.distance(spot, middles)
        inside = spot if spot.within(block.polygon) else block.polygon.representative_point()
        away = np.where(seed_north == shapely.contains(north, inside), away, away + FAR_M)
        found.append(groups[int(np.argmin(away))])
    return found


def _contiguous(blocks: list[Region], of_district: list[int]) -> list[int]:
    """Return the assignment with stray blocks given to the district they share most border with."""
    result = list(of_district)
    borders = _borders([block.polygon for block in blocks])
    for number in sorted(set(result)):
        mine = [i for i, d in enumerate(result) if d == number]
        pieces = _connected(mine, borders)
        keep = max(pieces, key=lambda piece: sum(blocks[i].weight() for i in piece))
        for stray in sorted(i for piece in pieces if piece is not keep for i in piece):
            around: dict[int, float] = {}
            for other, length in borders[stray].items():
                if result[other] != number:
                    around[result[other]] = around.get(result[other], 0.0) + length
            if around:
                result[stray] = max(sorted(around), key=lambda d: around[d])
    return result


def _borders(polygons: list[shapely.Polygon]) -> list[dict[int, float]]:
    """Return for each polygon its neighbours and the length of the shared border."""
    found: list[dict[int, float]] = [{} for _ in polygons]
    tree = shapely.STRtree(polygons)
    for a, b in tree.query(polygons, predicate="intersects").T.tolist():
        if a < b:
            length = shapely.length(shapely.intersection(polygons[a].boundary, polygons[b].boundary))
            if length > 1.0:
                found[a][b] = found[b][a] = float(length)
    return found


def _connected(members: list[int], borders: list[dict[int, float]]) -> list[list[int]]:
    left, pieces = set(members), []
    while left:
        front = [min(left)]
        piece = []
        left.discard(front[0])
        while front:
            here = front.pop()
            piece.append(here)
            reached = sorted(left & set(borders[here]))
            left.difference_update(reached)
            front.extend(reached)
        pieces.append(piece)
    return pieces


def _cut_district(leaves: Leaves, district: int, blocks: list[Region], counts: tuple[int, int, int],
                  rng: np.random.Generator) -> None:
    streets, communities, grids = counts
    groups = _grouped(blocks, streets)
    weights = np.array([sum(block.weight() for block in group) for group in groups])
    regions: list[list[Region]] = []
    for group, parts in zip(groups, share_out(weights, streets).tolist(), strict=True):
        if parts == 1:
            regions.append(group)
        else:
            regions += [[part] for part in divide(_joined(group), _uneven(parts, 0.25, rng), rng, bend=BEND["street"])]
    weights = np.array([sum(part.weight() for part in street) for street in regions])
    of_street = share_out(weights, communities)
    for street, n_communities, n_grids in zip(
        regions, of_street.tolist(), share_out(weights, grids, least=of_street * 3).tolist(), strict=True
    ):
        _cut_street(leaves, district, street, (n_communities, n_grids), rng)


def _cut_street(leaves: Leaves, district: int, blocks: list[Region], counts: tuple[int, int],
                rng: np.random.Generator) -> None:
    communities, grids = counts
    number = leaves.street[-1] + 1 if leaves.street else 0
    groups = _grouped(blocks, communities)
    parts = share_out(np.array([sum(b.weight() for b in group) for group in groups]), communities).tolist()
    regions = [one for group, n in zip(groups, parts, strict=True)
               for one in divide(_joined(group), _uneven(n, 0.2, rng), rng, bend=BEND["community"])]
    weights = np.array([region.weight() for region in regions])
    for region, n in zip(regions, share_out(weights, grids, least=2).tolist(), strict=True):
        community = leaves.community[-1] + 1 if leaves.community else 0
        for leaf in divide(region, _uneven(n, 0.15, rng), rng, bend=BEND["grid"]):
            leaves.polygons.append(leaf.polygon)
            leaves.district.append(district)
            leaves.street.append(number)
            leaves.community.append(community)


def _uneven(count: int, spread: float, rng: np.random.Generator) -> NDArray[np.float64]:
    return np.exp(rng.normal(0.0, spread, count))


def _grouped(blocks: list[Region], wanted: int) -> list[list[Region]]:
    """Return the blocks in at most `wanted` connected groups, light ones joined to the neighbour they border most."""
    groups = [[block] for block in blocks]
    fair = sum(block.weight() for block in blocks) / wanted
    borders = _borders([block.polygon for block in blocks])
    of_block = list(range(len(blocks)))
    while len({*of_block}) > 1:
        weight = {g: sum(groups[b][0].weight() for b, h in enumerate(of_block) if h == g) for g in sorted({*of_block})}
        lightest = min(weight, key=lambda g: weight[g])
        if weight[lightest] >= 0.55 * fair and len(weight) <= wanted:
            break
        shared: dict[int, float] = {}
        for block in (b for b, g in enumerate(of_block) if g == lightest):
            for other, length in borders[block].items():
                if of_block[other] != lightest:
                    shared[of_block[other]] = shared.get(of_block[other], 0.0) + length / weight[of_block[other]] ** 0.5
        target = max(sorted(shared), key=lambda g: shared[g])
        of_block = [target if g == lightest else g for g in of_block]
    return [[blocks[b] for b, g in enumerate(of_block) if g == one] for one in sorted({*of_block})]


def _joined(group: list[Region]) -> Region:
    if len(group) == 1:
        return group[0]
    return Region(shapely.union_all([one.polygon for one in group]), np.vstack([one.points for one in group]))


def divide(region: Region, shares: NDArray[np.float64], rng: np.random.Generator, *, bend: float) -> list[Region]:
    """Return the region cut into as many parts as there are shares, each near its share of the weight."""
    if len(shares) == 1:
        return [region]
    middle = len(shares) // 2
    first, second = cut(region, float(shares[:middle].sum() / shares.sum()), rng, bend=bend)
    return divide(first, shares[:middle], rng, bend=bend) + divide(second, shares[middle:], rng, bend=bend)


def cut(region: Region, share: float, rng: np.random.Generator, *, bend: float) -> tuple[Region, Region]:
    """Return two regions, the first with `share` of the weight, cut across the longer side."""
    tilt = rng.normal(0.0, 0.07)
    sway = rng.normal(0.0, 1.0, 3) * bend
    best = None
    for turn in (0.0, np.pi / 2, 0.5, -0.5):
        first, second, points_first = _cut_at(region, share, turn + tilt, sway)
        if first.geom_type == second.geom_type == "Polygon" and not first.is_empty and not second.is_empty:
            return Region(first, region.points[points_first]), Region(second, region.points[~points_first])
        best = best or (first, second)
    return _whole(region, *(best or (first, second)))


def _cut_at(region: Region, share: float, turn: float,
            sway: NDArray[np.float64]) -> tuple[shapely.Geometry, shapely.Geometry, NDArray[np.bool_]]:
    corners = shapely.get_coordinates(region.polygon)
    along = _long_axis(corners, turn)
    across = np.array([-along[1], along[0]])
    reach, width = corners @ along, corners @ across
    low, high, left, right = reach.min(), reach.max(), width.min(), width.max()
    points = region.points @ along
    if len(points) >= FEW_POINTS:
        low, high, nth = points.min(), points.max(), min(len(points) - 1, int(share * len(points)))
        place = np.partition(points, nth)[nth]
    else:
        place = low + share * (high - low)
    place = float(np.clip(place, low + 0.2 * (high - low), high - 0.2 * (high - low)))
    steps = np.linspace(0.0, 1.0, 9 if sway.any() else 2)
    swing = (right - left) * sum(s * np.sin(np.pi * (wave + 1) * steps) / (wave + 1) for wave, s in enumerate(sway))
    course = np.outer(place + swing, along) + np.outer(left - 50 + (right - left + 100) * steps, across)
    behind = np.array([course[-1] - along * FAR_M, course[0] - along * FAR_M])
    side = shapely.Polygon(np.vstack([course, behind]))
    bent = np.interp((region.points @ across - left) / (right - left), steps, swing)
    first = shapely.intersection(region.polygon, side)
    return first, shapely.difference(region.polygon, side), points < place + bent


def _long_axis(corners: NDArray[np.float64], turn: float) -> NDArray[np.float64]:
    """Return the direction of the polygon's longer side (of its narrowest box), turned by `turn` radians."""
    box = shapely.get_coordinates(shapely.oriented_envelope(shapely.MultiPoint(corners)))
    sides = np.diff(box[:3], axis=0)
    longer = sides[int(np.hypot(*sides[1]) > np.hypot(*sides[0]))]
    angle = np.arctan2(longer[1], longer[0]) + turn
    return np.array([np.cos(angle), np.sin(angle)])


def _whole(region: Region, first: shapely.Geometry, second: shapely.Geometry) -> tuple[Region, Region]:
    """Return two single polygons: the largest piece of one side, and all the rest if that is one piece."""
    for side in (first, second):
        piece = max(shapely.get_parts(side), key=lambda part: part.area)
        rest = shapely.difference(region.polygon, piece)
        if rest.geom_type == "Polygon":
            inside = shapely.contains_xy(piece, region.points)
            return Region(piece, region.points[inside]), Region(rest, region.points[~inside])
    inside = shapely.contains_xy(first, region.points)
    return Region(first, region.points[inside]), Region(second, region.points[~inside])
