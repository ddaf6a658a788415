"""Two areas over the same time, or one area over two times, side by side: the same figures, counted alike.

`with=area:CODE` names the other area, `with=period:mom` or `period:yoy` the time before or a year before; times end at
the same elapsed moment. An area that the visitor may not see is refused, on whichever side it stands.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import filters
from dashboard.page import Asked, Page
from dashboard.panel import View
from dashboard.parts import trend_figure
from dashboard.parts.class_names import class_names
from dashboard.parts.compared import between
from dashboard.parts.definition import hover, name_of, standing_of, value_of
from dashboard.parts.table import Cell, Column, Row, go, table
from dashboard.parts.tree import Element
from dashboard.speech import Words, arrow
from data.areas import queries as areas
from data.cases import compared, figures, narrowed, only, windows
from data.cases.compared import BASE, Span
from data.cases.only import Only
from data.errors import Invalid
from data.figures import adjusting, counting, dictionary, facts
from data.figures.counting import Figures
from data.figures.definition import Figure
from data.figures.period import Period
from data.models.area import Area
from data.visit import Visit

SHOWN = ("received", "closed", "late", "on_time_closing_rate", "on_time_handling_rate", "response_median",
         "closing_median", "returned", "reopened", "solved_rate", "satisfied_rate")
"""Figures of cases received in the time, as they stood at its end."""
LEAST_PEOPLE = 1_000
MOST_CLASSES, MOST_NEIGHBOURS = 8, 16
HOURLY = timedelta(hours=36)
"""A time no longer than this is drawn hour by hour."""
OTHER_TIMES = ("period:mom", "period:yoy")
WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "对比", "about": "两个区域或两个时段并排：同一口径、同样长短、截至同一时刻",
        "figure": "指标", "difference": "差异", "with": "对比对象", "range": "时段",
        "trend": "受理走势", "classes": "类别构成", "class": "类别", "points": "{points} 个百分点",
        "better": "较好", "worse": "较差", "improved": "好转", "worsened": "恶化", "no_base": "—（对方为空或为 0）",
        "no_data": "—（无同期数据）", "per_people": "每万人受理", "small": "样本少", "none": "没有案件",
        "same": "两侧为同一区域，请另选", "rule": "差异 = 左侧相对右侧；右侧不足 20 件时给件数，不给百分比。",
        "back": "回到地图", "this_time": "本期", "then_mom": "前期", "then_yoy": "去年同期",
    },
    "en": {
        "name": "Compare", "about": "Two areas or two times side by side: counted alike, as long, as far elapsed",
        "figure": "Figure", "difference": "Difference", "with": "With", "range": "Time",
        "trend": "Received", "classes": "Classes", "class": "Class", "points": "{points} points",
        "better": "better", "worse": "worse", "improved": "better", "worsened": "worse",
        "no_base": "— (nothing on the other side)", "no_data": "— (no data then)",
        "per_people": "Received per 10,000 people", "small": "small sample", "none": "No cases",
        "same": "Both sides are the same area; choose another",
        "rule": "Difference = left against right; of fewer than 20 on the right it is told in cases, not in percent.",
        "back": "Back to the map", "this_time": "This time", "then_mom": "Before", "then_yoy": "A year ago",
    },
}


@dataclass(frozen=True)
class Side:
    """One side: what it is called, its area, its time, and whether cases reach back that far."""

    name: str
    area: Area
    span: Span
    is_known: bool = True


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the choices, the figures of both sides, their curves and their classes."""
    span = chosen_span(visit, asked)
    this, other, against = sides(visit, t, asked, span)
    parts = [controls(visit, t, asked, this.area, against), heading(visit, t, this, other)]
    if this.area == other.area and this.span == other.span:
        parts.append(html.P(t("same"), className="panel-empty"))
    else:
        beside = html.Div([curves(visit, t, this, other), classes_of(visit, t, this, other)], className="compare-right")
        parts.append(html.Div([figures_of(visit, t, this, other), beside], className="compare-body"))
    return html.Div(parts, className="columns is-single compare")


def chosen_span(visit: Visit, asked: Asked) -> Span:
    """Return the time that is asked for, the last seven city days where none is."""
    wanted = filters.read(visit, {**asked, "cat": "", "pri": "", "st": "", "q": ""})
    return narrowed.chosen(wanted) or Span(*only.of_span(visit, "7d"), "7d")


def sides(visit: Visit, t: Words, asked: Asked, span: Span) -> tuple[Side, Side, str]:
    """Return both sides, and the other one as the address names it. Raises NotFound for an area that is not seen."""
    area = areas.find(visit, asked["area"])
    kind, _, said = asked["with"].partition(":")
    how = said if kind == "period" and said in ("mom", "yoy") else "mom"
    if kind == "area":
        other = areas.find(visit, said)
        return (Side(areas.name_of(area, t.language), area, span), Side(areas.name_of(other, t.language), other, span),
                f"area:{other.area_code}")
    then = compared.earlier(visit, span, how)
    if then is None:
        raise Invalid("bad_period", known="mom, yoy")
    return (Side(t("this_time"), area, span), Side(t(f"then_{how}"), area, then, compared.is_known(visit, then)),
            f"period:{how}")


