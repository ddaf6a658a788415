"""Telling walls what to show, from a desk, for a while: a scene, an area or a case, and nothing else.

Whoever tells them sees the walls whole: each wall looks at nothing but their own areas. What was told last counts;
it ends by its time, by being taken back, or with the wall's pairing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update

from data.areas import queries as areas
from data.cases import workflow
from data.errors import Invalid, NotAllowed, NotFound
from data.models.person import Person
from data.models.wall import WallOrder
from data.people import pairing, sessions, trail
from data.scope import WHOLE_CITY
from data.visit import Visit

KINDS = ("scene", "area", "case")
OF_PROFILE = "profile:"
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(hours=12)
MOST_TARGETS = 50
LONGEST_NAME = 64


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is to be shown where, and for how long."""

    targets: tuple[str, ...]
    """Paired walls by their person's id, or `profile:NAME`."""
    kind: str
    what: str
    lasts: timedelta


def send(visit: Visit, wish: Wish) -> list[WallOrder]:
    """Tell the walls, in place of whatever they were told before, and return the orders.

    Whether there is such a scene is for the caller to know: scenes are files. Raises NotAllowed, Invalid, NotFound.
    """
    visit.scope.require("walls.drive")
    if not SHORTEST <= wish.lasts <= LONGEST:
        raise Invalid("bad_field", field="minutes", why=f"1 - {int(LONGEST.total_seconds() // 60)}")
    targets = list(dict.fromkeys(wish.targets))
    if not 0 < len(targets) <= MOST_TARGETS:
        raise Invalid("walls_needed")
    where = _area_of(visit, wish)
    for target in targets:
        _require_target(visit, target, where)
    visit.session.execute(update(WallOrder).where(WallOrder.target.in_(targets), WallOrder.ended_at.is_(None))
                          .values(ended_at=visit.now))
    return [_add(visit, target, wish, visit.now + wish.lasts) for target in targets]


def take_back(visit: Visit, order_id: int) -> WallOrder:
    """End an order now and return it. Raises NotAllowed, NotFound("order_not_found")."""
    visit.scope.require("walls.drive")
    found = next((one for one in in_force(visit) if one.id == order_id), None)
    if found is None:
        raise NotFound("order_not_found")
    found.ended_at = visit.now
    _note(visit, "wall_taken_back", found)
    return found


def in_force(visit: Visit) -> list[WallOrder]:
    """Return what walls were told from desks and still show, the newest first: those the visitor may take back."""
    visit.scope.require("walls.drive")
    listed = visit.session.scalars(select(WallOrder).where(*_stands(visit.now))
                                   .order_by(WallOrder.id.desc()))
    mine = {one.person.id for one in drivable(visit)}
    return [one for one in listed if one.target in mine or (_is_profile(one.target) and sees_the_city(visit))]


def drivable(visit: Visit) -> list[pairing.Wall]:
    """Return the paired walls that look at nothing but the visitor's own areas. Raises NotAllowed."""
    visit.scope.require("walls.drive")
    return pairing.of_mine(visit)


def may_show(wall: Person, area_code: str) -> bool:
    """May a wall look at what lies in an area? "" lies nowhere, and everybody may look at that."""
    return not area_code or any(area_code.startswith(area) for area in wall.areas)


def sees_the_city(visit: Visit) -> bool:
    """Does the right hold for the whole city? Only then whole profiles may be told."""
    return visit.scope.allows("walls.drive", WHOLE_CITY)


def told_to(visit: Visit, profile: str) -> WallOrder | None:
    """Return what the visitor, a wall that shows a profile, was told last from a desk; None where nothing is in force.

    What the wall itself may not see it is not told: then it shows what it would show anyway.
    """
    targets = [f"{OF_PROFILE}{profile}", *([visit.scope.person] if visit.scope.person else [])]
    found = visit.session.scalars(select(WallOrder).where(WallOrder.target.in_(targets), *_stands(visit.now))
                                  .order_by(WallOrder.id.desc()).limit(1)).one_or_none()
    if found is None or found.kind == "scene":
        return found
    try:
        _area_of(visit, Wish(targets=(), kind=found.kind, what=found.what, lasts=SHORTEST))
    except NotFound:
        return None
    return found


def _area_of(visit: Visit, wish: Wish) -> str:
    """Return the area that a wall must see to show what is wished for; "" for a scene."""
    what = wish.what.strip()
    if wish.kind not in KINDS or not what or len(what) > LONGEST_NAME:
        raise Invalid("bad_field", field="kind", why=", ".join(KINDS))
    if wish.kind == "case":
        return workflow.find(visit, what).area_code
    return areas.find(visit, what).area_code if wish.kind == "area" else ""


def _require_target(visit: Visit, target: str, where: str) -> None:
    if _is_profile(target):
        if not sees_the_city(visit):
            raise NotAllowed("area_not_allowed", area=visit.city.code)
        return
    wall = next((one.person for one in drivable(visit) if one.person.id == target), None)
    if wall is None:
        raise NotFound("wall_not_paired")
    if not may_show(wall, where):
        raise Invalid("wall_sees_less", name=wall.name)


def _is_profile(target: str) -> bool:
    return target.startswith(OF_PROFILE) and target != OF_PROFILE


def _stands(now: datetime) -> Sequence[ColumnElement[bool]]:
    return WallOrder.ended_at.is_(None), WallOrder.until > now


def _add(visit: Visit, target: str, wish: Wish, until: datetime) -> WallOrder:
    sender = sessions.find(visit.session, visit.scope.person) or Person(
        name=visit.scope.name, name_en=visit.scope.name, title="")
    order = WallOrder(target=target, kind=wish.kind, what=wish.what.strip(), person=visit.scope.person,
                      by_name=sender.name, by_name_en=sender.name_en, by_title=sender.title, at=visit.now, until=until)
    visit.session.add(order)
    visit.session.flush()
    _note(visit, "wall_told", order)
    return order


def _note(visit: Visit, what: str, order: WallOrder) -> None:
    trail.note(visit.session, at=visit.now, who=visit.scope.name, person=visit.scope.person, what=what, outcome="done",
               subject=order.target, shows=order.kind, which=order.what,
               until=order.until.isoformat(timespec="seconds"))
