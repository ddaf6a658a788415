"""A routing rule as a sentence that somebody who decides can check."""

from typing import Any

from dashboard.speech import Words
from data.areas import queries as areas
from data.cases import classes
from data.cases.effects.dispatching import require_department
from data.cases.routing import Rule
from data.errors import NotFound
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "sentence": "{when}{what}，由{who}负责。", "any_class": "所有案件", "of_class": "{names}类案件",
        "in_areas": "在{names}、", "between": "每日 {begin}—{end}、", "working": "工作日、", "free": "休息日、",
        "urgent": "{level}及以上的", "only": "{first}至{last}的", "with_kind": "{department}（{kind}）", "and": "、",
        "begins": "以 {code} 开头的",
    },
    "en": {
        "sentence": "{what}{when}: {who} answers.", "any_class": "Any case", "of_class": "Cases of {names}",
        "in_areas": " in {names}", "between": " from {begin} to {end}", "working": " on working days",
        "free": " on days off", "urgent": " of {level} and above", "only": " of {first} to {last}",
        "with_kind": "{department} ({kind})", "and": ", ", "begins": "classes beginning with {code}",
    },
}


def sentence_of(visit: Visit, t: Words, rule: Rule) -> str:
    """Return the rule in one sentence: when and what, then who."""
    own = t.with_own(WORDS)
    book = classes.open_book(visit.session, visit.city.class_scheme)
    names = [_class_name(own, book, code) for code in rule.classes]
    what = own("of_class", names=own("and").join(names)) if names else own("any_class")
    department = require_department(visit, rule.department)
    who = t.pick(department.name, department.name_en)
    if rule.unit_kind:
        who = own("with_kind", department=who, kind=t(f"kinds.{rule.unit_kind}"))
    return own("sentence", when=_when(visit, own, t, rule), what=what, who=who)


def _when(visit: Visit, own: Words, t: Words, rule: Rule) -> str:
    parts = []
    if rule.areas:
        parts.append(own("in_areas", names=own("and").join(_area_name(visit, t, code) for code in rule.areas)))
    if rule.days:
        parts.append(own(rule.days))
    if rule.hours:
        begin, end = (f"{minute // 60:02d}:{minute % 60:02d}" for minute in rule.hours)
        parts.append(own("between", begin=begin, end=end))
    if rule.least_urgent < 4 and rule.most_urgent == 1:
        parts.append(own("urgent", level=t(f"priorities.p{rule.least_urgent}")))
    elif (rule.most_urgent, rule.least_urgent) != (1, 4):
        first, last = (t(f"priorities.p{one}") for one in (rule.most_urgent, rule.least_urgent))
        parts.append(own("only", first=first, last=last))
    return "".join(parts)


def _class_name(own: Words, book: classes.ClassBook, code: str) -> str:
    if code.endswith("*"):
        major = book.by_code.get(code[:-1])
        return own.pick(major.name, major.name_en) if major else own("begins", code=code[:-1])
    found = book.by_code.get(code)
    return own.pick(found.name, found.name_en) if found else code


def _area_name(visit: Visit, t: Words, code: str) -> str:
    try:
        return areas.name_of(areas.find(visit, code), t.language)
    except NotFound:
        return code
