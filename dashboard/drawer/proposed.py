"""What had been proposed for a case that is looked back at: whom to send, why, and what was decided; or why nobody.

Of the present `dashboard.drawer.crews` says who could go by now.
"""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.drawer.opened import Opened
from dashboard.proposals import sentences
from dashboard.speech import Words
from data.allocation import of_case
from data.allocation.decisions import Decided
from data.allocation.keeping import ACCEPTED, PROPOSED
from data.allocation.of_case import Proposed

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "title": "当时的调度建议", "none": "当时没有对此案件的调度建议", "made": "{time} {name}",
        "unit": "建议派 {unit}", "open": "当时待确认", "accepted": "{time} {name} 采纳",
        "changed": "{time} {name} 改派 {unit}", "refused": "{time} {name} 未派成：{why}",
        "unknown": "当时是否已决定未留存", "nobody": "当时派不出人", "why_case_changed": "案件已变动",
        "why_unit_engaged": "力量已派往别处", "why_unit_unfit": "力量已不宜前往", "why_plan_too_old": "建议已过期",
        "why_other": "当时不能派出",
    },
    "en": {
        "title": "Proposed by then", "none": "No dispatch had been proposed for this case by then",
        "made": "{time} {name}", "unit": "Send {unit}", "open": "Not decided by then",
        "accepted": "Accepted {time} {name}", "changed": "{unit} was sent instead {time} {name}",
        "refused": "Not sent {time} {name}: {why}", "unknown": "Whether it was decided by then was not kept",
        "nobody": "Nobody could be sent", "why_case_changed": "the case had changed",
        "why_unit_engaged": "the unit was sent elsewhere", "why_unit_unfit": "the unit could no longer go",
        "why_plan_too_old": "the proposal was too old", "why_other": "it could not be done",
    },
}
MAY = "units.view"
"""What reading a plan needs elsewhere as well."""


def proposed(one: Opened) -> Component | None:
    """Return the newest proposal by the moment; None for who may not read proposals, and of ended cases without one."""
    if MAY not in one.visit.scope.may:
        return None
    t, found = one.t.with_own(WORDS), of_case.proposed_for(one.visit, one.case)
    if found is None:
        return html.Section([html.H3(t("title")), html.P(t("none"), className="panel-empty")],
                            **{"data-proposed": "none"}) if one.case.is_open else None
    made = t("made", time=t.when(found.made_at, one.visit.now), name=found.by_name).strip()
    key = "nobody" if found.shortfall is not None else found.decided.state if found.decided else "unknown"
    parts = _nobody(t, found) if found.shortfall is not None else _pick(one, t, found)
    return html.Section([html.H3([t("title"), html.Small(made)]), *parts], **{"data-proposed": key})


def _nobody(t: Words, found: Proposed) -> list[Component]:
    assert found.shortfall is not None
    said = sentences.shortfall(t, found.shortfall.reason, found.shortfall.details, found.units)
    return [html.P([html.B(t("nobody")), " · ", said], className="shortfall",
                   **{"data-shortfall": found.shortfall.reason})]


def _pick(one: Opened, t: Words, found: Proposed) -> list[Component]:
    assert found.pick is not None
    reasons = " · ".join(sentences.reason(t, told["key"], told["values"], found.units)["text"]
                         for told in found.pick.body["reasons"])
    unit = sentences.unit_name(t, found.pick.unit_id, found.units)
    return [html.P(html.B(t("unit", unit=unit))),
            html.P(reasons, className="is-quiet") if reasons else None,
            html.P(_decided(one, t, found, found.decided))]


def _decided(one: Opened, t: Words, found: Proposed, decided: Decided | None) -> str:
    """Return what was decided, by whom and when, as far as that was kept."""
    if decided is None:
        return t("unknown")
    if decided.state == PROPOSED:
        return t("open")
    when = t.when(decided.at, one.visit.now) if decided.at else ""
    if decided.state == ACCEPTED:
        is_same = found.pick is not None and decided.unit in (None, found.pick.unit_id)
        unit = sentences.unit_name(t, decided.unit or "", found.units)
        return t("accepted" if is_same else "changed", time=when, name=decided.by_name, unit=unit).strip()
    why = f"why_{decided.code}"
    return t("refused", time=when, name=decided.by_name, why=t(why if why in WORDS[t.language] else "why_other"))
