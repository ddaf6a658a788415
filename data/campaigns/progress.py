"""How far campaigns have come: how many of their items there are, are done, are late, and where."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, case, func, select

from data.campaigns.items import CASE_OF_ITEM, IS_DONE, IS_SEEN, is_over
from data.models.case import Case
from data.models.together import Campaign, CampaignItem
from data.storage.prefix import begins_with
from data.visit import Visit


class Progress(NamedTuple):
    """Counts of items. Late are those not done when the campaign's time is over."""

    total: int
    done: int
    late: int


def of_many(visit: Visit, campaigns: Sequence[Campaign], prefix: str) -> dict[int, Progress]:
    """Return {campaign's id: its progress inside an area}."""
    counted = {key: (total, done) for key, total, done in _counted(visit, campaigns, prefix, CampaignItem.campaign_id)}
    return {one.id: _progress(visit, one, *counted.get(one.id, (0, 0))) for one in campaigns}


def by_area(visit: Visit, campaign: Campaign, prefix: str) -> dict[str, Progress]:
    """Return {area of the level below: the campaign's progress there} inside an area, by code.

    What lies in no area of that level is counted under the finest code that is known.
    """
    level = max(visit.city.level_of(prefix), visit.city.level_of(campaign.area_code))
    width = visit.city.width_of(min(level + 1, visit.city.leaf_level()))
    code = func.substr(CampaignItem.area_code, 1, width)
    return {key: _progress(visit, campaign, total, done)
            for key, total, done in sorted(_counted(visit, [campaign], prefix, code))}


def _counted(visit: Visit, campaigns: Sequence[Campaign], prefix: str, by: Any) -> list[Row[Any, int, int]]:
    return list(visit.session.execute(
        select(by, func.count(), func.sum(case((IS_DONE, 1), else_=0))).select_from(CampaignItem)
        .outerjoin(Case, CASE_OF_ITEM)
        .where(IS_SEEN, CampaignItem.campaign_id.in_([one.id for one in campaigns]),
               begins_with(CampaignItem.area_code, prefix)).group_by(by)))


def _progress(visit: Visit, campaign: Campaign, total: int, done: int) -> Progress:
    return Progress(total, int(done), total - int(done) if is_over(visit, campaign) else 0)
