"""Whether what the briefing says can be relied on: how alarms went, and which feeds are heard."""

from dashboard.briefing.content import Cell, Mark, Table
from dashboard.briefing.sentences import count
from dashboard.speech import Words
from data.alarms import feeds
from data.alarms import health as alarm_health
from data.alarms.health import FLOOD_FROM, Health
from data.visit import Visit

MOST = 10


def alarms(visit: Visit, t: Words, area: str) -> Table:
    """Return the figures of alarms of the last 24 hours with what is called sound (EEMUA 191)."""
    found = alarm_health.health(visit, area)
    head = tuple(t(f"brief.health_{key}") for key in ("item", "value", "goal"))
    if not found.alarms:
        return Table(title=t("brief.health_none"), head=head, rows=(), empty=t("brief.health_none"))
    return Table(title=t("brief.health_title", n=t.number(found.alarms), peak=t.number(found.peak)), head=head,
                 rows=_alarm_rows(t, found))


def _alarm_rows(t: Words, found: Health) -> tuple[tuple[Cell, ...], ...]:
    waits = found.minutes_to_acknowledge
    waited = "—" if waits is None else t("brief.minutes", n=t.number(waits, 1))
    return (
        (t("brief.peak"), count(t, found.peak), f"<{FLOOD_FROM}"),
        (t("brief.flooded"), f"{t.number(found.flooded, 1)}%", "<1%"),
        (t("brief.standing"), count(t, found.standing), "0"),
        (t("brief.chattering"), count(t, found.chattering), "0"),
        (t("brief.wait"), waited, t("brief.minutes", n=5)))


def sources(visit: Visit, t: Words, area: str) -> Table:
    """Return from where cases came within 24 hours, and who has fallen silent."""
    found = feeds.feeds(visit, area)
    silent = sum(one.is_silent for one in found)
    title = t("brief.feeds_title" if silent else "brief.feeds_fine", n=t.number(len(found)), silent=t.number(silent))
    rows = tuple((one.source, count(t, one.cases), t.when(one.last_at, visit.now), _state(t, one.is_silent))
                 for one in found[:MOST])
    return Table(title=title if found else t("brief.feeds_none"), rows=rows, wide=0, empty=t("brief.feeds_none"),
                 head=tuple(t(f"brief.{key}") for key in ("feed", "feed_cases", "feed_last", "feed_state")))


def _state(t: Words, is_silent: bool) -> Mark:
    return Mark(text=t("brief.silent"), mark="late") if is_silent else Mark(text=t("brief.heard"), mark="fine")
