"""take back Hall 1: the press that lets a wall go back to what it would show."""

from collections.abc import Sequence
from typing import Any

from dashboard.scenes import sending
from dashboard.speech import Words
from dashboard.verb import MOST_CHOICES, Choice, Misread, Verb
from dashboard.verbs.send import named
from data.people import driving
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "spoken": "收回", "example": "收回 大厅1", "about": "打开送屏记录，收回一面大屏上的内容",
        "preview": "收回 {wall}：{what}", "until": "至 {time} · {who}", "nothing": "现在没有送屏内容可收回",
        "unknown": "「{word}」现在没有送屏内容：在屏的有 {known}", "or": "、",
    },
    "en": {
        "spoken": "take_back takeback", "example": "take back hall-1", "about": "Opens what walls were sent, to end it",
        "preview": "Take back from {wall}: {what}", "until": "until {time} · {who}",
        "nothing": "No wall shows anything that was sent", "or": ", ",
        "unknown": "“{word}” shows nothing that was sent: it is {known}",
    },
}


def read(visit: Visit, t: Words, rest: str) -> Sequence[Choice]:
    """Return each wall of the name that shows what was sent; all of them without a name."""
    own = t.with_own(sending.WORDS)
    names = dict(sending.targets_of(visit, own))
    orders = driving.in_force(visit)
    if not orders:
        raise Misread(t("nothing"))
    shown = [(one.target, names.get(one.target, one.target)) for one in orders]
    meant = {target for target, _ in (named(shown, rest) if rest else shown)}
    if not meant:
        raise Misread(t("unknown", word=rest, known=t("or").join(name for _, name in shown)))
    return [Choice(label=t("preview", wall=names.get(one.target, one.target), what=sending.what_of(visit, own, one)),
                   note=t("until", time=t.when(one.until, visit.now), who=t.pick(one.by_name, one.by_name_en)),
                   effect={"do": "page", "href": f"/desk/walls?back={one.id}"})
            for one in orders if one.target in meant][:MOST_CHOICES]


VERB = Verb(name="take_back", permission="walls.drive", words=WORDS, read=read, order=36)
