"""The strip of figures: what came in, what is open, what is late, who is out."""

from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboard.panel import Panel, View
from dashboard.parts.definition import hover, name_of
from dashboard.parts.frame import marks, skeleton
from dashboard.speech import Words, arrow
from data.cases import figures
from data.figures.definition import Figure
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
        "in_map_about": "仅统计地图当前范围内;全区 {n}",
    },
    "en": {
        "cases": "",
        "percent": "%",
        "minutes": "min",
        "units": "",
        "same_time": "{change} vs yesterday",
        "p1p2": "P1 {p1} · P2 {p2}",
        "week": "{arrow} {points} pts vs last week",
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
    },
}

BESIDES = ("unassigned", "suspended_now", "backlog_age_30d", "backlog_age_older")
"""What a wall of three screens shows besides the eight."""


def layout(t: Words, view: View) -> Component:
    """Return the strip before its first figures."""
    return skeleton("kpi")


def answer(visit: Visit, t: Words, view: View) -> Component:
    """Return one card per figure: as many as a wall holds, the first six at a desk and the rest where there is room."""
    found = figures.kpis(visit, view.area)
    if view.cards > len(found):
        standing_now = standing(visit, view.area)
        found += [standing_now[name] for name in BESIDES]
    in_map = standing_in(visit, view.area, view.box) if view.box else {}
    cards = [card_in_map(figure, in_map[figure.name], t) if figure.name in in_map else card(figure, t)
             for figure in found[:view.cards]]
    return html.Section(cards, className="kpi-strip", **marks("kpi", "fresh", visit.now))


def card(figure: Figure, t: Words) -> Component:
    """Return one figure with its unit, comparison and definition."""
    return _card(figure, t, remark(figure, t), hover(t, figure))


def card_in_map(figure: Figure, inside: int, t: Words) -> Component:
    """Return the card of a figure counted in what the map shows, with the whole area's beside it."""
    whole = t.number(figure.value)
    about = f"{t('in_map_about', n=whole)}\n{hover(t, figure)}"
    return _card(replace(figure, value=inside), t, (t("in_all", n=whole), "in-map"), about)


def _card(figure: Figure, t: Words, note: tuple[str, str], title: str) -> Component:
    decimals = 1 if figure.unit in ("percent", "minutes") else 0
    raw = "" if figure.value is None else f"{figure.value:.12g}"
    return html.Div(
        [
            html.Div([html.Label(name_of(t, figure.name)), html.Small(note[0], className=note[1])],
                     className="kpi-head"),
            html.Div([html.B(t.number(figure.value, decimals)), html.Span(t(figure.unit))], className="kpi-value"),
        ],
        className=f"kpi {alarm_tone(figure)}".strip(),
        title=title,
        **{"data-kpi": figure.name, "data-value": raw, "data-definition": figure.definition},
    )


def alarm_tone(figure: Figure) -> str:
    """Return the tone of the card itself: colour only for what needs somebody."""
    if figure.name == "overdue_now" and figure.value:
        return "is-bad"
    if figure.name == "urgent_unacknowledged" and figure.value:
        return "is-warning"
    return ""


def remark(figure: Figure, t: Words) -> tuple[str, str]:
    """Return what stands beside the figure, and the tone of a change for better or worse."""
    if figure.name in BESIDES:
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
        return (t("p90", p90=t.number(details["p90"])) if details else t("app.nothing")), ""
    return on_time_remark(figure, t) if figure.name == "on_time_rate" else compared(figure, t)


def compared(figure: Figure, t: Words) -> tuple[str, str]:
    """Return the change since yesterday by the same time; where that was little, what it was."""
    if not figure.before or figure.before < 20:
        return t("was", n=t.number(figure.before)), ""
    return t("same_time", change=t.change(figure.value, figure.before)), tone_of(figure)


def on_time_remark(figure: Figure, t: Words) -> tuple[str, str]:
    """Return the change in percentage points, or the base where there is nothing to compare with."""
    if figure.value is None:
        return t("no_base"), ""
    if figure.before is None:
        return t("base", n=t.number(figure.sample)), ""
    points = figure.value - figure.before
    return t("week", arrow=arrow(round(points, 1)), points=f"{abs(points):.1f}"), tone_of(figure)


def tone_of(figure: Figure) -> str:
    """Return "is-better" or "is-worse" where a direction is good or bad; volumes have none."""
    if not figure.good_when or figure.value is None or figure.before is None or figure.value == figure.before:
        return ""
    rose = figure.value > figure.before
    return "is-better" if rose == (figure.good_when == "high") else "is-worse"


PANEL = Panel(name="kpi", permission="cases.view", words=WORDS, layout=layout, answer=answer, honours=frozenset())
