"""dispatch 1234 Patrol 3: the form that sends a unit or a department, with it chosen."""

from collections.abc import Sequence
from typing import Any

from dashboard.speech import Words
from dashboard.verb import MOST_CHOICES, Choice, Misread, Verb, about_case, form, short, title
from data.cases import departments
from data.cases.states import Verb as Move
from data.finding import units
from data.finding.typed import named_so
from data.models.case import Case
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "spoken": "派 派单 派遣", "example": "派 1234 巡警3组", "about": "打开派单表单，选好力量或部门",
        "to": "派单 案件 {case} → {who}", "nearest": "建议的力量", "unknown": "不认识「{word}」：没有这样的力量或部门",
    },
    "en": {
        "spoken": "dispatch send-unit", "example": "dispatch 1234 Police 3",
        "about": "Opens the form of dispatch with the unit or department chosen",
        "to": "Dispatch case {case} → {who}", "nearest": "the suggested unit",
        "unknown": "“{word}” was not understood: no such unit or department",
    },
}


def read(visit: Visit, t: Words, rest: str) -> Sequence[Choice]:
    """Return each case with each unit or department that the words name; without words, the suggested unit."""
    found, words = about_case(visit, t, rest, Move.DISPATCH)
    return [Choice(label=t("to", case=short(case), who=who), note=" · ".join(filter(None, (note, title(case)))),
                   effect=effect)
            for who, note, effects in receivers(visit, t, words, found)
            for case, effect in zip(found, effects, strict=True)]


def receivers(visit: Visit, t: Words, words: str, found: list[Case]) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Return (name, remark, effect for each case). Raises Misread for words that name nobody."""
    if not words:
        return [(t("nearest"), "", [form(case, Move.DISPATCH) for case in found])]
    crews = units.find(visit, words, MOST_CHOICES) if "units.view" in visit.scope.may else []
    named = [(t.pick(unit.name, unit.name_en), t(f"statuses.{unit.status}"),
              [form(case, Move.DISPATCH, units=[unit.id]) for case in found]) for unit in crews]
    named += [(t.pick(one.name, one.name_en), "", [form(case, Move.DISPATCH, department=code) for case in found])
              for code, one in named_so(departments.by_code(visit).items(),
                                        lambda pair: (pair[0], pair[1].name, pair[1].name_en), words)]
    if not named:
        raise Misread(t("unknown", word=words))
    return named


VERB = Verb(name="dispatch", permission="cases.dispatch", words=WORDS, read=read, order=10)
