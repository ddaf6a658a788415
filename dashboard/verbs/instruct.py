"""instruct 1234 be there today: the form of an instruction with its text."""

from collections.abc import Sequence
from typing import Any

from dashboard.speech import Words
from dashboard.verb import Choice, Verb, about_case, form, short, title
from data.cases.states import Verb as Move
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {"spoken": "批示", "example": "批示 1234 请区领导到场", "about": "打开批示表单，填好内容",
              "on": "批示 案件 {case}"},
    "en": {"spoken": "instruct", "example": "instruct 1234 be there today",
           "about": "Opens the form of an instruction with its text", "on": "Instruct on case {case}"},
}


def read(visit: Visit, t: Words, rest: str) -> Sequence[Choice]:
    """Return each case with the instruction that follows its number."""
    found, said = about_case(visit, t, rest, Move.INSTRUCT)
    return [Choice(label=t("on", case=short(case)), note=" · ".join(filter(None, (said, title(case)))),
                   effect=form(case, Move.INSTRUCT, note=said)) for case in found]


VERB = Verb(name="instruct", permission="cases.instruct", words=WORDS, read=read, order=30)
