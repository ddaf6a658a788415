"""Whose cases are past their deadline, and whose will be within a day: departments, the most overdue first."""

from dash import html
from dash.development.base_component import Component

from dashboard.panel import Panel, View
from dashboard.parts.department_names import department_names
from dashboard.parts.frame import empty, filtered, panel, skeleton
from dashboard.speech import Words
from data.cases import lateness
from data.cases.lateness import Late
from data.cases.only import KINDS
from data.visit import Visit

WORDS = {
    "zh-CN": {
        "title": "时限：逾期 {late} 件，24 小时内到期 {soon} 件",
        "fine": "时限：无逾期，24 小时内到期 {soon} 件",
        "note": "逾期 · 临期 · 在办",
        "none": "无在办案件",
        "nobody": "未派部门",
        "overdue": "逾期",
        "due_soon": "24 小时内到期",
        "rest": "其余在办",
        "row": "临期 {soon} · 在办 {open}",
    },
    "en": {
        "title": "Deadlines: {late} overdue, {soon} due in 24 h",
        "fine": "Deadlines: none overdue, {soon} due in 24 h",
        "note": "overdue · due soon · open",
        "none": "No open cases",
        "nobody": "no department yet",
        "overdue": "overdue",
        "due_soon": "due within 24 h",
        "rest": "other open cases",
        "row": "{soon} soon · {open} open",
    },
}


def layout(t: Words, view: View) -> Component:
    """Return the panel before its first data."""
    return skeleton("deadlines")


def answer(visit: Visit, t: Words, view: View) -> Component:
    """Return a row per department: overdue in figures, the bar split into overdue, due soon and the rest."""
    found = lateness.by_department(visit, view.area, view.only.conditions(visit.now))
    if not found and view.only.kinds():
        return filtered("deadlines", t, t("none"), as_of=visit.now)
    if not found:
        return panel("deadlines", t("none"), empty(t("none")), as_of=visit.now, state="zero")
    late, soon = sum(one.overdue for one in found), sum(one.due_soon for one in found)
    title = t("title" if late else "fine", late=t.number(late), soon=t.number(soon))
    names = department_names(visit, t)
    widest = max(one.open for one in found)
    rows = [_row(one, names.get(one.department) or one.department or t("nobody"), widest, t) for one in found]
    return panel("deadlines", title, rows, as_of=visit.now, note=t("note"))


def _row(one: Late, name: str, widest: int, t: Words) -> Component:
    parts = {"overdue": one.overdue, "due_soon": one.due_soon, "rest": one.open - one.overdue - one.due_soon}
    bar = [html.I(className=key, style={"flexGrow": count}, title=f"{t(key)} {count}")
           for key, count in parts.items() if count]
    return html.Div(
        [
            html.Span(name, className="name", title=name),
            html.Span(html.Span(bar, style={"width": f"{max(4, one.open / widest * 100):.0f}%"}), className="stack"),
            html.B(t.number(one.overdue), className="is-worse" if one.overdue else ""),
            html.Em(t("row", soon=t.number(one.due_soon), open=t.number(one.open))),
        ],
        className="kind-row",
        **{"data-department": one.department},
    )


PANEL = Panel(name="deadlines", permission="cases.view", words=WORDS, layout=layout, answer=answer,
              honours=frozenset(KINDS))
