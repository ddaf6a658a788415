"""What came in: a day hour by hour, or a longer time day by day, against the time it is compared with.

A press on a point of the desk's curve narrows the screen to its hour or day.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dash import dcc
from dash.development.base_component import Component

from dashboard import filters
from dashboard.counted import COUNTED
from dashboard.panel import Panel, View
from dashboard.parts import trend_figure
from dashboard.parts.compared import change, span_name
from dashboard.parts.frame import filtered, panel, skeleton
from dashboard.speech import Words, arrow
from data import clock
from data.alarms import outages
from data.cases import compared, figures, narrowed, windows
from data.cases.compared import BASE, Span
from data.cases.only import KINDS
from data.forecasts import reading
from data.forecasts.reading import Expected
from data.visit import Visit

WORDS = {
    "zh-CN": {
        "more": "受理量比昨日同时多 {percent}%",
        "less": "受理量比昨日同时少 {percent}%",
        "same": "受理量与昨日同时持平",
        "few": "今日受理 {n} 件，昨日同时 {before} 件",
        "over": "{span}受理 {n} 件 {change}",
        "unit": "件/时",
        "daily": "件/日",
        "today": "今日",
        "yesterday": "昨日",
        "week": "上周同日",
        "this": "本期",
        "mom": "前期",
        "yoy": "去年同期",
        "table": "小时",
        "now": "{hour} 时 {n} 件",
        "day": "{day} {n} 件",
        "plain": "受理趋势",
        "away": "中断",
    },
    "en": {
        "more": "{percent}% more than yesterday by now",
        "less": "{percent}% fewer than yesterday by now",
        "same": "As many as yesterday by now",
        "few": "{n} today, {before} yesterday by now",
        "over": "{span}: {n} received {change}",
        "unit": "cases/h",
        "daily": "cases/day",
        "today": "Today",
        "yesterday": "Yesterday",
        "week": "A week ago",
        "this": "This time",
        "mom": "Before",
        "yoy": "A year ago",
        "table": "Hour",
        "now": "{hour}:00 · {n}",
        "day": "{day} · {n}",
        "plain": "Received",
        "away": "away",
    },
}
HOURS = 24
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOURLY = timedelta(hours=36)
"""A time no longer than this is drawn hour by hour, as the city day in which it ends."""


@dataclass(frozen=True)
class Drawn:
    """Counts by name, the time itself last; when each of its bins begins, and the name of its last."""

    series: list[tuple[str, list[int]]]
    bins: list[datetime]
    label: str
    note: str


def layout(t: Words, view: View) -> Component:
    """Return the panel before its first data."""
    return skeleton("trend")


def answer(visit: Visit, t: Words, view: View) -> Component:
    """Return the curve; its title states the finding. What takes long to count is kept for a minute."""
    over = narrowed.chosen(view.only)
    is_hourly = over is None or over.end - over.begin <= HOURLY
    drawn, title, as_of = COUNTED.ask(visit, ("trend", t.language, *filters.key(view)), lambda: (
        by_day(visit, t, view, over) if over is not None and not is_hourly else by_hour(visit, t, view),
        finding(visit, t, view), visit.now))
    if view.only.kinds() and not any(any(counts) for _, counts in drawn.series):
        return filtered("trend", t, t("plain"), as_of=visit.now)
    expected = foretold(visit, view, over)  # its sentence is for who sits near: a wall's small print is not read
    figure = trend_figure.draw(drawn.series, view=view, label=drawn.label, axis=axis(visit, drawn, is_hourly),
                               bins=[one.isoformat() for one in drawn.bins],
                               away=trend_figure.Away(absences(visit, drawn, is_hourly), t("away")),
                               band=band(t, expected, is_named=view.surface == "wall"), number=t.number)
    graph = dcc.Graph(
        id=f"{view.surface}-trend-graph",
        figure=figure,
        responsive=True,
        className="trend-graph",
        config={"displayModeBar": False, "responsive": True},
    )
    return panel("trend", title, graph, as_of=as_of, note=drawn.note,
                 source=source(visit, t, expected) if view.surface != "wall" else "")


def foretold(visit: Visit, view: View, over: Span | None) -> Expected | None:
    """Return today's forecast of the area as it was known at the visit's moment; None of other times or some cases."""
    if over is not None or view.only.kinds():
        return None
    today = visit.now.astimezone(visit.zone).date()
    return next(iter(reading.expected_of(visit, view.area, today, today)), None)


def band(t: Words, expected: Expected | None, *, is_named: bool) -> trend_figure.Band:
    """Return what was expected of each hour, where the model shown knows hours; under a desk's stands a sentence."""
    hours = expected.hours if expected else None
    if not hours:
        return trend_figure.NOTHING_EXPECTED
    return trend_figure.Band(hours["low"], hours["high"], t("foretold.band"), is_named)


def source(visit: Visit, t: Words, expected: Expected | None) -> str:
    """Return how many are expected today, by which model if not by ours, and when that was said."""
    if expected is None:
        return ""
    key = "foretold.today" if expected.hours else "foretold.simpler"
    return t(key, n=t.number(round(expected.middle)), low=t.number(round(expected.low)),
             high=t.number(round(expected.high)), model=t(f"foretold.by_{expected.model}"),
             made=t.when(expected.made_at, visit.now))


