"""What is under supervision: the demand, who must answer, and the lamp of the time that is left."""

from dash import html
from dash.development.base_component import Component

from dashboard.panel import Panel, View
from dashboard.parts.department_names import department_names
from dashboard.parts.frame import empty, filtered, more, panel, skeleton
from dashboard.parts.lamps import lamp
from dashboard.speech import Words
from data.cases import supervision
from data.cases.only import KINDS
from data.models.case import Case
from data.models.together import Supervision
from data.visit import Visit

WORDS = {
    "zh-CN": {
        "title": "重点督办:在督 {n} 件,超时 {late} 件",
        "fine": "重点督办:在督 {n} 件,均在时限内",
        "none": "无在督案件",
        "nobody": "未定单位",
        "reported": "已反馈",
    },
    "en": {
        "title": "Supervised: {n} in force, {late} late",
        "fine": "Supervised: {n} in force, all in time",
        "none": "Nothing under supervision",
        "nobody": "nobody named",
        "reported": "reported",
    },
}
MOST = 12


def layout(t: Words, view: View) -> Component:
    """Return the panel before its first data."""
    return skeleton("supervisions")


def answer(visit: Visit, t: Words, view: View) -> Component:
    """Return the supervisions in force, the next to breach first."""
    found = supervision.listed(visit, view.area, where=view.only.conditions(visit.now))
    if not found and view.only.kinds():
        return filtered("supervisions", t, t("none"), as_of=visit.now)
    if not found:
        return panel("supervisions", t("none"), empty(t("none")), as_of=visit.now, state="zero")
    late = sum(supervision.is_late(visit, one) for one, _ in found)
    names = department_names(visit, t)
    rows = [_row(visit, t, one, case, names) for one, case in found[:MOST]]
    title = t("title" if late else "fine", n=t.number(len(found)), late=t.number(late))
    return panel("supervisions", title, [*rows, more(t, len(found) - MOST)], as_of=visit.now)


def _row(visit: Visit, t: Words, one: Supervision, case: Case, names: dict[str, str]) -> Component:
    node = supervision.report_node(visit, one)
    light = (lamp(t, node.lamp, one.due_at - visit.now) if node.at is None
             else lamp(t, node.lamp, title=t("reported")))
    who = (names.get(one.department) or one.department) if one.department else t("nobody")
    return html.Div(
        [html.Span(case.text or case.case_no, className="name", title=case.text), html.Em(who), light],
        className="watch-row",
        **{"data-case": case.case_no},
    )


PANEL = Panel(name="supervisions", permission="cases.view", words=WORDS, layout=layout, answer=answer,
              honours=frozenset(KINDS))
