"""督办台账: what is watched and who must answer, which departments were called, what leaders have instructed."""

from datetime import timedelta
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Page
from dashboard.parts.lamps import TONES, lamp_title, lamp_words, waiting_words
from dashboard.parts.table import Cell, Column, Row, table
from dashboard.speech import Words
from data.areas import naming
from data.cases import departments, instructed, supervision, whistles
from data.cases.clocks import calendar_of
from data.cases.deadlines import lamp
from data.clock import days_before
from data.models.case import Case
from data.models.together import Supervision
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "督办", "about": "督办台账、吹哨报到、领导批示", "watched": "督办台账",
        "in_force": "在督 {n} 件 · 超时 {late}",
        "none_watched": "本区域没有正在督办的案件", "case": "案件", "demand": "督办要求", "who": "责任单位",
        "nobody": "未定单位", "issued": "交办", "received": "签收", "reported": "反馈", "lifted": "办结",
        "until": "{time} 前", "by_late": "超 {time}", "left": "剩 {time}",
        "calls": "等待报到", "n_calls": "{n} 次", "none_called": "没有部门还未报到", "department": "部门",
        "time_left": "报到时限",
        "called_by": "{name} {time} 吹哨:{demand}", "answered": "报到情况", "days": "近 30 天",
        "none_answered": "近 30 天没有吹哨",
        "called": "应报到", "came": "已报到", "in_time": "按时", "rate": "按时率", "minutes": "中位用时",
        "rate_about": "按时报到次数 ÷ 应报到次数(含尚未到期的)", "min": "{n} 分", "said": "领导批示",
        "none_said": "近 30 天没有您可阅看的批示",
        "at": "时间", "leader": "批示人", "text": "批示内容", "audience": "阅看范围", "state": "案件进展",
        "all": "全部", "desk": "指挥席", "leaders": "领导",
    },
    "en": {
        "name": "Watched", "about": "Supervisions, departments called, leaders' instructions",
        "watched": "Supervisions", "in_force": "{n} in force · {late} late",
        "none_watched": "No case here is under supervision", "case": "Case", "demand": "Demand", "who": "Must answer",
        "nobody": "nobody named", "issued": "Issued", "received": "Received", "reported": "Reported",
        "lifted": "Lifted", "until": "by {time}", "by_late": "{time} late", "left": "{time} left",
        "calls": "Called and not there yet", "n_calls": {"one": "{n} call", "other": "{n} calls"},
        "none_called": "Every department that was called has come", "department": "Department",
        "time_left": "To be there", "called_by": "{name} {time}: {demand}",
        "answered": "How departments answer", "days": "last 30 days", "none_answered": "Nobody was called in 30 days",
        "called": "Called", "came": "Came", "in_time": "In time", "rate": "In time, %", "minutes": "Median",
        "rate_about": "came in time ÷ called, those with time left included", "min": "{n} min", "said": "Instructions",
        "none_said": "No instruction of the last 30 days that you may read", "at": "When", "leader": "By",
        "text": "Instruction", "audience": "For", "state": "Case now", "all": "everybody", "desk": "the desk",
        "leaders": "leaders",
    },
}
DAYS = 30
DEMAND_SHOWN = 120

Places = dict[str, tuple[str, str]]
Names = dict[str, tuple[str, str]]


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the three registers of an area."""
    names = {code: (one.name, one.name_en) for code, one in departments.by_code(visit).items()}
    return html.Div([watched(visit, t, asked["area"], names),
                     html.Div([called(visit, t, asked["area"], names), answered(visit, t, asked["area"], names)],
                              className="columns"),
                     said(visit, t, asked["area"])], className="columns is-single")


def watched(visit: Visit, t: Words, area: str, names: Names) -> Component:
    """Return the supervisions in force, the next to breach first, each with its four nodes."""
    found = supervision.listed(visit, area)
    late = sum(supervision.is_late(visit, one) for one, _ in found)
    places = naming.places(visit, {case.area_code for _, case in found})
    columns = [Column(key=key, heading=t(key)) for key in ("case", "demand", "who", *supervision.NODES)]
    rows = [Row(cells=watched_cells(visit, t, one, case, (names, places)), hooks={"data-case": case.case_no})
            for one, case in found]
    return html.Section([html.H2([t("watched"), html.Small(t("in_force", n=len(found), late=late))]),
                         table(columns, rows, empty=t("none_watched"))], **{"data-register": "supervisions"})


def watched_cells(visit: Visit, t: Words, one: Supervision, case: Case, known: tuple[Names, Places]) -> dict[str, Cell]:
    """Return one supervision's cells."""
    names, places = known
    cells = {
        "case": case_cell(t, case, places),
        "demand": Cell(text=one.demand[:DEMAND_SHOWN], title=one.demand),
        "who": Cell(text=department_words(t, names, one.department)),
    }
    return cells | {node.key: node_cell(visit, t, node) for node in supervision.nodes(visit, one)}


