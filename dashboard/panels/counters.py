"""人在干、数在转、云在算: people, data and algorithms at work today, on a wall whose scene asks for it."""

from dash.development.base_component import Component

from dashboard.panel import Panel, View
from dashboard.parts.counters import lines
from dashboard.parts.frame import panel, skeleton
from dashboard.speech import Words
from data.platform import counters
from data.visit import Visit

WORDS = {
    "zh-CN": {
        "title": "人在干 · 数在转 · 云在算",
        "note": "今日零时至 {time}",
        "source": "力量库、案件库、变更日志；算法登记为全市",
    },
    "en": {
        "title": "At work today",
        "note": "midnight to {time}",
        "source": "Unit and case registers, change log; city-wide runs",
    },
}


def layout(t: Words, view: View) -> Component:
    """Return the panel before its first data."""
    return skeleton("counters")


def answer(visit: Visit, t: Words, view: View) -> Component:
    """Return the three counters since the city's midnight; algorithms are the whole city's."""
    found = counters.counters(visit, view.area)
    return panel("counters", t("title"), lines(t, found), as_of=visit.now, source=t("source"),
                 note=t("note", time=t.time_of_day(visit.now)))


PANEL = Panel(name="counters", permission="cases.view", words=WORDS, layout=layout, answer=answer,
              honours=frozenset())
