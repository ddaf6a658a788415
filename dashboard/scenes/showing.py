"""A scene as a wall can show it: with the area that has most found, its words in one language, and its cases."""

from collections.abc import Iterable
from typing import Any

from dashboard.panel import View
from dashboard.panels import area_ranking
from dashboard.scenes.scene import Scene, Text
from dashboard.speech import Words
from data.areas import naming
from data.cases import classes, queries
from data.cases.bodies import stamp
from data.models.case import Case
from data.visit import Visit

MOST_ALARMS = 5
NORM_OF = {"rate": "pop"}


def said(t: Words, text: Text) -> str:
    """Return a text in the language of the words."""
    return t.pick(text.zh, text.en)


def resolved(visit: Visit, t: Words, scene: Scene, home: str) -> dict[str, Any]:
    """Return a scene for the page's own script; `area` empty means the wall's own.

    `classes` is what the screen's filter narrows by, as an address would say it.
    """
    named = scene.classes(classes.open_book(visit.session, visit.city.class_scheme)) if scene.categories else ()
    alarm = next(iter(urgent(visit, t, home)), None) if scene.case else None
    return {
        "name": scene.id, "title": said(t, scene.name), "caption": said(t, scene.caption), "layers": scene.layers,
        "norm": scene.norm, "area": _area(visit, scene, home), "classes": named,
        "is_whole": bool(scene.categories) and not named, "case": alarm, "is_empty": bool(scene.case) and alarm is None,
    }


def urgent(visit: Visit, t: Words, home: str) -> list[dict[str, Any]]:
    """Return the alarms of the first priority in an area, the oldest first: what breaks into everything."""
    return cards(visit, t, (case for case in queries.alarms(visit, home, MOST_ALARMS) if case.priority == 1))


def cards(visit: Visit, t: Words, cases: Iterable[Case]) -> list[dict[str, Any]]:
    """Return what a wall says of single cases; moments are epoch seconds."""
    listed = list(cases)
    places = naming.places(visit, {case.area_code for case in listed}) if listed else {}
    return [{"no": case.case_no, "priority": case.priority, "text": case.text, "class": case.class_code,
             "state": case.state, "at": stamp(case.received_at), "area": case.area_code,
             "where": t.pick(*places.get(case.area_code, ("", "")))} for case in listed]


def _area(visit: Visit, scene: Scene, home: str) -> str:
    """Return the area a scene is about; "" where it says none, or none has anything."""
    if not scene.area.startswith("@worst:"):
        return scene.area
    norm = scene.area.removeprefix("@worst:")
    ranked = area_ranking.rank(visit, View(area=home, norm=NORM_OF.get(norm, norm), surface="wall"))
    return ranked[0].area.area_code if ranked and ranked[0].rate else ""