def node_cell(visit: Visit, t: Words, node: supervision.Node) -> Cell:
    """Return one node: when it was reached and by whom, or what is left until it should be."""
    until = t("until", time=t.when(node.due, visit.now)) if node.due else ""
    title = " · ".join(part for part in (lamp_title(t, node.lamp), node.by_name, until) if part)
    if node.at is not None:
        return Cell(text=lamp_words(node.lamp, t.when(node.at, visit.now)), title=title, tone=TONES[node.lamp])
    if node.due is None or node.lamp == "none":
        return Cell(text=lamp_words("none", ""), tone=TONES["none"])
    return Cell(text=waiting_words(node.lamp, time_left(t, node.due - visit.now)), title=title,
                tone="" if node.lamp == "green" else TONES[node.lamp])


def called(visit: Visit, t: Words, area: str, names: Names) -> Component:
    """Return the departments that were called and have not reported, the next to breach first."""
    found = whistles.waiting(visit, area)
    places = naming.places(visit, {case.area_code for _, case in found})
    columns = [Column(key=key, heading=t(heading)) for key, heading in (
        ("department", "department"), ("case", "case"), ("left", "time_left"))]
    rows = []
    for one, case in found:
        light = lamp(visit.now, one.at, one.due_at, None, calendar_of(visit))
        rows.append(Row(hooks={"data-case": case.case_no}, cells={
            "department": Cell(text=department_words(t, names, one.department)), "case": case_cell(t, case, places),
            "left": Cell(text=waiting_words(light, time_left(t, one.due_at - visit.now)),
                         tone="" if light == "green" else TONES[light],
                         title=t("called_by", name=one.by_name, time=t.when(one.at, visit.now), demand=one.demand))}))
    return html.Section([html.H2([t("calls"), html.Small(t("n_calls", n=len(found)))]),
                         table(columns, rows, empty=t("none_called"))], **{"data-register": "whistles"})


def answered(visit: Visit, t: Words, area: str, names: Names) -> Component:
    """Return how departments answered in the last days, those that were called most first."""
    counted = whistles.answered_in_time(visit, area, days_before(visit.now, DAYS, visit.zone))
    columns = [Column(key="department", heading=t("department")),
               *(Column(key=key, heading=t(key), is_number=True, about=t("rate_about") if key == "rate" else "")
                 for key in ("called", "came", "in_time", "rate", "minutes"))]
    rows = [Row(cells={
        "department": Cell(text=department_words(t, names, department)), "called": Cell(text=t.number(one.called)),
        "came": Cell(text=t.number(one.answered)), "in_time": Cell(text=t.number(one.in_time)),
        "rate": Cell(text=f"{one.in_time / one.called * 100:.0f}%"),
        "minutes": Cell(text="—" if one.median_minutes is None else t("min", n=round(one.median_minutes))),
    }) for department, one in sorted(counted.items(), key=lambda entry: (-entry[1].called, entry[0]))]
    return html.Section([html.H2([t("answered"), html.Small(t("days"))]),
                         table(columns, rows, empty=t("none_answered"))], **{"data-register": "answers"})


def said(visit: Visit, t: Words, area: str) -> Component:
    """Return the instructions of the last days that this person may read, with how their cases stand."""
    found = instructed.recent(visit, area, days_before(visit.now, DAYS, visit.zone))
    places = naming.places(visit, {case.area_code for _, case in found})
    columns = [Column(key=key, heading=t(key)) for key in ("at", "leader", "text", "audience", "case", "state")]
    rows = [Row(hooks={"data-case": case.case_no}, cells={
        "at": Cell(text=t.when(one.at, visit.now)),
        "leader": Cell(text=one.by_name, title=t(f"titles.{one.title}") if one.title else ""),
        "text": Cell(text=one.text), "audience": Cell(text=t(one.audience)), "case": case_cell(t, case, places),
        "state": Cell(text=t(f"states.{case.state}")),
    }) for one, case in found]
    return html.Section([html.H2([t("said"), html.Small(t("days"))]), table(columns, rows, empty=t("none_said"))],
                        **{"data-register": "instructions"})


def case_cell(t: Words, case: Case, places: Places) -> Cell:
    """Return what a case is about; hovering says its number and where it lies."""
    where = t.pick(*places[case.area_code])
    return Cell(text=case.text[:60] or case.case_no, title=f"{case.case_no} {where} {case.text}")


def department_words(t: Words, names: Names, code: str | None) -> str:
    """Return a department's name, its code where the city has none of it, or that none was named."""
    if code is None:
        return t("nobody")
    return t.pick(*names[code]) if code in names else code


def time_left(t: Words, left: timedelta) -> str:
    """Return what is left, or by how much it is too late."""
    return t("by_late", time=t.duration(-left)) if left < timedelta() else t("left", time=t.duration(left))


PAGE = Page(name="supervise", order=20, permission="cases.view", words=WORDS, answer=answer)
