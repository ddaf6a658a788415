"""One case beside the map: facts, who could go, what happened, and what to do next."""

from typing import Any

from dash import Input, Output, dcc, html
from dash.development.base_component import Component

from dashboard.panel import FOCUS, NOTICE, ORDER, Panel, View
from dashboard.parts.frame import marks
from dashboard.parts.symbols import priority_chip, priority_mark, status_mark
from dashboard.speech import Words
from dashboard.wiring import Wiring
from data.areas import queries as areas
from data.cases import classes, queries, workflow
from data.cases.given import read_given
from data.cases.states import MOVES, Verb
from data.cases.states import State as CaseState
from data.errors import Invalid, NotFound
from data.models.case import Case, CaseEvent
from data.units import queries as units
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "suggested": "建议派单",
        "suggested_note": "按对口、到达时间排序",
        "no_fit": "没有空闲且位置可信的力量",
        "timeline": "经过",
        "n": "{n} 条",
        "minutes": "约 {n} 分钟",
        "load": "今日 {n} 件",
        "engaged": "已派力量",
        "due_in": "剩 {time}",
        "late": "逾期 {time}",
        "no_due": "未定时限",
        "area_only": "仅定位到区域",
        "close": "关闭",
        "gone": "这件案件已不可见",
        "done": "{verb}:案件 {case_no} 现为「{state}」",
        "sent": "已派 {units},案件 {case_no}",
        "near": "周边在办",
        "near_note": "300 m 内 {n} 件",
        "confirm": "确认{verb}",
        "cancel": "取消",
        "note": "请写明理由",
        "picked": "已选 {n} 组",
        "channel": "来源",
        "by": "{name}",
        "note_label": "说明",
        "kind": "类别",
        "where": "位置",
        "received": "受理",
    },
    "en": {
        "suggested": "Who could go",
        "suggested_note": "right kind first, then time to arrive",
        "no_fit": "No free unit with a position to be trusted",
        "timeline": "What happened",
        "n": {"one": "{n} entry", "other": "{n} entries"},
        "minutes": "about {n} min",
        "load": "{n} today",
        "engaged": "Units sent",
        "due_in": "{time} left",
        "late": "{time} overdue",
        "no_due": "no deadline set",
        "area_only": "placed by area only",
        "close": "Close",
        "gone": "This case can no longer be seen",
        "done": "{verb}: case {case_no} is now “{state}”",
        "sent": "{units} sent to case {case_no}",
        "near": "Open nearby",
        "near_note": "{n} within 300 m",
        "confirm": "Confirm: {verb}",
        "cancel": "Cancel",
        "note": "Please give the reason",
        "picked": "{n} picked",
        "channel": "Source",
        "by": "{name}",
        "note_label": "Note",
        "kind": "Class",
        "where": "Place",
        "received": "Received",
    },
}
DRAWER = "drawer"
CONTENT, PAINTED = "drawer-content", "drawer-painted"
NEAR_DEGREES = 0.003
"""About 300 m."""
NEAR_SHOWN, NEAR_COUNTED = 5, 500
DESTRUCTIVE = frozenset({Verb.VOID, Verb.DECLINE})
ABOUT_THE_ORDER = frozenset({"verb", "case", "version", "id"})
"""Fields of an order that say what is moved; the rest is what is given with the move."""


def layout(t: Words, view: View) -> Component:
    """Return the closed drawer."""
    return html.Div(
        [html.Aside(id=DRAWER, className="drawer is-closed"), dcc.Store(id=CONTENT), html.Div(id=PAINTED, hidden=True)],
        className="drawer-holder",
    )


def show(visit: Visit, t: Words, focus: dict[str, Any] | None) -> dict[str, Any]:
    """Answer a chosen case with the drawer's content; an empty choice closes it."""
    case_no = (focus or {}).get("case")
    if not case_no:
        return {"tree": None, "look": "drawer is-closed"}
    try:
        case = workflow.find(visit, str(case_no))
    except NotFound:
        return {"tree": html.P(t("gone"), className="panel-empty"), "look": "drawer"}
    return {"tree": content(visit, t, case), "look": "drawer"}


