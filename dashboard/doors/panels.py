"""The read-only panels of a surface, all of one moment, as trees that the page's script paints.

`GET /panels/wall?area=CODE&norm=abs&type=24&cards=8`, with the keys of dashboard.filters; of a desk also
`&box=W,S,E,N` for what its map shows and `&shape=circle:LAT,LNG,METRES` for what was drawn, of a wall `&scene=NAME`
for what it is about and `&watch=CODE` for whose alarms it tells. One request, one visit, one moment: a list, its badges
and its deadlines cannot disagree. What is asked for and cannot be seen falls back to the person's home. With
`t=` (ISO 8601 with a zone) all is as of that moment, and what map and feed are drawn from comes with it.
"""

from dataclasses import replace
from typing import Any

import orjson
from fastapi import Request, Response

from dashboard import filters, past_screen
from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.panel import Panel, View, discover
from dashboard.parsing import Asked
from dashboard.parts.tree import tree
from dashboard.refusals import Refusal
from dashboard.scenes.scene import SCENES
from dashboard.shelf import accepts_gzip, pack_lightly
from dashboard.surface import MAY_SEE, SURFACES
from dashboard.wiring import fill, is_seen, view_for
from data.errors import CityError
from data.people.sessions import Caller
from data.visit import Visit

TEXTS = frozenset({"area", "norm", "type", "cards", "shape", "scene", "watch", "t", "detail",
                   *filters.KEYS})
PARAMETERS = TEXTS | {"box"}
LONGEST = {"shape": 4_000}
GRIDS = "grids"
HEADERS = {"Content-Type": "application/json", "Vary": "Accept-Encoding"}


async def show_panels(center: Center, request: Request) -> Response:
    """Answer the panels' trees and the stamp that says which area, norm and moment they are of."""
    surface = request.path_params["surface"]
    if surface not in SURFACES:
        raise Refusal(404, "not_found")
    asked = Asked(request.scope["query_string"], PARAMETERS)
    wanted = {**{name: asked.text(name, LONGEST.get(name, filters.LONGEST)) for name in TEXTS}, "box": asked.box("box")}
    caller = request.state.caller
    if not accepts_gzip(request.scope):
        return Response(await center.run(refresh, center, caller, surface, wanted), headers=HEADERS)
    packed = await center.run(_packed, center, caller, surface, wanted)
    return Response(packed, headers={**HEADERS, "Content-Encoding": "gzip"})


def _packed(center: Center, caller: Caller, surface: str, wanted: dict[str, Any]) -> bytes:
    return pack_lightly(refresh(center, caller, surface, wanted))


def refresh(center: Center, caller: Caller, surface: str, wanted: dict[str, Any]) -> bytes:
    """Return every panel of the surface that answers, by slot, as JSON."""
    found = {panel.name: panel for panel in discover()}
    with center.reading(caller) as visit:
        visit.scope.require(MAY_SEE[surface])
        view = _in_scene(center, visit, wanted, view_for(visit, wanted, surface))
        answering = [center.provoked.around(found[name]) for name in SURFACES[surface].PANELS
                     if found[name].answer is not None and stands(visit, found[name])]
        body = (past_screen.shown(visit, view, answering, finest=wanted["detail"] == GRIDS) if view.t else
                {"slots": {panel.slot(surface): tree(fill(visit, view, panel)) for panel in answering}})
        stamp = f"{view.area}|{view.norm}|{(view.t or visit.now).isoformat(timespec='milliseconds')}"
    return orjson.dumps({**body, "stamp": stamp, "past": past_screen.told(view)}, option=orjson.OPT_SERIALIZE_NUMPY)


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


DOOR = Door(name="panels", paths=(Path(template="/panels/{surface}", method="GET", answer=show_panels),))
