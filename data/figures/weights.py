"""How figures are weighed into one number: a city's profile of kind "figures", or the program's own weights."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from math import isclose, isfinite
from operator import mul
from typing import Any

from data.errors import Invalid
from data.figures import counting, dictionary
from data.figures.counting import Counts
from data.figures.definition import is_enough
from data.figures.facts import Facts, Grouping
from data.profiles import store
from data.visit import Visit

KIND = "figures"
VOICE = {"response": "response_rate", "solved": "solved_rate", "satisfied": "satisfied_rate"}
"""Weight -> the rate it is for."""
SCORE = {"on_time": "on_time_handling_rate", "right_dispatch": "right_dispatch_rate", "rework": "rework_rate",
         "voice": "voice_score"}
"""Weight -> the figure it is for; where low is good, 100 less the figure counts."""
PARTS = frozenset({*VOICE.values(), *SCORE.values()})

DEFAULT_WEIGHTS = {"response": 0.3, "solved": 0.35, "satisfied": 0.35}
"""30/35/35, as one city's printed rule for its hotline has it; which weights Beijing uses is not public."""
DEFAULT_SCORE = {"on_time": 0.4, "right_dispatch": 0.15, "rework": 0.15, "voice": 0.3}
"""Ours."""
LEAST_WEIGHT = 0.5
"""A score stands on parts of at least this weight together."""


Count = Callable[[Facts, Grouping], dict[str, Counts]]


@dataclass(frozen=True, kw_only=True)
class Weights:
    """The weights in force; `version` 0 means the program's own."""

    voice: Mapping[str, float]
    score: Mapping[str, float]
    version: int = 0


def in_force(visit: Visit) -> Weights:
    """Return the weights that count now."""
    profile = store.in_force(visit, KIND)
    return read(profile.body, version=profile.version) if profile else read({})


def read(body: Mapping[str, Any], *, version: int = 0) -> Weights:
    """Return the weights of a profile's body; what it leaves out is the program's own.

    Raises Invalid("weights_unknown") for another key or no number, Invalid("weights_not_one") for another sum.
    """
    unknown = set(body) - {"weights", "score"}
    if unknown:
        raise Invalid("weights_unknown", name=", ".join(sorted(unknown)))
    return Weights(voice=_checked(body.get("weights", DEFAULT_WEIGHTS), set(DEFAULT_WEIGHTS)),
                   score=_checked(body.get("score", DEFAULT_SCORE), set(DEFAULT_SCORE)), version=version)


def _checked(given: Any, names: set[str]) -> dict[str, float]:
    if not isinstance(given, Mapping) or set(given) != names:
        raise Invalid("weights_unknown", name=", ".join(sorted(names)))
    for name, weight in given.items():
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not isfinite(weight) or weight < 0:
            raise Invalid("weights_unknown", name=str(name))
    total = sum(given.values())
    if not isclose(total, 1, abs_tol=1e-9):
        raise Invalid("weights_not_one", total=f"{total:g}")
    return {name: float(weight) for name, weight in given.items()}


def count_with(weights: Weights, wanted: Set[str] | None = None) -> Count:
    """Return what counts the figures of every group: the weighted ones, what they are made of, and those wanted.

    Without `wanted` every figure that is counted over a period.
    """
    listed = [one for one in dictionary.counted_over("period")
              if wanted is None or one.name in wanted or one.name in PARTS]

    def count(facts: Facts, grouping: Grouping) -> dict[str, Counts]:
        found = counting.count(facts, grouping, listed)
        return {**found, **weigh(found, weights)}

    return count


def weigh(found: Mapping[str, Counts], weights: Weights) -> dict[str, Counts]:
    """Return the two weighted figures, voice_score and score, of every group.

    The first needs all three rates: what nobody asked is not taken for a no. The second is made of those parts
    that have enough of a sample, at least half of the weight, weighed among themselves.
    """
    voice = _voice(found, weights)
    return {"voice_score": voice, "score": _score({**found, "voice_score": voice}, weights)}


def _voice(found: Mapping[str, Counts], weights: Weights) -> Counts:
    rates = [found[name] for name in VOICE.values()]
    shares = [weights.voice[key] for key in VOICE]
    values = [None if None in parts else sum(map(mul, shares, parts))
              for parts in zip(*(one.values for one in rates), strict=True)]
    samples = [min(size or 0 for size in sizes) for sizes in zip(*(one.samples for one in rates), strict=True)]
    return _weighted(values, samples, [{"weights": dict(weights.voice), "version": weights.version}] * len(values))


def _score(found: Mapping[str, Counts], weights: Weights) -> Counts:
    parts = {key: _goodness(name, found[name]) for key, name in SCORE.items()}
    values: list[float | None] = []
    details = []
    for good in zip(*parts.values(), strict=True):
        known = {key: one for key, one in zip(parts, good, strict=True) if one is not None}
        total = sum(weights.score[key] for key in known)
        values.append(sum(weights.score[key] * one for key, one in known.items()) / total
                      if total >= LEAST_WEIGHT - 1e-9 else None)
        details.append({"weights": {key: weights.score[key] for key in known}, "version": weights.version})
    return _weighted(values, [None] * len(values), details)


def _goodness(name: str, one: Counts) -> list[float | None]:
    """Return what each group's value is good for, from 0 to 100; None where there is not enough of a sample."""
    is_low_good = dictionary.find(name).good_when == "low"
    return [None if value is None or not is_enough(value, size) else 100 - value if is_low_good else value
            for value, size in zip(one.values, one.samples, strict=True)]


def _weighted(values: list[float | None], samples: list[int] | list[None], details: list[dict[str, Any]]) -> Counts:
    return Counts(values=values, numerators=[None] * len(values), samples=samples, left_out=[0] * len(values),
                  details=details)
