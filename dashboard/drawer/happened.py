"""The details of an event as words: who went, what was before and after, what the reporter said."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from dashboard.drawer.opened import Opened
from dashboard.speech import Words
from data.cases.queries import Told

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "change": "{before} → {after}", "to": "→ {after}", "handed": "交{name}", "due": "时限 {change}",
        "until": "申请延至 {time}",
        "level": "{change}", "doubt": "存疑：{why}", "grade": "{n} 分", "was": "原为「{state}」", "none": "未定",
        "contacted": "已联系", "not_contacted": "未联系上", "solved": "已解决", "not_solved": "未解决",
        "satisfied": "满意", "not_satisfied": "不满意", "and": "、", "to_all": "公开", "to_desk": "限指挥席",
        "to_leaders": "限领导", "case": "案件 {no}", "parts": "子案 {nos}", "limit": "限 {time}",
        "as_proposed": "与建议一致", "proposed": "建议为{name}",
        "merged": "案件 {no} 并入", "unmerged": "案件 {no} 移出", "part": "子案 {no} {state}",
        "voices": "共 {n} 人反映", "pictures": "{n} 张图片",
        "by_phone": "电话", "by_message": "短信", "by_visit": "上门", "by_page": "网页", "outcome_in_time": "按时",
        "outcome_late": "超时", "outcome_not_reported": "未反馈",
    },
    "en": {
        "change": "{before} → {after}", "to": "→ {after}", "handed": "to {name}",
        "due": "deadline {change}", "until": "until {time}",
        "level": "{change}", "doubt": "doubtful: {why}", "grade": "grade {n}", "was": "was “{state}”",
        "none": "none", "contacted": "reached", "not_contacted": "not reached", "solved": "solved",
        "not_solved": "not solved", "satisfied": "satisfied", "not_satisfied": "not satisfied", "and": ", ",
        "to_all": "for everybody", "to_desk": "for the desk", "to_leaders": "for leaders", "case": "case {no}",
        "parts": "parts {nos}", "limit": "due {time}", "as_proposed": "as proposed", "proposed": "proposed: {name}",
        "merged": "case {no} merged in", "unmerged": "case {no} taken out", "part": "part {no}: {state}",
        "voices": {"one": "{n} report in all", "other": "{n} reports in all"},
        "pictures": {"one": "{n} picture", "other": "{n} pictures"},
        "by_phone": "by phone", "by_message": "by message", "by_visit": "by visit", "by_page": "on the page",
        "outcome_in_time": "in time", "outcome_late": "late", "outcome_not_reported": "not reported on",
    },
}
Details = Mapping[str, Any]
Say = Callable[[Opened, Words, Details], str]


def told(one: Opened, event: Told) -> list[str]:
    """Return what the event's details say, one text for each thing; what a reader has no use for is left out."""
    t = one.t.with_own(WORDS)
    if not event.details:
        return []
    return [said for keys, say in SAYINGS if keys & event.details.keys() and (said := say(one, t, event.details))]


def _units(_one: Opened, t: Words, details: Details) -> str:
    if "departments" in details:
        return ""
    names = details.get("names", [])
    return " + ".join(t.pick(*pair) for pair in zip(names, details.get("names_en", names), strict=False))


def _change(t: Words, before: str, after: str) -> str:
    return t("change", before=before, after=after) if before and before != after else t("to", after=after)


def _department(one: Opened, t: Words, details: Details) -> str:
    before, after = details.get("department_before"), details.get("department")
    if not after or "department_before" not in details:
        return one.department_name(after)
    if not before or before == after:
        return t("handed", name=one.department_name(after))
    return t("change", before=one.department_name(before), after=one.department_name(after))


def _departments(one: Opened, t: Words, details: Details) -> str:
    return t("and").join(one.department_name(str(code)) for code in details["departments"])


def _class(one: Opened, t: Words, details: Details) -> str:
    before, after = details.get("class_before"), str(details["class"])
    change = one.class_name(after) if before == after else _change(
        t, one.class_name(str(before)) if before else "", one.class_name(after))
    proposed = (details.get("proposed") or {}).get("class")
    if not proposed:
        return change
    return f"{change} · {t('as_proposed') if proposed == after else t('proposed', name=one.class_name(str(proposed)))}"


