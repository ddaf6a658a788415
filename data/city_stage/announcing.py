"""Announcing a city stage: by a person with the right for the whole city, with a reason; every screen is told.

Two who announce at once: the second is refused with what the first announced, and decides anew.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from data.city_stage.stages import FIRST_URGENT, LAST, PEACE, Stage, configured, readings
from data.errors import Conflict, Invalid, NotAllowed
from data.models.city_stage import Announcement
from data.people import trail
from data.scope import WHOLE_CITY
from data.storage import changes
from data.storage.inserting import insert_into
from data.visit import Visit

RIGHT = "stage.announce"
LONGEST_REASON = 500
LONGEST = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody announces. `seen` is the number of the announcement on their screen, 0 where there was none."""

    stage: int
    reason: str
    seen: int
    until: datetime | None = None


def in_force(visit: Visit) -> Announcement | None:
    """Return the newest announcement, None before the first: then the city is at peace."""
    return visit.session.scalars(select(Announcement).order_by(Announcement.number.desc()).limit(1)).first()


def history(visit: Visit, limit: int = 100) -> list[Announcement]:
    """Return the announcements, the newest first."""
    return list(visit.session.scalars(select(Announcement).order_by(Announcement.number.desc()).limit(limit)))


def may_announce(visit: Visit) -> bool:
    """Does the right hold for the whole city?"""
    return visit.scope.allows(RIGHT, WHOLE_CITY)


def announce(visit: Visit, wish: Wish) -> Announcement:
    """Keep what is announced, seal it in the trail and tell every screen; return it.

    Raises NotAllowed, Invalid("bad_stage", "reason_needed", "note_too_long", "until_past", "until_too_far"),
    Conflict("stage_announced") with what somebody else announced meanwhile.
    """
    visit.scope.require(RIGHT)
    if not may_announce(visit):
        raise NotAllowed("area_not_allowed", area=visit.city.code)
    reason = _sound(visit, wish)
    newest = in_force(visit)
    if (newest.number if newest else 0) != wish.seen:
        raise _too_late(newest)
    stages = configured(visit)
    made: Announcement | None = visit.session.scalars(insert_into(visit.session, Announcement).values(
        number=wish.seen + 1, stage=wish.stage, reason=reason, person=visit.scope.person, by_name=visit.scope.name,
        at=visit.now, until=wish.until if wish.stage > PEACE else None,
        basis=[one.as_basis() for one in readings(visit, stages) if one.is_met],
    ).on_conflict_do_nothing().returning(Announcement)).one_or_none()
    if made is None:  # somebody took the number between the look and this
        raise _too_late(in_force(visit))
    _tell(visit, made, stages, newest.stage if newest else PEACE)
    return made


def _sound(visit: Visit, wish: Wish) -> str:
    """Return the reason. Raises Invalid."""
    reason = wish.reason.strip()
    if not PEACE <= wish.stage <= LAST:
        raise Invalid("bad_stage", stage=wish.stage)
    if not reason:
        raise Invalid("reason_needed")
    if len(reason) > LONGEST_REASON:
        raise Invalid("note_too_long", limit=LONGEST_REASON)
    if wish.until is not None and wish.until <= visit.now:
        raise Invalid("until_past")
    if wish.until is not None and wish.until > visit.now + LONGEST:
        raise Invalid("until_too_far", days=LONGEST.days)
    return reason


def _too_late(newest: Announcement | None) -> Conflict:
    return Conflict("stage_announced", stage=newest.stage if newest else PEACE, name=newest.by_name if newest else "")


def _tell(visit: Visit, made: Announcement, stages: tuple[Stage, ...], before: int) -> None:
    trail.note(visit.session, at=visit.now, who=visit.scope.name, person=visit.scope.person, what="stage_announced",
               outcome="done", subject=str(made.stage), before=before, reason=made.reason,
               until=made.until.isoformat(timespec="seconds") if made.until else "")
    changes.record(visit.session, [changes.Note(kind="city_stage", key="city", area_code=visit.city.code,
                                                body=body_of(made, stages))], visit.now)


def body_of(made: Announcement | None, stages: tuple[Stage, ...]) -> dict[str, Any]:
    """Return what a screen needs to show a stage: moments are epoch seconds; no name of a person, no reason."""
    stage = stages[(made.stage if made else PEACE) - 1]
    return {
        "number": made.number if made else 0, "stage": stage.number, "name": stage.name, "name_en": stage.name_en,
        "scene": stage.scene, "urgent": stage.number >= FIRST_URGENT, "at": round(made.at.timestamp()) if made else 0,
        "until": round(made.until.timestamp()) if made and made.until else 0,
    }


def body_in_force(visit: Visit) -> dict[str, Any]:
    """Return the same of the stage in force."""
    return body_of(in_force(visit), configured(visit))
