"""How the case was sorted: what the classifier proposes until somebody confirms it, and the rule that matched."""

from typing import Any

import orjson
from dash import html
from dash.development.base_component import Component

from dashboard.drawer.opened import Opened
from dashboard.drawer.reading import reading
from dashboard.parts.duplicates import duplicate_words
from dashboard.parts.rule_sentence import sentence_of
from dashboard.speech import Words
from data.cases import reporting
from data.cases.routing import read_rule
from data.cases.states import Verb
from data.errors import NotFound
from data.profiles import store
from data.triage import versions

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "title": "分类推送", "proposed": "建议类别", "confidence": "置信 {share}", "because": "依据",
        "confirm": "确认类别", "or": "其次可能：{name}", "by_rule": "推送规则 {rule}", "version": "第 {n} 版",
        "by_model": "第 {version} 版模型（{date}），检验正确率 {right}",
        "by_model_not_judged": "第 {version} 版模型（{date}），案件太少未检验",
        "suspected": "疑似重复", "same_note": "由人决定是否并案", "metres": "{n} 米",
    },
    "en": {
        "title": "Sorting", "proposed": "Proposed class", "confidence": "confidence {share}", "because": "because of",
        "confirm": "Confirm class", "or": "or else: {name}", "by_rule": "Routing rule {rule}", "version": "version {n}",
        "by_model": "by model {version} of {date}, {right} right in checks",
        "by_model_not_judged": "by model {version} of {date}, not checked: too few cases",
        "suspected": "Perhaps reported before", "same_note": "a person decides to merge", "metres": "{n} m",
    },
}
MOST_WORDS, MOST_SAME = 8, 3


def sorting(one: Opened) -> Component | None:
    """Return proposal, rule, what the text says and what it may be a duplicate of, as far as there are any."""
    t = one.t.with_own(WORDS)
    found = [part for part in (proposal(one, t), rule(one, t), *reading(one), suspected(one, t)) if part]
    return html.Section([html.H3(t("title")), *found]) if found else None


def proposal(one: Opened, t: Words) -> Component | None:
    """Return the proposed class with its confidence and the words that decided; one press confirms it."""
    proposed = one.case.proposal
    if not proposed or not proposed.get("class"):
        return None
    code = str(proposed["class"])
    confidence = proposed.get("confidence")
    share = t("confidence", share=f"{confidence:.0%}") if isinstance(confidence, int | float) else ""
    because = [html.Span(f"“{word}”", className="because") for word in list(proposed.get("words") or [])[:MOST_WORDS]]
    may_confirm = Verb.CLASSIFY in one.verbs and code in one.book.by_code
    press = html.Button(t("confirm"), **{
        "data-press": Verb.CLASSIFY.value, "data-given": orjson.dumps({"class_code": code}).decode()})
    other = proposed.get("runner_up")
    return html.Div(
        [html.Div([html.Small(t("proposed")), html.B(one.class_name(code)), html.Small(share),
                   press if may_confirm else None], className="proposal-line"),
         html.Div([html.Small(t("because")), *because], className="proposal-words") if because else None,
         html.Small(t("or", name=one.class_name(other))) if isinstance(other, str) and other in one.book.by_code
         else None, by_model(one, t, proposed.get("model"))],
        className="proposal", **{"data-proposed": code})


def by_model(one: Opened, t: Words, version: Any) -> Component | None:
    """Return which version of the model proposed it, and how often that one was right on cases it had not seen."""
    model = versions.find(one.visit, version) if isinstance(version, int) else None
    if model is None:
        return None
    date, right = f"{model.made_at.astimezone(one.visit.zone):%Y-%m-%d}", model.score.get("right")
    said = t("by_model_not_judged", version=version, date=date) if right is None else t(
        "by_model", version=version, date=date, right=f"{right:.0%}")
    return html.Div(html.Small(said), className="proposal-model", **{"data-model": str(version)})


def rule(one: Opened, t: Words) -> Component | None:
    """Return the rule that matched as it read then, with who answers by it."""
    route = one.case.route
    if not route:
        return None
    name = t("by_rule", rule=route.get("rule", ""))
    version = t("version", n=route["version"]) if route.get("version") else ""
    named = " · ".join(part for part in (name, version) if part)
    return html.Div([html.Small(named), html.Span(_sentence(one, route))],
                    className="rule", **{"data-rule": str(route.get("rule", ""))})


def suspected(one: Opened, t: Words) -> Component | None:
    """Return the open cases that are probably about the same matter, the likeliest first, each with its reasons."""
    found = reporting.probably_same(one.visit, one.case)[:MOST_SAME] if one.case.is_open else []
    if not found:
        return None
    rows = [html.Div([html.Span(near.case.text), html.Small(" · ".join((
        t("metres", n=round(near.distance_m or 0)), *([duplicate_words(t, near.sameness)] if near.sameness else []))))],
        className="near-row", role="button", tabIndex=0,
        **{"data-case": near.case.case_no, "data-same": near.case.case_no}) for near in found]
    return html.Div([html.Div([html.Small(t("suspected")), html.Small(t("same_note"))], className="proposal-line"),
                     *rows], className="suspected")


def _sentence(one: Opened, route: dict[str, Any]) -> str:
    """Return the rule's sentence; who answers alone where its version cannot be read any more."""
    try:
        tables = store.version(one.visit, "routing", "city", int(route.get("version") or 0)).body.get("rules", [])
        found = next((table for table in tables if table.get("id") == route.get("rule")), None)
        if found is not None:
            return sentence_of(one.visit, one.t, read_rule(found))
    except NotFound:
        pass
    return f"→ {one.department_name(route.get('department') or one.case.department)}"
