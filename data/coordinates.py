"""WGS84, GCJ-02 and BD-09: converting points and shapes, vectorised.

GCJ-02 is the offset system that licensed maps of mainland China use; BD-09 adds Baidu's own
offset on top of it. There is no published definition. The formulas here are the ones all open
implementations share, with the Krasovsky 1940 semi-major axis 6378245 m (as in prcoords,
xyconvert, coord-convert; they agree within 1 cm); test vectors stand in the tests.
CGCS2000 differs from WGS84 by centimetres and is treated as equal.
"""

from collections.abc import Callable

import numpy as np
import shapely
from numpy.typing import NDArray

from data.errors import Invalid

Numbers = NDArray[np.float64]
Converter = Callable[[Numbers, Numbers], tuple[Numbers, Numbers]]

KRASOVSKY_M = 6378245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323
BAIDU_TURN = np.pi * 3000.0 / 180.0
WEST, EAST, SOUTH, NORTH = 72.004, 137.8347, 0.8293, 55.8271
"""Outside this box the offset is not applied; the usual rough outline of China."""
EXACT_DEG = 1e-11
"""About a micrometre: where the iterations stop."""


def _outside(lon: Numbers, lat: Numbers) -> NDArray[np.bool_]:
    return (lon < WEST) | (lon > EAST) | (lat < SOUTH) | (lat > NORTH)


def _offset(lon: Numbers, lat: Numbers) -> tuple[Numbers, Numbers]:
    """Return the GCJ-02 offset in degrees at WGS84 points, zero outside China."""
    x, y = lon - 105.0, lat - 35.0
    root, pi = np.sqrt(np.abs(x)), np.pi
    wave = 20.0 * np.sin(6.0 * x * pi) + 20.0 * np.sin(2.0 * x * pi)
    d_lat = (-100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
             + (wave + 20.0 * np.sin(y * pi) + 40.0 * np.sin(y / 3.0 * pi)
                + 160.0 * np.sin(y / 12.0 * pi) + 320.0 * np.sin(y * pi / 30.0)) * 2.0 / 3.0)
    d_lon = (300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
             + (wave + 20.0 * np.sin(x * pi) + 40.0 * np.sin(x / 3.0 * pi)
                + 150.0 * np.sin(x / 12.0 * pi) + 300.0 * np.sin(x / 30.0 * pi)) * 2.0 / 3.0)
    phi = np.radians(lat)
    curve = 1.0 - ECCENTRICITY_SQUARED * np.sin(phi) ** 2
    d_lat = np.degrees(d_lat / (KRASOVSKY_M * (1.0 - ECCENTRICITY_SQUARED) / curve ** 1.5))
    d_lon = np.degrees(d_lon / (KRASOVSKY_M / np.sqrt(curve) * np.cos(phi)))
    abroad = _outside(lon, lat)
    return np.where(abroad, 0.0, d_lon), np.where(abroad, 0.0, d_lat)


def wgs84_to_gcj02(lon: Numbers, lat: Numbers) -> tuple[Numbers, Numbers]:
    """Return GCJ-02 longitude and latitude of WGS84 points (degrees)."""
    d_lon, d_lat = _offset(lon, lat)
    return lon + d_lon, lat + d_lat


def gcj02_to_wgs84(lon: Numbers, lat: Numbers) -> tuple[Numbers, Numbers]:
    """Return WGS84 longitude and latitude of GCJ-02 points (degrees), exact to a micrometre by iteration."""
    return _invert(wgs84_to_gcj02, lon, lat)


def gcj02_to_bd09(lon: Numbers, lat: Numbers) -> tuple[Numbers, Numbers]:
    """Return BD-09 longitude and latitude of GCJ-02 points (degrees)."""
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * BAIDU_TURN)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * BAIDU_TURN)
    abroad = _outside(lon, lat)
    return (np.where(abroad, lon, radius * np.cos(angle) + 0.0065),
            np.where(abroad, lat, radius * np.sin(angle) + 0.006))


def bd09_to_gcj02(lon: Numbers, lat: Numbers) -> tuple[Numbers, Numbers]:
    """Return GCJ-02 longitude and latitude of BD-09 points (degrees), exact to a micrometre by iteration."""
    return _invert(gcj02_to_bd09, lon, lat)


def wgs84_to_bd09(lon: Numbers, lat: Numbers) -> tuple[Numbers, Numbers]:
    """Return BD-09 longitude and latitude of WGS84 points (degrees)."""
    return gcj02_to_bd09(*wgs84_to_gcj02(lon, lat))


def bd09_to_wgs84(lon: Numbers, lat: Numbers) -> tuple[Numbers, Numbers]:
    """Return WGS84 longitude and latitude of BD-09 points (degrees), exact to a micrometre by iteration."""
    return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))


def _invert(forward: Converter, lon: Numbers, lat: Numbers) -> tuple[Numbers, Numbers]:
    """Return where `forward` came from: step back by the error until it vanishes (the offset is nearly constant)."""
    target_lon, target_lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    guess_lon, guess_lat = target_lon.copy(), target_lat.copy()
    for _round in range(30):
        made_lon, made_lat = forward(guess_lon, guess_lat)
        error_lon, error_lat = made_lon - target_lon, made_lat - target_lat
        guess_lon, guess_lat = guess_lon - error_lon, guess_lat - error_lat
        if not np.any(np.maximum(np.abs(error_lon), np.abs(error_lat)) > EXACT_DEG):
            break
    return guess_lon, guess_lat


TO_WGS84: dict[str, Converter] = {"gcj02": gcj02_to_wgs84, "bd09": bd09_to_wgs84}
"""The systems that no library of coordinate systems knows, by the name a mapping gives them."""


def to_wgs84(system: str) -> Converter:
    """Return the converter of a named offset system. Raises Invalid("unknown_crs")."""
    try:
        return TO_WGS84[system]
    except KeyError:
        raise Invalid("unknown_crs", crs=system, known=", ".join(TO_WGS84)) from None


def shapes_to_wgs84(shapes: NDArray[np.object_], system: str) -> NDArray[np.object_]:
    """Return shapely shapes with every vertex converted from the named offset system to WGS84."""
    convert = to_wgs84(system)

    def move(points: Numbers) -> Numbers:
        return np.column_stack(convert(points[:, 0], points[:, 1]))

    moved: NDArray[np.object_] = shapely.transform(shapes, move)
    return moved