def controls(visit: Visit, t: Words, asked: Asked, area: Area, against: str) -> Component:
    """Return what can be chosen: the time, and whom or what to compare with."""
    spans = [_pill(t(f"spans.{one}"), {"range": one, "from": "", "to": ""}, one == (asked["range"] or "7d")
                   and not asked["from"]) for one in only.SPANS]
    times = [_pill(t(f"comparisons.{one.partition(':')[2]}"), {"with": one}, one == against) for one in OTHER_TIMES]
    others = [_pill(areas.name_of(one, t.language), {"with": f"area:{one.area_code}"},
                    f"area:{one.area_code}" == against) for one in neighbours(visit, area)]
    back = html.A(t("back"), href=f"/desk/overview?area={area.area_code}")
    return html.Div([html.Span(t("range")), html.Div(spans, className="pills"), html.Span(t("with")),
                     html.Div([*times, *others], className="pills"), back], className="evaluation-controls")


def neighbours(visit: Visit, area: Area) -> list[Area]:
    """Return the other areas in the same parent that the visitor may see; of the city its districts."""
    if not area.parent_code:
        found = areas.inside(visit, area.area_code, area.level + 1)
    else:
        found = areas.inside(visit, area.parent_code, area.level)
    return [one for one in found if one.area_code != area.area_code][:MOST_NEIGHBOURS]


def _pill(text: str, to: dict[str, str], is_chosen: bool) -> Component:
    return html.Span(text, className="pill", role="button", tabIndex=0,
                     **{"data-go": go(to), "aria-pressed": str(is_chosen).lower()})


def heading(visit: Visit, t: Words, this: Side, other: Side) -> Component:
    """Return what stands against what, with the time of each."""
    def card(side: Side, tone: str) -> Component:
        name = areas.name_of(side.area, t.language)
        about = between(visit, t, side.span)
        return html.Div([html.B(name), html.Span(about if side.name == name else f"{side.name} · {about}")],
                        className=f"tile compare-{tone}", **{"data-side": side.area.area_code})

    return html.Div([card(this, "this"), card(other, "other")], className="compare-sides")


def counted(visit: Visit, side: Side) -> Figures:
    """Return a side's figures: cases received in its time, as they stood when it ended."""
    end = side.span.end
    as_of = min(visit.now, end) if end < visit.now else visit.now
    period = Period(begin=side.span.begin, end=end, as_of=as_of, days=1)
    return counting.total(facts.gather(visit, side.area.area_code, period), [dictionary.find(one) for one in SHOWN])


def figures_of(visit: Visit, t: Words, this: Side, other: Side) -> Element:
    """Return the table of figures, with the difference and whether it is for better or worse."""
    left, right = counted(visit, this), counted(visit, other)
    is_time = this.area == other.area
    rows = [_row(t, left[name], right[name], (is_time, other.is_known)) for name in SHOWN]
    if not is_time:
        rows.insert(1, _per_people(t, this, other, (left["received"], right["received"])))
    columns = [Column(key="figure", heading=t("figure")), Column(key="this", heading=this.name, is_number=True),
               Column(key="other", heading=other.name, is_number=True),
               Column(key="difference", heading=t("difference"), is_number=True)]
    return Element("section", {"class": "card"}, [table(columns, rows, empty=t("none")),
                                                  html.Small(t("rule"), className="panel-source")])


def _row(t: Words, left: Figure, right: Figure, how: tuple[bool, bool]) -> Row:
    is_time, is_known = how

    def cell(figure: Figure, known: bool) -> Cell:
        raw = "" if figure.value is None else f"{figure.value:.12g}"
        weak = standing_of(t, figure) if known else t("no_data")
        return Cell(text=value_of(t, figure, with_unit=True) if known else "—",
                    title=f"{hover(t, figure)}\n{weak}".strip(),
                    tone="is-missing" if figure.is_small or not known else "",
                    marks={"data-kpi": figure.name, "data-value": raw if known else ""})

    said, tone = difference(t, left, right, is_time) if is_known else (t("no_data"), "is-missing")
    return Row(cells={"figure": Cell(text=name_of(t, left.name)), "this": cell(left, True),
                      "other": cell(right, is_known), "difference": Cell(text=said, tone=tone)})


def difference(t: Words, left: Figure, right: Figure, is_time: bool) -> tuple[str, str]:
    """Return left against right with arrow, sign and, where a direction is good or bad, its word; and the tone."""
    now, then = left.value, right.value
    if now is None or then is None or (left.unit == "cases" and not then):
        return t("no_base"), "is-missing"
    gap = now - then
    if left.unit == "percent":
        said = t("points", points=f"{arrow(round(gap, 1))} {gap:+.1f}")
    elif left.unit == "cases" and then < BASE:
        said = f"{arrow(gap)} {gap:+,.0f}"
    else:
        said = f"{arrow(gap)} {gap / then * 100:+.1f}%" if then else f"{arrow(gap)} {gap:+.1f}"
    if not left.good_when or not gap:
        return said, ""
    is_better = (gap > 0) == (left.good_when == "high")
    words = ("improved", "worsened") if is_time else ("better", "worse")
    return f"{said} {t(words[0] if is_better else words[1])}", "is-better" if is_better else "is-worse"


