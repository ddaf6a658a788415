"""Plans (预案): what is to be done when a warning of a kind is issued, by level; some items open cases by themselves.

A file `warning-plans/KIND.yaml` of the data folder, named after the kind of warning; built-in ones lie in
`built_in/plans` beside this file and are replaced by a file of the same name.
"""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from data.described import Kind
from data.errors import NotFound
from data.warnings.levels import KINDS, rank
from data.warnings.rules import Level

MOST_ITEMS = 30


class Opens(BaseModel):
    """A case that an item opens (无呼也应): of which class, and what it says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    category: Annotated[str, Field(min_length=1, max_length=120)]
    text: Annotated[str, Field(min_length=1, max_length=200)]
    in_each_area: bool = False
    """One in each area that the warning is for, instead of one in its middle."""


class Item(BaseModel):
    """One item of a checklist, from a level on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,31}$")]
    text: Annotated[str, Field(min_length=1, max_length=200)]
    text_en: Annotated[str, Field(max_length=240)] = ""
    at_least: Level = "blue"
    opens: Opens | None = None


class Plan(BaseModel):
    """The plan for one kind of warning. `stage` is the city stage that each level suggests: a person decides."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: Annotated[str, Field(min_length=1, max_length=60)]
    title_en: Annotated[str, Field(max_length=80)] = ""
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=MOST_ITEMS)]
    stage: dict[Level, Annotated[int, Field(ge=1, le=5)]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _hangs_together(self) -> "Plan":
        if self.id not in KINDS:
            raise ValueError(f"id: the file's name is one of {', '.join(KINDS)}")
        keys = [one.key for one in self.items]
        twice = next((key for at, key in enumerate(keys) if key in keys[:at]), "")
        if twice:
            raise ValueError(f"items: {twice} stands there twice")
        return self

    def items_at(self, level: str) -> list[Item]:
        """Return what is to be done at a level, in the plan's order."""
        return [one for one in self.items if rank(one.at_least) <= rank(level)]


PLANS = Kind(folder="warning-plans", model=Plan, missing="plan_missing", unreadable="plan_unreadable",
             built_in=Path(__file__).parent / "built_in" / "plans")


def plan_of(kind: str, data_dir: Path) -> Plan | None:
    """Return the plan for a kind of warning, None where there is none. Raises Invalid("plan_unreadable")."""
    try:
        return PLANS.find(kind, data_dir)
    except NotFound:
        return None
