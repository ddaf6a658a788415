"""Rules: an indicator of areas of one level, or the reading of sensors, that warns from a threshold on, for a while.

A file `warning-rules/NAME.yaml` of the data folder; built-in ones lie in `built_in/rules` beside this file and are
replaced by a file of the same name (`is_on: false` switches one off).
"""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from data.described import Kind
from data.warnings.levels import KINDS, LEVELS, SENSOR_KINDS

SENSOR = "sensor"
Indicator = Literal["received", "open", "overdue", "urgent_waiting", "sensor"]
INDICATORS = ("received", "open", "overdue", "urgent_waiting", SENSOR)
Level = Literal["blue", "yellow", "orange", "red"]
Name = Annotated[str, Field(min_length=1, max_length=120)]
Minutes = Annotated[int, Field(ge=0, le=24 * 60)]
ROLES_MOST = 12


class Confirmed(BaseModel):
    """Cases of these classes that come in the areas of a warning within hours after it make it a hit."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    classes: Annotated[tuple[Name, ...], Field(min_length=1, max_length=40)]
    cases: Annotated[int, Field(ge=1, le=10_000)] = 1
    hours: Annotated[int, Field(ge=1, le=72)] = 6


class Rule(BaseModel):
    """One rule. `steps` are thresholds by colour; a colour that is not named is not warned of."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: Annotated[str, Field(min_length=1, max_length=40)]
    title_en: Annotated[str, Field(max_length=60)] = ""
    kind: str
    indicator: Indicator
    classes: Annotated[tuple[Name, ...], Field(max_length=40)] = ()
    """Codes or names of classes that count; all where none is named. Not for sensors."""
    sensor: str = ""
    """What kind of sensor."""
    area_level: Annotated[int, Field(ge=1, le=6)] = 2
    """Areas of which level are counted, 1 for the city; a sensor warns for the one it stands in."""
    minutes: Annotated[int, Field(ge=5, le=24 * 60)] = 60
    """Over how long cases are counted that were received."""
    steps: Annotated[dict[Level, Annotated[float, Field(gt=0, le=1e9, allow_inf_nan=False)]], Field(min_length=1)]
    raise_after: Minutes = 0
    """For so many minutes without a break a threshold must be reached."""
    clear_share: Annotated[float, Field(gt=0, lt=1)] = 0.8
    """A level is left below this share of its threshold ..."""
    clear_after: Minutes = 30
    """... for so many minutes without a break."""
    stale_after: Annotated[int, Field(ge=5, le=24 * 60)] = 60
    """A sensor that has been silent for so many minutes tells nothing."""
    radius_m: Annotated[float, Field(ge=10, le=20_000)] = 800
    """About a sensor: for whom its warning is."""
    valid_hours: Annotated[float, Field(gt=0, le=72)] = 3
    confirmed_by: Confirmed | None = None
    """What makes it a hit afterwards; without it nothing tells."""
    audience: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=40)], ...],
                        Field(max_length=ROLES_MOST)] = ()
    issues: bool = True
    """Does the program issue it? Otherwise it proposes, and a person issues."""
    is_on: bool = True

    @model_validator(mode="after")
    def _hangs_together(self) -> "Rule":
        if self.kind not in KINDS:
            raise ValueError(f"kind: one of {', '.join(KINDS)}")
        values = [self.steps[level] for level in LEVELS if level in self.steps]
        if values != sorted(set(values)):
            raise ValueError("steps: each colour's threshold is higher than the milder one's")
        if (self.indicator == SENSOR) != bool(self.sensor):
            raise ValueError("sensor: named for the indicator sensor, and for no other")
        if self.sensor and self.sensor not in SENSOR_KINDS:
            raise ValueError(f"sensor: one of {', '.join(SENSOR_KINDS)}")
        if self.sensor and self.classes:
            raise ValueError("classes: a sensor has none")
        return self

    def threshold(self, rank: int) -> float | None:
        """Return the threshold of a level, 1 blue to 4 red; None where the rule does not know it."""
        return self.steps.get(LEVELS[rank - 1])  # type: ignore[call-overload, no-any-return]

    def holds(self, value: float, rank: int) -> bool:
        """Is a level that was reached kept at this value?"""
        threshold = self.threshold(rank)
        return threshold is not None and value >= threshold * self.clear_share

    def valid(self) -> timedelta:
        """Return for how long a warning by it holds when nothing renews it."""
        return timedelta(hours=self.valid_hours)


RULES = Kind(folder="warning-rules", model=Rule, missing="rule_missing", unreadable="rule_unreadable",
             built_in=Path(__file__).parent / "built_in" / "rules")
