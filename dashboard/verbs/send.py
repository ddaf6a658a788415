"""send 1234 Hall 1: the form that tells a wall to show a case, an area or a scene, filled in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice, product
from typing import Any
from urllib.parse import urlencode

from dashboard.scenes import sending, showing
from dashboard.scenes.scene import SCENES
from dashboard.scenes.sending import USUAL_MINUTES
from dashboard.span import read_span
from dashboard.speech import LANGUAGES, Words
from dashboard.verb import MOST_CHOICES, Choice, Misread, Verb, short, title
from data.areas import queries
from data.finding import areas, cases
from data.finding.typed import is_number, named_so
from data.people import driving
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "spoken": "送 送屏 送大屏", "example": "送 1234 大厅1", "about": "打开送大屏表单：案件、区域或场景，选好大屏",
        "to_word": "到 至", "preview": "送屏 {what} → {wall}", "lasts": "{time}后收回", "or": "、",
        "case": "案件 {name}", "what": "要送什么？请写案件号、区域或场景，再写大屏，例如 送 1234 大厅1",
        "unknown": "不认识「{word}」：没有这样的案件、区域或场景", "no_wall": "没有可送的大屏，请先配对",
        "unknown_wall": "不认识大屏「{word}」：可送的有 {known}", "too_long": "大屏最多送 {limit}，「{word}」太长",
    },
    "en": {
        "spoken": "send show-on", "example": "send 1234 hall-1",
        "about": "Opens the form that sends a case, an area or a scene to a wall", "to_word": "to on",
        "preview": "Send {what} → {wall}", "lasts": "for {time}", "or": ", ", "case": "case {name}",
        "what": "What is to be sent? A case, an area or a scene, and the wall: send 1234 hall-1",
        "unknown": "“{word}” was not understood: no such case, area or scene",
        "no_wall": "No wall can be sent to; let one in first",
        "unknown_wall": "“{word}” was not understood: walls are {known}",
        "too_long": "“{word}” is too long: a wall is sent to for {limit} at most",
    },
}


@dataclass(frozen=True, kw_only=True)
class Thing:
    """What could be sent: how it reads, the parameters of the form, and the area that must be seen ("" for none)."""

    name: str
    note: str
    asked: dict[str, str]
    where: str = ""


Target = tuple[str, str]
MOST_WORDS = 8
"""So many words are looked at as the name of what is sent."""


def read(visit: Visit, t: Words, rest: str) -> Sequence[Choice]:
    """Return each thing with each wall that may be meant; without a wall, each that there is."""
    words, minutes = _minutes(t, rest.split(" "))
    if not words or not words[0]:
        raise Misread(t("what"))
    targets = sending.targets_of(visit, t.with_own(sending.WORDS))
    if not targets:
        raise Misread(t("no_wall"))
    things, walls = _meant(visit, t, words, targets)
    lasts = t("lasts", time=t.duration(timedelta(minutes=minutes or USUAL_MINUTES)))
    shown = [(thing, wall) for thing, wall in product(things, walls) if _may_show(visit, wall, thing)]
    if not shown:
        raise Misread(t("errors.wall_sees_less", name=walls[0][1]))
    return [Choice(label=t("preview", what=thing.name, wall=name), note=" · ".join(filter(None, (lasts, thing.note))),
                   effect={"do": "page", "href": f"/desk/walls?{urlencode(_asked(thing, to, minutes))}"})
            for thing, (to, name) in shown[:MOST_CHOICES]]


def _asked(thing: Thing, to: str, minutes: int | None) -> dict[str, str]:
    return {**thing.asked, "to": to, **({"minutes": str(minutes)} if minutes else {})}


def _minutes(t: Words, words: list[str]) -> tuple[list[str], int | None]:
    """Return the words without the time they end with, and its minutes; None where they say none. Raises Misread."""
    span = read_span(words[-1]) if len(words) > 1 else None
    if span is None:
        return words, None
    if not driving.SHORTEST <= span <= driving.LONGEST:
        raise Misread(t("too_long", word=words[-1], limit=t.duration(driving.LONGEST)))
    return words[:-1], span // timedelta(minutes=1)


def _meant(visit: Visit, t: Words, words: list[str], targets: list[Target]) -> tuple[list[Thing], list[Target]]:
    """Return the things and the walls that the words name: names may hold blanks, so that each cut is tried.

    Raises Misread that says which word is not understood.
    """
    found = {cut: _things(visit, t, " ".join(words[:cut])) for cut in range(min(len(words), MOST_WORDS), 0, -1)}
    for cut, things in found.items():
        walls = named(targets, _called(words[cut:])) if cut < len(words) else []
        if things and walls:
            return things, walls
    if found.get(len(words)):
        return found[len(words)], targets
    last = next((cut for cut, things in found.items() if things), None)
    if last is None:
        raise Misread(t("unknown", word=" ".join(words[:-1]) or words[0]))
    raise Misread(t("unknown_wall", word=_called(words[last:]), known=t("or").join(name for _, name in targets)))


def _called(words: list[str]) -> str:
    """Return the wall's name as it was typed, without a "to" before it."""
    to_words = {word for language in LANGUAGES for word in str(WORDS[language]["to_word"]).split()}
    return " ".join(words[1:] if len(words) > 1 and words[0].lower() in to_words else words)


def named(targets: Sequence[Target], word: str) -> list[Target]:
    """Return the walls of exactly this name, else those whose name holds it."""
    exactly = [one for one in targets if word.lower() in (one[1].lower(), one[0].removeprefix("profile:").lower())]
    return exactly or named_so(targets, lambda one: (one[1],), word)


def _things(visit: Visit, t: Words, text: str) -> list[Thing]:
    return list(islice(_each_thing(visit, t, text), MOST_CHOICES))


def _each_thing(visit: Visit, t: Words, text: str) -> Iterator[Thing]:
    number = text.removeprefix("#")
    if is_number(number) and "cases.view" in visit.scope.may:
        for case in cases.named(visit, number, MOST_CHOICES):
            yield Thing(name=t("case", name=short(case)), note=title(case), where=case.area_code,
                        asked={"case": case.case_no})
    for scene in named_so(SCENES.readable(visit.folder), lambda one: (one.id, one.name.zh, one.name.en), text):
        yield Thing(name=showing.said(t, scene.name), note=showing.said(t, scene.caption), asked={"scene": scene.id})
    found = areas.find(visit, text, MOST_CHOICES)
    exactly = [one for one in found if text.lower() in (one.area_code, one.name.lower(), one.name_en.lower())]
    for area in exactly or found:
        level = visit.city.level_name(area.level, t.language)
        yield Thing(name=queries.name_of(area, t.language), note=f"{level} · {area.area_code}", where=area.area_code,
                    asked={"area": area.area_code})


def _may_show(visit: Visit, target: Target, thing: Thing) -> bool:
    wall = next((one.person for one in driving.drivable(visit) if one.person.id == target[0]), None)
    return wall is None or driving.may_show(wall, thing.where)


VERB = Verb(name="send", permission="walls.drive", words=WORDS, read=read, order=35)
