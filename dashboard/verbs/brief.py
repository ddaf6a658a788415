"""brief daily: the sheet that makes a briefing of the screen's area, its kind chosen."""

from collections.abc import Sequence
from typing import Any

from dashboard.briefing import kind
from dashboard.speech import LANGUAGES, Words
from dashboard.verb import Choice, Misread, Verb
from data.finding.typed import mentions
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {"spoken": "简报", "example": "简报 日报", "about": "生成当前区域的简报", "make": "生成{name}",
              "unknown": "没有「{word}」这种简报，可用：{known}"},
    "en": {"spoken": "brief briefing", "example": "brief daily", "about": "Makes a briefing of this area",
           "make": "Make a briefing: {name}", "unknown": "There is no briefing “{word}”; there are: {known}"},
}


def read(_visit: Visit, t: Words, rest: str) -> Sequence[Choice]:
    """Return the kinds that are meant, in either language; all of them where none is named."""
    kinds = list(kind.discover().values())
    meant = [one for one in kinds if mentions((one.name, *(str(one.words[spoken]["name"]) for spoken in LANGUAGES)),
                                              rest)]
    if not meant:
        raise Misread(t("unknown", word=rest, known=", ".join(str(one.words[t.language]["name"]) for one in kinds)))
    return [Choice(label=t("make", name=one.words[t.language]["name"]), effect={"do": "brief", "kind": one.name})
            for one in meant]


VERB = Verb(name="brief", permission="briefs.make", words=WORDS, read=read, order=55)
