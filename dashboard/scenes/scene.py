"""What a scene is: which layers, figures, panels and cases a wall shows for one purpose; the deployment's YAML.

Built-in ones (the theme packs) lie beside this file; a deployment's own in `scenes/` of its data folder
(data.described). Every name in it is checked as it is read: a scene that speaks of a panel that is not there
cannot be read, and says so.
"""

import math
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from dashboard.filters import MOST_VALUES
from dashboard.panels.city_map import TOGGLES
from dashboard.surfaces import wall
from data.cases.classes import ClassBook
from data.described import Kind
from data.figures import dictionary

SECONDS_PER_LINE, LINE = 1.2, 18
"""How long a line of a caption takes to be read, and how many Chinese characters stand on one."""
AREA = re.compile(r"@worst:(abs|pop|area|late|rate)|[0-9A-Za-z._-]{1,32}")
NEEDED = ("kpi", "alarm", "map", *wall.SIDE)
Norm = Literal["abs", "pop", "area", "late"]


def _both(said: object) -> object:
    return {"zh": said, "en": said} if isinstance(said, str) else said


class Said(BaseModel):
    """A text in both languages; one that is written once stands in both."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: Annotated[str, Field(max_length=240)]
    en: Annotated[str, Field(max_length=240)]


Text = Annotated[Said, BeforeValidator(_both)]


def _one_of(known: Callable[[], Iterable[str]]) -> AfterValidator:
    def check(name: str) -> str:
        listed = sorted(known())
        if name not in listed:
            raise ValueError(f"there is no {name!r}; there are {', '.join(listed)}")
        return name

    return AfterValidator(check)


def countable() -> list[str]:
    """Return the figures that a wall's strip can hold: those of the strip, and whatever is counted now."""
    strip = dictionary.by_group()["strip"]
    return [one.name for one in (*strip, *dictionary.counted_over("now"))]


def _area(said: object) -> object:
    text = str(said) if isinstance(said, str | int) and not isinstance(said, bool) else ""
    if text and not AREA.fullmatch(text):
        raise ValueError("an area is a code, or @worst: and one of abs, pop, area, late, rate")
    return text


Names = Annotated[list[Annotated[str, _one_of(lambda: wall.SIDE)]], Field(max_length=8)]


class Scene(BaseModel):
    """One scene. Whatever it does not say stays as the wall has it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    name: Text
    caption: Text = Said(zh="", en="")
    """What to look at, over the map."""
    layers: list[Annotated[str, _one_of(lambda: TOGGLES)]] | None = None
    """The map's layers that are on."""
    norm: Norm = "abs"
    left: Names = []
    right: Names = []
    """Panels beside the map from the top, as far as the wall's design has room; its own follow."""
    figures: Annotated[list[Annotated[str, _one_of(countable)]], Field(max_length=12)] = []
    """What stands on the strip, as far as there is room; the usual ones follow."""
    categories: Annotated[list[Annotated[str, Field(min_length=1, max_length=120)]],
                          Field(max_length=MOST_VALUES)] = []
    """Case classes by code or name, majors with all of theirs; those the city's scheme does not know are left out."""
    area: Annotated[str, BeforeValidator(_area)] = ""
    """A code, or @worst:NORM for the area one level inside that has most by it now; empty: the wall's own."""
    case: Literal["", "@oldest_p1"] = ""
    """A case beside: the oldest of the first priority that nobody acknowledged; the scene is left out without one."""
    hold: Annotated[int, Field(ge=5, le=3_600)] = 30
    """Seconds in a tour."""
    requires: list[Annotated[str, _one_of(lambda: NEEDED)]] = []
    """Panels without which a tour leaves it out."""

    @model_validator(mode="after")
    def _each_panel_once(self) -> "Scene":
        both = [*self.left, *self.right]
        if len(set(both)) != len(both):
            raise ValueError("left and right name each panel once")
        return self

    def seconds(self, hold: int | None = None) -> float:
        """Return how long a tour shows it: its hold, or longer where the caption takes longer to be read."""
        lines = max(math.ceil(len(self.caption.zh) / LINE), math.ceil(len(self.caption.en) / (2 * LINE)))
        return max(hold or self.hold, lines * SECONDS_PER_LINE)

    def classes(self, book: ClassBook) -> tuple[str, ...]:
        """Return the codes of the city's classes that the categories name, sorted; a major one holds its minor ones."""
        wanted = {one.casefold() for one in self.categories}
        named = {code for code, one in book.by_code.items() if _is_named(one, wanted)}
        return tuple(sorted(code for code in named if book.by_code[code].major not in named))


def _is_named(one: Any, wanted: set[str]) -> bool:
    return bool({one.code.casefold(), one.name.casefold(), one.name_en.casefold()} & wanted)


SCENES = Kind(folder="scenes", built_in=Path(__file__).parent / "built_in", model=Scene, missing="scene_not_found",
              unreadable="scene_unreadable")