def absences(visit: Visit, drawn: Drawn, is_hourly: bool) -> list[tuple[float, float]]:
    """Return from where until where along the curve the program was away, counted in bins.

    The hour that still runs has no point of the curve yet; that the program was away in it is told all the same.
    """
    begin, bin_length = drawn.bins[0], HOUR if is_hourly else DAY
    end = min(visit.now, begin + bin_length * (HOURS if is_hourly else len(drawn.bins)))
    return [((one.began_at - begin) / bin_length, (min(one.ended_at, end) - begin) / bin_length)
            for one in outages.between(visit, begin, end)]


def by_hour(visit: Visit, t: Words, view: View) -> Drawn:
    """Return the hours of the day, and of the days it is compared with."""
    where = view.only.marks(visit.now)
    last = visit.now if view.only.end is None else min(visit.now, view.only.end - timedelta(microseconds=1))
    midnight = clock.start_of_day(last, visit.zone)
    is_today = midnight == clock.start_of_day(visit.now, visit.zone)
    earlier = {"none": [], "yoy": [("yoy", compared.months_before(midnight, 12, visit))],
               "mom": [("week" if is_today else "mom", clock.days_before(midnight, 7 if is_today else 1, visit.zone))]}
    days = earlier[view.compare]
    if view.compare == "mom" and is_today:
        days.append(("yesterday", clock.days_before(midnight, 1, visit.zone)))
    days = [(name, begin) for name, begin in days
            if name != "yoy" or compared.is_known(visit, Span(begin, begin + timedelta(days=1)))]
    series = [(t(name), windows.received_by_hour(visit, view.area, begin, HOURS, where)) for name, begin in days]
    counts = windows.received_by_hour(visit, view.area, midnight, HOURS, where)
    gone = clock.hours_gone(midnight, visit.now)
    bins = [midnight + timedelta(hours=hour) for hour in range(gone)]
    return Drawn([*series, (t("today") if is_today else t("this"), counts[:gone])], bins,
                 t("now", hour=gone - 1, n=counts[gone - 1]), t("unit"))


def by_day(visit: Visit, t: Words, view: View, over: Span) -> Drawn:
    """Return the days of a longer time, and those of the time it is compared with."""
    counts, bins = daily(visit, view, over)
    then = compared.earlier(visit, over, view.compare)
    before = [(t(view.compare), daily(visit, view, then)[0])] if then and compared.is_known(visit, then) else []
    day = bins[-1].astimezone(visit.zone).strftime("%m-%d")
    return Drawn([*before, (t("this"), counts)], bins, t("day", day=day, n=counts[-1]), t("daily"))


def daily(visit: Visit, view: View, over: Span) -> tuple[list[int], list[datetime]]:
    """Return how many came in per city day of a time, and when each day begins."""
    where = view.only.marks(visit.now)
    if not view.only.span:  # one's own time may begin at any minute; one with a name is whole days, which rollups know
        where += replace(view.only, begin=over.begin, end=over.end).received()
    return windows.received_by_day(visit, view.area, over.begin, over.end, where)


def axis(visit: Visit, drawn: Drawn, is_hourly: bool) -> tuple[list[int], list[str]] | None:
    """Return at which days of a longer time the axis says which; None for the hours of a day."""
    if is_hourly:
        return None
    days = len(drawn.bins)
    places = list(range(0, days, max(1, -(-days // 6))))
    return places, [drawn.bins[place].astimezone(visit.zone).strftime("%m-%d") for place in places]


def finding(visit: Visit, t: Words, view: View) -> str:
    """Return the sentence: more or fewer than in the time before, until the same moment of it."""
    chosen = narrowed.chosen(view.only)
    if chosen is None and view.compare == "mom":
        return since_yesterday(visit, t, view)
    over, where = chosen or narrowed.today(visit), view.only.marks(visit.now)
    then = compared.earlier(visit, over, view.compare)
    now = windows.received(visit, view.area, over.begin, over.end, where)
    before = windows.received(visit, view.area, then.begin, then.end, where) if then else 0
    known = before if then and compared.is_known(visit, then) else None
    return t("over", span=span_name(visit, t, view.only, "today"), n=t.number(now),
             change=change(t, view.compare, now, known)).strip()


def since_yesterday(visit: Visit, t: Words, view: View) -> str:
    """Return the sentence: more or fewer than yesterday until the same time of day."""
    figure = figures.received_today(visit, view.area, view.only.marks(visit.now))
    now, before = figure.value or 0, figure.before or 0
    if before < BASE:
        return t("few", n=t.number(now), before=t.number(before))
    percent = (now - before) / before * 100
    if abs(percent) < 0.5:
        return t("same")
    return t("more" if arrow(percent) == "▲" else "less", percent=f"{abs(percent):.0f}")


PANEL = Panel(name="trend", permission="cases.view", words=WORDS, layout=layout, answer=answer,
              honours=frozenset(KINDS))