def act(visit: Visit, t: Words, order: dict[str, Any] | None) -> dict[str, Any]:
    """Carry out what was pressed and say what came of it."""
    if not order:
        return {}
    verb, case_no, version = str(order.get("verb", "")), str(order.get("case", "")), order.get("version")
    if not isinstance(version, int):
        raise Invalid()
    given = read_given({name: value for name, value in order.items() if name not in ABOUT_THE_ORDER})
    case = workflow.move(visit, case_no, verb, version=version, given=given)
    if verb == Verb.DISPATCH:
        names = [
            t.pick(unit.name, unit.name_en)
            for dispatch, unit in queries.dispatches_of(visit, case)
            if dispatch.unit_id in given.units
        ]
        text = t("sent", units=" + ".join(names), case_no=case.case_no)
    else:
        text = t("done", verb=t(f"verbs.{verb}"), case_no=case.case_no, state=t(f"states.{case.state}"))
    return {
        "notice": {"text": text, "tone": "done", "id": order.get("id")},
        "focus": {"case": case.case_no, "again": order.get("id")},
    }


def content(visit: Visit, t: Words, case: Case) -> list[Component]:
    """Return header, scrolling body and the footer with what this person may do next."""
    can_send = Verb.DISPATCH in workflow.verbs_for(visit, case)
    body = [
        engaged(visit, t, case),
        suggestions(visit, t, case) if can_send else None,
        timeline(visit, t, case),
        neighbours(visit, t, case),
    ]
    return [
        header(visit, t, case),
        html.Div(body, className="drawer-body"),
        footer(visit, t, case),
    ]


def header(visit: Visit, t: Words, case: Case) -> Component:
    """Return number, priority, lamp, text and place."""
    kind = classes.open_book(visit.session, case.class_scheme).by_code.get(case.class_code)
    path = [area for area in areas.path_to(visit, case.area_code) if area.level > 1]
    place = " › ".join(areas.name_of(area, t.language) for area in path)
    facts = [
        (t("kind"), t.pick(kind.name, kind.name_en) if kind else t("screen.unclassified")),
        (
            t("where"),
            " ".join(part for part in (place, case.address, t("area_only") if case.placed == "area" else "") if part),
        ),
        (t("received"), f"{t.when(case.received_at, visit.now)} · {t(f'channels.{case.channel}')}"),
    ]
    return html.Header(
        [
            html.Div(
                [
                    priority_mark(case.priority),
                    priority_chip(case.priority, t),
                    lamp(visit, t, case),
                    html.Span(t(f"states.{case.state}"), className="state", **{"data-state-of": case.state}),
                    html.Small(case.case_no),
                    html.Button("×", className="close", title=t("close"), **{"data-close": "drawer"}),
                ],
                className="drawer-top",
            ),
            html.H2(case.text or (kind and t.pick(kind.name, kind.name_en)) or case.case_no, title=case.text),
            html.Dl([part for name, value in facts for part in (html.Dt(name), html.Dd(value))]),
        ],
        **{**marks("case", "fresh", visit.now), "data-drawer-case": case.case_no, "data-version": str(case.version)},
    )


def lamp(visit: Visit, t: Words, case: Case) -> Component | None:
    """Return the deadline's lamp with its word: time left, overdue, or none set; nothing once the case has ended."""
    if not case.is_open:
        return None
    if case.due_at is None:
        return html.Span(t("no_due"), className="lamp none")
    left = case.due_at - visit.now
    if left.total_seconds() < 0:
        return html.Span(t("late", time=t.duration(-left)), className="lamp late")
    whole = case.due_at - case.received_at
    return html.Span(t("due_in", time=t.duration(left)), className="lamp near" if left < 0.2 * whole else "lamp")


def engaged(visit: Visit, t: Words, case: Case) -> Component | None:
    """Return the units now on this case."""
    out = [(d, u) for d, u in queries.dispatches_of(visit, case) if d.ended_at is None]
    if not out:
        return None
    rows = [
        html.Div(
            [
                status_mark(unit.status),
                html.B(t.pick(unit.name, unit.name_en)),
                html.Span(t(f"statuses.{unit.status}")),
                html.Small(t.when(dispatch.arrived_at or dispatch.under_way_at or dispatch.sent_at, visit.now)),
            ],
            className="unit-row",
            **{"data-unit": unit.id, "data-status": unit.status},
        )
        for dispatch, unit in out
    ]
    return html.Section([html.H3(t("engaged")), *rows])


def suggestions(visit: Visit, t: Words, case: Case) -> Component:
    """Return the nearest fit units with reasons; the first is picked already unless somebody is out."""
    fits = units.nearest_fit(visit, case)
    if not fits:
        return html.Section([html.H3(t("suggested")), html.P(t("no_fit"), className="panel-empty")])
    somebody_out = any(d.ended_at is None for d, _ in queries.dispatches_of(visit, case))
    rows = [fit_row(fit, t, is_picked=index == 0 and not somebody_out) for index, fit in enumerate(fits)]
    return html.Section([html.H3([t("suggested"), html.Small(t("suggested_note"))]), *rows])


