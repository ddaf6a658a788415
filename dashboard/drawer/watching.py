"""The supervision in force: what is demanded until when, and its four nodes."""

from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.drawer.opened import Opened
from dashboard.parts.lamps import lamp
from dashboard.speech import Words
from data.cases import around, clocks, deadlines
from data.models.together import Supervision

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {"title": "督办", "issued": "下达", "received": "签收", "reported": "反馈", "lifted": "解除",
              "due": "限 {time}", "to": "承办 {name}", "report": "反馈内容"},
    "en": {"title": "Supervision", "issued": "Issued", "received": "Received", "reported": "Reported",
           "lifted": "Lifted", "due": "due {time}", "to": "to {name}", "report": "What was reported"},
}


def supervision(one: Opened) -> Component | None:
    """Return the supervision in force; nothing where there is none."""
    found = around.supervision_of(one.visit, one.case)
    if found is None:
        return None
    t, now = one.t.with_own(WORDS), one.visit.now
    until = found.reported_at or now
    name = deadlines.lamp(until, found.at, found.due_at, None, clocks.calendar_of(one.visit))
    left = None if found.reported_at else found.due_at - now
    to = t("to", name=one.department_name(found.department)) if found.department else ""
    facts = " · ".join(part for part in (to, t("due", time=t.when(found.due_at, now))) if part)
    return html.Section([
        html.H3([t("title"), html.Small(facts), lamp(t, name, left)]),
        html.Ol([_node(one, t, *node) for node in nodes(found)], className="track is-small"),
        html.Blockquote(found.demand) if found.demand else None,
        html.Div([html.Small(t("report")), html.Blockquote(found.report)]) if found.report else None,
    ], className="watching", **{"data-supervision": name})


def nodes(found: Supervision) -> list[tuple[str, datetime | None, str]]:
    """Return the four nodes in order: key, when, by whom."""
    return [("issued", found.at, found.by_name), ("received", found.received_at, found.received_by or ""),
            ("reported", found.reported_at, found.reported_by or ""),
            ("lifted", found.lifted_at, found.lifted_by or "")]


def _node(one: Opened, t: Words, key: str, at: datetime | None, by: str) -> Component:
    how = "ahead" if at is None else "done"
    return html.Li([html.I("✓" if at else "", **{"aria-hidden": "true"}), html.B(t(key)),
                    html.Small(t.when(at, one.visit.now) if at else "")],
                   className=f"is-{how}", title=" · ".join(part for part in (t(key), by) if part),
                   **{"data-node": key, "data-how": how})
