"""What came in hour by hour today, against yesterday and the same weekday last week."""

from dash import dcc
from dash.development.base_component import Component

from dashboard.panel import Panel, View
from dashboard.parts import trend_figure
from dashboard.parts.frame import panel, skeleton
from dashboard.speech import Words, arrow
from data import clock
from data.cases import figures, windows
from data.visit import Visit

WORDS = {
    "zh-CN": {
        "more": "受理量比昨日同时多 {percent}%",
        "less": "受理量比昨日同时少 {percent}%",
        "same": "受理量与昨日同时持平",
        "few": "今日受理 {n} 件,昨日同时 {before} 件",
        "unit": "件/时",
        "today": "今日",
        "yesterday": "昨日",
        "week": "上周同日",
        "table": "小时",
        "now": "{hour} 时 {n} 件",
    },
    "en": {
        "more": "{percent}% more than yesterday by now",
        "less": "{percent}% fewer than yesterday by now",
        "same": "As many as yesterday by now",
        "few": "{n} today, {before} yesterday by now",
        "unit": "cases/h",
        "today": "Today",
        "yesterday": "Yesterday",
        "week": "Same day last week",
        "table": "Hour",
        "now": "{hour}:00 · {n}",
    },
}
HOURS = 24


def layout(t: Words, view: View) -> Component:
    """Return the panel before its first data."""
    return skeleton("trend")


def answer(visit: Visit, t: Words, view: View) -> Component:
    """Return the day's curve; its title states the finding."""
    midnight = clock.start_of_day(visit.now, visit.zone)
    days = [clock.days_before(midnight, back, visit.zone) for back in (0, 1, 7)]
    today, yesterday, week = (windows.received_by_hour(visit, view.area, begin, HOURS) for begin in days)
    # The hour that still runs would look like a fall; the curve ends with the last whole one.
    hours_gone = min(HOURS, max(1, clock.hour_number(visit.now) - clock.hour_number(midnight)))
    figure = trend_figure.draw(
        [(t("week"), week), (t("yesterday"), yesterday), (t("today"), today[:hours_gone])],
        view=view,
        label=t("now", hour=hours_gone - 1, n=today[hours_gone - 1]),
    )
    graph = dcc.Graph(
        id=f"{view.surface}-trend-graph",
        figure=figure,
        responsive=True,
        className="trend-graph",
        config={"displayModeBar": False, "responsive": True},
    )
    return panel("trend", finding(visit, t, view), graph, as_of=visit.now, note=t("unit"))


def finding(visit: Visit, t: Words, view: View) -> str:
    """Return the sentence: more or fewer than yesterday until the same time of day."""
    figure = figures.received_today(visit, view.area)
    now, before = figure.value or 0, figure.before or 0
    if before < 20:
        return t("few", n=t.number(now), before=t.number(before))
    percent = (now - before) / before * 100
    if abs(percent) < 0.5:
        return t("same")
    return t("more" if arrow(percent) == "▲" else "less", percent=f"{abs(percent):.0f}")


PANEL = Panel(name="trend", permission="cases.view", words=WORDS, layout=layout, answer=answer, honours=frozenset())
