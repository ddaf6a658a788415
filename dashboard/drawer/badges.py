"""What is particular about a case, a badge each: sent back, reopened, given more time, watched, passed up."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.drawer.opened import Opened
from dashboard.speech import Words
from data.cases import shelving, suspicions
from data.warnings import listing, stood

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "supporters": "{n} 人反映", "suspended": "挂账 自 {time}", "supervised": "督办中", "held": "由{level}办理",
        "returns": "退回 {n} 次", "reworks": "核查不通过 {n} 次", "reopenings": "重办 {n} 次",
        "extensions": "延期 {n} 次",
        "asked": "申请延期至 {time}", "suspicion": "存疑：{why}", "grade": "评价 {n} 分", "contacted": "已回访",
        "not_contacted": "未联系上", "solved": "已解决", "not_solved": "未解决", "satisfied": "满意",
        "not_satisfied": "不满意", "acknowledged": "{name}已确认", "shelved": "搁置至 {time}",
        "warned": "{level}预警：{kind}",
    },
    "en": {
        "supporters": {"one": "{n} report", "other": "{n} reports"}, "suspended": "suspended since {time}",
        "supervised": "supervised", "held": "held by the {level}",
        "returns": {"one": "given back once", "other": "given back {n} times"},
        "reworks": {"one": "not done once", "other": "not done {n} times"},
        "reopenings": {"one": "reopened once", "other": "reopened {n} times"},
        "extensions": {"one": "extended once", "other": "extended {n} times"},
        "asked": "more time asked: {time}", "suspicion": "doubtful: {why}", "grade": "grade {n}",
        "contacted": "called back", "not_contacted": "not reached", "solved": "solved", "not_solved": "not solved",
        "satisfied": "satisfied", "not_satisfied": "not satisfied", "acknowledged": "seen by {name}",
        "shelved": "shelved until {time}", "warned": "{level} warning: {kind}",
    },
}
COUNTED = ("returns", "reworks", "reopenings", "extensions")
ANSWERS = ("contacted", "solved", "satisfied")

Badge = tuple[str, str, str]
"""(key, words, tone)"""


def badges(one: Opened) -> Component | None:
    """Return the badges; nothing of an ordinary case."""
    t = one.t.with_own(WORDS)
    found = [*_warned(one, t), *_now(one, t), *_counted(one, t), *_outcome(one, t)]
    if not found:
        return None
    return html.Div([html.Span(said, className=f"badge {tone}".strip(), **{"data-badge": key})
                     for key, said, tone in found], className="badges")


def _warned(one: Opened, t: Words) -> list[Badge]:
    """Return the worst warning in force where an open case lies; of the past, that was in force then."""
    case = one.case
    if not case.is_open:
        return []
    found = (stood if one.is_past else listing).about(one.visit, case.area_code, case.lon, case.lat)
    return [("warned", t("warned", level=t(f"warning_levels.{worst.level}"), kind=t(f"warning_kinds.{worst.kind}")),
             "is-warning") for worst in found[:1]]


def _now(one: Opened, t: Words) -> list[Badge]:
    case, now = one.case, one.visit.now
    found: list[Badge] = []
    if case.is_supervised:
        found.append(("supervised", t("supervised"), "is-strong"))
    if case.paused_at is not None:
        found.append(("suspended", t("suspended", time=t.when(case.paused_at, now)), "is-strong"))
    if case.asked_due_at is not None:
        found.append(("asked", t("asked", time=t.when(case.asked_due_at, now)), "is-strong"))
    if case.level is not None:
        found.append(("held", t("held", level=one.level_name(case.level)), ""))
    if case.supporters:
        found.append(("supporters", t("supporters", n=case.supporters + 1), ""))
    if case.shelved_until is not None and shelving.is_shelved(one.visit, case):
        found.append(("shelved", t("shelved", time=t.when(case.shelved_until, now)), "is-strong"))
    if case.acknowledged_by and case.is_open:
        found.append(("acknowledged", t("acknowledged", name=case.acknowledged_by), "is-quiet"))
    return found


def _counted(one: Opened, t: Words) -> list[Badge]:
    return [(name, t(name, n=n), "is-warning") for name in COUNTED if (n := getattr(one.case, name))]


def _outcome(one: Opened, t: Words) -> list[Badge]:
    case = one.case
    said = [(name, value) for name in ANSWERS if (value := getattr(case, name)) is not None]
    found: list[Badge] = [(name, t(name if value else f"not_{name}"), "is-good" if value else "is-warning")
                          for name, value in said]
    if case.grade is not None:
        found.append(("grade", t("grade", n=case.grade), ""))
    return found + [("suspicion", t("suspicion", why=t(f"suspicions.{name}")), "is-warning")
                    for name in suspicions.named(case.suspicions)]
