"""The only place that asks the machine what time it is, and the arithmetic of city days."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return datetime.now(UTC)


def start_of_day(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the UTC moment at which the city day holding `moment` began."""
    local = moment.astimezone(zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0).astimezone(UTC)


def days_before(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Return the same wall-clock time `days` city days earlier, in UTC (summer time respected)."""
    local = moment.astimezone(zone).replace(tzinfo=None) - timedelta(days=days)
    return local.replace(tzinfo=zone).astimezone(UTC)


def moment_on_clock(text: str, zone: ZoneInfo) -> datetime:
    """Return the UTC moment that a city's clock shows as YYYY-MM-DDTHH:MM; of an hour that comes twice, the later.

    Raises ValueError for what is no such text and for an hour that the clock skips.
    """
    local = datetime.fromisoformat(text)
    if local.tzinfo is not None or len(text) < len("YYYY-MM-DDTHH:MM"):
        raise ValueError(text)
    try:
        moment = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    except OverflowError:
        raise ValueError(text) from None
    if moment.astimezone(zone).replace(tzinfo=None) != local:
        raise ValueError(text)
    return moment


def microsecond_number(moment: datetime) -> int:
    """Return whole microseconds since 1970-01-01T00:00Z, exactly."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def hour_number(moment: datetime) -> int:
    """Return whole hours since 1970-01-01T00:00Z: a bucket that every database groups alike.

    Zones whose offset is not a whole hour see buckets that begin on their half hour.
    """
    return int(moment.timestamp() // 3600)


def hours_gone(midnight: datetime, now: datetime) -> int:
    """Return how many hours of a day have an end by now, one at least and 24 at most: the hour that still runs would
    look like a fall in any curve.
    """
    return min(24, max(1, hour_number(now) - hour_number(midnight)))


def moment_of_hour(number: int) -> datetime:
    """Return the UTC moment at which an hour bucket begins."""
    return datetime.fromtimestamp(number * 3600, UTC)
