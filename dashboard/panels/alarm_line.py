"""The one line that names who must act: the oldest alarm: a first or second priority case of the last day."""

from datetime import timedelta
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.panel import Panel, View
from dashboard.parts.frame import marks, skeleton
from dashboard.parts.symbols import priority_mark
from dashboard.speech import Words
from data.areas import queries as areas
from data.cases import queries
from data.models.case import Case
from data.units import queries as units
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "quiet": "近 24 小时无未确认的一、二级案件",
        "shelved": "搁置 {n}",
        "returned": "搁置到期",
        "waiting": "{priority} 未确认 {age}",
        "suggest": "建议：{units}",
        "fit": "{name}（{distance}，约 {minutes} 分钟）",
        "please": "请值班长确认",
        "others": "另有 {n} 件待确认",
        "no_unit": "附近无空闲力量",
    },
    "en": {
        "quiet": "No unacknowledged P1 or P2 case in 24 h",
        "shelved": "{n} shelved",
        "returned": "no longer shelved",
        "waiting": "{priority} unacknowledged for {age}",
        "suggest": "Suggested: {units}",
        "fit": "{name} ({distance}, about {minutes} min)",
        "please": "Dispatcher, please acknowledge",
        "others": {"one": "{n} more waits", "other": "{n} more wait"},
        "no_unit": "no free unit near",
    },
}
RETURN_IS_SAID = timedelta(minutes=5)


def layout(t: Words, view: View) -> Component:
    """Return the line before its first data."""
    return skeleton("alarm")


def answer(visit: Visit, t: Words, view: View) -> Component:
    """Return the red line, or a quiet one when nobody waits."""
    where = view.watched or view.area
    waiting = queries.alarms(visit, where, 1)
    shelved = queries.count_shelved(visit, where)
    aside = html.Span(t("shelved", n=shelved), className="aside", **{"data-shelved": str(shelved)}) if shelved else None
    if not waiting:
        return html.Section([html.Span(t("quiet")), aside], className="alarm-line is-quiet",
                            **marks("alarm", "zero", visit.now))
    case, others = waiting[0], queries.count_alarms(visit, where) - 1
    age = t.duration(visit.now - case.received_at)
    place = [area for area in areas.path_to(visit, case.area_code) if area.level > 1][:2]
    # Two pairs of parts: a wall of several screens has one or each on a screen of its own, so that no seam cuts text.
    return html.Section(
        [
            html.Div([
                _part(priority_mark(case.priority),
                      html.B(t("waiting", priority=t(f"priorities.p{case.priority}"), age=age), className="who"),
                      html.Span(t("returned"), className="aside") if has_just_returned(visit, case) else None,
                      html.Span(" ".join(areas.name_of(area, t.language) for area in place), className="where")),
                _part(html.Span(case.text, className="what")),
            ], className="alarm-pair"),
            html.Div([
                _part(html.Span(suggest(visit, case, t), className="advice")),
                _part(aside, html.Span(t("others", n=others) if others else t("please"), className="go")),
            ], className="alarm-pair"),
        ],
        className=f"alarm-line p{case.priority}",
        role="button",
        tabIndex=0,
        **{**marks("alarm", "fresh", visit.now), "data-case": case.case_no},
    )


def _part(*inside: Component | None) -> Component:
    return html.Div(list(inside), className="alarm-part")


def has_just_returned(visit: Visit, case: Case) -> bool:
    """Was the alarm shelved until a few minutes ago?"""
    return case.shelved_until is not None and case.shelved_until > visit.now - RETURN_IS_SAID


def suggest(visit: Visit, case: Case, t: Words) -> str:
    """Return the advice: the two units that would be there soonest; no words to somebody who may not see units."""
    if "units.view" not in visit.scope.may:
        return ""
    fits = units.nearest_fit(visit, case, limit=2)
    named = [
        t(
            "fit",
            name=t.pick(fit.unit.name, fit.unit.name_en),
            distance=t.distance(fit.distance_m),
            minutes=max(1, round(fit.minutes)),
        )
        for fit in fits
    ]
    return t("suggest", units=" + ".join(named) or t("no_unit"))


PANEL = Panel(name="alarm", permission="cases.view", words=WORDS, layout=layout, answer=answer)
