"""The five elements of a grid, 人、地、事、物、组织: people as counts, places, cases, objects, organisations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from data.errors import Invalid, NotAllowed
from data.models.ledger import Element, ElementLink, PeopleCount
from data.models.unit import Place
from data.storage.prefix import begins_with
from data.visit import Visit

NEEDS = ("living_alone", "aged_80", "disabled", "minor_alone", "low_income", "moved_in")
KINDS = ("object", "organisation")
RELATIONS = ("belongs_to", "runs", "stands_at", "about")
FEWEST_SHOWN = 5
"""A count of people below this is not told to those who do not keep the ledger themselves."""
MOST_LISTED = 300


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How many people of an area have a need. `count` None: too few to be told, or nobody has counted."""

    need: str
    count: int | None
    is_hidden: bool
    as_of: datetime | None


def people(visit: Visit, prefix: str) -> list[Counted]:
    """Return the counts of needs in an area; small ones are hidden from those who do not keep its ledger.

    Raises NotAllowed without ledger.view.
    """
    visit.scope.require("ledger.view")
    rows = visit.session.execute(
        select(PeopleCount.need, func.sum(PeopleCount.count), func.min(PeopleCount.as_of))
        .where(begins_with(PeopleCount.area_code, prefix))
        .group_by(PeopleCount.need))
    found = {need: (int(count), as_of) for need, count, as_of in rows}
    sees_all = visit.scope.allows("ledger.edit", prefix)
    return [_counted(need, found.get(need), sees_all=sees_all) for need in NEEDS]


def _counted(need: str, found: tuple[int, datetime] | None, *, sees_all: bool) -> Counted:
    if found is None:
        return Counted(need=need, count=None, is_hidden=False, as_of=None)
    is_hidden = not sees_all and 0 < found[0] < FEWEST_SHOWN
    return Counted(need=need, count=None if is_hidden else found[0], is_hidden=is_hidden, as_of=found[1])


def counts(visit: Visit, prefix: str) -> dict[str, dict[str, int]]:
    """Return {"place", "object", "organisation": {kind or class: how many}} in an area. Raises NotAllowed."""
    visit.scope.require("ledger.view")
    places = visit.session.execute(
        select(Place.kind, func.count()).where(begins_with(Place.area_code, prefix))
        .group_by(Place.kind))
    found: dict[str, dict[str, int]] = {"place": {kind: count for kind, count in places}, "object": {},
                                        "organisation": {}}
    for kind, class_code, count in visit.session.execute(
            select(Element.kind, Element.class_code, func.count())
            .where(begins_with(Element.area_code, prefix))
            .group_by(Element.kind, Element.class_code)):
        found[kind][class_code] = count
    return found


def listed(visit: Visit, prefix: str, kind: str, limit: int = MOST_LISTED) -> list[Element]:
    """Return the objects or organisations of an area, those that are not sound first. Raises NotAllowed."""
    visit.scope.require("ledger.view")
    return list(visit.session.scalars(
        select(Element).where(begins_with(Element.area_code, prefix),
                              Element.kind == kind)
        .order_by(Element.state.in_(("sound", "open")), Element.code).limit(limit)))


def find(visit: Visit, kind: str, code: str) -> Element | None:
    """Return the element of a code where the visitor may see it. Raises NotAllowed."""
    visit.scope.require("ledger.view")
    return visit.session.scalars(select(Element).where(Element.kind == kind, Element.code == code)).one_or_none()


def links(visit: Visit, kind: str, key: str) -> Sequence[ElementLink]:
    """Return how an element, place or case is related to others, both ways. Raises NotAllowed."""
    visit.scope.require("ledger.view")
    return list(visit.session.scalars(
        select(ElementLink).where(((ElementLink.from_kind == kind) & (ElementLink.from_key == key))
                                  | ((ElementLink.to_kind == kind) & (ElementLink.to_key == key)))
        .order_by(ElementLink.id)))


def count_people(visit: Visit, grid: str, need: str, count: int, *, source: str = "") -> None:
    """Set how many people of a grid have a need. Raises NotAllowed outside one's own grids, Invalid."""
    if not visit.scope.allows("ledger.edit", grid):
        raise NotAllowed(permission="ledger.edit")
    if need not in NEEDS or not 0 <= count < 1_000_000 or visit.city.level_of(grid) != visit.city.leaf_level():
        raise Invalid("bad_people_count", need=need[:32], count=count)
    visit.session.merge(PeopleCount(area_code=grid, need=need, count=count, as_of=visit.now, source=source[:64]))
    visit.session.flush()


def relate(visit: Visit, one: tuple[str, str], relation: str, other: tuple[str, str]) -> ElementLink:
    """Relate two elements, places or cases, each as (kind, key). Raises NotAllowed, Invalid("bad_relation")."""
    visit.scope.require("ledger.edit")
    kinds = (*KINDS, "place", "case")
    if relation not in RELATIONS or one[0] not in kinds or other[0] not in kinds or one == other:
        raise Invalid("bad_relation", relation=relation[:24])
    made = ElementLink(from_kind=one[0], from_key=one[1][:64], relation=relation, to_kind=other[0],
                       to_key=other[1][:64])
    visit.session.add(made)
    visit.session.flush()
    return made


def keep(visit: Visit, kind: str, code: str, **values: Any) -> Element:
    """Add an object or organisation, or change what is known of it, as of now.

    Raises NotAllowed, Invalid("bad_element").
    """
    known = visit.session.scalars(select(Element).where(Element.kind == kind, Element.code == code)).one_or_none()
    area = str(values.get("area_code") or (known.area_code if known else ""))
    if not visit.scope.allows("ledger.edit", area):
        raise NotAllowed(permission="ledger.edit")
    if kind not in KINDS or not code or len(code) > 64 or not (known or values.get("name")) or not area:
        raise Invalid("bad_element", code=code[:64])
    element = known or Element(kind=kind, code=code, lon=0.0, lat=0.0, name="", area_code=area, attributes={})
    for name, value in values.items():
        setattr(element, name, value)
    element.as_of = visit.now
    visit.session.add(element)
    visit.session.flush()
    return element
