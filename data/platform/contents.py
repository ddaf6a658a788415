"""What data there is: how many rows, how fresh, how sound what came in within a day."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import case, func, select

from data.cases.classes import UNCLASSIFIED
from data.models.area import Area
from data.models.case import Case, CaseEvent
from data.models.facility import Facility
from data.models.stock import StockEntry
from data.models.unit import Place, Unit
from data.storage.database import everywhere
from data.storage.prefix import begins_with, lies_in
from data.units.status import POSITION_TRUSTED_FOR
from data.visit import Visit

SPAN = timedelta(hours=24)
NUMBERED = {"cases": Case.id, "events": CaseEvent.id, "stock_entries": StockEntry.id}
"""Tables of which no row is taken out in ordinary life: their highest number tells how many there were."""
COUNTED = {"areas": Area, "places": Place, "units": Unit, "facilities": Facility}
FAULTS = ("unplaced", "unclassified", "unrouted", "suspicious")


@dataclass(frozen=True, kw_only=True)
class Quality:
    """Of the cases an area received within 24 hours: how many there are, and how many have each fault."""

    received: int
    faults: dict[str, int]


def rows(visit: Visit) -> dict[str, int]:
    """Return how many rows the whole city has of each kind; of NUMBERED the highest number that was given."""
    with everywhere(visit.session):
        told = {name: int(visit.session.execute(select(func.max(column))).scalar_one() or 0)
                for name, column in NUMBERED.items()}
        return told | {name: int(visit.session.execute(select(func.count()).select_from(kind)).scalar_one())
                       for name, kind in COUNTED.items()}


def quality(visit: Visit, prefix: str) -> Quality:
    """Return how sound what came into an area within 24 hours is."""
    faults: dict[str, Any] = {
        "unplaced": Case.placed != "point", "unclassified": Case.class_code == UNCLASSIFIED,
        "unrouted": Case.department.is_(None), "suspicious": Case.suspicions != 0}
    found = visit.session.execute(
        select(func.count(), *(func.sum(case((faults[name], 1), else_=0)) for name in FAULTS))
        .where(lies_in(Case.area_code, prefix), Case.received_at > visit.now - SPAN, Case.received_at <= visit.now)
    ).one()
    return Quality(received=found[0], faults={name: int(found[n] or 0) for n, name in enumerate(FAULTS, start=1)})


def stale_positions(visit: Visit, prefix: str) -> tuple[int, int]:
    """Return how many units of an area have not told their position for half an hour, and how many units there are."""
    old, every = visit.session.execute(
        select(func.sum(case((Unit.position_at < visit.now - POSITION_TRUSTED_FOR, 1), else_=0)), func.count())
        .where(begins_with(Unit.area_code, prefix))).one()
    return int(old or 0), every
