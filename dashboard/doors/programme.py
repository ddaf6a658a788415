"""What is on a wall now, and a scene as it can be shown.

`GET /walls/{profile}/programme?tour=NAME&scene=NAME`: asked every two seconds, it carries what was sent from a desk,
the tour by the server's clock, and the alarms that break in. `GET /walls/{profile}/scenes/{name}`: when it comes up.
"""

from typing import Any

from fastapi import Request

from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.parsing import Asked
from dashboard.scenes import programme, showing
from dashboard.scenes.scene import SCENES
from dashboard.wiring import words_for
from data.people.sessions import Caller

QUESTION = frozenset({"tour", "scene"})
LONGEST_NAME = 64


async def show_programme(center: Center, request: Request) -> dict[str, Any]:
    """Answer what is on as JSON; files that cannot be read are told in `faults` and leave the wall as it is."""
    said = Asked(request.scope["query_string"], QUESTION)
    asked = programme.Asked(wall=request.path_params["profile"], tour=said.text("tour", LONGEST_NAME),
                            scene=said.text("scene", LONGEST_NAME))
    return await center.run(_programme, center, request.state.caller, asked)


async def show_scene(center: Center, request: Request) -> dict[str, Any]:
    """Answer a scene with its area found and its classes looked up. 404 where there is none, 422 where it is broken."""
    return await center.run(_scene, center, request.state.caller, request.path_params["name"])


def _programme(center: Center, caller: Caller, asked: programme.Asked) -> dict[str, Any]:
    with center.reading(caller) as visit:
        return programme.programme(visit, words_for(visit), asked, center.settings.data_dir)


def _scene(center: Center, caller: Caller, name: str) -> dict[str, Any]:
    scene = SCENES.find(name, center.settings.data_dir)
    with center.reading(caller) as visit:
        return showing.resolved(visit, words_for(visit), scene, visit.scope.home(visit.city.code))


DOOR = Door(name="programme", paths=(
    Path(template="/walls/{profile}/programme", method="GET", answer=show_programme),
    Path(template="/walls/{profile}/scenes/{name}", method="GET", answer=show_scene),
))