def _per_people(t: Words, this: Side, other: Side, received: tuple[Figure, Figure]) -> Row:
    def cell(side: Side, figure: Figure) -> tuple[Cell, float | None]:
        residents = side.area.population or 0
        rate = adjusting.per_people(int(figure.value or 0), side.area.population)
        if rate is None or residents < LEAST_PEOPLE:
            return Cell(text=t("small"), tone="is-missing"), None
        return Cell(text=t.number(rate, 1), title=f"{t.number(figure.value)} / {t.count(residents)}"), rate

    (left, now), (right, then) = cell(this, received[0]), cell(other, received[1])
    said = f"{arrow(now - then)} {(now - then) / then * 100:+.1f}%" if now is not None and then else t("no_base")
    return Row(cells={"figure": Cell(text=t("per_people")), "this": left, "other": right,
                      "difference": Cell(text=said, tone="" if now is not None and then else "is-missing")})


def curves(visit: Visit, t: Words, this: Side, other: Side) -> Element:
    """Return both curves over each other: the left side's thick, the right side's thin and dashed."""
    is_hourly = this.span.end - this.span.begin <= HOURLY
    series = [(side.name, _counts(visit, side, is_hourly)) for side in (other, this) if side.is_known or side is this]
    (_, own), view = series[-1], View(area=this.area.area_code, norm="abs", surface="desk")
    places = list(range(0, len(own), max(1, -(-len(own) // 8))))
    said = [_tick(visit, this, place, is_hourly) for place in places]
    figure = trend_figure.draw(series, view=view, label=t.number(own[-1]), axis=(places, said),
                               number=t.number)
    graph = dcc.Graph(id="compare-graph", figure=figure, responsive=True, className="trend-graph",
                      config={"displayModeBar": False, "responsive": True})
    return Element("section", {"class": "card compare-trend"}, [
        html.H2(t("trend")), html.Div(graph, className="compare-graph")])


def _counts(visit: Visit, side: Side, is_hourly: bool) -> list[int]:
    if not is_hourly:
        where = () if side.span.name else Only(begin=side.span.begin, end=side.span.end).received()
        return windows.received_by_day(visit, side.area.area_code, side.span.begin, side.span.end, where)[0]
    hours = max(1, -(-int((side.span.end - side.span.begin).total_seconds()) // 3600))
    return windows.received_by_hour(visit, side.area.area_code, side.span.begin, hours)


def _tick(visit: Visit, side: Side, place: int, is_hourly: bool) -> str:
    step = timedelta(hours=1 if is_hourly else 24)
    return (side.span.begin + place * step).astimezone(visit.zone).strftime("%H:00" if is_hourly else "%m-%d")


def classes_of(visit: Visit, t: Words, this: Side, other: Side) -> Element:
    """Return the classes of both sides with their shares, the left side's most frequent first."""
    left, right = (figures.received_by_class(visit, side.area.area_code, side.span.begin, side.span.end)
                   for side in (this, other))
    names, sums = class_names(visit, t), (sum(left.values()), sum(right.values()))
    order = sorted({*left, *right}, key=lambda code: (-left.get(code, 0), -right.get(code, 0), code))[:MOST_CLASSES]
    rows = [Row(cells=_class_cells(t, names(code), (left.get(code, 0), right.get(code, 0)), sums, other.is_known))
            for code in order]
    columns = [Column(key="class", heading=t("class")), Column(key="this", heading=this.name, is_number=True),
               Column(key="other", heading=other.name, is_number=True),
               Column(key="difference", heading=t("difference"), is_number=True)]
    return Element("section", {"class": "card"}, [html.H2(t("classes")), table(columns, rows, empty=t("none"))])


def _class_cells(t: Words, name: str, counts: tuple[int, int], sums: tuple[int, int],
                 is_known: bool) -> dict[str, Cell]:
    def cell(count: int, whole: int) -> Cell:
        return Cell(text=f"{t.number(count)} · {count / whole * 100:.1f}%" if whole else "—")

    shares = [count / whole * 100 if whole else None for count, whole in zip(counts, sums, strict=True)]
    if not is_known or shares[0] is None or shares[1] is None:
        gap = Cell(text=t("no_base" if is_known else "no_data"), tone="is-missing")
    else:
        points = shares[0] - shares[1]
        gap = Cell(text=t("points", points=f"{arrow(round(points, 1))} {points:+.1f}"))
    return {"class": Cell(text=name), "this": cell(counts[0], sums[0]),
            "other": cell(counts[1], sums[1]) if is_known else Cell(text="—", tone="is-missing"), "difference": gap}


PAGE = Page(name="compare", order=64, permission="cases.view", words=WORDS, answer=answer, is_listed=False,
            fields=("with", "range", "from", "to"))
"""Led to from the bar of filters."""
