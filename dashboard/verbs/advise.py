"""advise South: the sheet that proposes whom to send, for an area or for the one in view."""

from collections.abc import Sequence
from typing import Any

from dashboard.speech import Words
from dashboard.verb import MOST_CHOICES, Choice, Misread, Verb
from data.areas import queries
from data.finding import areas
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {"spoken": "调度 调度建议", "example": "调度", "about": "当前区域待派案件的调度建议",
              "here": "调度建议：当前区域", "there": "调度建议：{name}", "unknown": "不认识「{word}」：没有这样的区域"},
    "en": {"spoken": "advise propose", "example": "advise", "about": "Proposes whom to send to the cases that wait",
           "here": "Proposals for this area", "there": "Proposals for {name}",
           "unknown": "“{word}” was not understood: no such area"},
}


def read(visit: Visit, t: Words, rest: str) -> Sequence[Choice]:
    """Return the areas that are meant; the one in view where none is named. Raises Misread."""
    if not rest:
        return [Choice(label=t("here"), effect={"do": "advise"})]
    found = areas.find(visit, rest, MOST_CHOICES)
    if not found:
        raise Misread(t("unknown", word=rest))
    return [Choice(label=t("there", name=queries.name_of(area, t.language)),
                   note=visit.city.level_name(area.level, t.language),
                   effect={"do": "advise", "area": area.area_code}) for area in found]


VERB = Verb(name="advise", permission="cases.dispatch", words=WORDS, read=read, order=12)
