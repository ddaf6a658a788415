"""What a unit can be doing, and how old a position may be before it is no longer trusted."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from data.models.unit import Unit

AVAILABLE = "available"
DISPATCHED = "dispatched"
UNDER_WAY = "under_way"
ON_SCENE = "on_scene"
OFF_DUTY = "off_duty"
OFFLINE = "offline"

STATUSES = (AVAILABLE, DISPATCHED, UNDER_WAY, ON_SCENE, OFF_DUTY, OFFLINE)
ENGAGED = frozenset({DISPATCHED, UNDER_WAY, ON_SCENE})
KINDS = ("grid_officer", "enforcement", "police", "fire", "sanitation", "repair", "medical")

POSITION_TRUSTED_FOR = timedelta(minutes=30)


def is_position_stale(unit: Unit, now: datetime) -> bool:
    """Is the position too old to send the unit by it? One standing at its own base is where it belongs."""
    at_home = unit.lon == unit.home_lon and unit.lat == unit.home_lat
    return not at_home and now - unit.position_at > POSITION_TRUSTED_FOR


def is_on_shift(unit: Unit, now: datetime, zone: ZoneInfo) -> bool:
    """Does the unit's shift cover this moment on the city's clock?"""
    if unit.shift_hours >= 24:
        return True
    return (now.astimezone(zone).hour - unit.shift_start_hour) % 24 < unit.shift_hours