def fit_row(fit: units.Fit, t: Words, *, is_picked: bool) -> Component:
    """Return one unit that could go, pressable, with distance, load and reasons."""
    unit = fit.unit
    return html.Div(
        [
            html.I(className="tick"),
            html.B(t.pick(unit.name, unit.name_en)),
            html.Span(f"{t.distance(fit.distance_m)} · {t('minutes', n=max(1, round(fit.minutes)))}"),
            html.Small(
                " · ".join((t(f"kinds.{unit.kind}"), t(f"statuses.{unit.status}"), t("load", n=unit.done_today)))
            ),
            html.Em(" · ".join(t(f"fit.{reason}") for reason in fit.reasons)),
        ],
        className="fit",
        role="checkbox",
        tabIndex=0,
        **{
            "aria-checked": str(is_picked).lower(),
            "data-pick": unit.id,
            "data-unit": unit.id,
            "data-status": unit.status,
        },
    )


def timeline(visit: Visit, t: Words, case: Case) -> Component:
    """Return what happened, newest first."""
    events = queries.timeline(visit, case)[::-1]
    return html.Section(
        [html.H3([t("timeline"), html.Small(t("n", n=len(events)))]), html.Ol([entry(visit, t, e) for e in events])]
    )


def entry(visit: Visit, t: Words, event: CaseEvent) -> Component:
    """Return one line of the timeline."""
    names = event.details.get("names", [])
    named = [t.pick(*pair) for pair in zip(names, event.details.get("names_en", names), strict=False)]
    said = " · ".join(part for part in (event.by_name, " + ".join(named), event.note) if part)
    return html.Li(
        [
            html.Time(t.when(event.at, visit.now), title=t.moment(event.at)),
            html.B(t(f"verbs.{event.verb}")),
            html.Span(said),
        ]
    )


def neighbours(visit: Visit, t: Words, case: Case) -> Component | None:
    """Return other open cases within about 300 m."""
    near = [c for c in queries.open_near(visit, case.lon, case.lat, NEAR_DEGREES, NEAR_COUNTED) if c.id != case.id]
    if not near:
        return None
    rows = [
        html.Div(
            [priority_mark(c.priority), html.Span(c.text), html.Small(t.when(c.received_at, visit.now))],
            className="near-row",
            role="button",
            tabIndex=0,
            **{"data-case": c.case_no},
        )
        for c in near[:NEAR_SHOWN]
    ]
    return html.Section([html.H3([t("near"), html.Small(t("near_note", n=len(near)))]), *rows])


def footer(visit: Visit, t: Words, case: Case) -> Component | None:
    """Return the actions this person may take from here; none where there are none."""
    verbs = [
        v
        for v in workflow.verbs_for(visit, case)
        if not (v is Verb.ACKNOWLEDGE and case.acknowledged_at)
    ]
    if not verbs:
        return None
    verbs.sort(key=lambda verb: verb is not Verb.DISPATCH)
    buttons = [
        html.Button(
            t(f"verbs.{verb}"),
            className="primary" if index == 0 else "minor" if verb in DESTRUCTIVE else "",
            **{
                "data-action": verb.value,
                "data-needs": " ".join(sorted(MOVES[CaseState(case.state), verb].needs)),
                "data-confirm": t("confirm", verb=t(f"verbs.{verb}")),
            },
        )
        for index, verb in enumerate(verbs)
    ]
    return html.Footer(
        buttons,
        className="drawer-actions",
        **{
            "data-case-no": case.case_no,
            "data-version": str(case.version),
            "data-cancel": t("cancel"),
            "data-note": t("note"),
        },
    )


def connect(on: Wiring) -> None:
    """Join the drawer to what is chosen and what is pressed."""
    on.read(
        show,
        output={"tree": Output(CONTENT, "data"), "look": Output(DRAWER, "className")},
        inputs={"focus": Input(FOCUS, "data")},
    )
    on.paint("drawer", output=Output(PAINTED, "children"), inputs=Input(CONTENT, "data"))
    on.write(
        act,
        output={
            "notice": Output(NOTICE, "data", allow_duplicate=True),
            "focus": Output(FOCUS, "data", allow_duplicate=True),
        },
        inputs={"order": Input(ORDER, "data")},
    )


PANEL = Panel(name="case", permission="cases.view", words=WORDS, layout=layout, connect=connect)
