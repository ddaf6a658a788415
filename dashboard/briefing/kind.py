"""What a kind of briefing is, and finding them: every module of dashboard/briefing/kinds that has a KIND."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal

from dashboard.briefing import kinds
from dashboard.briefing.content import Brief
from dashboard.speech import Words
from data.collecting import collect
from data.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a briefing is made of: an area, a moment (aware), the id it will have and where it can be opened."""

    id: str
    area: str
    at: datetime
    link: str
    made_at: datetime
    made_by: str
    topic: str = ""
    """What it is about, for a kind that is about something: the code of a class, the number of a case or a warning,
    "stage", or a shape as data.within.shape reads it; "" leaves the choice to it.
    """

    @property
    def is_past(self) -> bool:
        """Is it of an earlier moment than the one it is made at?"""
        return self.at < self.made_at


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of briefing. `compose` says what is in it, of a visit whose `now` is the moment that was asked for."""

    name: str
    words: Mapping[str, Mapping[str, Any]]
    compose: Callable[[Visit, Words, Asked], Brief]
    formats: tuple[str, ...]
    """Of rendered.FORMATS, the usual one first."""
    topic: Literal["", "class", "emergency", "shape"] = ""
    """What it is about: nothing, one class of cases, one case, warning or city stage, or what was drawn on the map."""
    has_wide: bool = False
    """Can it be had for the wider circle? Not where it is about single cases."""


@cache
def discover() -> Mapping[str, Kind]:
    """Return every kind that is a file of its own, by name."""
    return {one.name: one for one in collect(kinds, "KIND")}
