"""How likely two reports are about one matter: where, when, in which words and of which class, and what speaks for it.

The chance is logistic in three pieces of evidence, each read from the pair alone. Their weights were fitted once on
synthetic pairs (tests/bench/duplicates.py says how, and how good it is on others). A chance is a proposal: a person
decides whether a report becomes a voice of a case.
"""

from math import exp
from typing import NamedTuple

from data.cases.similarity import Compared, compare

PROBABLE = 0.5
"""From here on a pair is called a probable duplicate: measured precision 0.997, recall 0.946."""
FARTHEST_M = 1_000.0
"""Beyond it distance says no more."""
OTHER_DOOR_MOST = 0.4
"""Next door is another matter, however alike the words: a rule, not fitted. It is shown, but not called probable."""
NEAR_M, MANY, FEW = 100.0, 0.3, 0.15
"""From where a reason is given: metres, and shares of the shorter text that stand in the longer."""


class Weights(NamedTuple):
    """How much each piece of evidence adds to the logit."""

    bias: float
    covered: float
    distance: float
    """for each 100 m"""
    other_class: float


WEIGHTS = Weights(bias=-2.05, covered=21.63, distance=-4.67, other_class=-1.17)


class Pair(NamedTuple):
    """What is known of two reports. `distance_m` and `is_same_class` are None where it is not known."""

    text: str
    other: str
    distance_m: float | None = None
    is_same_class: bool | None = None
    place: str = ""
    """The addresses of both: what they say is no matter that the texts have in common."""


class Sameness(NamedTuple):
    """The chance, 0 to 1, and what it rests on."""

    chance: float
    likeness: float
    """Of the texts, as data.cases.similarity has it."""
    reasons: tuple[str, ...]
    """Keys of words (`sameness`): what speaks for one matter, then what speaks against it."""

    @property
    def is_probable(self) -> bool:
        """Should somebody look before a new case is made?"""
        return self.chance >= PROBABLE


def evidence(pair: Pair) -> Weights:
    """Return what each weight is multiplied by."""
    return _evidence(pair, compare(pair.text, pair.other, pair.place))


def judge(pair: Pair) -> Sameness:
    """Return how likely the two are one matter; never raises, whatever the texts hold."""
    compared = compare(pair.text, pair.other, pair.place)
    logit = sum(weight * value for weight, value in zip(WEIGHTS, _evidence(pair, compared), strict=True))
    chance = 1 / (1 + exp(-max(-30.0, min(30.0, logit))))
    chance = min(chance, OTHER_DOOR_MOST) if compared.is_elsewhere else chance
    return Sameness(chance, compared.likeness, _reasons(pair, compared))


def _evidence(pair: Pair, compared: Compared) -> Weights:
    far = 0.0 if pair.distance_m is None else min(pair.distance_m, FARTHEST_M) / 100
    return Weights(1.0, compared.covered, far, float(pair.is_same_class is False))


def _reasons(pair: Pair, compared: Compared) -> tuple[str, ...]:
    said = (
        ("place", pair.distance_m is not None and pair.distance_m <= NEAR_M),
        ("words", compared.covered >= MANY),
        ("class", pair.is_same_class is True),
        ("far", pair.distance_m is not None and pair.distance_m > 2 * NEAR_M),
        ("other_door", compared.is_elsewhere),
        ("other_words", compared.covered < FEW),
        ("other_class", pair.is_same_class is False),
    )
    return tuple(key for key, holds in said if holds)
