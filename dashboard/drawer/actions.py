"""The drawer's foot: what this person may do next, the rest in a menu, and the form each action opens."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.drawer import forms
from dashboard.drawer.opened import Opened
from dashboard.speech import Words
from data.cases import withdrawal
from data.cases.states import MOVES, State, Verb

V = Verb
WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "more": "更多", "confirm": "确认{verb}", "cancel": "取消", "do": "办理", "together": "协同",
        "say": "记录", "end": "终止", "menu": "更多操作", "moved": "案件刚刚有了变化，请核对后再确认",
    },
    "en": {
        "more": "More", "confirm": "Confirm: {verb}", "cancel": "Cancel", "do": "Move on",
        "together": "Together", "say": "Words", "end": "End", "menu": "More actions",
        "moved": "The case has just changed: look again before you confirm",
    },
}
MOST_BUTTONS = 4
ROOM_EM, BUTTON_EM, HAN_EM, LATIN_EM = 23.5, 1.9, 1.0, 0.56
"""The foot of the narrowest drawer (336 px at 14 px type), and what a button takes beside its letters."""
DESTRUCTIVE = frozenset({V.VOID, V.DECLINE})
AT_ONCE = frozenset({V.ACKNOWLEDGE})
"""One press is all: nothing is moved and nobody is sent."""
GROUPS: dict[str, frozenset[Verb]] = {
    "together": frozenset({
        V.SUPERVISE, V.INSTRUCT, V.RECEIVE_SUPERVISION, V.REPORT_SUPERVISION, V.LIFT_SUPERVISION, V.WHISTLE,
        V.ANSWER_WHISTLE, V.MERGE, V.UNMERGE, V.SPLIT, V.ESCALATE, V.DELEGATE}),
    "say": frozenset({V.ACKNOWLEDGE, V.SHELVE, V.UNSHELVE, V.SUPPORT, V.ANSWER, V.REMARK}),
    "end": frozenset({V.VOID, V.DECLINE}),
}
"""Headings of the menu; whatever is in none moves the case on."""


def actions(one: Opened) -> Component | None:
    """Return the actions this person may take from here; none where there are none."""
    if not one.verbs:
        return None
    t = one.t.with_own(WORDS)
    verbs = tuple(verb for verb in one.verbs if verb not in withdrawal.WITHDRAWS)
    shown = fitting([t(f"verbs.{verb}") for verb in verbs], t("more"))
    buttons = [_button(one, t, verb, _look(verb, is_first=index == 0)) for index, verb in enumerate(verbs[:shown])]
    hidden = verbs[shown:]
    return html.Footer(
        [html.Div([*buttons, _menu(one, t, hidden) if hidden else None], className="action-row"),
         *(form for verb in one.verbs if (form := forms.form_of(one, verb)) is not None)],
        className="drawer-actions",
        **{
            "data-case-no": one.case.case_no, "data-version": str(one.case.version), "data-cancel": t("cancel"),
            "data-moved": t("moved"),
        },
    )


def fitting(labels: list[str], more: str) -> int:
    """Return how many buttons with these labels stand in one row, at least one, with room for the menu's if needed."""
    room, shown = ROOM_EM, 0
    for label in labels[:MOST_BUTTONS]:
        room -= _width_em(label)
        is_last = shown + 1 == len(labels)
        if shown and room < (0 if is_last else _width_em(more)):
            break
        shown += 1
    return shown


def _width_em(label: str) -> float:
    return BUTTON_EM + sum(LATIN_EM if sign.isascii() else HAN_EM for sign in label)


def _look(verb: Verb, *, is_first: bool) -> str:
    if verb in DESTRUCTIVE:
        return "minor"
    return "primary" if is_first else ""


def _button(one: Opened, t: Words, verb: Verb, look: str) -> Component:
    return html.Button(
        t(f"verbs.{verb}"),
        className=look,
        **{
            "data-action": verb.value,
            "data-needs": " ".join(sorted(MOVES[State(one.case.state), verb].needs)),
            "data-confirm": t(f"verbs.{verb}") if verb is V.CLASSIFY else t("confirm", verb=t(f"verbs.{verb}")),
            **({"data-at-once": "1"} if verb in AT_ONCE else {}),
        },
    )


def _menu(one: Opened, t: Words, verbs: tuple[Verb, ...]) -> Component:
    """Return the menu that opens upward, its verbs under headings."""
    grouped = {"do": [verb for verb in verbs if not any(verb in group for group in GROUPS.values())],
               **{name: [verb for verb in verbs if verb in group] for name, group in GROUPS.items()}}
    parts: list[Any] = []
    for name, found in grouped.items():
        if found:
            parts += [html.Small(t(name)), html.Div([_button(one, t, verb, _look(verb, is_first=False))
                                                     for verb in found], className="menu-group")]
    return html.Details([html.Summary(t("more")), html.Div(parts, className="menu", **{"aria-label": t("menu")})],
                        className="more-actions")
