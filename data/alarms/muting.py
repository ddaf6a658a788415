"""Muting the walls: by the duty leader of the whole city, for half an hour, sealed in the trail; it ends by itself.

What is in force stands in the change log, which screens resume by; the trail keeps it for ever.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from data.errors import NotAllowed
from data.models.change import Change
from data.people import trail
from data.scope import WHOLE_CITY
from data.storage import changes
from data.visit import Visit

KIND, KEY = "mute", "walls"
RIGHT = "alarms.shelve_urgent"
LASTS = timedelta(minutes=30)
"""As long as an alarm of the first priority may be shelved."""


def may_mute(visit: Visit) -> bool:
    """May the visitor silence every wall?"""
    return visit.scope.allows(RIGHT, WHOLE_CITY)


def mute_walls(visit: Visit, *, muted: bool) -> dict[str, Any]:
    """Silence every wall for half an hour, or let them sound again; return what screens are told. Raises NotAllowed."""
    visit.scope.require(RIGHT)
    if not may_mute(visit):
        raise NotAllowed("area_not_allowed", area=visit.city.code)
    body = {"until": round((visit.now + LASTS).timestamp()) if muted else 0}
    changes.record(visit.session, [changes.Note(kind=KIND, key=KEY, area_code=visit.city.code, body=body)], visit.now)
    _note(visit, KEY, muted=muted)
    return body


def note_desk(visit: Visit, *, muted: bool) -> None:
    """Seal in the trail that somebody silenced their own desk, or let it sound again."""
    _note(visit, "desk", muted=muted)


def in_force(visit: Visit) -> dict[str, Any]:
    """Return {"until"}: until when walls are silent, in epoch seconds; 0: they are not."""
    said = visit.session.scalars(
        select(Change.body).where(Change.kind == KIND, Change.at > visit.now - LASTS)
        .order_by(Change.seq.desc()).limit(1)).first()
    return said if said and said["until"] > visit.now.timestamp() else {"until": 0}


def _note(visit: Visit, where: str, *, muted: bool) -> None:
    trail.note(visit.session, at=visit.now, who=visit.scope.name, person=visit.scope.person,
               what="sound_muted" if muted else "sound_unmuted", outcome="done", subject=where)
