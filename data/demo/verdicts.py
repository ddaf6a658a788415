"""What became of the demo city's cases in the end: what reporters said, the grade, and closings not to be believed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.cases import suspicions
from data.demo import names
from data.demo.course import NEVER, Numbers, Step, Times
from data.demo.draws import SECOND, Draws

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

ASKED_CHANNELS = frozenset({"hotline", "phone"})
"""Somebody waits for an answer; patrols, sensors and cameras are not called back."""
CONTACTED, SOLVED, SATISFIED, SATISFIED_UNSOLVED = 0.96, 0.93, 0.955, 0.2
DISTRICTS_APART, CLASSES_APART = 0.025, 0.03
"""How far (standard deviation) districts and classes lie from the city's share of solved cases."""
SAID_NOTHING = 0.02
NOT_SAID = -1
OWN_HANDLER, SAME_PICTURE = 0.006, 0.004
TOO_SOON = int(suspicions.TOO_SOON.total_seconds()) * SECOND
SUPPORTED_ONE_IN, MOST_SUPPORTERS = 4, 4


@dataclass(frozen=True, kw_only=True)
class Verdicts:
    """By case; of the answers 1 is yes, 0 no and NOT_SAID nothing. They hold once the case has got so far."""

    is_asked: Flags
    contacted: Numbers
    solved: Numbers
    satisfied: Numbers
    grade: Numbers
    suspicions: Numbers
    supporters: Numbers


def judge(draws: Draws, times: Times, *, is_asked: Flags, district: Numbers, rng: np.random.Generator) -> Verdicts:
    """Return the verdicts on the cases; the same rows in the same order give the same ones."""
    count = len(draws)
    apart = rng.normal(0.0, DISTRICTS_APART, district.max() + 1)[district]
    apart += rng.normal(0.0, CLASSES_APART, draws.kind.max() + 1)[draws.kind]
    contacted = is_asked & (rng.random(count) < CONTACTED)
    is_late = times.of(Step.CLOSED) > times.due
    solved = rng.random(count) < np.clip(SOLVED + apart - 0.15 * is_late, 0.5, 0.995)
    satisfied = rng.random(count) < np.where(solved, SATISFIED + apart / 2, SATISFIED_UNSOLVED)
    silent = rng.random(count) < SAID_NOTHING
    grade = 5 - (rng.random(count) < 0.45).astype(np.int64) - is_late - 2 * (contacted & ~satisfied & ~silent)
    grade -= times.of(Step.REWORKED) != NEVER
    return Verdicts(
        is_asked=is_asked, contacted=np.where(is_asked, contacted, NOT_SAID),
        solved=np.where(contacted, solved, NOT_SAID), satisfied=np.where(contacted & ~silent, satisfied, NOT_SAID),
        grade=grade.clip(1, 5), suspicions=_suspicions(times, rng),
        supporters=np.where((draws.hot >= 0) & (draws.chance // 41 % SUPPORTED_ONE_IN == 0),
                            draws.chance // 43 % MOST_SUPPORTERS + 1, 0),
    )


def _suspicions(times: Times, rng: np.random.Generator) -> Numbers:
    count = len(times.received)
    bits = np.where(times.of(Step.CLOSED) - times.received < TOO_SOON, suspicions.WITHIN_MINUTES, 0)
    bits |= np.where(times.of(Step.DISSATISFIED) != NEVER, suspicions.REOPENED, 0)
    bits |= np.where(rng.random(count) < OWN_HANDLER, suspicions.OWN_HANDLER, 0)
    return np.asarray(bits | np.where(rng.random(count) < SAME_PICTURE, suspicions.SAME_PICTURE, 0))


def yes_or_no(said: int) -> bool | None:
    """Return an answer as it is stored."""
    return None if said == NOT_SAID else bool(said)


def reporter(chance: int) -> dict[str, str]:
    """Return an invented reporter, the same for the same number: {"name", "phone"}."""
    surname = names.SURNAMES[chance // 59 % len(names.SURNAMES)]
    given = names.GIVEN[chance // 2_621 % len(names.GIVEN)]
    return {"name": surname + given, "phone": names.PHONE.format(n=chance // 101 % 10_000)}
