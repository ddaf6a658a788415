"""What people report: the classes of the last 24 hours, against the 24 hours before."""

from datetime import timedelta

from dash.development.base_component import Component

from dashboard.panel import Panel, View
from dashboard.parts.bars import changed_rows
from dashboard.parts.frame import empty, more, panel, skeleton
from dashboard.speech import Words
from data.cases import classes, figures
from data.visit import Visit

WORDS = {
    "zh-CN": {
        "title": "近 24 小时:{name}居首",
        "plain": "近 24 小时类别",
        "note": "件 · 较前 24 小时",
        "none": "近 24 小时 0 件",
    },
    "en": {
        "title": "Last 24 h: {name} leads",
        "plain": "Classes, last 24 h",
        "note": "cases · vs 24 h before",
        "none": "0 cases in 24 h",
    },
}
ROWS, ROWS_ON_WALL = 5, 9
"""A wall shows as many as stand there whole, and counts the rest (assets/stage.js)."""
DAY = timedelta(days=1)


def layout(t: Words, view: View) -> Component:
    """Return the panel before its first data."""
    return skeleton("classes")


def answer(visit: Visit, t: Words, view: View) -> Component:
    """Return the five most frequent classes with their change."""
    now = figures.received_by_class(visit, view.area, visit.now - DAY, visit.now)
    before = figures.received_by_class(visit, view.area, visit.now - 2 * DAY, visit.now - DAY)
    if not now:
        return panel("classes", t("plain"), empty(t("none")), as_of=visit.now, state="zero")
    book = classes.open_book(visit.session, visit.city.class_scheme)
    shown = ROWS_ON_WALL if view.is_wall() else ROWS

    def name_of(code: str) -> str:
        known = book.by_code.get(code)
        return t.pick(known.name, known.name_en) if known else t("screen.unclassified")

    first = min(now, key=lambda code: (-now[code], code))
    rest = more(t, len(now) - shown) if view.is_wall() else None
    rows = changed_rows(t, now, before, name_of, most=shown)
    return panel("classes", t("title", name=name_of(first)), [*rows, rest], as_of=visit.now, note=t("note"))


PANEL = Panel(name="classes", permission="cases.view", words=WORDS, layout=layout, answer=answer, honours=frozenset())
