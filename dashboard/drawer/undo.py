"""The strip above the foot: what this person has just sent and may still call back, with the seconds left."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.drawer.opened import Opened
from data.cases import withdrawal

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {"withdraw": "刚派出，对方未签收", "withdraw_supervision": "刚督办，对方未签收",
              "withdraw_instruction": "刚批示", "left": "{verb}（{seconds} 秒）"},
    "en": {"withdraw": "Just sent, not signed for", "withdraw_supervision": "Just issued, not received",
           "withdraw_instruction": "Just written", "left": "{verb} ({seconds} s)"},
}


def undo(one: Opened) -> Component | None:
    """Return one line for each thing that may be called back; nothing where there is none."""
    found = [(verb, until) for verb in withdrawal.WITHDRAWS if verb in one.verbs
             and (until := withdrawal.until(one.visit, one.case, verb)) is not None]
    if not found:
        return None
    t = one.t.with_own(WORDS)
    return html.Div([
        html.Div([html.Span(t(verb)), html.Button(
            t("left", verb=t(f"verbs.{verb}"), seconds=(seconds := int((until - one.visit.now).total_seconds()))),
            **{"data-action": verb.value, "data-at-once": "1", "data-needs": "", "data-left": str(seconds),
               "data-left-words": t("left", verb=t(f"verbs.{verb}"), seconds="{seconds}")})],
                 className="undo")
        for verb, until in found
    ], className="undo-strip", **{"data-undo": "1"})
