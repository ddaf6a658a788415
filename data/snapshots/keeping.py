"""Keeping a screen as it stood: a link to it shows the same numbers until it ends, whatever happens meanwhile.

A snapshot gives nobody a right: who opens it must be allowed to see the cases of its area, as when it was taken.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from data.errors import Busy, Invalid, NotAllowed, NotFound
from data.models.snapshot import Snapshot
from data.people import trail
from data.visit import Visit

LASTS = {"1d": timedelta(days=1), "7d": timedelta(days=7), "30d": timedelta(days=30), "365d": timedelta(days=365)}
AUDIENCES = ("area", "own")
MOST_OF_ONE = 100
"""Snapshots that one person may have at a time."""
LARGEST_BODY = 8 * 1024 * 1024
SEES = "cases.view"


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A screen that is to be kept."""

    area: str
    moment: datetime
    address: str
    body: bytes
    layout: str
    lasts: str
    audience: str


def require_sound(lasts: str, audience: str) -> None:
    """Raise Invalid("bad_snapshot") for a time or an audience there is not."""
    if lasts not in LASTS or audience not in AUDIENCES:
        raise Invalid("bad_snapshot", known=f"{', '.join(LASTS)}; {', '.join(AUDIENCES)}")


def keep(visit: Visit, taken: Taken) -> Snapshot:
    """Store a screen and return it. Raises NotAllowed, Invalid("bad_snapshot"), Busy("too_many_snapshots")."""
    require_sound(taken.lasts, taken.audience)
    if visit.scope.person is None or not visit.scope.allows(SEES, taken.area):
        raise NotAllowed(permission=SEES)
    if len(taken.body) > LARGEST_BODY:
        raise Invalid("snapshot_too_large", limit=LARGEST_BODY // 1024 // 1024)
    visit.session.execute(delete(Snapshot).where(Snapshot.ends_at <= visit.now))
    if _count(visit, visit.scope.person) >= MOST_OF_ONE:
        raise Busy("too_many_snapshots", limit=MOST_OF_ONE)
    kept = Snapshot(
        id=secrets.token_urlsafe(15), area=taken.area, moment=taken.moment, address=taken.address, body=taken.body,
        layout=taken.layout, audience=taken.audience, made_by=visit.scope.person, by_name=visit.scope.name,
        made_at=visit.now, ends_at=visit.now + LASTS[taken.lasts])
    visit.session.add(kept)
    visit.session.flush()
    _note(visit, "snapshot.keep", kept, audience=kept.audience, ends_at=kept.ends_at.isoformat())
    return kept


def find(visit: Visit, snapshot_id: str) -> Snapshot:
    """Return a snapshot that has not ended. Raises NotFound("snapshot_not_found"), also for one not for them."""
    kept = visit.session.get(Snapshot, snapshot_id)
    if kept is None or kept.ends_at <= visit.now or not _is_for(visit, kept):
        raise NotFound("snapshot_not_found")
    return kept


def _is_for(visit: Visit, kept: Snapshot) -> bool:
    is_mine = kept.made_by == visit.scope.person
    return visit.scope.allows(SEES, kept.area) and (is_mine or kept.audience == "area")


def own(visit: Visit) -> list[Snapshot]:
    """Return the visitor's own snapshots that have not ended, the newest first."""
    return list(visit.session.scalars(
        select(Snapshot).where(Snapshot.made_by == (visit.scope.person or ""), Snapshot.ends_at > visit.now)
        .order_by(Snapshot.made_at.desc(), Snapshot.id)))


def withdraw(visit: Visit, snapshot_id: str) -> None:
    """Take away a snapshot of one's own, for everybody. Raises NotFound("snapshot_not_found") for any other."""
    kept = visit.session.get(Snapshot, snapshot_id)
    if kept is None or kept.made_by != visit.scope.person:
        raise NotFound("snapshot_not_found")
    _note(visit, "snapshot.withdraw", kept)
    visit.session.delete(kept)


def _count(visit: Visit, person: str) -> int:
    return int(visit.session.execute(
        select(func.count()).select_from(Snapshot).where(Snapshot.made_by == person)).scalar_one())


def _note(visit: Visit, what: str, kept: Snapshot, **details: str) -> None:
    trail.note(visit.session, at=visit.now, who=visit.scope.name, person=visit.scope.person, what=what, outcome="done",
               area=kept.area, subject=kept.id, **details)
