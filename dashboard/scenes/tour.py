"""What a tour is: the scenes that go round on a wall, in order; the deployment's YAML.

Built-in ones lie in `tours` beside this file; a deployment's own in `tours/` of its data folder (data.described).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from dashboard.scenes.scene import SCENES, Scene, Text
from dashboard.walls.profile import WALLS
from data.described import NAME, Kind
from data.errors import CityError
from data.settings import Settings
from data.startup import Finding

Named = Annotated[str, Field(pattern=rf"^{NAME.pattern}$")]


def _named(said: object) -> object:
    return {"scene": said} if isinstance(said, str) else said


class Stop(BaseModel):
    """One scene of a tour, for as long as it says itself, or as is said here in seconds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scene: Named
    hold: Annotated[int, Field(ge=5, le=3_600)] | None = None


class Tour(BaseModel):
    """One tour. Times in seconds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    name: Text
    scenes: Annotated[list[Annotated[Stop, BeforeValidator(_named)]], Field(min_length=1, max_length=24)]
    p1_hold: Annotated[int, Field(ge=10, le=3_600)] = 120
    """How long an alarm of the first priority keeps the wall."""
    idle_resume: Annotated[int, Field(ge=5, le=3_600)] = 120
    """How long after the last key or touch it goes on."""


TOURS = Kind(folder="tours", built_in=Path(__file__).parent / "tours", model=Tour, missing="tour_not_found",
             unreadable="tour_unreadable")


@dataclass(frozen=True)
class Halt:
    """A stop with its scene."""

    scene: Scene
    seconds: float


def halts(tour: Tour, data_dir: Path) -> tuple[list[Halt], list[CityError]]:
    """Return the stops whose scenes can be read, and why the others are left out."""
    found: list[Halt] = []
    faults: list[CityError] = []
    for stop in tour.scenes:
        try:
            scene = SCENES.find(stop.scene, data_dir)
        except CityError as error:
            faults.append(error)
        else:
            found.append(Halt(scene, scene.seconds(stop.hold)))
    return found, faults


def findings(settings: Settings) -> list[Finding]:
    """Return the deployment's scenes and tours as checks: every file can be read, and names what there is."""
    where = settings.data_dir
    scenes, tours = list(SCENES.faults(where)), [*TOURS.faults(where), *_led_astray(where)]
    return [Finding("scenes", not scenes, "; ".join(scenes) or ", ".join(SCENES.names(where))),
            Finding("tours", not tours, "; ".join(tours) or ", ".join(TOURS.names(where)))]


def _led_astray(where: Path) -> Iterator[str]:
    """Yield a sentence for each tour that names a scene, and each wall that names a tour, that is not there."""
    scenes, tours = SCENES.names(where), TOURS.names(where)
    for tour in TOURS.readable(where):
        for stop in tour.scenes:
            if stop.scene not in scenes:
                yield f"{tour.id}.yaml: scenes: there is no scene {stop.scene!r}"
    for wall in WALLS.readable(where):
        if wall.tour and wall.tour not in tours:
            yield f"{wall.id}.yaml: tour: there is no tour {wall.tour!r}"
