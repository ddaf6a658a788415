"""The strip of figures: what came in, what is open, what is late, who is out."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import filters
from dashboard.counted import COUNTED
from dashboard.panel import Panel, View
from dashboard.parts.compared import change, filter_hooks, span_name
from dashboard.parts.definition import hover, name_of
from dashboard.parts.frame import marks, skeleton
from dashboard.speech import Words, arrow
from data.cases import figures, narrowed
from data.cases.only import ALL, KINDS
from data.figures.definition import Figure
from data.figures.dictionary import definitions
from data.figures.standing import standing
from data.visit import Visit
from data.within.standing import standing_in

WORDS = {
    "zh-CN": {
        "cases": "件",
        "percent": "%",
        "minutes": "分钟",
        "units": "组",
        "same_time": "较昨日同时 {change}",
        "p1p2": "一级 {p1} · 二级 {p2}",
        "week": "较上周 {arrow} {points} 点",
        "long": "超 48 小时 {n} 件",
        "p90": "P90 {p90} 分钟",
        "engaged": "出动 {n} · 共 {all}",
        "oldest": "最久 {minutes} 分钟",
        "none_waiting": "无人等候",
        "base": "近 7 天应结 {n} 件",
        "no_base": "近 7 天无应结件",
        "was": "昨日同时 {n}",
        "in_all": "图内 · 全区 {n}",
        "in_map_about": "仅统计地图当前范围内；全区 {n}",
        "received_in": "受理（{span}）",
        "closed_in": "结案（{span}）",
        "points": "{name} {arrow} {points} 点",
        "unfiltered": "不随筛选",
        "within": "只计所选时段受理的案件",
        "over": "时段：{span}",
        "press": "点按以此筛选",
    },
    "en": {
        "cases": "",
        "percent": "%",
        "minutes": "min",
        "units": "",
        "same_time": "{change} vs yesterday",
        "p1p2": "P1 {p1} · P2 {p2}",
        "week": "{arrow} {points} pts in a week",
        "long": "{n} over 48 h",
        "p90": "P90 {p90} min",
        "engaged": "{n} out · {all} in all",
        "oldest": "oldest {minutes} min",
        "none_waiting": "nobody waits",
        "base": "of {n} due in 7 days",
        "no_base": "none due in 7 days",
        "was": "{n} yesterday",
        "in_all": "in map · {n} in all",
        "in_map_about": "Counts what the map shows now; {n} in the whole area",
        "received_in": "Received ({span})",
        "closed_in": "Closed ({span})",
        "points": "{name} {arrow} {points} pts",
        "unfiltered": "not filtered",
        "within": "Counts cases received in the chosen time",
        "over": "Time: {span}",
        "press": "Press to filter by it",
    },
}

OVER_TIME = {"received_today": "received_in", "closed_today": "closed_in"}
PRESSED = {"received_today": ("range", "today"), "open_now": ("st", "open"), "overdue_now": ("st", "overdue"),
           "closed_today": ("st", "closed"), "urgent_unacknowledged": ("st", "unacknowledged")}
"""What a press on a card narrows the screen by."""
NOW = ("open_now", "overdue_now", "urgent_unacknowledged")
BESIDES = ("unassigned", "suspended_now", "backlog_age_30d", "backlog_age_older")
"""What a wall of three screens shows besides the eight."""
UNFILTERED = ("units_on_duty",)
"""What keeps to no filter, and says so."""


def layout(t: Words, view: View) -> Component:
    """Return the strip before its first figures."""
    return skeleton("kpi")


def answer(visit: Visit, t: Words, view: View) -> Component:
    """Return one card per figure: as many as a wall holds, the first six at a desk and the rest where there is room."""
    found, as_of = counted(visit, view)
    span = span_name(visit, t, view.only, "today") if view.only.begin else ""
    in_map = standing_in(visit, view.area, view.box, view.only) if view.box else {}
    cards = [card(figure, t, view, span, in_map.get(figure.name)) for figure in found]
    return html.Section(cards, className="kpi-strip", **marks("kpi", "fresh", as_of))


def counted(visit: Visit, view: View) -> tuple[list[Figure], datetime]:
    """Return the strip's figures and when they were counted: now, or within a minute where a filter takes long."""
    if view.only == ALL and view.compare == "mom":
        return chosen(visit, view), visit.now
    return COUNTED.ask(visit, ("strip", view.figures, view.cards, *filters.key(view)), lambda: (
        chosen(visit, view), visit.now))


def chosen(visit: Visit, view: View) -> list[Figure]:
    """Return as many figures as there is room for: those of a scene first, then the eight, then what stands now."""
    is_plain = view.only == ALL and view.compare == "mom"
    eight = (figures.kpis(visit, view.area) if is_plain
             else narrowed.kpis(visit, view.area, view.only, view.compare))
    found = {one.name: one for one in eight}
    names = list(dict.fromkeys((*view.figures, *found, *BESIDES)))[:view.cards]
    if not set(names) <= set(found):
        found |= standing(visit, view.area, view.only.conditions(visit.now))
    return [found[name] for name in names]