def _when(one: Opened, t: Words, value: Any) -> str:
    """Return a moment that an event keeps as ISO 8601; a dash for what cannot be read as one."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return t("none")
    return t.when(found, one.visit.now) if found.tzinfo else t("none")


def _due(one: Opened, t: Words, details: Details) -> str:
    if "due_before" not in details:
        return t("limit", time=_when(one, t, details["due"]))
    return t("due", change=t("change", before=_when(one, t, details["due_before"]),
                             after=_when(one, t, details.get("due"))))


def _level(one: Opened, t: Words, details: Details) -> str:
    before = details.get("level_before")
    return _change(t, one.level_name(int(before)) if before else "", one.level_name(int(details["level"])))


def _said(_one: Opened, t: Words, details: Details) -> str:
    answers = [(name, details.get(name)) for name in ("contacted", "solved", "satisfied")]
    return t("and").join(t(name if value else f"not_{name}") for name, value in answers if value is not None)


def _doubts(_one: Opened, t: Words, details: Details) -> str:
    return t("doubt", why=t("and").join(t(f"suspicions.{name}") for name in details["suspicions"]))


def _parts(_one: Opened, t: Words, details: Details) -> str:
    numbers = [one for one in details["parts"] if isinstance(one, str)]  # a merger keeps ids, which say nothing
    return t("parts", nos=t("and").join(numbers)) if numbers else ""


def _part(_one: Opened, t: Words, details: Details) -> str:
    return t("part", no=details["part"], state=t(f"states.{details.get('part_state') or 'closed'}"))


def _case(_one: Opened, t: Words, details: Details) -> str:
    return t("case", no=details.get("into") or details.get("from") or "")


def _priority(_one: Opened, t: Words, details: Details) -> str:
    return _change(t, t(f"priorities.p{details['priority_before']}"), t(f"priorities.p{details['priority']}"))


SAYINGS: tuple[tuple[frozenset[str], Say], ...] = (
    (frozenset({"names"}), _units),
    (frozenset({"department"}), _department),
    (frozenset({"departments"}), _departments),
    (frozenset({"class"}), _class),
    (frozenset({"until"}), lambda one, t, details: t("until", time=_when(one, t, details["until"]))),
    (frozenset({"due"}), _due),
    (frozenset({"level"}), _level),
    (frozenset({"contacted", "solved", "satisfied"}), _said),
    (frozenset({"grade"}), lambda _one, t, details: t("grade", n=details["grade"])),
    (frozenset({"suspicions"}), _doubts),
    (frozenset({"closed_before"}), lambda _one, t, details: t("was", state=t(f"states.{details['closed_before']}"))),
    (frozenset({"into", "from"}), _case),
    (frozenset({"merged"}), lambda _one, t, details: t("merged", no=details["merged"])),
    (frozenset({"unmerged"}), lambda _one, t, details: t("unmerged", no=details["unmerged"])),
    (frozenset({"supporters"}), lambda _one, t, details: t("voices", n=details["supporters"] + 1)),
    (frozenset({"parts"}), _parts),
    (frozenset({"part"}), _part),
    (frozenset({"priority_before"}), _priority),
    (frozenset({"channel"}), lambda _one, t, details: t(f"channels.{details['channel']}")),
    (frozenset({"via"}), lambda _one, t, details: t(f"by_{details['via']}")),
    (frozenset({"outcome"}), lambda _one, t, details: t(f"outcome_{details['outcome']}")),
    (frozenset({"in_time"}), lambda _one, t, details: t("outcome_in_time" if details["in_time"] else "outcome_late")),
    (frozenset({"pictures"}), lambda _one, t, details: t("pictures", n=details["pictures"])),
    (frozenset({"audience"}), lambda _one, t, details: t(f"to_{details['audience']}")),
)
"""(keys of which one must be there, how it is said), in the order of reading."""
