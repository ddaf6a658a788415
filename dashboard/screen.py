"""One screen's answer: all its panels of one moment, as JSON; of the past with what map and feed are drawn from."""

from dataclasses import replace
from typing import Any

import orjson

from dashboard import past_screen
from dashboard.center import Center
from dashboard.counted import COUNTED
from dashboard.panel import Panel, View, discover
from dashboard.parts.coverage import told as told_coverage
from dashboard.parts.tree import tree
from dashboard.scenes.scene import SCENES
from dashboard.surface import MAY_SEE, SURFACES
from dashboard.wiring import fill, is_seen, view_for, words_for
from data.errors import CityError
from data.feeds import coverage, declared
from data.feeds.coverage import Coverage
from data.people.sessions import Caller
from data.visit import Visit

GRIDS = "grids"


def answer_screen(center: Center, caller: Caller, surface: str, wanted: dict[str, Any]) -> bytes:
    """Return every panel of the surface that answers, by slot, as JSON: what dashboard.doors.panels sends."""
    found = {panel.name: panel for panel in discover()}
    with center.reading(caller) as visit:
        visit.scope.require(MAY_SEE[surface])
        view = _in_scene(center, visit, wanted, view_for(visit, wanted, surface))
        view = replace(view, coverage=_coverage(visit, view))
        answering = [center.provoked.around(found[name]) for name in SURFACES[surface].PANELS
                     if found[name].answer is not None and stands(visit, found[name])]
        body = (past_screen.shown(visit, view, answering, finest=wanted["detail"] == GRIDS) if view.t else
                {"slots": {panel.slot(surface): tree(fill(visit, view, panel)) for panel in answering}})
        told = told_coverage(view.coverage, words_for(visit))
        stamp = f"{view.area}|{view.norm}|{(view.t or visit.now).isoformat(timespec='milliseconds')}"
    return orjson.dumps({**body, "stamp": stamp, "past": past_screen.told(view),
                         "coverage": told}, option=orjson.OPT_SERIALIZE_NUMPY)


def _coverage(visit: Visit, view: View) -> Coverage:
    """Return what is heard of the area; counted anew once a file changed, and for each language."""
    asked = ("coverage", view.area, view.t, visit.language, declared.edition(visit.folder))
    return COUNTED.ask(visit, asked, lambda: coverage.coverage(visit, view.area, view.t or visit.now))


def stands(visit: Visit, panel: Panel) -> bool:
    """Does the panel have a place on this person's screen?"""
    return not panel.is_own or panel.permission in visit.scope.may


def _in_scene(center: Center, visit: Visit, wanted: dict[str, Any], view: View) -> View:
    """Return what a wall looks at during a scene. One that cannot be read changes nothing; its own door says so."""
    if wanted["watch"] and is_seen(visit, wanted["watch"]):
        view = replace(view, watched=wanted["watch"])
    if not wanted["scene"]:
        return view
    try:
        return replace(view, figures=tuple(SCENES.find(wanted["scene"], center.settings.data_dir).figures))
    except CityError:
        return view
