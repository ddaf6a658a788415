"""Who is free, who is out: units by kind, and at a desk one row per unit that is out."""

from dash import html
from dash.development.base_component import Component

from dashboard.panel import Panel, View
from dashboard.parts.frame import empty, panel, skeleton
from dashboard.parts.symbols import status_mark
from dashboard.speech import Words
from data.models.unit import Unit
from data.units import queries, status
from data.visit import Visit

WORDS = {
    "zh-CN": {
        "title": "力量:空闲 {free} 组,出动 {out} 组",
        "none": "本区域未接入力量",
        "note": "在岗 · 出动 · 到场",
        "out": "派 {sent} · 场 {scene}",
        "list": "出动与空闲力量",
    },
    "en": {
        "title": "Units: {free} free, {out} out",
        "none": "No units in this area",
        "note": "on duty · out · on scene",
        "out": "{sent} out · {scene} there",
        "list": "Units out and free",
    },
}
SHOWN_ON_WALL = (status.AVAILABLE, status.DISPATCHED, status.UNDER_WAY, status.ON_SCENE)
ROWS = 60
ORDER = (
    status.DISPATCHED,
    status.UNDER_WAY,
    status.ON_SCENE,
    status.AVAILABLE,
    status.OFF_DUTY,
    status.OFFLINE,
)


def layout(t: Words, view: View) -> Component:
    """Return the panel before its first data."""
    return skeleton("units")


def answer(visit: Visit, t: Words, view: View) -> Component:
    """Return a bar per kind; at a desk the units follow, those that are out first."""
    board = queries.count_by_kind(visit, view.area)
    if not board:
        return panel("units", t("none"), empty(t("none")), as_of=visit.now, state="nodata")
    free = sum(counts.get(status.AVAILABLE, 0) for counts in board.values())
    out = sum(counts.get(state, 0) for counts in board.values() for state in status.ENGAGED)
    widest = max(on_duty(counts) for counts in board.values()) or 1
    rows = [kind_row(kind, counts, widest, t) for kind, counts in board.items()]
    if not view.is_wall():
        units = queries.first_units(visit, view.area, ORDER, ROWS)
        rows.append(html.Div([unit_row(unit, t) for unit in units], className="unit-list"))
    return panel("units", t("title", free=t.number(free), out=t.number(out)), rows, as_of=visit.now, note=t("note"))


def on_duty(counts: dict[str, int]) -> int:
    """Return how many are neither off duty nor offline."""
    return sum(counts.get(state, 0) for state in SHOWN_ON_WALL)


def kind_row(kind: str, counts: dict[str, int], widest: int, t: Words) -> Component:
    """Return one kind: a bar split by status, as long as its share of the largest kind."""
    parts = [
        html.I(className=state, style={"flexGrow": counts[state]}, title=f"{t(f'statuses.{state}')} {counts[state]}")
        for state in SHOWN_ON_WALL
        if counts.get(state)
    ]
    sent = counts.get(status.DISPATCHED, 0) + counts.get(status.UNDER_WAY, 0)
    return html.Div(
        [
            html.Span(t(f"kinds.{kind}") if kind in status.KINDS else kind, className="name"),
            html.Span(
                html.Span(parts, style={"width": f"{max(8, on_duty(counts) / widest * 100):.0f}%"}), className="stack"
            ),
            html.B(t.number(on_duty(counts))),
            html.Em(t("out", sent=sent, scene=counts.get(status.ON_SCENE, 0))),
        ],
        className="kind-row",
        **{"data-kind": kind},
    )


def unit_row(unit: Unit, t: Words) -> Component:
    """Return one unit: its status by shape and word."""
    return html.Div(
        [status_mark(unit.status), html.Span(t.pick(unit.name, unit.name_en)), html.Em(t(f"statuses.{unit.status}"))],
        className="unit-row",
        **{"data-unit": unit.id, "data-status": unit.status},
    )


PANEL = Panel(name="units", permission="units.view", words=WORDS, layout=layout, answer=answer)
