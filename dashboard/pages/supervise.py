"""挂图作战: key items with their nodes; then which departments were called, what leaders have instructed."""

from datetime import timedelta
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Page
from dashboard.parts.lamps import TONES, waiting_words
from dashboard.parts.lights import item_hook, item_name, light, node_light, time_words, word
from dashboard.parts.table import Cell, Column, Row, go, plain_table, table
from dashboard.parts.tree import Element
from dashboard.speech import Words
from data.areas import naming
from data.cases import board, departments, instructed, lights, whistles
from data.cases.board import Group, Item
from data.cases.clocks import calendar_of
from data.cases.deadlines import lamp
from data.cases.lights import Rules
from data.clock import days_before
from data.models.case import Case
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "督办", "about": "挂图作战、吹哨报到、领导批示", "watched": "挂图作战",
        "in_force": "在督 {n} 项 · 逾期 {late}",
        "none_watched": "本区域没有重点事项", "case": "案件", "item": "事项", "units": "单位",
        "last_said": "最近批示", "said_by": "{name} {time}", "in_charge": "分管领导 {name}", "n_items": "{n} 项",
        "nobody": "未定单位", "by_late": "超 {time}", "left": "剩 {time}",
        "calls": "等待报到", "n_calls": "{n} 次", "none_called": "没有部门还未报到", "department": "部门",
        "time_left": "时限", "to_come": "报到时限",
        "called_by": "{name} {time} 吹哨：{demand}", "answered": "报到情况", "days": "近 30 天",
        "none_answered": "近 30 天没有吹哨",
        "called": "应报到", "came": "已报到", "in_time": "按时", "rate": "按时率", "minutes": "中位用时",
        "rate_about": "按时报到次数 ÷ 应报到次数（含尚未到期的）", "min": "{n} 分", "said": "领导批示",
        "none_said": "近 30 天没有您可阅看的批示",
        "at": "时间", "leader": "批示人", "text": "批示内容", "audience": "阅看范围", "state": "案件进展",
        "all": "全部", "desk": "指挥席", "leaders": "领导",
    },
    "en": {
        "name": "Watched", "about": "The board of key items, departments called, leaders' instructions",
        "watched": "Board of key items", "in_force": "{n} in force · {late} late",
        "none_watched": "There is no key item here", "case": "Case", "item": "Item", "units": "Units",
        "last_said": "Last instruction", "said_by": "{name} {time}", "in_charge": "In charge: {name}",
        "n_items": {"one": "{n} item", "other": "{n} items"}, "nobody": "nobody named",
        "by_late": "{time} late", "left": "{time} left",
        "calls": "Called and not there yet", "n_calls": {"one": "{n} call", "other": "{n} calls"},
        "none_called": "Every department that was called has come", "department": "Department",
        "time_left": "Time", "to_come": "To be there", "called_by": "{name} {time}: {demand}",
        "answered": "How departments answer", "days": "last 30 days", "none_answered": "Nobody was called in 30 days",
        "called": "Called", "came": "Came", "in_time": "In time", "rate": "In time, %", "minutes": "Median",
        "rate_about": "came in time ÷ called, those with time left included", "min": "{n} min", "said": "Instructions",
        "none_said": "No instruction of the last 30 days that you may read", "at": "When", "leader": "By",
        "text": "Instruction", "audience": "For", "state": "Case now", "all": "everybody", "desk": "the desk",
        "leaders": "leaders",
    },
}
DAYS = 30
NOTHING = "–"
NAME_SHOWN, DEMAND_SHOWN, SAID_SHOWN = 48, 60, 60

