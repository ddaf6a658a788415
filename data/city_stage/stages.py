"""The five stages as a city has set them: names, criteria, the scene that walls show; and what the criteria say now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from data.city_stage.measures import MEASURES
from data.profiles.kind import body_of
from data.visit import Visit

PEACE, FIRST_URGENT, LAST = 1, 3, 5
"""At peace; from here on screens show what is urgent alone; all-out."""


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One threshold: reached by the measure, over the last minutes, it proposes a stage."""

    measure: str
    at_least: int
    minutes: int


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One of the five."""

    number: int
    name: str
    name_en: str
    scene: str = ""
    """What walls show while it is in force; empty: what they show anyway."""
    when: tuple[Criterion, ...] = ()
    """Any one of them is enough to propose the stage."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a criterion says now."""

    stage: int
    criterion: Criterion
    value: int

    @property
    def is_met(self) -> bool:
        """Is the threshold reached?"""
        return self.value >= self.criterion.at_least

    def as_basis(self) -> dict[str, Any]:
        """Return it as it is kept with an announcement."""
        one = self.criterion
        return {"stage": self.stage, "measure": one.measure, "at_least": one.at_least, "minutes": one.minutes,
                "value": self.value}


def configured(visit: Visit) -> tuple[Stage, ...]:
    """Return the five stages in force, 1 first."""
    body, _version = body_of(visit, "city_stages")
    return read(body["stages"])


def read(listed: Iterable[dict[str, Any]]) -> tuple[Stage, ...]:
    """Return the stages of a body that was checked."""
    return tuple(Stage(number=one["number"], name=one["name"], name_en=one["name_en"], scene=one.get("scene", ""),
                       when=tuple(Criterion(**when) for when in one.get("when", ()))) for one in listed)


def readings(visit: Visit, stages: Iterable[Stage]) -> list[Reading]:
    """Return what each criterion says now, in the order of the stages; the same question is asked once."""
    wanted = [(stage.number, criterion) for stage in stages for criterion in stage.when]
    asked = {(one.measure, one.minutes) for _, one in wanted}
    values = {(measure, minutes): MEASURES[measure](visit, minutes) for measure, minutes in sorted(asked)}
    return [Reading(stage=number, criterion=one, value=values[one.measure, one.minutes]) for number, one in wanted]


def proposed(found: Iterable[Reading]) -> int:
    """Return the highest stage of which a criterion is met; 1 where none is."""
    return max((one.stage for one in found if one.is_met), default=PEACE)
