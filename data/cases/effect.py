"""What a move does beside changing the state. One file of `data/cases/effects` = the effects of a few verbs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from data.cases import effects
from data.cases.given import Given
from data.cases.states import State, Verb
from data.collecting import collect
from data.models.case import Case
from data.models.unit import Unit
from data.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Step:
    """A move that was allowed and is being made."""

    verb: Verb
    before: State
    after: State
    given: Given


@dataclass(frozen=True, kw_only=True)
class Done:
    """What an effect leaves: details for the event, units and further cases whose change screens must hear of.

    `note` stands in the event instead of the note that was given: what not everybody may read stays out of it.
    """

    details: dict[str, Any] = field(default_factory=dict)
    note: str | None = None
    units: tuple[Unit, ...] = ()
    cases: tuple[Case, ...] = ()


CarryOut = Callable[[Visit, Case, Step], Done]
"""Called when the case stands in its new state and version already, before the event is written. It may set what
else the case remembers; what it raises rolls the whole move back."""


@dataclass(frozen=True, kw_only=True)
class Effect:
    """The effect of one verb, or of several."""

    verbs: tuple[Verb, ...]
    carry_out: CarryOut


@cache
def discover() -> dict[Verb, CarryOut]:
    """Return the effect of each verb that has one. Raises ValueError when two files claim a verb."""
    found: dict[Verb, CarryOut] = {}
    for listed in collect(effects, "EFFECTS"):
        for effect in listed:
            for verb in effect.verbs:
                if verb in found:
                    raise ValueError(f"two effects of the verb {verb.value}")
                found[verb] = effect.carry_out
    return found
