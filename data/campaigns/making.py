"""Making a campaign out of cases, places and points that are named, or of all that a question finds; ending it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, or_, select, update

from data.areas import queries as areas
from data.areas.at_point import area_at
from data.campaigns import listing
from data.campaigns.items import CASE, PLACE, POINT
from data.cases.effects.dispatching import require_department
from data.cases.given import NOTE_LENGTH
from data.errors import Conflict, Invalid, NotAllowed, NotFound
from data.models.case import Case, CaseClass
from data.models.together import Campaign, CampaignItem
from data.models.unit import Place
from data.people import trail
from data.storage.prefix import begins_with
from data.visit import Visit

MANAGES = "campaigns.manage"
MOST_ITEMS = 2_000
NAME_LENGTH, ITEM_NAME_LENGTH = 120, 160


@dataclass(frozen=True, kw_only=True)
class Point:
    """A spot that is no place of the ledger, WGS84."""

    name: str
    lon: float
    lat: float


@dataclass(frozen=True, kw_only=True)
class Query:
    """All open cases of a class (or of a major class), or all places of a kind, in an area inside the campaign's."""

    kind: str
    """case or place"""
    of: str
    """The class's code, or the kind of place."""
    area: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A campaign as somebody wants it."""

    name: str
    area: str
    begins_at: datetime
    due_at: datetime
    name_en: str = ""
    aim: str = ""
    department: str = ""
    cases: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    points: tuple[Point, ...] = ()
    queries: tuple[Query, ...] = ()


def make(visit: Visit, plan: Plan) -> Campaign:
    """Make the campaign with its items, each once, and return it.

    Raises NotAllowed (also "area_not_allowed"), NotFound for an area, department, case or place there is none of,
    Invalid("name_needed"), Invalid("campaign_name_too_long"), Invalid("note_too_long"),
    Invalid("campaign_begins_late"), Invalid("until_past"), Invalid("item_outside"), Invalid("campaign_empty"),
    Invalid("campaign_too_large").
    """
    _require_right(visit, plan.area, plan.department or None)
    _require_sound(visit, plan)
    rows = {(row["kind"], row["key"]): row for row in _items(visit, plan)}
    if not rows:
        raise Invalid("campaign_empty")
    if len(rows) > MOST_ITEMS:
        raise Invalid("campaign_too_large", limit=MOST_ITEMS)
    campaign = Campaign(
        name=plan.name.strip(), name_en=plan.name_en.strip(), aim=plan.aim.strip(), area_code=plan.area,
        department=plan.department or None, begins_at=plan.begins_at, due_at=plan.due_at, made_by=visit.scope.name,
        made_at=visit.now)
    visit.session.add(campaign)
    visit.session.flush()
    visit.session.execute(insert(CampaignItem), [{**row, "campaign_id": campaign.id} for row in rows.values()])
    numbers = [key for kind, key in rows if kind == CASE]
    visit.session.execute(update(Case).where(Case.case_no.in_(numbers)).values(campaign_id=campaign.id))
    _note(visit, campaign, "campaign_made", items=len(rows))
    return campaign


def end(visit: Visit, campaign_id: int) -> Campaign:
    """End the campaign, whatever is left of it, and return it.

    Raises NotFound("campaign_not_found"), NotAllowed, Conflict("campaign_over").
    """
    campaign = listing.find(visit, campaign_id)
    _require_right(visit, campaign.area_code, campaign.department)
    done = visit.session.execute(
        update(Campaign).where(Campaign.id == campaign_id, Campaign.ended_at.is_(None)).values(ended_at=visit.now)
        .execution_options(synchronize_session=False))
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("campaign_over", name=campaign.name)
    visit.session.refresh(campaign)
    _note(visit, campaign, "campaign_ended")
    return campaign


def may_manage(visit: Visit, area: str, department: str | None) -> bool:
    """May the visitor make and end campaigns of this department in all of this area?"""
    return visit.scope.allows(MANAGES, area, department)


def place_kinds(visit: Visit) -> list[str]:
    """Return the kinds of places there are in the visitor's areas."""
    return list(visit.session.scalars(select(Place.kind).distinct().order_by(Place.kind)))


def _require_right(visit: Visit, area: str, department: str | None) -> None:
    visit.scope.require(MANAGES)
    visit.scope.require_area(area)
    if not may_manage(visit, area, department):
        raise NotAllowed(permission=MANAGES)


