"""How large type must be to be read: from the pitch of the points, the distance, and the arc a glyph fills.

NUREG-0700 and ISO 9241-303: letters not below 16 minutes of arc at the farthest seat, 20 to 22 preferred.
"""

import math
from typing import Literal

METRES_PER_ARC_MINUTE = 0.000291
"""Of height at a metre's distance: tan(1/60 degree)."""
OF_EM_HANZI, OF_EM_DIGITS = 0.92, 0.72
"""How much of its em a Chinese character, a digit or a capital fills in Source Han Sans."""
LEAST_FACTOR, MOST_FACTOR = 0.84, 2.4
FULL_UP_TO, REDUCED_UP_TO = 1.15, 1.6

Density = Literal["full", "reduced", "far"]


def em_px(distance_m: float, pitch_mm: float, *, arc_minutes: float, of_em: float = OF_EM_HANZI) -> int:
    """Return the font size in pixels whose glyphs fill so many minutes of arc."""
    return math.ceil(distance_m * 1_000 * METRES_PER_ARC_MINUTE * arc_minutes / (of_em * pitch_mm))


def factor(distance_m: float, pitch_mm: float) -> float:
    """Return by how much type grows against a wall of 1.25 mm seen from 10 m."""
    return min(MOST_FACTOR, max(LEAST_FACTOR, distance_m / 10 * 1.25 / pitch_mm))


def density_of(grown: float) -> Density:
    """Return how much a wall can hold whose type is grown by a factor."""
    if grown <= FULL_UP_TO:
        return "full"
    return "reduced" if grown <= REDUCED_UP_TO else "far"
