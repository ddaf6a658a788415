"""When somebody was last here: a visit goes on while they come back within half an hour, on whatever machine."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from data.errors import NotAllowed
from data.models.person import Presence
from data.visit import Visit

AWAY = timedelta(minutes=30)
"""Whoever was away that long begins a new visit."""
KEPT_EVERY = timedelta(minutes=1)
FIRST_LOOKS_BACK = timedelta(hours=24)
"""So far back looks who is here for the first time."""
LOOKS_BACK = timedelta(days=31)
"""After a longer absence a list of everything since says nothing any more."""
MAY = "cases.instruct"


def note(visit: Visit) -> Presence:
    """Note that the visitor is here now and return what is known of them.

    Raises NotAllowed for who leads nobody, and for a program.
    """
    visit.scope.require(MAY)
    if visit.scope.person is None:
        raise NotAllowed(permission=MAY)
    known = visit.session.get(Presence, visit.scope.person)
    if known is None:
        known = Presence(person=visit.scope.person, seen_at=visit.now, since_at=None)
        try:
            with visit.session.begin_nested():
                visit.session.add(known)
        except IntegrityError:  # the same person on another machine, in the same moment
            known = visit.session.get_one(Presence, visit.scope.person)
    if visit.now - known.seen_at >= AWAY:
        known.since_at, known.seen_at = known.seen_at, visit.now
    elif visit.now - known.seen_at >= KEPT_EVERY:
        known.seen_at = visit.now
    visit.session.flush()
    return known


def since(visit: Visit) -> tuple[datetime, bool]:
    """Return since when (UTC) things are new to the visitor, and whether that is when their last visit ended."""
    known = visit.session.scalars(select(Presence).where(Presence.person == visit.scope.person)).one_or_none()
    if known is None:
        return visit.now - FIRST_LOOKS_BACK, False
    last = known.seen_at if visit.now - known.seen_at >= AWAY else known.since_at
    if last is None:
        return visit.now - FIRST_LOOKS_BACK, False
    return (last, True) if visit.now - last <= LOOKS_BACK else (visit.now - LOOKS_BACK, False)
