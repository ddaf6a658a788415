"""What an algorithm is, and finding them: every module of data/algorithms/known that has an ALGORITHM."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache

from data.algorithms import known
from data.collecting import collect
from data.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one run found. `notes` say what came of it, `unknown` what it could not know.

    Both are keys of words under the algorithm's name.
    """

    rows: int
    """How many rows it read."""
    score: dict[str, float] = field(default_factory=dict)
    """How good it was, by the name of the measure, where this run could tell."""
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


Keep = Callable[[Visit], Outcome]
"""Keeps what was found, in a writing visit, and says what came of it."""


@dataclass(frozen=True, kw_only=True)
class Algorithm:
    """One algorithm. One that answers people while they wait has neither `run` nor `find`."""

    name: str
    version: str
    owner: str
    """Who answers for it: a department of the city or a post, as a key of words."""
    every: timedelta | None = None
    """How long a result holds; None: made when it is asked for."""
    run: Callable[[Visit], Outcome] | None = None
    """Called in a writing visit of its own: others wait to write meanwhile, so it takes a second or two at most."""
    find: Callable[[Visit], Keep] | None = None
    """For one that takes longer: called in a visit that reads, and what it returns in a short one that writes."""

    def runs_itself(self) -> bool:
        """Does it run when it is due, and not only when somebody asks?"""
        return self.run is not None or self.find is not None


@cache
def discover() -> dict[str, Algorithm]:
    """Return {name: algorithm}, by file name.

    Raises ValueError when two share a name, or one has a rhythm and nothing to run, or the other way round.
    """
    found: dict[str, Algorithm] = {}
    for one in collect(known, "ALGORITHM"):
        if one.name in found:
            raise ValueError(f"two algorithms are called {one.name}")
        if (one.every is not None) != one.runs_itself() or (one.run and one.find):
            raise ValueError(f"the algorithm {one.name} needs both a rhythm and one thing to run, or neither")
        found[one.name] = one
    return found
