"""The dictionary of figures: what each means, how it is counted, who answers for it, and its value now."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.counted import COUNTED
from dashboard.page import Asked, Page
from dashboard.parts.definition import (
    counts,
    formula,
    hover,
    left_out,
    name_of,
    standing_of,
    value_of,
    weights_of,
)
from dashboard.parts.table import Cell, Column, Row, go, table
from dashboard.parts.tree import Element
from dashboard.speech import Words
from data.areas import queries as areas
from data.figures import dictionary, summary, weights
from data.figures.counting import Figures
from data.figures.definition import Definition, Figure
from data.figures.period import PERIODS, USUAL
from data.visit import Visit

COLUMNS = ("figure", "value", "counts", "formula", "source")

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "指标口径", "about": "每个指标的定义、公式、剔除、责任与来源，及本区域当前值",
        "period.today": "今日", "period.7d": "近 7 天", "period.30d": "近 30 天", "period.month": "本月",
        "figure": "指标", "value": "当前值", "counts": "计数", "formula": "公式与范围", "source": "来源 · 责任",
        "empty": "没有指标", "as_of": "{area} · 截至 {at}", "methods": "比较方法",
        "per_people": "每万人 = 上报数 ÷ 常住人口 × 10,000；无人口数据的区域不计算。",
        "adjusted": "结构校正 = Σ（整体大类构成 × 本区各类按期处置率） ÷ Σ（整体大类构成），只取本区有案件的大类，"
                    "覆盖不足 80% 不给出。方法：直接标准化（Breslow 与 Day,IARC 1987，第 2 章）。",
        "before": "上期同时 = 往前相同天数、截到同一时刻的同一口径。",
        "trust": "可疑结案（数分钟内结案、前后同图、经办人自结、曾重办）不计入时长与按期指标，剔除件数随指标一同显示。",
        "sample": "分母不足 20 标注样本不足，不参与排名；分母为 0 显示无，不当作零。",
    },
    "en": {
        "name": "Figures", "about": "What each figure means: formula, exclusions, owner, source, and its value here",
        "period.today": "Today", "period.7d": "7 days", "period.30d": "30 days", "period.month": "This month",
        "figure": "Figure", "value": "Value now", "counts": "Counts", "formula": "Formula and cover",
        "source": "Source · owner", "empty": "No figure", "as_of": "{area} · as of {at}", "methods": "How is compared",
        "per_people": "Per 10,000 = cases received ÷ residents × 10,000; not for areas without a population.",
        "adjusted": "Mix adjusted = Σ(share of the whole × on-time rate here) ÷ Σ(share of the whole) over the major "
                    "classes that have cases here; not shown below 80% covered. Direct standardisation (Breslow and "
                    "Day, IARC 1987, chapter 2).",
        "before": "The same elapsed time before = as many days earlier, cut at the same time of day, counted alike.",
        "trust": "Suspicious closings (within minutes, same picture, by the handler, reopened) are left out of times "
                 "and of on-time rates; how many stands with each figure.",
        "sample": "A denominator under 20 is marked as a small sample and not ranked; of 0 there is no rate, not zero.",
    },
}
METHODS = ("per_people", "adjusted", "before", "trust", "sample")


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the whole dictionary, group by group, with the area's values."""
    name = asked["period"] if asked["period"] in PERIODS else USUAL
    found = counted(visit, asked["area"], name)
    pills = html.Div([
        html.Span(t(f"period.{one}"), className="pill", role="button", tabIndex=0,
                  **{"data-go": go({"period": one}), "data-period": one, "aria-pressed": str(one == name).lower()})
        for one in PERIODS
    ], className="pills")
    note = t("as_of", area=areas.name_of(areas.find(visit, asked["area"]), t.language),
             at=t.moment(found["received"].as_of))
    sections = [group(t, key, listed, found) for key, listed in dictionary.by_group().items()]
    methods = Element("section", {"data-group": "methods", "class": "card"}, [
        html.H2(t("methods")), html.Ul([html.Li(t(one)) for one in METHODS])])
    return html.Div([html.Div([pills, html.Small(note)], className="evaluation-controls"), *sections, methods],
                    className="columns is-single")


def counted(visit: Visit, area: str, name: str) -> Figures:
    """Return every figure of an area, counted within the last minute where counting takes long."""
    version = weights.in_force(visit).version
    return COUNTED.ask(visit, ("figures", area, name, version), lambda: summary.everything(visit, area, name))


def group(t: Words, key: str, listed: tuple[Definition, ...], found: Figures) -> Element:
    """Return one group of definitions with their values."""
    rows = [Row(cells=cells(t, known, found[known.name]), hooks={}) for known in listed]
    columns = [Column(key=one, heading=t(one), is_number=one == "value") for one in COLUMNS]
    return Element("section", {"data-group": key, "class": "card figure-group"}, [
        html.H2(t(f"figure_groups.{key}")), table(columns, rows, empty=t("empty"))])


def cells(t: Words, known: Definition, figure: Figure) -> dict[str, Cell]:
    """Return one definition's cells."""
    raw = "" if figure.value is None else f"{figure.value:.12g}"
    said = [formula(t, known), left_out(t, known), weights_of(t, figure.details), t(f"figure_windows.{known.window}")]
    return {
        "figure": Cell(text=name_of(t, known.name), title=t(f"figure_good.{known.good_when or 'none'}")),
        "value": Cell(text=value_of(t, figure, with_unit=True), title=hover(t, figure),
                      tone="is-missing" if figure.value is None or figure.is_small else "",
                      marks={"data-kpi": known.name, "data-value": raw, "data-definition": figure.definition}),
        "counts": Cell(text=" · ".join(one for one in (
            counts(t, figure), left_out(t, known, figure.left_out) if figure.left_out else "", standing_of(t, figure)
        ) if one)),
        "formula": Cell(text=" · ".join(one for one in said if one)),
        "source": Cell(text=f"{t(f'figure_sources.{known.source}')} · {t(f'figure_owners.{known.owner}')}"),
    }


PAGE = Page(name="figures", order=62, permission="areas.view", words=WORDS, answer=answer, fields=("period",))
