"""JSON values from outside: how deep they are, whether a NUL stands in them, which moment a text names."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from data import clock
from data.errors import Invalid

DEEPEST = 32


def is_deeper(value: Any, limit: int) -> bool:
    """Are lists and objects nested deeper than this in a JSON value?"""
    level = [value]
    for _ in range(limit + 1):
        level = [child for one in level if isinstance(one, dict | list)
                 for child in (one.values() if isinstance(one, dict) else one)]
        if not level:
            return False
    return True


def holds_nul(value: Any) -> bool:
    """Does a NUL character, which no database text can hold, stand anywhere in a JSON value?"""
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any("\0" in key or holds_nul(child) for key, child in value.items())
    return isinstance(value, list) and any(holds_nul(child) for child in value)


def read_moment(text: Any) -> datetime | None:
    """Return the aware moment of an ISO 8601 text in UTC, None where it is none, has no zone, or is absurd."""
    if not isinstance(text, str) or not 10 <= len(text) <= 40:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None or not 1900 < moment.year < 2200:
        return None
    return moment.astimezone(UTC)


def read_moment_here(text: Any, zone: ZoneInfo) -> datetime:
    """Return the UTC moment that a person wrote: on the city's clock (YYYY-MM-DDTHH:MM) where it says no offset.

    Raises Invalid("bad_moment") for what is none, or an hour that the clock skips.
    """
    try:
        found = read_moment(text) or read_moment(clock.moment_on_clock(text, zone).isoformat())
    except (TypeError, ValueError):
        found = None
    if found is None:
        raise Invalid("bad_moment", value=str(text)[:40])
    return found
