"""What a wall is: its pixels, their pitch, how far people sit, its seams and its hours; the deployment's YAML.

Built-in profiles lie beside this file; a deployment's own in `walls/` of its data folder (data.described).
"""

import re
from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from dashboard.walls.reading import Density
from data.described import NAME, Kind

HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
PIXELS = re.compile(r"(\d{3,5})x(\d{3,5})")
NARROWEST, WIDEST = 640, 32_768


def _clock(said: object) -> object:
    # YAML reads an unquoted 04:10 as the number 250: minutes of the day, which is what was meant.
    if isinstance(said, int) and not isinstance(said, bool) and 0 <= said < 1_440:
        return time(said // 60, said % 60)
    found = CLOCK.fullmatch(said) if isinstance(said, str) else None
    if not found:
        raise ValueError("a time is written HH:MM")
    return time(int(found[1]), int(found[2]))


def _hours(said: str) -> str:
    if not HOURS.fullmatch(said):
        raise ValueError("hours are written HH:MM-HH:MM")
    return said


def _pixels(said: object) -> object:
    found = PIXELS.fullmatch(said) if isinstance(said, str) else None
    if not found or not all(NARROWEST <= int(part) <= WIDEST for part in found.groups()):
        raise ValueError(f"a stage is written WIDTHxHEIGHT, each from {NARROWEST} to {WIDEST} pixels")
    return int(found[1]), int(found[2])


Seams = Annotated[list[Annotated[int, Field(ge=0, le=WIDEST)]], Field(max_length=32)]


class Profile(BaseModel):
    """One wall. Pixels are the browser's own; times are the city's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    stage: Annotated[tuple[int, int], BeforeValidator(_pixels)] = (3840, 1080)
    pitch_mm: Annotated[float, Field(ge=0.3, le=10)] = 1.25
    """Of an LED, or the size of an LCD's pixel."""
    distance_far_m: Annotated[float, Field(ge=1, le=60)] = 10
    """The farthest seat that must read headlines."""
    seams_x: Seams = []
    seams_y: Seams = []
    safe_margin_px: Annotated[int, Field(ge=0, le=200)] = 24
    density: Literal["auto"] | Density = "auto"
    quiet_hours: list[Annotated[str, AfterValidator(_hours)]] = []
    dim: Annotated[float, Field(ge=0.3, le=1)] = 0.6
    """How bright the wall stays in quiet hours."""
    reload_at: Annotated[time, BeforeValidator(_clock)] = time(4, 10)
    tour: Annotated[str, Field(pattern=rf"^({NAME.pattern})?$")] = ""
    """Which tour goes round on it; none where it names none."""
    sender: Literal["name", "post"] = "name"
    """Whether it names who sent it something, or says only their post: a hall that visitors see."""

    @model_validator(mode="after")
    def _seams_lie_on_the_stage(self) -> "Profile":
        for seams, size, axis in ((self.seams_x, self.stage[0], "x"), (self.seams_y, self.stage[1], "y")):
            if any(not 0 < seam < size for seam in seams) or sorted(set(seams)) != list(seams):
                raise ValueError(f"seams_{axis} lie between 0 and {size}, from the smallest to the largest")
        return self


WALLS = Kind(folder="walls", built_in=Path(__file__).parent / "built_in", model=Profile, missing="wall_not_found",
             unreadable="wall_unreadable")
find, read, names, faults, digest = WALLS.find, WALLS.read, WALLS.names, WALLS.faults, WALLS.digest
