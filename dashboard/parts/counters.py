"""The counters 人在干、数在转、云在算, two numbers each: as tiles with what they mean, as lines of a wall."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.speech import Words
from data.platform.counters import PARTS, Counter
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "counters": "人在干 · 数在转 · 云在算", "as_of": "截至 {time}", "people": "人在干", "data": "数在转",
        "cloud": "云在算",
        "units_on_duty": "支力量在岗", "closed_today": "今日办结 {n} 件", "received_today": "件今日受理",
        "changes_today": "今日数据变动 {n} 条", "runs_today": "次今日算法运行", "cpu_today": "今日处理器用时 {n} 秒",
        "people_means": "在岗：非离岗、非离线的力量；办结：今日零时起结案的案件。来源：力量库、案件库",
        "data_means": "受理：今日零时起进入的案件；"
                      "变动：今日写入变更日志的条数（最多保留 20 万条）。来源：案件库、变更日志",
        "cloud_means": "今日零时起开始的算法运行（全市）及其处理器用时。来源：算法登记", "nobody_knows": "—",
    },
    "en": {
        "counters": "People · data · algorithms at work", "as_of": "as of {time}", "people": "People at work",
        "data": "Data in motion", "cloud": "Algorithms at work",
        "units_on_duty": {"one": "unit on duty", "other": "units on duty"},
        "closed_today": "{n} {n:case|cases} closed today",
        "received_today": {"one": "case received today", "other": "cases received today"},
        "changes_today": "{n} {n:change|changes} of data today",
        "runs_today": {"one": "run of an algorithm today", "other": "runs of algorithms today"},
        "cpu_today": "{n} s of processor time today",
        "people_means": "On duty: neither off duty nor offline; closed since midnight. From unit and case registers",
        "data_means": "Received since midnight; lines of the change log since midnight (it keeps 200,000 at most). "
                      "From the case register and the change log",
        "cloud_means": "Runs that began since midnight (whole city), their processor time. From the registry",
        "nobody_knows": "—",
    },
}

TELLING = 10
"""From here on decimals say nothing."""


def tiles(visit: Visit, t: Words, found: Sequence[Counter]) -> Component:
    """Return the three counters with the moment they are of."""
    own = t.with_own(WORDS)
    stamp = html.Small(own("as_of", time=own.time_of_day(visit.now, seconds=True)))
    return html.Section([html.H2([own("counters"), stamp]),
                         html.Div([tile(own, one) for one in found], className="counter-tiles")],
                        **{"data-register": "counters"})


def tile(t: Words, one: Counter) -> Component:
    """Return one counter."""
    return html.Div([html.B(t(one.name)), html.Div(large(t, one)), html.Div(small(t, one)),
                     html.Small(t(f"{one.name}_means"))], className="counter-tile")


def lines(t: Words, found: Sequence[Counter]) -> list[Component]:
    """Return the three counters as lines that are read from afar."""
    own = t.with_own(WORDS)
    return [html.Div([number, html.Div([html.B(own(one.name)), html.Div([what, " · ", small(own, one)])])],
                     className="counter-line")
            for one in found for number, what in [large(own, one)]]


def large(t: Words, one: Counter) -> list[Component]:
    """Return a counter's first number and what it counts."""
    first, _ = PARTS[one.name]
    value = one.values[first]
    return [html.Span(t("nobody_knows") if value is None else t.number(value), className="counter-number",
                      **{"data-counter": f"{one.name} {'' if value is None else f'{value:g}'}"}),
            html.Span(t(first, n="" if value is None else t.number(value)))]


def small(t: Words, one: Counter) -> str:
    """Return a counter's second number in words."""
    _, second = PARTS[one.name]
    value = one.values[second]
    decimals = 0 if value is None or value >= TELLING or value == round(value) else 1
    return t("nobody_knows") if value is None else t(second, n=t.number(value, decimals))
