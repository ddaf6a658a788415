"""The ledger of forecasts: what is foretold for today and tomorrow, what was, and how good forecasts have been."""

from datetime import timedelta
from statistics import fmean
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.page import Asked, Page
from dashboard.parts import foretold_figure, warning_rules
from dashboard.parts.class_names import class_names
from dashboard.parts.table import Cell, Column, Row, go, table
from dashboard.speech import Words
from data import clock
from data.cases import only, windows
from data.forecasts import ledger, reading
from data.forecasts.judging import JUDGED_DAYS
from data.forecasts.making import WEEKDAY, YESTERDAY
from data.forecasts.reading import Expected
from data.risk import ledger as patrols
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "预测账本", "about": "今明两日预测、逐日对账、各级预测的得分；比简单方法差的自动停用",
        "chart": "预测与实际", "of_held": "近 {n} 天中 {held} 天实际落在当时所示区间内",
        "none_chart": "还没有可画的预测", "rings": "落在区间外",
        "next": "今明两日", "past": "逐日对账", "scores": "各级预测得分", "off": "已停用的预测", "others": "其他预判",
        "day": "日期", "expected": "预计受理", "interval": "80% 区间", "truth": "实际", "model": "方法", "made": "作出",
        "held": "是否在区间内", "yes": "在区间内", "no": "在区间外", "open": "未到",
        "model.profile": "周型模型", "model.weekday": "近四周同日均值", "model.yesterday": "昨日照搬",
        "model.shares": "占比模型", "model.days": "近四周日均",
        "level": "层级", "what": "内容", "all": "全部类别", "classed": "分大类", "ahead": "提前",
        "ahead.1": "当日", "ahead.2": "前一日", "n": "预测数", "replayed": "其中回放", "within": "区间命中",
        "hours": "时段命中", "weekday": "对同日均值", "yesterday": "对昨日", "days": "对四周日均",
        "simple": "改用简单方法",
        "hourly": "今日分时", "hourly_note": "预计 {n} 件，{made} 作出", "came": "今日已受理",
        "hourly_none": "该类别没有分时预测：尚无预测，或所示为不分时段的简单方法", "hourly_grid": "网格没有分时预测",
        "never": "尚无预测：历史不足三周，或后台算法还没有运行", "none_past": "还没有对过账的日子",
        "none_off": "没有停用的预测", "since": "{major}：自 {since} 起改用{model}",
        "since_grids": "各网格，{major}：自 {since} 起改用{model}",
        "note": "分位损失之比，低于 100% 为优；近 {days} 天。回放：事后用当时已知的数据补做。"
                "网格区间为整数，命中多于 80%。",
        "patrol": "巡查排序", "patrol.on": "启用：超出随机部分为近 28 天排序的 {ratio} 倍（{days} 个计分日）",
        "patrol.off": "停用：超出随机部分为近 28 天排序的 {ratio} 倍（{days} 个计分日）",
        "patrol.none": "计分日不足，停用",
        "mean.patrol": "事前存档的 {n} 个计分日：前 5% 网格含当日案件 {ours}，近 28 天排序 {plain}",
    },
    "en": {
        "name": "Ledger", "about": "Forecasts of today and tomorrow, what came of each day, how good they have "
                                   "been; one that does worse than a simple one steps back",
        "chart": "Foretold against what came", "none_chart": "There is no forecast to draw yet", "rings": "outside",
        "of_held": {"one": "of {n} day {held} inside the interval shown",
                    "other": "of {n} days {held} inside the interval shown"},
        "next": "Today and tomorrow", "past": "Day by day", "scores": "How forecasts did, by level",
        "off": "Forecasts that stepped back", "others": "What else is foretold", "day": "Day",
        "expected": "Expected", "interval": "80 % interval", "truth": "Came in", "model": "By", "made": "Made",
        "held": "Inside", "yes": "inside", "no": "outside", "open": "not over",
        "model.profile": "weekly profile", "model.weekday": "mean of the same weekday", "model.yesterday": "yesterday",
        "model.shares": "share of its area", "model.days": "mean of four weeks",
        "level": "Level", "what": "Of", "all": "all classes", "classed": "single classes", "ahead": "Ahead",
        "ahead.1": "as the day began", "ahead.2": "a day before", "n": "Forecasts", "replayed": "Replayed",
        "within": "Interval held", "hours": "Hours held", "weekday": "By same weekday", "yesterday": "By yesterday",
        "days": "By four weeks", "simple": "Stepped back", "hourly": "Today by the hour",
        "hourly_note": "{n} expected, made {made}", "came": "Came in so far",
        "hourly_none": "No hours are foretold of this class: there is no forecast, or a simpler one is shown, which "
                       "knows no hours",
        "hourly_grid": "No hours are foretold of a grid",
        "never": "No forecast yet: fewer than three weeks of history, or the algorithms have not run",
        "none_past": "No day has been scored yet", "none_off": "None has stepped back",
        "since": "{major}: {model} since {since}", "since_grids": "its grids, {major}: {model} since {since}",
        "note": "Pinball loss by that of the simpler model, below 100 % is better; last {days} days. Replayed: made "
                "afterwards from what was known then. Grids' intervals are whole numbers and hold more than 80 %.",
        "patrol": "Patrol ranking", "patrol.on": "on: {ratio} times the 28-day ranking's excess over chance ({days} "
                                                 "scored days)",
        "patrol.off": "off: {ratio} times the 28-day ranking's excess over chance ({days} scored days)",
        "patrol.none": "too few scored days: off",
        "mean.patrol": {"one": "{n} scored day kept before: 5 % of grids held {ours} of its cases, by 28 days {plain}",
                        "other": "{n} scored days kept before: 5 % of grids held {ours} of the cases, by 28 days "
                                 "{plain}"},
    },
}
LISTED_DAYS = 14
SIMPLE, SIMPLE_OF_GRIDS = (WEEKDAY, YESTERDAY), reading.SIMPLE_OF_GRIDS
HOURS, MANY = 24, 20.0
CHARTED_DAYS = 28
"""Before today; today and tomorrow stand behind them."""


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the sections for an area."""
    area, today = asked["area"], visit.now.astimezone(visit.zone).date()
    left = html.Div([_section(t, "next", coming(visit, t, area)), _section(t, "off", off(visit, t, area)),
                     _section(t, "others", others(visit, t))], className="columns is-single")
    away = html.A(t("tables.download"), className="take-away", href=f"/tables/forecasts.csv?area={area}")
    upper = html.Div([left, _section(t, "past", html.Div([past(visit, t, area), away]))], className="columns")
    lower = [_section(t, "scores", scores(visit, t, area), t("note", days=JUDGED_DAYS)),
             warning_rules.scored(visit, t.with_own(warning_rules.WORDS))]
    upper_charts = [chart(visit, t, area), hourly(visit, t, area, asked["class"])]
    return html.Div([*upper_charts, upper, *lower], className="columns is-single",
                    **{"data-ledger": today.isoformat()})


def _section(t: Words, name: str, body: Component, note: str = "") -> Component:
    heading = html.H2([t(name), html.Small(note)] if note else t(name))
    return html.Section([heading, body], **{"data-part": name})


def chart(visit: Visit, t: Words, area: str) -> Component:
    """Return the curves of the last days, today and tomorrow: what was shown as each began, and what came."""
    today = visit.now.astimezone(visit.zone).date()
    first = today - timedelta(days=CHARTED_DAYS)
    found = {one.target: one for one in reading.expected_of(visit, area, first, today + timedelta(days=1))}
    if not found:
        return _section(t, "chart", html.P(t("none_chart"), className="panel-empty"))
    days = [first + timedelta(days=day) for day in range(CHARTED_DAYS + 2)]
    simple = SIMPLE_OF_GRIDS if any(one.mean is not None for one in found.values()) else SIMPLE
    told = [found.get(day) for day in days]
    figure = foretold_figure.draw(foretold_figure.Days(
        days=[f"{day:%m-%d}" for day in days], low=[one.low if one else None for one in told],
        high=[one.high if one else None for one in told],
        middle=[None if one is None else one.middle if one.mean is None else one.mean for one in told],
        simple=[(t(f"model.{model}"), [one.simple.get(model) if one else None for one in told]) for model in simple],
        truth=[one.truth if one else None for one in told],
        names=(t("interval"), t("expected"), t("truth"), t("rings"))), lambda n: whole_or_tenths(t, n))
    over = [one for one in found.values() if one.is_within is not None]
    graph = dcc.Graph(id="ledger-graph", figure=figure, responsive=True, className="trend-graph",
                      config={"displayModeBar": False, "responsive": True})
    return _section(t, "chart", html.Div(graph, className="compare-graph"),
                    t("of_held", n=len(over), held=sum(bool(one.is_within) for one in over)))


def hourly(visit: Visit, t: Words, area: str, major: str) -> Component:
    """Return what is foretold of each hour of today, of all classes or the one that was pressed, and what came."""
    today = visit.now.astimezone(visit.zone).date()
    if reading.is_grid(visit, area):
        return _section(t, "hourly", html.P(t("hourly_grid"), className="panel-empty"))
    majors = reading.majors_of(visit, area, today, today)
    if not majors:
        return _section(t, "hourly", html.P(t("hourly_none"), className="panel-empty"))
    name_of, major = class_names(visit, t), major if major in majors else ""
    pills = html.Div([html.Div(name_of(one) if one else t("all"), role="button", tabIndex=0,
                               className="pill",
                               **{"data-go": go({"class": one}), "aria-pressed": str(one == major).lower()})
                      for one in majors], className="pills")
    found = next(iter(reading.expected_of(visit, area, today, today, major=major)), None)
    if found is None or not found.hours:
        return _section(t, "hourly", html.Div([pills, html.P(t("hourly_none"), className="panel-empty")]))
    figure = foretold_figure.draw(foretold_figure.Days(
        days=[f"{hour:02d}" for hour in range(HOURS)], low=found.hours["low"], high=found.hours["high"],
        middle=found.hours["mean"], simple=[], truth=so_far(visit, area, major),
        names=(t("interval"), t("expected"), t("came"), t("rings")), least=2.0), lambda n: whole_or_tenths(t, n))
    graph = dcc.Graph(id="ledger-hours", figure=figure, responsive=True, className="trend-graph",
                      config={"displayModeBar": False, "responsive": True})
    return _section(t, "hourly", html.Div([pills, html.Div(graph, className="compare-graph")],
                                          **{"data-hours-of": major or "all"}),
                    t("hourly_note", n=t.number(sum(found.hours["mean"]), 1), made=t.when(found.made_at, visit.now)))


def whole_or_tenths(t: Words, number: float) -> str:
    """Return a number of a curve: of few cases tenths tell something."""
    return t.number(number, 0 if float(number).is_integer() or number >= MANY else 1)


def so_far(visit: Visit, area: str, major: str) -> list[float | None]:
    """Return how many cases of a class came in during each hour of today that is over; None of the others."""
    midnight = clock.start_of_day(visit.now, visit.zone)
    classes, codes = only.of_classes(visit, [major] if major else [])
    counts = windows.received_by_hour(visit, area, midnight, HOURS, only.Only(classes=classes, codes=codes).marks(
        visit.now))
    if major and not classes:  # the city's scheme knows it no longer
        return [None] * HOURS
    over = clock.hour_number(visit.now) - clock.hour_number(midnight)
    return [count if hour < over else None for hour, count in enumerate(counts)]


def coming(visit: Visit, t: Words, area: str) -> Component:
    """Return the forecasts of today and tomorrow of all classes."""
    today = visit.now.astimezone(visit.zone).date()
    found = reading.expected_of(visit, area, today, today + timedelta(days=1))
    columns = _columns(t, "day expected interval model made", "expected interval")
    return table(columns, [Row(cells=_cells(visit, t, one)) for one in found], empty=t("never"))


def past(visit: Visit, t: Words, area: str) -> Component:
    """Return the last days: what was foretold as they began, what came in, and whether it lay inside."""
    today = visit.now.astimezone(visit.zone).date()
    found = [one for one in reading.expected_of(visit, area, today - timedelta(days=LISTED_DAYS),
                                                today - timedelta(days=1)) if one.truth is not None]
    columns = _columns(t, "day expected interval truth held model", "expected interval truth")
    return table(columns, [Row(cells=_cells(visit, t, one)) for one in reversed(found)], empty=t("none_past"))


def _cells(visit: Visit, t: Words, one: Expected) -> dict[str, Cell]:
    held = "open" if one.is_within is None else "yes" if one.is_within else "no"
    return {
        "day": Cell(text=f"{one.target:%m-%d}", title=one.target.isoformat()),
        "expected": Cell(text=t.count(round(one.middle)) if one.mean is None else t.number(one.mean, 2),
                         marks={"data-expected": f"{one.middle:.1f}"}),
        "interval": Cell(text=f"{t.count(round(one.low))} – {t.count(round(one.high))}"),
        "truth": Cell(text=t.count(one.truth)) if one.truth is not None else Cell(text="—", tone="is-missing"),
        "held": Cell(text=t(held), tone="is-worse" if held == "no" else "", marks={"data-held": held}),
        "model": Cell(text=t(f"model.{one.model}")), "made": Cell(text=t.when(one.made_at, visit.now)),
    }


def scores(visit: Visit, t: Words, area: str) -> Component:
    """Return how the forecasts of an area and its parts did over four weeks, by level."""
    today = visit.now.astimezone(visit.zone).date()
    rows = [Row(cells={
        "level": Cell(text=visit.city.level_name(one.level, visit.language)),
        "what": Cell(text=t("classed" if one.is_classed else "all")), "ahead": Cell(text=t(f"ahead.{one.ahead}")),
        "n": Cell(text=t.count(one.n)), "replayed": Cell(text=t.count(one.n_replayed)),
        "within": Cell(text=f"{one.within:.1%}", marks={"data-within": f"{one.within:.3f}"}),
        "hours": Cell(text="—" if one.hours_within is None else f"{one.hours_within:.1%}"),
        "weekday": _ratio(one.loss, one.loss_weekday), "yesterday": _ratio(one.loss, one.loss_yesterday),
        "days": _ratio(one.loss, one.loss_days),
        "simple": Cell(text=t.count(one.shown_simple)),
    }) for one in ledger.standings(visit, area, today)]
    return table(_columns(t, "level what ahead n replayed within hours weekday yesterday days simple",
                          "n replayed within hours weekday yesterday days simple"), rows, empty=t("none_past"))


def _ratio(ours: float, theirs: float | None) -> Cell:
    if not theirs:
        return Cell(text="—", tone="is-missing")
    return Cell(text=f"{ours / theirs:.0%}", tone="is-worse" if ours > theirs else "is-better")


def off(visit: Visit, t: Words, area: str) -> Component:
    """Return which of an area's own forecasts stepped back, and since when."""
    today = visit.now.astimezone(visit.zone).date()
    found = reading.switched_off(visit, area, today)
    if not found:
        return html.P(t("none_off"), className="panel-empty")
    name_of = class_names(visit, t)
    return html.Ul([html.Li(t("since_grids" if one.of_grids else "since",
                              major=name_of(one.major) if one.major else t("all"),
                              since=one.since.isoformat(), model=t(f"model.{one.model}")),
                            **{"data-off": ("grids " if one.of_grids else "") + (one.major or "all")})
                    for one in found])


def others(visit: Visit, t: Words) -> Component:
    """Return how the patrol ranking did, in words."""
    standing = patrols.standing(visit)
    said = t("patrol.none") if standing.ratio is None else t(
        "patrol.on" if standing.is_on else "patrol.off", ratio=f"{standing.ratio:.2f}", days=standing.days)
    told = [html.Dt(t("patrol")), html.Dd(said, **{"data-patrol": "on" if standing.is_on else "off"})]
    since = visit.now.astimezone(visit.zone).date() - timedelta(days=JUDGED_DAYS)
    for kind in ledger.KINDS:
        found = [one for one in ledger.scores(visit, kind, since=since) if one.reference is not None]
        if found:
            told.append(html.Dd(t(f"mean.{kind}", n=len(found), ours=f"{fmean(one.score for one in found):.1%}",
                                  plain=f"{fmean(one.reference or 0.0 for one in found):.1%}"),
                                **{"data-scored": kind}))
    return html.Dl(told)


def _columns(t: Words, keys: str, numbers: str) -> list[Column]:
    return [Column(key=key, heading=t(key), is_number=key in numbers.split()) for key in keys.split()]


PAGE = Page(name="ledger", order=64, permission="desk.view", words=WORDS, answer=answer, fields=("class",))
