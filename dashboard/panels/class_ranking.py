"""What people report: the classes of the last 24 hours or of the chosen time, against the time before.

At a desk all classes stay to be seen when some are filtered by: these are marked, and a press takes one away again.
"""

from datetime import timedelta

from dash.development.base_component import Component

from dashboard import filters
from dashboard.counted import COUNTED
from dashboard.panel import Panel, View
from dashboard.parts.bars import changed_rows
from dashboard.parts.class_names import class_names
from dashboard.parts.compared import filter_hooks, span_name
from dashboard.parts.frame import empty, filtered, more, panel, skeleton
from dashboard.speech import Words
from data.cases import compared, figures, narrowed
from data.cases.compared import Span
from data.cases.only import KINDS
from data.visit import Visit

WORDS = {
    "zh-CN": {
        "title": "{span}：{name}居首",
        "plain": "{span}类别",
        "note": "件 · 较前期",
        "none": "{span} 0 件",
        "year": "件 · 较去年同期",
        "alone": "件",
        "nothing_then": "件 · 无同期数据",
        "day": "近 24 小时",
    },
    "en": {
        "title": "{span}: {name} leads",
        "plain": "Classes, {span}",
        "note": "cases · vs before",
        "none": "0 cases, {span}",
        "year": "cases · vs last year",
        "alone": "cases",
        "nothing_then": "cases · no data then",
        "day": "Last 24 h",
    },
}
ROWS, ROWS_ON_WALL = 5, 9
"""A wall shows as many as stand there whole, and counts the rest (assets/stage.js)."""
DAY = timedelta(days=1)
NOTES = {"mom": "note", "yoy": "year", "none": "alone"}


def layout(t: Words, view: View) -> Component:
    """Return the panel before its first data."""
    return skeleton("classes")


def answer(visit: Visit, t: Words, view: View) -> Component:
    """Return the five most frequent classes with their change."""
    over = narrowed.chosen(view.only) or Span(visit.now - DAY, visit.now, "24h")
    only = view.only if view.is_wall() else view.only.without("cat")
    then, where = compared.earlier(visit, over, view.compare), only.marks(visit.now)
    if view.compare == "yoy" and then and not compared.is_known(visit, then):
        then = None
    now, before, as_of = COUNTED.ask(visit, ("classes", view.surface, *filters.key(view)), lambda: (
        figures.received_by_class(visit, view.area, over.begin, over.end, where),
        figures.received_by_class(visit, view.area, then.begin, then.end, where) if then else None, visit.now))
    span = span_name(visit, t, view.only, "24h") if view.only.begin else t("day")
    if not now:
        if only.kinds():
            return filtered("classes", t, t("plain", span=span), as_of=visit.now)
        return panel("classes", t("plain", span=span), empty(t("none", span=span)), as_of=visit.now, state="zero")
    names = class_names(visit, t)
    shown = ROWS_ON_WALL if view.is_wall() else ROWS
    first = min(now, key=lambda code: (-now[code], code))
    rest = more(t, len(now) - shown) if view.is_wall() else None
    rows = changed_rows(t, now, before, names, most=shown,
                        hooks=lambda code: filter_hooks(view, "cat", code, view.only.classes))
    note = NOTES[view.compare] if then or view.compare == "none" else "nothing_then"
    return panel("classes", t("title", span=span, name=names(first)), [*rows, rest], as_of=as_of, note=t(note))


PANEL = Panel(name="classes", permission="cases.view", words=WORDS, layout=layout, answer=answer,
              honours=frozenset(KINDS))
