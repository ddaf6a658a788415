"""The drawn skeleton of the demo city in plane metres: outline, river, arterial roads, railway, lake, hills.

Plane coordinates: x metres east and y metres north of the city's middle. The sketch below is in
drawing units (60 m east, 68 m north); a seed moves its points a little, so that no two cities are alike.
"""

from dataclasses import dataclass

import numpy as np
import shapely

EAST_M, NORTH_M = 60.0, 68.0
"""Metres per drawing unit; the city is some 45 km wide and 18 km high, to suit a wide wall."""

OUTLINE = (
    (-371, 104), (-352, 118), (-300, 115), (-262, 116), (-215, 122), (-172, 119), (-120, 127), (-76, 124), (-25, 133),
    (35, 126), (85, 121), (132, 119), (178, 112), (222, 101), (276, 84), (322, 62), (358, 38), (374, 19), (366, 5),
    (338, -14), (310, -28), (270, -36), (228, -43), (196, -50), (172, -63), (156, -82), (122, -103), (70, -117),
    (18, -127), (-36, -134), (-92, -131), (-150, -126), (-198, -117), (-232, -103), (-262, -84), (-296, -57),
    (-330, -41), (-350, -24), (-338, -4), (-356, 16), (-371, 38), (-376, 66), (-380, 88),
)
RIVER = (
    (-390, -8), (-352, -10), (-318, -20), (-284, -36), (-246, -44), (-206, -38), (-168, -20), (-132, -2), (-98, 4),
    (-64, -6), (-34, -20), (-4, -16), (20, 6), (44, 22), (76, 24), (106, 10), (136, -8), (170, -12), (204, 0),
    (240, 2), (278, -14), (312, -34), (345, -48),
)
RIVER_WIDTH_M = (330.0, 760.0)
"""At the western and the eastern end."""
STREAM = ((-104, 150), (-98, 116), (-112, 92), (-102, 66), (-84, 44), (-88, 22), (-98, 4))
STREAM_WIDTH_M = (60.0, 150.0)
CENTRE = (12.0, 14.0)
RINGS = ((46.0, 34.0, 2), (104.0, 66.0, 1), (196.0, 98.0, 1))
"""Half axes in drawing units and rank of the inner, middle and outer ring roads."""
RADIALS = (
    (2, ((8, 150), (6, 96), (14, 60), (12, 14), (2, -40), (-16, -84), (-28, -150))),
    (2, ((-400, 60), (-320, 54), (-250, 62), (-180, 48), (-110, 36), (-40, 22), (12, 14), (80, 44), (150, 52),
         (220, 44), (300, 34), (400, 24))),
    (2, ((-200, 150), (-168, 108), (-128, 78), (-86, 56), (-30, 38))),
    (2, ((150, 150), (124, 100), (92, 70), (40, 44))),
    (2, ((252, 120), (226, 76), (196, 44), (160, 6), (128, -44), (132, -120))),
    (1, ((380, 0), (300, -2), (220, -22), (150, -34), (104, -26), (50, -12))),
    (2, ((-340, -60), (-270, -66), (-190, -64), (-120, -50), (-70, -32), (-30, -14))),
    (2, ((-150, -150), (-132, -108), (-110, -76), (-62, -42))),
    (2, ((72, -140), (60, -92), (52, -58), (36, -18))),
    (2, ((-272, 140), (-268, 96), (-256, 58), (-250, 10), (-256, -40), (-252, -66), (-230, -130))),
    (2, ((-420, 96), (-330, 88), (-268, 96), (-190, 88), (-128, 78), (-60, 84), (6, 96), (70, 92), (124, 100),
         (180, 84), (226, 76), (300, 66), (380, 60))),
    (2, ((-290, -110), (-232, -96), (-132, -108), (-80, -98), (-16, -84), (60, -92), (126, -78), (190, -40))),
    (3, ((300, 110), (290, 70), (296, 34), (288, -2), (292, -60))),
    (3, ((-180, 120), (-190, 88), (-180, 48), (-186, 12), (-182, -30), (-190, -64), (-180, -130))),
)
"""(rank, course) of the roads that leave the centre or cross the city."""
RAIL = ((-420, 22), (-340, 28), (-280, 30), (-210, 70), (-140, 96), (-70, 104), (20, 108), (100, 84), (160, 70),
        (230, 58), (300, 52), (420, 50))
LAKE = (-306, 72, 20, 13)
"""Middle and half axes in drawing units."""
PARKS = (
    (-214, 102, 17, 9), (-66, 60, 9, 7), (46, 66, 8, 6), (-150, -92, 16, 9), (64, -36, 9, 6), (8, -104, 13, 8),
    (206, 88, 14, 8), (256, -22, 13, 6), (-230, -16, 11, 7), (134, 36, 9, 7), (-20, 2, 7, 5), (330, 36, 9, 6),
    (-308, 100, 15, 7), (-40, -62, 8, 6), (104, -84, 10, 6), (-130, 24, 8, 6),
)
DISTRICT_SEEDS = (
    (-272, 64), (-146, 56), (-46, 98), (72, 62), (218, 52), (4, 30), (-250, -64), (-112, -56), (44, -20), (172, -30),
    (0, -110),
)
"""Where the eleven districts have their middles; the order is that of names.DISTRICTS."""
MERGED = {11: tuple(range(11)), 7: (0, 0, 1, 2, 3, 1, 4, 4, 5, 6, 5), 3: (0, 0, 0, 1, 1, 0, 2, 2, 2, 2, 2)}
"""How smaller cities put the eleven together; which of the eleven gives the name stands in names.py."""


