"""挂图作战 on a wall: the key items, the latest first, each with its nodes, who must answer, and the time left."""

from dash import html
from dash.development.base_component import Component

from dashboard.panel import Panel, View
from dashboard.parts.department_names import department_names
from dashboard.parts.frame import empty, filtered, more, panel, skeleton
from dashboard.parts.lights import item_hook, item_name, light, node_light, time_words
from dashboard.speech import Words
from data.cases import board, lights
from data.cases.board import Item
from data.cases.lights import Rules
from data.cases.only import KINDS
from data.visit import Visit

WORDS = {
    "zh-CN": {
        "title": "挂图作战：在督 {n} 项，逾期 {late} 项",
        "fine": "挂图作战：在督 {n} 项，均在时限内",
        "none": "无在督事项", "item": "事项", "time": "时限",
    },
    "en": {
        "title": "Key items: {n} in force, {late} late",
        "fine": "Key items: {n} in force, all in time",
        "none": "No key item in force", "item": "Item", "time": "Time",
    },
}
MOST = 6
"""A wall shows six rows and says how many more there are."""


def layout(t: Words, view: View) -> Component:
    """Return the panel before its first data."""
    return skeleton("supervisions")


def answer(visit: Visit, t: Words, view: View) -> Component:
    """Return the key items in force, the latest first; a filter leaves cases, campaigns have nothing to be told by."""
    rules, where = lights.rules_of(visit), view.only.conditions(visit.now)
    found = [one for one in board.items(visit, view.area, rules, where=where) if one.state != lights.DONE]
    if not found and view.only.kinds():
        return filtered("supervisions", t, t("none"), as_of=visit.now)
    if not found:
        return panel("supervisions", t("none"), empty(t("none")), as_of=visit.now, state="zero")
    late = sum(one.state == lights.LATE for one in found)
    names = department_names(visit, t)
    title = t("title" if late else "fine", n=t.number(len(found)), late=t.number(late))
    body = [heading(t), *(row(visit, t, one, names, rules) for one in found[:MOST]), more(t, len(found) - MOST)]
    return panel("supervisions", title, body, as_of=visit.now)


def heading(t: Words) -> Component:
    """Return the line that names the nodes; shown where the panel is wide enough for their words."""
    nodes = html.Span([html.Span(t(f"nodes.{key}"), className="node") for key in board.NODES], className="nodes")
    return html.Div([html.Span(t("item")), html.Em(t("nodes.answers")), nodes, html.Span(t("time"))],
                    className="watch-head")


def row(visit: Visit, t: Words, one: Item, names: dict[str, str], rules: Rules) -> Component:
    """Return one item: its name, who must answer, its nodes, the time left."""
    who = one.answers or one.lead
    nodes = html.Span([node_light(visit, t, one, key, rules) for key in board.NODES], className="nodes")
    name = item_name(t, one)
    return html.Div(
        [html.Span(name, className="name", title=name), html.Em(names.get(who, who) if who else t("nodes.nobody")),
         nodes, light(one.state, time_words(visit, t, one, rules, is_short=True), rules)],
        className="watch-row", **item_hook(one))


PANEL = Panel(name="supervisions", permission="cases.view", words=WORDS, layout=layout, answer=answer,
              honours=frozenset(KINDS))
