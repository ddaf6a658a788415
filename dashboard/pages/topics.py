"""What reports speak of more than in the weeks before: how many, where, with cases; names of people left out."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Page
from dashboard.parts.symbols import priority_mark
from dashboard.parts.table import go
from dashboard.speech import Words
from data.areas import queries as areas
from data.models.area import Area
from data.models.case import Case
from data.models.topic import HotTopic
from data.triage import topics
from data.triage.anonymous import without_people
from data.triage.rising import FEWEST
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "热点", "about": "从上报文字中发现的热点、痛点、堵点：与前几周相比", "title": "热点话题",
        "note": "截至 {time} · 近 7 天对前 4 周 · 少于 {n} 件不列 · 人名和号码不计入",
        "none": "本区域近 7 天没有可列出的话题", "never": "还没有分析过；后台每小时分析一次",
        "new": "✦ 新出现", "rising": "▲ 上升", "steady": "● 平稳", "count": "近 7 天 {n} 件",
        "usual": "此前每周 {n} 件",
        "unknown_before": "历史不足两周，无从比较", "places": "集中于", "place": "{name} {n} 件",
        "filter": "在总览中筛选", "weeks": "五周：{counts}", "spread": "没有明显集中的地方",
        "gone": "案例不对您开放或已归档",
        "score": "偏离 {n} 个标准差",
        "stuck": "逾期或退单 {n} 件，占 {share}%（全部案件 {of_all}%）", "is_stuck": "⧗ 堵点",
        "sore": "返工、重开或不满意 {n} 件，占 {share}%（全部案件 {of_all}%）", "is_sore": "✚ 痛点",
    },
    "en": {
        "name": "Topics", "about": "What reports speak of more than before, where handling is stuck or comes back",
        "title": "Hot topics",
        "note": "as of {time} · 7 days against the 4 weeks before · fewer than {n} cases are not told · names and "
                "numbers of people are never counted",
        "none": "Nothing to tell of the last 7 days here", "never": "Not looked yet; it is looked every hour",
        "new": "✦ new", "rising": "▲ rising", "steady": "● steady",
        "count": {"one": "{n} case in 7 days", "other": "{n} cases in 7 days"}, "usual": "{n} a week before",
        "unknown_before": "less than two weeks of history: nothing to compare with", "places": "Most in",
        "place": "{name}: {n}", "filter": "Filter the overview", "weeks": "Five weeks: {counts}",
        "spread": "no place stands out", "gone": "the cases are not for you, or in the archive",
        "score": "{n} standard deviations off",
        "stuck": "{n} overdue or given back: {share}% (of all cases {of_all}%)", "is_stuck": "⧗ stuck",
        "sore": "{n} redone, reopened or not satisfied: {share}% (of all cases {of_all}%)", "is_sore": "✚ sore point",
    },
}


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the topics of the area, or of the district it lies in, one card each."""
    found = topics.kept(visit, asked["area"])
    stamp = t("note", time=t.moment(found[0].made_at), n=FEWEST) if found else ""
    if not found:
        said = t("none" if topics.is_looked(visit) else "never")
        return html.Div(html.Section([html.H2(t("title")), html.P(said, className="panel-empty")]),
                        className="columns is-single")
    known = {one.case_no: one for one in topics.examples(visit, found)}
    names = areas.along(visit, {code for one in found for code, _ in one.places})
    cards = [card(visit, t, one, known, names) for one in found]
    return html.Div(html.Section([html.H2([t("title"), html.Small(stamp)]), html.Div(cards, className="topics")],
                                 **{"data-register": "topics"}), className="columns is-single")


def card(visit: Visit, t: Words, one: HotTopic, known: Mapping[str, Case], names: Mapping[str, Area]) -> Component:
    """Return one topic: words, state, counts by week, where, cases, and the link that filters."""
    before = one.weekly_before
    usual = t("unknown_before") if before is None else t("usual", n=t.number(before, 1 if before < 10 else 0))
    state = html.Span(t(one.state), className=f"topic-state is-{one.state}", title=t("score", n=t.number(one.score, 1)))
    href = "/desk/overview?" + urlencode({"v": "1", "area": one.area_code, "q": one.words, "range": "7d"})
    return html.Article([
        html.H3([html.Span(str(one.rank), className="rank"), html.Span(one.phrases[0]), state]),
        html.P(" · ".join(one.phrases[1:]), className="topic-more") if one.phrases[1:] else None,
        html.Div([bars(t, one.weeks), html.B(t("count", n=one.count)), html.Small(usual)], className="topic-counts"),
        *troubles(t, one), places(t, one, names), *examples(visit, t, one, known),
        html.A(t("filter"), href=href, className="topic-filter"),
    ], className="card topic", **{"data-topic": one.words, "data-state": one.state})


def bars(t: Words, weeks: Sequence[int]) -> Component:
    """Return the weeks as bars, this one last and strong; their numbers are said to who cannot see them."""
    most, said = max([*weeks, 1]), t("weeks", counts=" · ".join(map(t.count, weeks)))
    return html.Span([html.I(style={"height": f"{max(6, round(100 * count / most))}%"}) for count in weeks],
                     className="topic-bars", role="img", title=said, **{"aria-label": said})


def troubles(t: Words, one: HotTopic) -> list[Component]:
    """Return a line for each trouble of the topic's cases; one that stands out has its name before it."""
    found = []
    for name, told in (one.troubles or {}).items():
        said = t(name, n=t.count(told["cases"]), share=t.number(100 * told["cases"] / one.count),
                 of_all=t.number(100 * told["of_all"]))
        mark = html.B(t(f"is_{name}")) if told["stands_out"] else None
        found.append(html.P([mark, said], className="topic-trouble",
                            **{"data-trouble": f"{name} {'out' if told['stands_out'] else 'usual'}"}))
    return found


def places(t: Words, one: HotTopic, names: Mapping[str, Area]) -> Component:
    """Return where most cases are; pressing one narrows the page to it."""
    shown = [html.Button(t("place", name=areas.name_of(names[code], t.language), n=t.count(count)), type="button",
                         **{"data-go": go({"area": code})}) for code, count in one.places if code in names]
    return html.Div([html.Small(t("places" if shown else "spread")), *shown], className="topic-places")


def examples(visit: Visit, t: Words, one: HotTopic, known: Mapping[str, Case]) -> list[Component]:
    """Return the newest cases, each opening in the drawer, without names and numbers."""
    cases = [known[number] for number in one.cases if number in known]
    if not cases:
        return [html.P(t("gone"), className="panel-empty")]
    return [html.Div([priority_mark(case.priority), html.Span(without_people(case.text)),
                      html.Small(t.when(case.received_at, visit.now))],
                     className="near-row", role="button", tabIndex=0, **{"data-case": case.case_no})
            for case in cases]


PAGE = Page(name="topics", order=35, permission="cases.view", words=WORDS, answer=answer)