def card(figure: Figure, t: Words, view: View, span: str = "", inside: int | None = None) -> Component:
    """Return one figure with its unit, comparison and definition; at a desk a press on it narrows the screen.

    `span` is what the chosen time is called, `inside` how many of them the map shows where that is what counts.
    """
    note, said = remark(figure, t, view), [hover(t, figure), *narrowing(figure, t, view, span)]
    if inside is not None:
        whole = t.number(figure.value)
        note, said = (t("in_all", n=whole), "in-map"), [t("in_map_about", n=whole), *said]
        figure = replace(figure, value=inside)
    decimals = 1 if figure.unit in ("percent", "minutes") else 0
    raw = "" if figure.value is None else f"{figure.value:.12g}"
    return html.Div(
        [
            html.Div([html.Label(label(figure, t, view)), html.Small(note[0], className=note[1])],
                     className="kpi-head"),
            html.Div([html.B(t.number(figure.value, decimals)), html.Span(t(figure.unit))], className="kpi-value"),
        ],
        className=f"kpi {alarm_tone(figure)}".strip(),
        title="\n".join(said),
        **{"data-kpi": figure.name, "data-value": raw, "data-definition": figure.definition},
        **pressable(figure, view),
    )


def label(figure: Figure, t: Words, view: View) -> str:
    """Return what the figure is called, with the time that was chosen in place of the day."""
    if figure.name not in OVER_TIME or not view.only.begin:
        return name_of(t, figure.name)
    span = t(f"spans.{view.only.span}") if view.only.span else t("filters.range")
    return t(OVER_TIME[figure.name], span=span)


def narrowing(figure: Figure, t: Words, view: View, span: str) -> list[str]:
    """Return what hovering says besides: the time that was chosen, and what a press does."""
    said = [t("press")] if figure.name in PRESSED and not view.is_wall() else []
    if span and figure.name in NOW:
        said.insert(0, t("within"))
    if span and figure.name not in UNFILTERED:
        said.insert(0, t("over", span=span))
    return said


def pressable(figure: Figure, view: View) -> dict[str, Any]:
    """Return the hooks by which a card is pressed: it filters, or shows the units."""
    if view.is_wall():
        return {}
    if figure.name == "units_on_duty":
        return {"data-narrow": "tab:forces", "role": "button", "tabIndex": 0}
    if figure.name not in PRESSED:
        return {}
    key, value = PRESSED[figure.name]
    values = (view.only.span,) if key == "range" else view.only.states
    return {**filter_hooks(view, key, value, values), "role": "button", "tabIndex": 0}


def alarm_tone(figure: Figure) -> str:
    """Return the tone of the card itself: colour only for what needs somebody."""
    if figure.name == "overdue_now" and figure.value:
        return "is-bad"
    if figure.name == "urgent_unacknowledged" and figure.value:
        return "is-warning"
    return ""


def remark(figure: Figure, t: Words, view: View) -> tuple[str, str]:
    """Return what stands beside the figure, and the tone of a change for better or worse."""
    if figure.name in UNFILTERED and view.only.kinds():
        return t("unfiltered"), ""
    if definitions()[figure.name].kind == "count":  # of what stands now
        return t("app.now"), ""
    details = figure.details
    if figure.name == "open_now":
        return t("p1p2", p1=details["p1"], p2=details["p2"]), ""
    if figure.name == "overdue_now":
        return t("long", n=details["long"]), ""
    if figure.name == "units_on_duty":
        return t("engaged", n=t.number(details["engaged"]), all=t.number(details["all"])), ""
    if figure.name == "urgent_unacknowledged":
        waiting = "oldest_minutes" in details
        return (t("oldest", minutes=t.number(details["oldest_minutes"])) if waiting else t("none_waiting")), ""
    if figure.name == "first_response":
        return (t("p90", p90=t.number(details["p90"])) if "p90" in details else t("app.nothing")), ""
    return on_time_remark(figure, t, view) if figure.name == "on_time_rate" else compared(figure, t, view)


def compared(figure: Figure, t: Words, view: View) -> tuple[str, str]:
    """Return the change since yesterday by the same time, or as chosen; where there was little then, how much."""
    if view.only.begin or view.compare != "mom":
        before = None if figure.before is None else round(figure.before)
        return change(t, view.compare, round(figure.value or 0), before), tone_of(figure)
    if not figure.before or figure.before < 20:
        return t("was", n=t.number(figure.before)), ""
    return t("same_time", change=t.change(figure.value, figure.before)), tone_of(figure)


def on_time_remark(figure: Figure, t: Words, view: View) -> tuple[str, str]:
    """Return the change in percentage points, or the base where there is nothing to compare with."""
    if figure.value is None:
        return t("no_base"), ""
    if figure.before is None:
        return t("base", n=t.number(figure.sample)), ""
    points = figure.value - figure.before
    if view.only.begin or view.compare != "mom":
        return t("points", name=t(f"comparisons.{view.compare}"), arrow=arrow(round(points, 1)),
                 points=f"{abs(points):.1f}"), tone_of(figure)
    return t("week", arrow=arrow(round(points, 1)), points=f"{abs(points):.1f}"), tone_of(figure)


def tone_of(figure: Figure) -> str:
    """Return "is-better" or "is-worse" where a direction is good or bad; volumes have none."""
    if not figure.good_when or figure.value is None or figure.before is None or figure.value == figure.before:
        return ""
    rose = figure.value > figure.before
    return "is-better" if rose == (figure.good_when == "high") else "is-worse"


PANEL = Panel(name="kpi", permission="cases.view", words=WORDS, layout=layout, answer=answer,
              honours=frozenset(KINDS))
