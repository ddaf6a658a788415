"""Which cameras see a place, and which stand near it."""

from dataclasses import dataclass
from math import atan2, cos, degrees, radians, sin

from data.cameras.register import Camera, seen_by
from data.units.distance import metres_between
from data.visit import Visit

NEAR_M = 300.0
SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Near:
    """A camera, how far it stands from the place in metres, and whether its field of view covers it."""

    camera: Camera
    distance_m: float
    covers: bool


def nearest(visit: Visit, lon: float, lat: float, *, limit: int = SHOWN) -> list[Near]:
    """Return the cameras whose field of view covers a WGS84 point, then others within NEAR_M, each kind by distance.

    What stands between camera and place is not known: a covered place may still be hidden.
    """
    found = [look(one.camera, lon, lat) for one in seen_by(visit)]
    near = [one for one in found if one.covers or one.distance_m <= NEAR_M]
    return sorted(near, key=lambda one: (not one.covers, one.distance_m, one.camera.id))[:limit]


def look(camera: Camera, lon: float, lat: float) -> Near:
    """Return how a place lies to a camera."""
    distance = metres_between(camera.lon, camera.lat, lon, lat)
    off = abs((bearing_to(camera.lon, camera.lat, lon, lat) - camera.bearing + 180) % 360 - 180)
    covers = distance <= camera.range_m and (off <= camera.angle / 2 or distance < 1)
    return Near(camera=camera, distance_m=distance, covers=covers)


def bearing_to(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Return the direction from one WGS84 point to another, degrees clockwise from north, 0 to 360."""
    turn, from_lat, to_lat = radians(lon_b - lon_a), radians(lat_a), radians(lat_b)
    east = sin(turn) * cos(to_lat)
    north = cos(from_lat) * sin(to_lat) - sin(from_lat) * cos(to_lat) * cos(turn)
    return degrees(atan2(east, north)) % 360
