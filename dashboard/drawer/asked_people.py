"""What a form asks about reporters: what they said, who is answered and how, who calls."""

from collections.abc import Callable
from typing import Any

from dash import html

from dashboard.drawer import fields
from dashboard.drawer.opened import Opened
from dashboard.parts import form
from dashboard.speech import Words
from data.cases import reporters
from data.cases.given import VIAS
from data.cases.reporters import Reporter
from data.cases.states import Verb
from data.cases.voice import LONGEST

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "contacted": "是否联系上", "solved": "是否解决", "satisfied": "是否满意", "yes": "是", "no": "否",
        "unknown": "未答",
        "supporter": "答复谁", "told_at": "已答复", "first": "首报人", "via": "方式", "via_phone": "电话",
        "via_message": "短信", "via_visit": "上门", "via_page": "网页", "channel": "来源", "name": "姓名（可不填）",
        "phone": "电话（可不填）",
    },
    "en": {
        "contacted": "Reached?", "solved": "Solved?", "satisfied": "Satisfied?", "yes": "Yes", "no": "No",
        "unknown": "Not said", "supporter": "Who is answered", "told_at": "told already", "first": "the first reporter",
        "via": "By", "via_phone": "Phone", "via_message": "Message", "via_visit": "Visit", "via_page": "Page",
        "channel": "Source", "name": "Name (optional)", "phone": "Phone (optional)",
    },
}
SPOKEN = ("hotline", "desk", "phone")
"""Ways by which somebody calls whom the desk writes down."""


def _reply(_one: Opened, t: Words, verb: Verb, _is_needed: bool) -> Any:
    is_bad = verb is Verb.DISSATISFIED
    yes_no = [("yes", t("yes")), ("no", t("no"))]
    with_unknown = [*yes_no, ("", t("unknown"))]
    return html.Div([
        fields.one_of("reply.contacted", t("contacted"), yes_no, "yes", kind="answer"),
        fields.one_of("reply.solved", t("solved"), with_unknown, "no" if is_bad else "", kind="answer"),
        fields.one_of("reply.satisfied", t("satisfied"), with_unknown, "no" if is_bad else "", kind="answer"),
    ], className="answers")


def _supporter(one: Opened, t: Words, _verb: Verb, _is_needed: bool) -> Any:
    """By when and how each reported; those who were told already say so."""
    def read(each: Reporter) -> str:
        told = f" · {t('told_at')}" if each.answered_at else ""
        return f"{t(f'channels.{each.channel}')} {t.when(each.at, one.visit.now)}{told}"

    waiting = sorted(reporters.reporters_of(one.visit, one.case), key=lambda each: each.answered_at is not None)
    options = [(str(each.supporter or ""), read(each)) for each in waiting] or [("", t("first"))]
    return form.choice("supporter", t("supporter"), options, **{"data-type": "number"})


def _via(_one: Opened, t: Words, _verb: Verb, _is_needed: bool) -> Any:
    return fields.one_of("via", t("via"), [(each, t(f"via_{each}")) for each in VIAS], VIAS[0])


def _voice(one: Opened, t: Words, _verb: Verb, _is_needed: bool) -> Any:
    """Who called, for whoever takes the call; each version of the case takes one voice."""
    return html.Div([
        form.hidden("voice.report_id", f"{one.case.case_no}/{one.case.version}"),
        fields.one_of("voice.channel", t("channel"), [(each, t(f"channels.{each}")) for each in SPOKEN], SPOKEN[0]),
        html.Div([form.text("voice.reporter.name", t("name"), maxlength=str(LONGEST["name"])),
                  form.text("voice.reporter.phone", t("phone"), maxlength=str(LONGEST["phone"]))], className="beside"),
    ], className="answers")


BUILD: dict[str, Callable[[Opened, Words, Verb, bool], Any]] = {
    "reply": _reply, "supporter": _supporter, "via": _via, "voice": _voice,
}
"""What is asked for -> what builds its fields."""
