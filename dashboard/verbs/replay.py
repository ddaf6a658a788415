"""replay yesterday 18:00: the whole screen as it was at an earlier moment."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dashboard.span import read_span
from dashboard.speech import LANGUAGES, Words
from dashboard.verb import Choice, Misread, Verb
from data import clock
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "spoken": "回放", "example": "回放 昨天 18:00", "about": "整屏回到当时", "at": "回放 {at}",
        "day0": "今天 今日", "day1": "昨天 昨日", "day2": "前天", "ago": "前",
        "unknown": "不认识「{word}」：请写 昨天 18:00、03-17 18:00 或 2小时前", "future": "{at} 还没有到",
    },
    "en": {
        "spoken": "replay lookback", "example": "replay yesterday 18:00", "about": "The whole screen as it was then",
        "at": "Look back at {at}", "day0": "today", "day1": "yesterday", "day2": "before-yesterday", "ago": "ago",
        "unknown": "“{word}” was not understood: try yesterday 18:00, 03-17 18:00 or 2h ago",
        "future": "{at} has not come yet",
    },
}
DAYS = ("day0", "day1", "day2")
TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
DATE = re.compile(r"(?:([0-9]{4})-)?([0-9]{1,2})-([0-9]{1,2})")


def read(visit: Visit, t: Words, rest: str) -> Sequence[Choice]:
    """Return the one moment that is meant, on the city's clock."""
    moment = moment_of(visit, rest.lower())
    if moment is None:
        raise Misread(t("unknown", word=rest))
    if moment >= visit.now:
        raise Misread(t("future", at=t.moment(moment)))
    return [Choice(label=t("at", at=t.moment(moment)), effect={"do": "replay", "at": moment.isoformat()})]


def moment_of(visit: Visit, text: str) -> datetime | None:
    """Return the UTC moment: a day and a time, a time alone (the last one), or how long ago; None for anything else."""
    for ago in _words("ago"):
        span = read_span(text.removesuffix(ago).strip()) if text.endswith(ago) else None
        if span is not None:
            return visit.now - span
    day, _, hour = text.rpartition(" ")
    found = TIME.fullmatch(hour)
    date = _date(visit, day)
    if found is None or date is None:
        return None
    try:
        moment = clock.moment_on_clock(f"{date}T{int(found[1]):02d}:{found[2]}", visit.zone)
    except ValueError:
        return None
    return clock.days_before(moment, 1, visit.zone) if not day and moment >= visit.now else moment


def _date(visit: Visit, day: str) -> str | None:
    for back, key in enumerate(DAYS):
        if day in _words(key) or (not day and back == 0):
            return clock.days_before(visit.now, back, visit.zone).astimezone(visit.zone).strftime("%Y-%m-%d")
    found = DATE.fullmatch(day)
    if found is None:
        return None
    this_year = visit.now.astimezone(visit.zone).year
    return f"{int(found[1] or this_year):04d}-{int(found[2]):02d}-{int(found[3]):02d}"


def _words(key: str) -> list[str]:
    return [word for language in LANGUAGES for word in str(WORDS[language][key]).split()]


VERB = Verb(name="replay", permission="areas.view", words=WORDS, read=read, order=50)
