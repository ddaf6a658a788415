"""What a form asks about the case: one builder for each thing that a move is given."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from dashboard.drawer import fields
from dashboard.drawer.opened import Opened
from dashboard.parts import form
from dashboard.parts.form import Option
from dashboard.parts.tree import Element
from dashboard.speech import Words
from data.cases import around, called, whistles
from data.cases.given import AUDIENCES, MOST_PARTS, NOTE_LENGTH
from data.cases.states import Verb

V = Verb
WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "note": "说明", "note_hint": "请写明理由", "optional": "{label}（可不填）", "department": "交由部门",
        "department_none": "不指定，由所选力量处置", "class_code": "类别", "class_search": "输入名称或编码查找",
        "until": "延至", "due": "限时", "by_rule": "{label}，不填按规定", "grade": "评分", "grade1": "1 差",
        "grade2": "2", "grade3": "3 一般", "grade4": "4", "grade5": "5 优", "into": "并入案件",
        "into_hint": "案件编号", "parts": "子案", "part_text": "要办什么", "add": "+ 增加一件", "remove": "删去这一件",
        "departments": "召集部门", "audience": "谁可以看", "to_all": "所有可见此案者", "to_desk": "指挥席",
        "to_leaders": "领导", "choose": "选部门", "demand": "要求", "said": "批示内容", "answered": "答复内容",
        "reported": "办理情况", "told": "反映内容", "answers": "承办部门", "speaks": "报到部门",
    },
    "en": {
        "note": "Note", "note_hint": "Please give the reason", "optional": "{label} (optional)",
        "department": "Hand to a department", "department_none": "none: the picked units handle it",
        "class_code": "Class", "class_search": "Name or code", "until": "Until", "due": "Due",
        "by_rule": "{label}, by rule if left empty", "grade": "Grade", "grade1": "1 poor", "grade2": "2",
        "grade3": "3 fair", "grade4": "4", "grade5": "5 good", "into": "Merge into", "into_hint": "Case number",
        "parts": "Parts", "part_text": "What is to be done", "add": "+ One more", "remove": "Take this one out",
        "departments": "Call to the place", "audience": "Who may read it", "to_all": "Whoever sees the case",
        "to_desk": "The desk", "to_leaders": "Leaders", "choose": "Department", "demand": "What is demanded",
        "said": "The instruction", "answered": "The answer", "reported": "How it stands", "told": "What they said",
        "answers": "Must answer", "speaks": "Reports in for",
    },
}
CALLED = {V.SUPERVISE: "demand", V.WHISTLE: "demand", V.INSTRUCT: "said", V.ANSWER: "answered",
          V.REPORT_SUPERVISION: "reported", V.FINISH: "reported", V.ANSWER_WHISTLE: "reported", V.SUPPORT: "told"}
"""What the note of a verb is called."""
A_DAY, HALF_AN_HOUR = timedelta(days=1), timedelta(minutes=30)
SUGGESTED = 4


def _label(t: Words, key: str, *, is_needed: bool) -> str:
    return t(key) if is_needed else t("optional", label=t(key))


def _note(_one: Opened, t: Words, verb: Verb, is_needed: bool) -> Any:
    hint = t("note_hint") if is_needed and verb not in CALLED else ""
    return form.words("note", _label(t, CALLED.get(verb, "note"), is_needed=is_needed), rows=3 if is_needed else 2,
                      maxlength=str(NOTE_LENGTH), placeholder=hint or None)


def _class_code(one: Opened, t: Words, _verb: Verb, _is_needed: bool) -> Any:
    book = one.book.by_code
    majors = {code: t.pick(kind.name, kind.name_en) for code, kind in book.items() if not kind.major}
    groups: dict[str, list[Option]] = {name: [] for name in majors.values()}
    for code, kind in book.items():
        if kind.major:
            groups.setdefault(majors.get(kind.major, kind.major), []).append(
                (code, f"{code} {t.pick(kind.name, kind.name_en)}"))
    chosen = (one.case.proposal or {}).get("class") or one.case.class_code
    return fields.searched("class_code", t("class_code"), groups, str(chosen), search=t("class_search"))


def _until(one: Opened, t: Words, verb: Verb, is_needed: bool) -> Any:
    """Where it must be given a day more than now, of an alarm half an hour; else empty. All on the city's clock."""
    later = max(one.case.due_at or one.visit.now, one.visit.now) + A_DAY
    at = one.visit.now + HALF_AN_HOUR if verb is V.SHELVE else later
    value = at.astimezone(one.visit.zone).strftime("%Y-%m-%dT%H:%M") if is_needed else ""
    label = t("until") if is_needed else t("by_rule", label=t("due"))
    return form.moment("until", f"{label} ({one.visit.zone})", value)


def _grade(_one: Opened, t: Words, _verb: Verb, _is_needed: bool) -> Any:
    return fields.one_of("grade", t("grade"), [(str(n), t(f"grade{n}")) for n in range(1, 6)], kind="number")


def _into(one: Opened, t: Words, _verb: Verb, _is_needed: bool) -> Any:
    near = [(other.case_no, other.text or other.case_no, f"{other.case_no} · {t.distance(metres)}")
            for other, metres in around.same_nearby(one.visit, one.case, SUGGESTED)]
    return fields.suggested("into", t("into"), near, hint=t("into_hint"))


def _departments_of(one: Opened, t: Words) -> list[Option]:
    return [(code, t.pick(each.name, each.name_en)) for code, each in one.departments.items()]


def _department(one: Opened, t: Words, verb: Verb, is_needed: bool) -> Any:
    if verb is V.ANSWER_WHISTLE:
        return form.choice("department", t("speaks"), [(code, one.department_name(code)) for code in _called(one)])
    label = t("answers") if verb is V.SUPERVISE else _label(t, "department", is_needed=is_needed)
    nobody = one.department_name(one.case.department) or "—" if verb is V.SUPERVISE else t("department_none")
    return form.choice("department", label, [("", nobody), *_departments_of(one, t)])


def _called(one: Opened) -> list[str]:
    """Return the departments that wait to answer and for which this person may."""
    return [each.department for each in whistles.unanswered(one.visit, one.case)
            if called.may_speak_for(one.visit, each.department, one.case.area_code)]


def _departments(one: Opened, t: Words, _verb: Verb, _is_needed: bool) -> Any:
    return form.several("departments", t("departments"), _departments_of(one, t))


def _parts(one: Opened, t: Words, _verb: Verb, _is_needed: bool) -> Any:
    row = [Element("input", {"type": "text", "name": "text", "data-type": "text", "placeholder": t("part_text"),
                             "aria-label": t("part_text"), "maxlength": str(NOTE_LENGTH), "autocomplete": "off"}),
           Element("select", {"name": "department", "data-type": "text", "aria-label": t("choose")}, [
               Element("option", {"value": code}, [read])
               for code, read in [("", t("choose")), *_departments_of(one, t)]])]
    return fields.rows_of("parts", t("parts"), row, add=t("add"), remove=t("remove"), most=MOST_PARTS)


def _audience(_one: Opened, t: Words, _verb: Verb, _is_needed: bool) -> Any:
    return form.choice("audience", t("audience"), [(each, t(f"to_{each}")) for each in AUDIENCES], "all")


BUILD: dict[str, Callable[[Opened, Words, Verb, bool], Any]] = {
    "note": _note, "class_code": _class_code, "until": _until, "grade": _grade, "into": _into, "parts": _parts,
    "department": _department, "departments": _departments, "audience": _audience,
}
"""What is asked for -> what builds its fields."""
