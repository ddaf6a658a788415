"""The supervision in force: what is demanded until when, and its four nodes."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.drawer.opened import Opened
from dashboard.parts.lamps import lamp
from dashboard.speech import Words
from data.cases import supervision
from data.cases.supervision import Node

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {"title": "督办", "issued": "下达", "received": "签收", "reported": "反馈", "lifted": "解除",
              "due": "限 {time}", "to": "承办 {name}", "report": "反馈内容"},
    "en": {"title": "Supervision", "issued": "Issued", "received": "Received", "reported": "Reported",
           "lifted": "Lifted", "due": "due {time}", "to": "to {name}", "report": "What was reported"},
}


def watching(one: Opened) -> Component | None:
    """Return the supervision in force; nothing where there is none."""
    found = supervision.in_force(one.visit, one.case)
    if found is None:
        return None
    t, now = one.t.with_own(WORDS), one.visit.now
    nodes = supervision.nodes(one.visit, found)
    name = next(node.lamp for node in nodes if node.key == "reported")
    to = t("to", name=one.department_name(found.department)) if found.department else ""
    facts = " · ".join(part for part in (to, t("due", time=t.when(found.due_at, now))) if part)
    return html.Section([
        html.H3([t("title"), html.Small(facts), lamp(t, name, None if found.reported_at else found.due_at - now)]),
        html.Ol([_node(one, t, node) for node in nodes], className="track is-small"),
        html.Blockquote(found.demand) if found.demand else None,
        html.Div([html.Small(t("report")), html.Blockquote(found.report)]) if found.report else None,
    ], className="watching", **{"data-supervision": name})


def _node(one: Opened, t: Words, node: Node) -> Component:
    """Return one node: reached, or its due time with the lamp's colour."""
    how = "ahead" if node.at is None else "done"
    due = t("due", time=t.when(node.due, one.visit.now)) if node.due and node.at is None else ""
    return html.Li([html.I("✓" if node.at else "", **{"aria-hidden": "true"}), html.B(t(node.key)),
                    html.Small(t.when(node.at, one.visit.now) if node.at else due)],
                   className=f"is-{how} {'is-late' if node.lamp == 'red' else ''}".strip(),
                   title=" · ".join(part for part in (t(node.key), node.by_name, due, t(f"lamps.{node.lamp}")) if part),
                   **{"data-node": node.key, "data-how": how})