Places = dict[str, tuple[str, str]]
Names = dict[str, tuple[str, str]]


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the board and the registers of an area."""
    names = {code: (one.name, one.name_en) for code, one in departments.by_code(visit).items()}
    return html.Div([board_of(visit, t, asked, names),
                     html.Div([called(visit, t, asked["area"], names), answered(visit, t, asked["area"], names)],
                              className="columns"),
                     said(visit, t, asked["area"])], className="columns is-single")


def board_of(visit: Visit, t: Words, asked: Asked, names: Names) -> Component:
    """Return the board: key items by who is in charge, the latest first; one state alone where that was asked for."""
    rules = lights.rules_of(visit)
    found = board.items(visit, asked["area"], rules)
    counted = board.counts(found)
    chosen = asked["light"] if asked["light"] in counted else ""
    shown = [one for one in found if chosen in ("", one.state)]
    head = html.H2([t("watched"), html.Small(t("in_force", n=len(found) - counted[lights.DONE],
                                               late=counted[lights.LATE])), pills(t, counted, rules, chosen)])
    rows = [row for group in board.groups(shown, rules) for row in group_rows(visit, t, group, (names, rules))]
    headings = [t("item"), t("units"), *(t(f"nodes.{key}") for key in board.NODES), t("time_left"), t("last_said")]
    content = plain_table(headings, rows) if rows else html.P(t("none_watched"), className="panel-empty")
    return html.Section([head, content], className="board", **{"data-register": "supervisions"})


def pills(t: Words, counted: dict[str, int], rules: Rules, chosen: str) -> Component:
    """Return one pill per state that there is: its shape, word and count; pressing it shows that state alone."""
    return html.Span([
        html.Span([light(state, f"{word(t, state, rules)} {count}", rules)], className="pill", role="button",
                  tabIndex=0, **{"data-go": go({"light": "" if state == chosen else state}), "data-count": str(count),
                                 "aria-pressed": str(state == chosen).lower()})
        for state, count in counted.items() if count or state == chosen
    ], className="pills")


def group_rows(visit: Visit, t: Words, group: Group, known: tuple[Names, Rules]) -> list[Element]:
    """Return the rows of one group under its name."""
    names, _ = known
    name = group.leader or department_words(t, names, group.department)
    head = Element("th", {"colspan": str(len(board.NODES) + 4), "scope": "rowgroup"},
                   [t("in_charge", name=name) if group.leader else name, " ",
                    Element("small", {}, [t("n_items", n=len(group.items))])])
    return [Element("tr", {"class": "is-group"}, [head]), *(item_row(visit, t, one, known) for one in group.items)]


def item_row(visit: Visit, t: Words, one: Item, known: tuple[Names, Rules]) -> Element:
    """Return one item: what it is, whose it is, its nodes, what time is left, what a leader said last."""
    names, rules = known
    whose = {"lead": department_words(t, names, one.lead), "answers": department_words(t, names, one.answers),
             "watcher": one.watcher}
    units = [Element("small", {}, [f"{t(f'nodes.{key}')} ", Element("b", {}, [name])]) for key, name in whose.items()]
    cells = [Element("td", {}, [node_light(visit, t, one, key, rules)]) for key in board.NODES]
    said = "" if one.said is None else t("said_by", name=one.said.by_name, time=t.when(one.said.at, visit.now))
    text = one.said.text if one.said is not None else ""
    leads = item_hook(one)
    return Element("tr", {**leads, **({"role": "button", "tabindex": "0"} if "data-case" in leads else {})}, [
        Element("td", {"class": "item", "title": one.demand}, [item_words(t, one)]),
        Element("td", {"class": "units"}, units), *cells,
        Element("td", {"class": "time"}, [light(one.state, time_words(visit, t, one, rules), rules)]),
        Element("td", {"class": "last", "title": text}, [text[:SAID_SHOWN] or NOTHING, Element("small", {}, [said])])])


def item_words(t: Words, one: Item) -> Component:
    """Return what an item is about, with what is demanded; a campaign's leads to its page."""
    name = item_name(t, one)[:NAME_SHOWN]
    title = html.A(name, href=f"/desk/campaigns?campaign={one.campaign.id}") if one.campaign else html.B(name)
    return html.Div([title, html.Small(one.demand[:DEMAND_SHOWN])])


def called(visit: Visit, t: Words, area: str, names: Names) -> Component:
    """Return the departments that were called and have not reported, the next to breach first."""
    found = whistles.waiting(visit, area)
    places = naming.places(visit, {case.area_code for _, case in found})
    columns = [Column(key=key, heading=t(heading)) for key, heading in (
        ("department", "department"), ("case", "case"), ("left", "to_come"))]
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


PAGE = Page(name="supervise", order=20, permission="cases.view", words=WORDS, answer=answer, fields=("light",))
