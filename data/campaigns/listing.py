"""The campaigns a visitor may know of: those with something to see to inside their own areas."""

from sqlalchemy import ColumnElement, and_, exists, select, true

from data.errors import NotFound
from data.models.together import Campaign, CampaignItem
from data.storage.database import lifted, within
from data.visit import Visit

MOST_LISTED = 100


def listed(visit: Visit, prefix: str, limit: int = MOST_LISTED) -> list[Campaign]:
    """Return the campaigns with items in an area: those that run, the next to end first, then those that ended."""
    with lifted(visit.session):
        return list(visit.session.scalars(
            select(Campaign).where(_is_known(visit, prefix))
            .order_by(Campaign.ended_at.is_not(None), Campaign.ended_at.desc(), Campaign.due_at, Campaign.id)
            .limit(limit)))


def running(visit: Visit, prefix: str) -> list[Campaign]:
    """Return the campaigns with items in an area that have begun and not ended, the next to end first."""
    return [one for one in listed(visit, prefix) if one.ended_at is None and one.begins_at <= visit.now]


def find(visit: Visit, campaign_id: int) -> Campaign:
    """Return the campaign. Raises NotFound("campaign_not_found"), also for one the visitor may not know of."""
    with lifted(visit.session):
        found = visit.session.scalars(
            select(Campaign).where(Campaign.id == campaign_id, exists(select(CampaignItem.id).where(
                CampaignItem.campaign_id == campaign_id, _is_near(visit, ""))))).one_or_none()
    if found is None:
        raise NotFound("campaign_not_found", campaign=campaign_id)
    return found


def _is_known(visit: Visit, prefix: str) -> ColumnElement[bool]:
    """An item lies there: asked for all campaigns at once, so that items may lie on other machines than these.

    Every campaign has an item, so whoever asks for everywhere and sees it knows them all.
    """
    if prefix == "" and visit.scope.sees_everything():
        return true()
    return Campaign.id.in_(select(CampaignItem.campaign_id).where(_is_near(visit, prefix)))


def _is_near(visit: Visit, prefix: str) -> ColumnElement[bool]:
    """An item lies in the area asked for and in one of the visitor's own."""
    where = CampaignItem.area_code
    return and_(within(where, (prefix,)), within(where, tuple(sorted(visit.scope.areas))))
