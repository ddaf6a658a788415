"""What a campaign has to see to, one by one: done by itself when it is a case, ticked off by whoever was there."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select, update

from data.campaigns import listing
from data.cases.given import NOTE_LENGTH
from data.errors import Conflict, Invalid, NotAllowed, NotFound
from data.models.case import Case
from data.models.together import Campaign, CampaignItem
from data.storage.prefix import begins_with
from data.visit import Visit

CASE, PLACE, POINT = "case", "place", "point"
TICKS = ("cases.handle", "cases.move", "cases.verify")
"""Any one of these, where the item lies, is enough to tick it off."""
CASE_OF_ITEM = and_(CampaignItem.kind == CASE, Case.case_no == CampaignItem.key)
IS_SEEN: ColumnElement[bool] = or_(CampaignItem.kind != CASE, Case.id.is_not(None))
"""An item that is a case is there for whoever sees the case."""
CASE_IS_DONE = and_(Case.id.is_not(None), or_(Case.is_open.is_(False), Case.handled_at.is_not(None)))
IS_DONE: ColumnElement[bool] = or_(CampaignItem.done_at.is_not(None), CASE_IS_DONE)
MOST_LISTED = 500


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item as it stands; `case` is the case it may be. Late: not done when the campaign's time is over."""

    row: CampaignItem
    case: Case | None
    is_done: bool
    is_late: bool

    @property
    def done_at(self) -> datetime | None:
        """When it was done, None while it is not; for a case when it was handled or ended."""
        if self.case is None or not self.is_done:
            return self.row.done_at
        return self.case.handled_at or self.case.closed_at


def listed(visit: Visit, campaign: Campaign, prefix: str, limit: int = MOST_LISTED) -> list[Item]:
    """Return the items of a campaign inside an area: what is not done first, then by area."""
    rows = visit.session.execute(
        _joined(prefix).where(CampaignItem.campaign_id == campaign.id)
        .order_by(IS_DONE, CampaignItem.area_code, CampaignItem.id).limit(limit))
    return [_item(visit, row, case, is_done, campaign) for row, case, is_done in rows]


def of_running(visit: Visit, prefix: str, box: tuple[float, float, float, float] | None,
               limit: int) -> list[tuple[Item, Campaign]]:
    """Return the items in an area and a box (west, south, east, north, WGS84) of campaigns that run."""
    campaigns = {one.id: one for one in listing.running(visit, prefix)}
    wanted = _joined(prefix).where(CampaignItem.campaign_id.in_(campaigns))
    if box is not None:
        wanted = wanted.where(CampaignItem.lon.between(box[0], box[2]), CampaignItem.lat.between(box[1], box[3]))
    rows = visit.session.execute(wanted.order_by(CampaignItem.id).limit(limit))
    return [(_item(visit, row, case, is_done, campaigns[row.campaign_id]), campaigns[row.campaign_id])
            for row, case, is_done in rows]


def tick(visit: Visit, item_id: int, outcome: str) -> CampaignItem:
    """Tick an item off with what was found and return it.

    Raises NotFound("item_not_found"), NotAllowed, Invalid("note_needed"), Invalid("note_too_long") for the outcome,
    Conflict("case_decides") for a case, Conflict("campaign_over"), Conflict("ticked_already").
    """
    item = visit.session.scalars(select(CampaignItem).where(CampaignItem.id == item_id)).one_or_none()
    if item is None:
        raise NotFound("item_not_found")
    campaign = listing.find(visit, item.campaign_id)
    if not may_tick(visit, item, campaign):
        raise NotAllowed(permission=TICKS[0])
    _require_words(outcome)
    if item.kind == CASE:
        raise Conflict("case_decides", case_no=item.key)
    if campaign.ended_at is not None:
        raise Conflict("campaign_over", name=campaign.name)
    done = visit.session.execute(
        update(CampaignItem).where(CampaignItem.id == item_id, CampaignItem.done_at.is_(None))
        .values(done_at=visit.now, done_by=visit.scope.name, outcome=outcome.strip())
        .execution_options(synchronize_session=False))
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("ticked_already", name=item.name)
    visit.session.refresh(item)
    return item


def may_tick(visit: Visit, item: CampaignItem, campaign: Campaign) -> bool:
    """May the visitor tick off what lies where the item does?"""
    return any(visit.scope.allows(permission, item.area_code, campaign.department) for permission in TICKS)


def is_over(visit: Visit, campaign: Campaign) -> bool:
    """Has the campaign's time run out, before it was ended?"""
    return campaign.due_at < (campaign.ended_at or visit.now)


def _joined(prefix: str) -> Select[CampaignItem, Case, bool]:
    return (select(CampaignItem, Case, IS_DONE).outerjoin(Case, CASE_OF_ITEM)
            .where(IS_SEEN, begins_with(CampaignItem.area_code, prefix)))


def _item(visit: Visit, row: CampaignItem, case: Case | None, is_done: bool, campaign: Campaign) -> Item:
    return Item(row=row, case=case, is_done=bool(is_done), is_late=not is_done and is_over(visit, campaign))


def _require_words(outcome: str) -> None:
    if not outcome.strip():
        raise Invalid("note_needed")
    if len(outcome) > NOTE_LENGTH:
        raise Invalid("note_too_long", limit=NOTE_LENGTH)
