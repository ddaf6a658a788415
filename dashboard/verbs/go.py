"""go DAMING STREET: an area, a place or a page of the desk."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from dashboard import page
from dashboard.found import fly
from dashboard.speech import Words
from dashboard.verb import MOST_CHOICES, Choice, Misread, Verb
from data.areas import queries
from data.finding import areas, places
from data.finding.typed import mentions
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {"spoken": "到 去", "example": "到 石桥街道", "about": "选中区域、飞到地点或打开页面", "to": "到 {name}",
              "where": "要到哪里？请写区域、地点或页面", "unknown": "不认识「{word}」：没有这样的区域、地点或页面"},
    "en": {"spoken": "go goto", "example": "go Shiqiao", "about": "Selects an area, flies to a place, opens a page",
           "to": "Go to {name}", "where": "Where to? Name an area, a place or a page",
           "unknown": "“{word}” was not understood: no such area, place or page"},
}


def read(visit: Visit, t: Words, rest: str) -> Sequence[Choice]:
    """Return areas of the name, then pages, then places."""
    if not rest:
        raise Misread(t("where"))
    found = list(islice(_meant(visit, t, rest), MOST_CHOICES))
    if not found:
        raise Misread(t("unknown", word=rest))
    return found


def _meant(visit: Visit, t: Words, text: str) -> Iterator[Choice]:
    for area in areas.find(visit, text, MOST_CHOICES):
        level = visit.city.level_name(area.level, t.language)
        yield Choice(label=t("to", name=queries.name_of(area, t.language)), note=f"{level} · {area.area_code}",
                     effect={"do": "area", "code": area.area_code})
    for one in page.discover():
        name = t.with_own(one.words)("name")
        if one.is_listed and one.permission in visit.scope.may and mentions((one.name, name), text):
            yield Choice(label=t("to", name=name), note=t.with_own(one.words)("about"),
                         effect={"do": "page", "href": f"/desk/{one.name}"})
    for place in places.find(visit, text, MOST_CHOICES):
        name = t.pick(place.name, place.name_en)
        yield Choice(label=t("to", name=name), note=place.address, effect=fly(place.lon, place.lat, name))


VERB = Verb(name="go", permission="areas.view", words=WORDS, read=read, order=40)
