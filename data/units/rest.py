"""Rest after long work: who was out for LONG_WORK without a pause of REST between rests for REST."""

from datetime import datetime, timedelta

from data.models.unit import Unit

LONG_WORK = timedelta(hours=3)
REST = timedelta(minutes=30)


def worked_when_sent(unit: Unit, now: datetime) -> float:
    """Return the minutes of work that still count when a free unit is sent: none once it had its rest."""
    has_rested = unit.status_at is not None and now - unit.status_at >= REST
    return 0.0 if has_rested else unit.worked_min


def come_back(unit: Unit, sent_at: datetime, now: datetime) -> None:
    """Count what a unit was out for; after long work it rests."""
    unit.worked_min += (now - sent_at).total_seconds() / 60
    if unit.worked_min >= LONG_WORK.total_seconds() / 60:
        unit.rests_until, unit.worked_min = now + REST, 0.0
