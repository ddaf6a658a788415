"""How the city hears of things: the channels of the last 24 hours, and how much was found before anybody called."""

from datetime import timedelta

from dash.development.base_component import Component

from dashboard.panel import Panel, View
from dashboard.parts.bars import changed_rows
from dashboard.parts.frame import empty, filtered, panel, skeleton
from dashboard.speech import Words
from data.cases import figures
from data.figures.conditions import CALLED, PROACTIVE
from data.visit import Visit

WORDS = {
    "zh-CN": {
        "title": "近 24 小时：主动发现占 {percent}%",
        "plain": "近 24 小时来源",
        "note": "件 · 较前 24 小时",
        "none": "近 24 小时 0 件",
    },
    "en": {
        "title": "Last 24 h: {percent}% found before a call",
        "plain": "Channels, last 24 h",
        "note": "cases · vs 24 h before",
        "none": "0 cases in 24 h",
    },
}
DAY = timedelta(days=1)
HONOURS = frozenset({"cat", "pri", "st", "q"})


def layout(t: Words, view: View) -> Component:
    """Return the panel before its first data."""
    return skeleton("channels")


def answer(visit: Visit, t: Words, view: View) -> Component:
    """Return a row per channel, the most frequent first; the title says the share that was found proactively."""
    where = view.only.marks(visit.now)
    now = figures.received_by_channel(visit, view.area, visit.now - DAY, visit.now, where)
    before = figures.received_by_channel(visit, view.area, visit.now - 2 * DAY, visit.now - DAY, where)
    if not now:
        if view.only.kinds() & HONOURS:
            return filtered("channels", t, t("plain"), as_of=visit.now)
        return panel("channels", t("plain"), empty(t("none")), as_of=visit.now, state="zero")
    rows = changed_rows(t, now, before, lambda name: t(f"channels.{name}"), most=len(now))
    return panel("channels", title(t, now), rows, as_of=visit.now, note=t("note"))


def title(t: Words, counts: dict[str, int]) -> str:
    """Return the finding; without a case of known origin only what the panel is."""
    first = sum(counts.get(name, 0) for name in PROACTIVE)
    known = first + sum(counts.get(name, 0) for name in CALLED)
    return t("title", percent=f"{first / known * 100:.0f}") if known else t("plain")


PANEL = Panel(name="channels", permission="cases.view", words=WORDS, layout=layout, answer=answer,
              honours=HONOURS)
