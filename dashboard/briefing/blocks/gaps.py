"""What is missing or too old, and where the data come from. A briefing that lacks something is a draft."""

from dashboard.briefing.content import Gap
from dashboard.speech import Words
from data import clock
from data.alarms import outages
from data.alarms.feeds import Feed
from data.feeds.coverage import coverage
from data.units import board
from data.visit import Visit


def gaps(visit: Visit, t: Words, area: str, heard: list[Feed], *, is_past: bool = False) -> tuple[Gap, ...]:
    """Return silences of feeds, areas and units, and times in which the program was away, at the visit's moment."""
    silent = [Gap(said=t("brief.gap_feed", source=one.source, time=t.duration(visit.now - one.last_at)), is_stale=True)
              for one in heard if one.is_silent]
    missing = [Gap(is_stale=True,
                   said=t("brief.gap_area", name=one.name, feed=t.pick(one.feed.title, one.feed.title_en)))
               for one in coverage(visit, area, visit.now).missing]
    away = [Gap(said=t("brief.gap_away", begin=t.time_of_day(one.began_at), end=t.time_of_day(one.ended_at)))
            for one in outages.between(visit, clock.start_of_day(visit.now, visit.zone), visit.now)]
    forgotten = [Gap(said=t("brief.gap_past", what=t("nodes.campaign")))] if is_past else []
    return (*silent, *missing, *_units(visit, t, area), *away, *forgotten)


def _units(visit: Visit, t: Words, area: str) -> list[Gap]:
    heard = board.last_heard(visit, area)
    if heard is None or visit.now - heard <= board.SILENT_AFTER:
        return []
    return [Gap(said=t("brief.gap_units", time=t.duration(visit.now - heard)), is_stale=True)]


def source(visit: Visit, t: Words, heard: list[Feed]) -> str:
    """Return from how many feeds the cases of the last 24 hours came, and when the last one did."""
    return t("brief.source", n=t.number(len(heard)), time=t.when(max(one.last_at for one in heard), visit.now)
             ) if heard else t("brief.source_none")
