"""The program's own absences: told from its signs of life, so that a chart shades them instead of drawing through."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models.outage import Heartbeat, Outage
from data.storage.inserting import insert_into
from data.visit import Visit

NAME = "server"
EVERY, AWAY_AFTER = timedelta(seconds=15), timedelta(seconds=60)
"""How often it beats, and from how long a silence on it was away."""


def is_due(session: Session, now: datetime) -> bool:
    """Has nobody beaten lately? Of several processes each asks, and mostly reads only."""
    last = _last(session)
    return last is None or now - last >= EVERY


def beat(session: Session, now: datetime) -> Outage | None:
    """Leave a sign of life; return the absence that this ends, None where there was none.

    The sign's row is locked by whoever beats, so that of several processes that come back one tells of the absence.
    """
    last = _last(session, to_beat=True)
    session.execute(insert_into(session, Heartbeat).values(name=NAME, at=now).on_conflict_do_update(
        index_elements=[Heartbeat.name], set_={"at": now}))
    if last is None or now - last <= AWAY_AFTER:
        return None
    made = Outage(began_at=last, ended_at=now)
    session.add(made)
    return made


def _last(session: Session, *, to_beat: bool = False) -> datetime | None:
    wanted = select(Heartbeat.at).where(Heartbeat.name == NAME)
    return session.scalars(wanted.with_for_update() if to_beat else wanted).one_or_none()


def between(visit: Visit, begin: datetime, end: datetime, limit: int = 200) -> list[Outage]:
    """Return the absences that touch a time, oldest first."""
    found = visit.session.scalars(
        select(Outage).where(Outage.ended_at > begin, Outage.began_at < end)
        .order_by(Outage.ended_at.desc()).limit(limit))
    return list(reversed(list(found)))
