"""A leader's home: what waits for their decision, each answered within three presses; then what is new since they
were last here.
"""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.panel import Panel, View
from dashboard.parts.frame import marks, more, skeleton
from dashboard.parts.symbols import priority_mark
from dashboard.speech import Words
from data.areas import naming
from data.cases import changes, decisions
from data.cases.decisions import Waiting
from data.models.case import Case
from data.people import presence
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "title": "待我处理 {n} 项", "none": "没有待您处理的事项", "n": "{n} 件",
        "urgent": "特急、紧急未确认", "late_supervision": "督办超时未反馈", "lift": "督办已反馈，待解除",
        "dispute": "部门反复退回", "long_overdue": "逾期超过 24 小时", "unsatisfied": "群众不满意，重新办理",
        "evaluate": "待评价",
        "changes": "自 {time} 以来", "first": "近 24 小时", "month": "近 31 天",
        "new_urgent": "新增特急紧急", "new_overdue": "新逾期", "new_closed": "办结", "new_sent_on": "派出",
        "late": "逾期 {time}", "left": "剩 {time}", "no_due": "未定时限",
    },
    "en": {
        "title": "For you to decide: {n}", "none": "Nothing waits for you", "n": "{n}",
        "urgent": "Urgent and not acknowledged", "late_supervision": "Supervised, no report in time",
        "lift": "Reported on: to be lifted", "dispute": "Given back again and again",
        "long_overdue": "Overdue by more than 24 h", "unsatisfied": "Reporter not satisfied, reopened",
        "evaluate": "To evaluate",
        "changes": "Since {time}", "first": "Last 24 hours", "month": "Last 31 days",
        "new_urgent": "New urgent", "new_overdue": "Newly overdue", "new_closed": "Closed", "new_sent_on": "Sent on",
        "late": "{time} late", "left": "{time} left", "no_due": "no deadline",
    },
}


def layout(t: Words, view: View) -> Component:
    """Return the panel before its first data."""
    return skeleton("home")


def answer(visit: Visit, t: Words, view: View) -> Component:
    """Return what waits for this person, kind by kind, and what is new."""
    found = decisions.waiting(visit, view.area)
    count = sum(one.count for one in found)
    places = naming.places(visit, {case.area_code for one in found for case in one.cases})
    title = html.H2([html.Span(t("title", n=t.number(count)), className="finding")], className="panel-title")
    rows = [part for one in found for part in kind_rows(visit, t, one, places)]
    body = rows or [html.Div(t("none"), className="panel-empty")]
    return html.Section([title, html.Div(body, className="panel-body"), news(visit, t, view.area)],
                        className="panel panel-home", **marks("home", "fresh" if rows else "zero", visit.now))


def kind_rows(visit: Visit, t: Words, one: Waiting, places: dict[str, tuple[str, str]]) -> list[Component | None]:
    """Return one kind: its name and count, its first cases, how many more there are."""
    head = html.H3([t(one.kind), html.Small(t("n", n=t.number(one.count)))], **{"data-decision": one.kind})
    return [head, *(case_row(visit, t, case, one.verb, t.pick(*places[case.area_code])) for case in one.cases),
            more(t, one.count - len(one.cases))]


def case_row(visit: Visit, t: Words, case: Case, verb: str, place: str) -> Component:
    """Return one case, which opens beside the map, and the button that opens it with the form that answers it."""
    row = html.Div([priority_mark(case.priority), html.Span(case.text or case.case_no, className="text",
                                                            title=case.text),
                    html.Small(f"{place} · {time_words(visit, t, case)}", className="where")],
                   className="decide-case", role="button", tabIndex=0, **{"data-case": case.case_no})
    press = html.Button(t(f"verbs.{verb}"), className="quick", **{"data-case": case.case_no, "data-then": verb})
    return html.Div([row, press], className="decide-row")


def time_words(visit: Visit, t: Words, case: Case) -> str:
    """Return what is left of the case's time, or by how much it is over."""
    due = case.due_at or case.stage_due_at
    if due is None:
        return t("no_due")
    return t("late" if due < visit.now else "left", time=t.duration(abs(due - visit.now)))


def news(visit: Visit, t: Words, prefix: str) -> Component:
    """Return how many cases came, fell late, were closed, were sent on since the last visit; each count leads on."""
    since, is_last = presence.since(visit)
    first = t("first") if visit.now - since <= presence.FIRST_LOOKS_BACK else t("month")
    counted = changes.counts(visit, prefix, since)
    links = [html.A([html.B(t.number(count)), html.Span(t(f"new_{name}"))],
                    href=f"/desk/changes?area={prefix}&what={name}", **{"data-change": name, "data-count": str(count)})
             for name, count in counted.items()]
    return html.Div([html.H3(t("changes", time=t.when(since, visit.now)) if is_last else first), html.Div(links)],
                    className="news", **{"data-since": since.isoformat(timespec="seconds")})


PANEL = Panel(name="home", permission=presence.MAY, words=WORDS, layout=layout, answer=answer, honours=frozenset(),
              is_own=True)
