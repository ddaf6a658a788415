"""How figures are weighed into one number: a city's profile of kind "figures", or the program's own weights."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isclose, isfinite
from typing import Any

from data.errors import Invalid
from data.figures import dictionary
from data.figures.counting import Figures
from data.figures.definition import Figure
from data.profiles import store
from data.visit import Visit

KIND = "figures"
VOICE = {"response": "response_rate", "solved": "solved_rate", "satisfied": "satisfied_rate"}
"""Weight -> the rate it is for."""
SCORE = {"on_time": "on_time_handling_rate", "right_dispatch": "right_dispatch_rate", "rework": "rework_rate",
         "voice": "voice_score"}
"""Weight -> the figure it is for; where low is good, 100 less the figure counts."""

DEFAULT_WEIGHTS = {"response": 0.3, "solved": 0.35, "satisfied": 0.35}
"""30/35/35, as one city's printed rule for its hotline has it; which weights Beijing uses is not public."""
DEFAULT_SCORE = {"on_time": 0.4, "right_dispatch": 0.15, "rework": 0.15, "voice": 0.3}
"""Ours."""
WEIGHED = ("voice_score", "score")
LEAST_WEIGHT = 0.5
"""A score stands on parts of at least this weight together."""


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


def weigh(figures: Figures, weights: Weights, as_of: datetime) -> Figures:
    """Return the two weighted figures, voice_score and score.

    The first needs all three rates: what nobody asked is not taken for a no. The second is made of those parts
    that have enough of a sample, at least half of the weight, weighed among themselves.
    """
    voice = _voice(figures, weights, as_of)
    return {"voice_score": voice, "score": _score(figures, voice, weights, as_of)}


def _voice(figures: Figures, weights: Weights, as_of: datetime) -> Figure:
    parts = {key: figures[name] for key, name in VOICE.items()}
    known = [(weights.voice[key], one.value) for key, one in parts.items() if one.value is not None]
    value = sum(weight * part for weight, part in known) if len(known) == len(parts) else None
    return dictionary.figure("voice_score", value=value, as_of=as_of,
                             sample=min(one.sample or 0 for one in parts.values()),
                             details={"weights": dict(weights.voice), "version": weights.version})


def _score(figures: Figures, voice: Figure, weights: Weights, as_of: datetime) -> Figure:
    all_parts = {key: voice if name == "voice_score" else figures[name] for key, name in SCORE.items()}
    parts = {key: one for key, one in all_parts.items() if one.is_enough}
    total = sum(weights.score[key] for key in parts)
    value = None
    if total >= LEAST_WEIGHT - 1e-9:
        value = sum(weights.score[key] * _goodness(one) for key, one in parts.items()) / total
    return dictionary.figure("score", value=value, as_of=as_of, details={
        "weights": {key: weights.score[key] for key in parts}, "version": weights.version})


def _goodness(one: Figure) -> float:
    value = one.value or 0.0
    return 100 - value if one.good_when == "low" else value
