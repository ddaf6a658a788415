"""The read-only panels of a surface, all of one moment, as trees that the page's script paints.

`GET /panels/wall?area=CODE&norm=abs&type=24&cards=8`, with the keys of dashboard.filters; of a desk also
`&box=W,S,E,N` for what its map shows and `&shape=circle:LAT,LNG,METRES` for what was drawn, of a wall `&scene=NAME`
for what it is about and `&watch=CODE` for whose alarms it tells. One request, one visit, one moment: a list, its badges
and its deadlines cannot disagree. What is asked for and cannot be seen falls back to the person's home. With
`t=` (ISO 8601 with a zone) all is as of that moment, and what map and feed are drawn from comes with it.
"""

from typing import Any

from fastapi import Request, Response

from dashboard import filters
from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.parsing import Asked
from dashboard.refusals import Refusal
from dashboard.screen import answer_screen
from dashboard.shelf import accepts_gzip, pack_lightly
from dashboard.surface import SURFACES
from data.people.sessions import Caller

TEXTS = frozenset({"area", "norm", "type", "cards", "shape", "scene", "watch", "t", "detail",
                   *filters.KEYS})
PARAMETERS = TEXTS | {"box"}
LONGEST = {"shape": 4_000}
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
        return Response(await center.run(answer_screen, center, caller, surface, wanted), headers=HEADERS)
    packed = await center.run(_packed, center, caller, surface, wanted)
    return Response(packed, headers={**HEADERS, "Content-Encoding": "gzip"})


def _packed(center: Center, caller: Caller, surface: str, wanted: dict[str, Any]) -> bytes:
    return pack_lightly(answer_screen(center, caller, surface, wanted))


DOOR = Door(name="panels", paths=(Path(template="/panels/{surface}", method="GET", answer=show_panels),))
