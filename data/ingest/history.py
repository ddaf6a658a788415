"""Reading imported history in the order it happened."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from sqlalchemy import func, select

from data.cases.event_ids import named
from data.errors import NotFound
from data.ingest.into_cases import CHANNEL as HISTORY
from data.models.case import Case
from data.visit import Visit


def span(visit: Visit, from_at: datetime | None) -> tuple[datetime, datetime]:
    """Return when history's first case (at or after `from_at`) and its last one came. Raises NotFound("no_history")."""
    wanted = select(func.min(Case.received_at), func.max(Case.received_at)).where(Case.channel == HISTORY)
    first, last = visit.session.execute(wanted.where(Case.received_at >= from_at) if from_at else wanted).one()
    if first is None:
        raise NotFound("no_history")
    return first, last


def sources(visit: Visit) -> list[str]:
    """Return the sources that history came from."""
    return sorted(visit.session.scalars(select(Case.source).where(Case.channel == HISTORY).distinct()))


def next_at(visit: Visit, after: datetime) -> datetime | None:
    """Return when the next case came after a moment; None when there is none."""
    return visit.session.execute(
        select(func.min(Case.received_at)).where(Case.channel == HISTORY, Case.received_at > after)
    ).scalar_one()


def cases_between(visit: Visit, after: datetime, until: datetime, most: int) -> tuple[list[Case], datetime]:
    """Return the cases that came in (after, until], oldest first, and how far the list goes.

    It goes to `until` unless there are more than `most`; then it stops earlier, never amid one moment.
    """
    found = list(visit.session.scalars(
        select(Case).where(Case.channel == HISTORY, Case.received_at > after, Case.received_at <= until)
        .order_by(Case.received_at, Case.id).limit(most)
    ))
    if len(found) < most:
        return found, until
    whole = [before.received_at for before, behind in pairwise(found) if before.received_at < behind.received_at]
    end = whole[-1] if whole else found[-1].received_at
    return [case for case in found if case.received_at <= end], end


def closed_between(visit: Visit, after: datetime, until: datetime, came_from: datetime) -> list[tuple[str, str]]:
    """Return (source, event id) of the cases closed in (after, until] that had come at `came_from` or later."""
    rows = visit.session.execute(
        select(Case.source, Case.event_id)
        .where(Case.channel == HISTORY, Case.closed_at > after, Case.closed_at <= until, Case.received_at >= came_from)
    )
    return [(source, event_id) for source, event_id in rows]


def closed_of(visit: Visit, keys: Sequence[tuple[str, str]], until: datetime) -> set[tuple[str, str]]:
    """Return those of the (source, event id) whose case was closed by a moment."""
    closed: set[tuple[str, str]] = set()
    for wanted in named(keys):
        rows = visit.session.execute(select(Case.source, Case.event_id).where(wanted, Case.closed_at <= until))
        closed |= {(source, event_id) for source, event_id in rows}
    return closed
