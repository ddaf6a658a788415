"""A wall's stage: what lies where on it, and how large its type is, for the window that asks.

`GET /walls/{profile}/stage?width=3840&height=1080&ratio=1&scene=NAME`, lengths in the window's CSS pixels. A profile
that is not there or cannot be read is answered as the usual wall, and says so in `fault`: a wall is never empty. Nor is
it by a scene that is not there.
"""

from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from dashboard import calibration_page
from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.parsing import Asked
from dashboard.scenes.scene import SCENES
from dashboard.walls import layout
from dashboard.walls.arranging import Wanted
from dashboard.walls.layout import Window
from dashboard.walls.profile import NARROWEST, WIDEST, Profile, find
from dashboard.wiring import sentence, words_for
from data.errors import CityError
from data.people.sessions import Caller

QUESTION = frozenset({"width", "height", "ratio", "scene"})
LOWEST = 240
LARGEST_RATIO = 8


async def show_stage(center: Center, request: Request) -> dict[str, Any]:
    """Answer the stage as JSON: boxes [x, y, width, height] by name, sizes by their CSS names, the widths of cards."""
    asked = Asked(request.scope["query_string"], QUESTION)
    width = asked.whole("width", None, NARROWEST, WIDEST) or 1920
    height = asked.whole("height", None, LOWEST, WIDEST) or 1080
    ratio = asked.number("ratio", 0.2, LARGEST_RATIO) or 1.0
    window = Window(width=width, height=height, ratio=ratio)
    what = request.path_params["profile"], asked.text("scene")
    return await center.run(_stage, center, request.state.caller, what, window)


async def show_calibration(center: Center, request: Request) -> Response:
    """Answer with the page that measures the window against the wall's profile."""
    def page() -> str:
        with center.reading(request.state.caller) as visit:
            return calibration_page.render(visit.language, request.path_params["profile"])

    return HTMLResponse(await center.run(page))


def _wanted(center: Center, scene: str) -> Wanted:
    """Return the panels of a scene; none where there is no such scene, which the programme's door says."""
    try:
        found = SCENES.find(scene, center.settings.data_dir)
    except CityError:
        return Wanted()
    return Wanted(found.left, found.right)


def _stage(center: Center, caller: Caller, what: tuple[str, str], window: Window) -> dict[str, Any]:
    name, scene = what
    fault = ""
    try:
        profile = find(name, center.settings.data_dir)
    except CityError as error:
        profile = Profile(id="")
        with center.reading(caller) as visit:
            fault = sentence(words_for(visit), error)
    stage = layout.lay_out(profile, window, _wanted(center, scene))
    return {
        "layout": stage.layout, "density": stage.density, "grown": stage.grown, "gap_x": stage.gap_x,
        "boxes": {name: [round(side, 2) for side in (box.x, box.y, box.width, box.height)]
                  for name, box in stage.boxes.items()},
        "cards": [round(card, 2) for card in stage.cards], "card_rows": stage.card_rows, "spans": stage.spans,
        "sizes": stage.sizes, "seams_x": stage.seams_x, "seams_y": stage.seams_y, "crossed": stage.crossed(),
        "fault": fault, "profile": profile.model_dump(mode="json"),
    }


DOOR = Door(name="walls", paths=(
    Path(template="/walls/{profile}/stage", method="GET", answer=show_stage),
    Path(template="/wall/{profile}/calibrate", method="GET", answer=show_calibration),
))