def _require_sound(visit: Visit, plan: Plan) -> None:
    if len(plan.cases) + len(plan.places) + len(plan.points) > MOST_ITEMS:
        raise Invalid("campaign_too_large", limit=MOST_ITEMS)
    areas.find(visit, plan.area)
    if plan.department:
        require_department(visit, plan.department)
    if not plan.name.strip():
        raise Invalid("name_needed")
    if max(len(plan.name), len(plan.name_en)) > NAME_LENGTH:
        raise Invalid("campaign_name_too_long", limit=NAME_LENGTH)
    if len(plan.aim) > NOTE_LENGTH:
        raise Invalid("note_too_long", limit=NOTE_LENGTH)
    if plan.begins_at >= plan.due_at:
        raise Invalid("campaign_begins_late")
    if plan.due_at <= visit.now:
        raise Invalid("until_past")


def _items(visit: Visit, plan: Plan) -> Iterable[dict[str, Any]]:
    found = [*_cases(visit, plan.cases), *_places(visit, plan.places), *(_point(visit, one) for one in plan.points)]
    for query in plan.queries:
        found += _asked(visit, query)
    for row in found:
        if not row["area_code"].startswith(plan.area):
            raise Invalid("item_outside", item=row["name"] or row["key"], area=plan.area)
    return found


def _cases(visit: Visit, numbers: Sequence[str]) -> list[dict[str, Any]]:
    cases = {case.case_no: case for case in visit.session.scalars(select(Case).where(Case.case_no.in_(numbers)))}
    for number in numbers:
        if number not in cases:
            raise NotFound("case_not_found", case_no=number)
    return _case_rows(visit, cases.values())


def _places(visit: Visit, ids: Sequence[int]) -> list[dict[str, Any]]:
    places = {place.id: place for place in visit.session.scalars(select(Place).where(Place.id.in_(ids)))}
    for one in ids:
        if one not in places:
            raise NotFound("campaign_place_unknown", place=one)
    return [_place_row(place) for place in places.values()]


def _asked(visit: Visit, query: Query) -> list[dict[str, Any]]:
    if query.kind == PLACE:
        return [_place_row(place) for place in visit.session.scalars(
            select(Place).where(Place.kind == query.of, begins_with(Place.area_code, query.area))
            .order_by(Place.id).limit(MOST_ITEMS + 1))]
    return _case_rows(visit, visit.session.scalars(
        select(Case).where(Case.is_open.is_(True), or_(Case.class_code == query.of, Case.major_code == query.of),
                           begins_with(Case.area_code, query.area))
        .order_by(Case.id).limit(MOST_ITEMS + 1)))


def _case_rows(visit: Visit, cases: Iterable[Case]) -> list[dict[str, Any]]:
    """A case's own words stay with the case; the item bears its class's name."""
    names = {(scheme, code): name for scheme, code, name in visit.session.execute(
        select(CaseClass.scheme, CaseClass.code, CaseClass.name))}
    return [_row(CASE, case.case_no, names.get((case.class_scheme, case.class_code), ""), case) for case in cases]


def _place_row(place: Place) -> dict[str, Any]:
    return _row(PLACE, str(place.id), place.name, place)


def _point(visit: Visit, point: Point) -> dict[str, Any]:
    area = area_at(visit, point.lon, point.lat)
    if area is None:
        raise Invalid("item_outside", item=point.name, area="")
    return {"kind": POINT, "key": f"{point.lon:.6f},{point.lat:.6f}", "name": point.name.strip()[:ITEM_NAME_LENGTH],
            "lon": point.lon, "lat": point.lat, "area_code": area.area_code, "outcome": ""}


def _row(kind: str, key: str, name: str, where: Case | Place) -> dict[str, Any]:
    return {"kind": kind, "key": key, "name": name[:ITEM_NAME_LENGTH], "lon": where.lon, "lat": where.lat,
            "area_code": where.area_code, "outcome": ""}


def _note(visit: Visit, campaign: Campaign, what: str, **details: Any) -> None:
    trail.note(visit.session, at=visit.now, who=visit.scope.name, what=what, outcome="done", person=visit.scope.person,
               area=campaign.area_code, subject=f"campaign {campaign.id}", **details)
