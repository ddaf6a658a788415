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
    """What one run found. `unknown` says what it could not know, as keys of words under the algorithm's name."""

    rows: int
    """How many rows it read."""
    score: dict[str, float] = field(default_factory=dict)
    """How good it was, by the name of the measure, where this run could tell."""
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Algorithm:
    """One algorithm. `run` is called in a writing visit of its own; None where it answers people while they wait."""

    name: str
    version: str
    owner: str
    """Who answers for it: a department of the city or a post, as a key of words."""
    every: timedelta | None = None
    """How long a result holds; None: made when it is asked for."""
    run: Callable[[Visit], Outcome] | None = None


@cache
def discover() -> dict[str, Algorithm]:
    """Return {name: algorithm}, by file name.

    Raises ValueError when two share a name, or one has a rhythm and nothing to run, or the other way round.
    """
    found: dict[str, Algorithm] = {}
    for one in collect(known, "ALGORITHM"):
        if one.name in found:
            raise ValueError(f"two algorithms are called {one.name}")
        if (one.every is None) != (one.run is None):
            raise ValueError(f"the algorithm {one.name} needs both a rhythm and what to run, or neither")
        found[one.name] = one
    return found