@dataclass(frozen=True, kw_only=True)
class Road:
    """One arterial road; rank 1 is the widest."""

    rank: int
    course: np.ndarray
    is_ring: bool


@dataclass(frozen=True, kw_only=True)
class Skeleton:
    """What the city is built around, in plane metres."""

    outline: shapely.Polygon
    river_course: shapely.LineString
    river: shapely.Polygon
    stream: shapely.Polygon
    roads: list[Road]
    rail: np.ndarray
    lake: shapely.Polygon
    parks: list[shapely.Polygon]
    centre: np.ndarray
    seeds: np.ndarray


def draw_skeleton(rng: np.random.Generator) -> Skeleton:
    """Return the skeleton; the generator decides the small departures from the sketch."""
    course = _curve(_moved(RIVER, rng, 2.0))
    stream = _curve(_moved(STREAM, rng, 0.0))
    outline = shapely.Polygon(_closed_curve(_moved(OUTLINE, rng, 2.5)))
    rings = [Road(rank=rank, course=_ring(half_x, half_y, rng), is_ring=True) for half_x, half_y, rank in RINGS]
    radials = [Road(rank=rank, course=_curve(_moved(course_, rng, 1.6)), is_ring=False) for rank, course_ in RADIALS]
    return Skeleton(
        outline=outline, river_course=shapely.LineString(course), river=_ribbon(course, *RIVER_WIDTH_M),
        stream=_ribbon(stream, *STREAM_WIDTH_M), roads=rings + radials, rail=_curve(_moved(RAIL, rng, 1.5)),
        lake=_blob(LAKE, rng), parks=[_blob(park, rng) for park in PARKS], centre=_metres((CENTRE,))[0],
        seeds=_metres(DISTRICT_SEEDS),
    )


def _metres(points: tuple[tuple[float, float], ...]) -> np.ndarray:
    return np.asarray(points, dtype=float) * (EAST_M, NORTH_M)


def _moved(points: tuple[tuple[float, float], ...], rng: np.random.Generator, units: float) -> np.ndarray:
    return _metres(points) + rng.normal(0.0, 1.0, (len(points), 2)) * units * (EAST_M, NORTH_M)


def _curve(points: np.ndarray, steps: int = 12) -> np.ndarray:
    """Return a smooth line through the points (Catmull-Rom spline, uniform)."""
    ends = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    return np.vstack([_spline(ends, steps), points[-1:]])


def _closed_curve(points: np.ndarray, steps: int = 8) -> np.ndarray:
    return _spline(np.vstack([points[-1:], points, points[:2]]), steps)


def _spline(points: np.ndarray, steps: int) -> np.ndarray:
    before, start, end, after = points[:-3], points[1:-2], points[2:-1], points[3:]
    t = np.linspace(0.0, 1.0, steps, endpoint=False)[None, :, None]
    start, end = start[:, None], end[:, None]
    before, after = before[:, None], after[:, None]
    course: np.ndarray = 0.5 * (2 * start + (end - before) * t + (2 * before - 5 * start + 4 * end - after) * t**2
                    + (3 * start - before - 3 * end + after) * t**3)
    return course.reshape(-1, 2)


def _ring(half_x: float, half_y: float, rng: np.random.Generator) -> np.ndarray:
    angle = np.linspace(0.0, 2 * np.pi, 97)
    squareness = 2.6
    reach = (np.abs(np.cos(angle)) ** squareness + np.abs(np.sin(angle)) ** squareness) ** (-1 / squareness)
    for wave in (3, 5):
        reach *= 1 + rng.normal(0.0, 0.018) * np.cos(wave * angle + rng.uniform(0, 6.28))
    units = np.column_stack([CENTRE[0] + half_x * reach * np.cos(angle), CENTRE[1] + half_y * reach * np.sin(angle)])
    units[-1] = units[0]
    return units * (EAST_M, NORTH_M)


def _ribbon(course: np.ndarray, first_m: float, last_m: float) -> shapely.Polygon:
    along = np.linspace(0.0, 1.0, len(course))
    half = (first_m + (last_m - first_m) * along + 45 * np.sin(along * 37)) / 2
    ahead = np.gradient(course, axis=0)
    side = np.column_stack([-ahead[:, 1], ahead[:, 0]]) / np.hypot(ahead[:, 0], ahead[:, 1])[:, None] * half[:, None]
    return shapely.make_valid(shapely.Polygon(np.vstack([course + side, (course - side)[::-1]])))


def _blob(shape: tuple[float, float, float, float], rng: np.random.Generator) -> shapely.Polygon:
    x, y, half_x, half_y = shape
    angle = np.linspace(0.0, 2 * np.pi, 11)[:-1]
    reach = 1 + rng.normal(0.0, 0.14, len(angle))
    units = np.column_stack([x + half_x * reach * np.cos(angle), y + half_y * reach * np.sin(angle)])
    return shapely.Polygon(_closed_curve(units * (EAST_M, NORTH_M)))
