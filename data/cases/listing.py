"""Cases page by page for programs: oldest first, so that a new case never moves a page already read."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from data.models.case import Case
from data.storage.prefix import begins_with
from data.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which cases: inside an area (prefix), in some states (none given: any), received since a moment."""

    area: str = ""
    states: tuple[str, ...] = ()
    since: datetime | None = None


def page(visit: Visit, wanted: Wanted, *, after_id: int, limit: int) -> list[Case]:
    """Return at most `limit` cases whose id lies after `after_id`, in the order they were stored."""
    chosen = select(Case).where(Case.id > after_id, begins_with(Case.area_code, wanted.area))
    if wanted.states:
        chosen = chosen.where(Case.state.in_(wanted.states))
    if wanted.since is not None:
        chosen = chosen.where(Case.received_at >= wanted.since)
    return list(visit.session.scalars(chosen.order_by(Case.id).limit(limit)))
