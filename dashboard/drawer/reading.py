"""What the text itself says beside its class: how urgent, which place, and who handled such cases here. Proposals."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.drawer.opened import Opened
from dashboard.speech import Words
from data.triage.answering import by_history
from data.triage.placing import Named, named_in
from data.triage.severity import severity

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "urgent": "文字显示较急", "asks": "建议不低于{level}", "because": "依据", "text_place": "文中地点",
        "agrees": "与定位相符", "apart": "▲ 与定位点相距 {n} 米，请核对", "unplaced": "案件只定位到区域，可据此定位",
        "history": "建议部门", "handled": "本街道近 90 天同类 {total} 件中办理 {n} 件", "told": "「{word}」({why})",
        "life": "危及生命", "fire": "火情", "collapse": "坍塌", "hurt": "有人受伤", "danger": "危险",
        "many": "影响面大", "weak": "涉及弱势人群",
    },
    "en": {
        "urgent": "The text sounds urgent", "asks": "at least {level}", "because": "because of",
        "text_place": "Place in the text", "agrees": "where the point is",
        "apart": "▲ the point lies {n} m away: please check",
        "unplaced": "the case is placed by area only; this tells more",
        "history": "Proposed department", "handled": "handled {n} of {total} such cases in this street in 90 days",
        "told": "“{word}” ({why})", "life": "life in danger", "fire": "fire", "collapse": "collapse",
        "hurt": "somebody hurt", "danger": "danger", "many": "many concerned", "weak": "children, disabled",
    },
}
MOST_SIGNS, MOST_PLACES = 4, 2


def reading(one: Opened) -> list[Component]:
    """Return what the text says, as far as it says anything the case does not."""
    if not one.case.is_open or one.is_past:
        return []
    t = one.t.with_own(WORDS)
    return [part for part in (urgent(one, t), *places(one, t), department(one, t)) if part]


def urgent(one: Opened, t: Words) -> Component | None:
    """Return the priority the text asks for with its words, where it is more urgent than the case's own."""
    found = severity(one.case.text)
    if found.priority is None or found.priority >= one.case.priority:
        return None
    because = [html.Span(t("told", word=sign.word, why=t(sign.reason)), className="because")
               for sign in found.signs[:MOST_SIGNS]]
    return html.Div([html.Div([html.Small(t("urgent")), html.B(t("asks", level=t(f"priorities.p{found.priority}")))],
                              className="proposal-line"),
                     html.Div([html.Small(t("because")), *because], className="proposal-words")],
                    className="proposal", **{"data-urgent": str(found.priority)})


def places(one: Opened, t: Words) -> list[Component]:
    """Return the places the text names, each with how it lies to the case's point."""
    found = named_in(one.visit, one.case.text, (one.case.lon, one.case.lat))
    return [html.Div([html.Small(t("text_place")), html.B(t.pick(named.name, named.name_en)),
                      html.Small(lies(one, t, named), className="is-worse" if is_apart(one, named) else "")],
                     className="proposal-line", **{"data-named": named.area_code}) for named in found[:MOST_PLACES]]


def is_apart(one: Opened, named: Named) -> bool:
    """Does the case's own point contradict the place?"""
    return named.contradicts and one.case.placed == "point"


def lies(one: Opened, t: Words, named: Named) -> str:
    """Return how a place lies to the case's point."""
    if one.case.placed != "point":
        return t("unplaced")
    return t("apart", n=t.count(round(named.distance_m))) if named.contradicts else t("agrees")


def department(one: Opened, t: Words) -> Component | None:
    """Return who handled most such cases here, where it is not who has this one."""
    proposed = (one.case.proposal or {}).get("class")
    found = by_history(one.visit, one.case, proposed if isinstance(proposed, str) else "")
    if found is None or found.department == one.case.department:
        return None
    return html.Div([html.Small(t("history")), html.B(one.department_name(found.department)),
                     html.Small(t("handled", n=found.handled, total=found.total))],
                    className="proposal-line", **{"data-answering": found.department})
