"""supervise 1234 Works 3d: the form of supervision with department, deadline and what is demanded."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from dashboard.span import read_span
from dashboard.speech import Words
from dashboard.verb import Choice, Misread, Verb, about_case, form, short, title
from data.cases import departments
from data.cases.states import Verb as Move
from data.finding.typed import named_so
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "spoken": "督办", "example": "督办 1234 城管局 3天 请今日反馈", "about": "打开督办表单，填好部门、限时和要求",
        "on": "督办 案件 {case} → {who}", "own": "承办部门", "until": "限 {at}",
        "unknown": "不认识「{word}」：不是部门名称，也不是期限（如 3天、8小时）",
    },
    "en": {
        "spoken": "supervise", "example": "supervise 1234 Works 3d report today",
        "about": "Opens the form of supervision with department, deadline and demand",
        "on": "Supervise case {case} → {who}", "own": "its department", "until": "until {at}",
        "unknown": "“{word}” was not understood: neither a department nor a span (3d, 8h)",
    },
}


def read(visit: Visit, t: Words, rest: str) -> Sequence[Choice]:
    """Return each case with each department that the first word names, the deadline and the demand.

    Department and span stand in any order behind the number; what follows them is the demand.
    """
    found, words = about_case(visit, t, rest, Move.SUPERVISE)
    called, span, demand = parts_of(visit, t, words)
    at = (visit.now + span).astimezone(visit.zone) if span else None
    until = t("until", at=t.moment(at)) if at else ""
    return [Choice(label=t("on", case=short(case), who=name or t("own")),
                   note=" · ".join(filter(None, (until, demand, title(case)))),
                   effect=form(case, Move.SUPERVISE, department=code, note=demand,
                               until=at.strftime("%Y-%m-%dT%H:%M") if at else ""))
            for code, name in called for case in found]


def parts_of(visit: Visit, t: Words, words: str) -> tuple[list[tuple[str, str]], timedelta | None, str]:
    """Return the departments that may be meant, the span if one is said, and the demand. Raises Misread."""
    called: list[tuple[str, str]] = [("", "")]
    span: timedelta | None = None
    rest = words.split(" ") if words else []
    while rest:
        said = read_span(rest[0]) if span is None else None
        if said is not None:
            span, rest = said, rest[1:]
            continue
        if called != [("", "")] or (span is not None and not _departments(visit, t, rest[0])):
            break
        called, rest = _departments(visit, t, rest[0]), rest[1:]
        if not called:
            raise Misread(t("unknown", word=words.split(" ")[0]))
    return called, span, " ".join(rest)


def _departments(visit: Visit, t: Words, word: str) -> list[tuple[str, str]]:
    found = named_so(departments.by_code(visit).items(), lambda pair: (pair[0], pair[1].name, pair[1].name_en), word)
    return [(code, t.pick(one.name, one.name_en)) for code, one in found]


VERB = Verb(name="supervise", permission="cases.supervise", words=WORDS, read=read, order=20)
