"""The light of a key item and of each of its nodes: normal, near, late, caught up, done.

What red, yellow and blue mean differs from place to place, so what each state looks like and is called is the
city's to say (profile "board"); the state itself, and its shape, are the same everywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from data.profiles import store
from data.visit import Visit

KIND = "board"
NORMAL, NEAR, LATE, CAUGHT_UP, DONE = STATES = ("normal", "near", "late", "caught_up", "done")
COLOURS = ("normal", "done", "accent", "p1", "p2", "p3", "p4")
"""Names of colours of the screens; alarm colours are p1 (red) to p4 (blue)."""
DEFAULT: dict[str, Any] = {
    "near_percent": 20, "near_hours": 24,
    "colours": {NORMAL: "done", NEAR: "p3", LATE: "p1", CAUGHT_UP: "p2", DONE: "done"},
    "words": {}, "words_en": {}, "leaders": {},
}


@dataclass(frozen=True, kw_only=True)
class Rules:
    """How lights are told and shown here. Words that are empty are the program's own."""

    near_percent: float = DEFAULT["near_percent"]
    near_hours: float = DEFAULT["near_hours"]
    colours: Mapping[str, str] = field(default_factory=lambda: DEFAULT["colours"])
    words: Mapping[str, str] = field(default_factory=dict)
    words_en: Mapping[str, str] = field(default_factory=dict)
    leaders: Mapping[str, str] = field(default_factory=dict)
    """Department -> the leader in charge of it."""


def rules_of(visit: Visit) -> Rules:
    """Return the city's rules; what it does not say is as usual."""
    profile = store.in_force(visit, KIND)
    said = profile.body if profile else {}
    return Rules(**{**DEFAULT, **said, "colours": {**DEFAULT["colours"], **said.get("colours", {})}})


def light(now: datetime, begun: datetime, due: datetime | None, reached: datetime | None, rules: Rules) -> str:
    """Return the state (one of STATES) of what should be reached by `due`; without a deadline it is never late.

    Near is the last part of the time, or the last hours, whichever is shorter. All moments are UTC.
    """
    if reached is not None:
        return CAUGHT_UP if due is not None and reached > due else DONE
    if due is None:
        return NORMAL
    if now > due:
        return LATE
    near = min((due - begun) * rules.near_percent / 100, timedelta(hours=rules.near_hours))
    return NEAR if due - now < near else NORMAL
