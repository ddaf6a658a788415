"""Distance over the ground on a sphere; good to 0.6 % anywhere, which suits a list of nearest units."""

from math import asin, cos, pi, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the Earth, IUGG."""
METRES_PER_DEGREE = pi * EARTH_RADIUS_M / 180
"""Of latitude, and of longitude at the equator."""


def metres_between(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Return the great-circle distance in metres between two WGS84 points (haversine formula)."""
    half_lat = radians(lat_b - lat_a) / 2
    half_lon = radians(lon_b - lon_a) / 2
    chord = sin(half_lat) ** 2 + cos(radians(lat_a)) * cos(radians(lat_b)) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord)))
