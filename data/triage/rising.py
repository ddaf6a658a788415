"""Which phrases are said more often than the weeks before, and which of them are one topic. Pure counting.

How unusual a count is: the signed root of the deviance of a Poisson count against what the weeks before let expect
(a log-likelihood ratio, Dunning 1993), with half a case added to the expectation, so that what never came before is
no division by nothing. Phrases whose cases are mostly the same are one topic.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import log, sqrt

FEWEST = 5
"""Fewer cases are no topic: a person might be told from them."""
RISING, NEW = 3.5, 0.5
"""Scores from here on are rising: by chance alone about one phrase in 4,000 gets there, and thousands are looked at.
With fewer than so many cases a week before it is new."""
SHARED = 0.5
"""Of the smaller phrase's cases lie among the larger one's: one topic."""
MOST, MOST_PHRASES = 12, 4
EVERYWHERE = 0.5
"""What half of all texts of these weeks say is how people write, and no topic."""


@dataclass(frozen=True, kw_only=True)
class Topic:
    """One topic of this week."""

    phrases: tuple[str, ...]
    """The first is said most unusually often."""
    cases: tuple[int, ...]
    """Ids of this week's cases that say the first."""
    weekly_before: float | None
    """Cases a week before, by the first phrase; None where there were no weeks."""
    score: float
    state: str
    """new, rising, steady"""


def score(count: int, expected: float) -> float:
    """Return how unusual a count is, in standard deviations about; below nought where it is lower than expected."""
    usual = expected + 0.5
    deviance = 2 * (count * log(count / usual) - (count - usual)) if count else 2 * usual
    return sqrt(max(deviance, 0.0)) * (1 if count >= usual else -1)


def find(now: Mapping[str, frozenset[int]], before: Mapping[str, int], weeks: float, texts: int) -> list[Topic]:
    """Return the topics, the most unusual first; of the steady ones the largest.

    `now` has each phrase's cases of this week, `before` its count over `weeks` weeks, `texts` is how many cases
    there are in all. Without weeks before, nothing rises: everything is steady.
    """
    scored = []
    for phrase, cases in now.items():
        if len(cases) >= FEWEST and len(cases) + before.get(phrase, 0) <= max(FEWEST, EVERYWHERE * texts):
            usual = before.get(phrase, 0) / weeks if weeks else float(len(cases))  # nothing rises
            scored.append((score(len(cases), usual), len(cases), phrase, usual))
    rising = sorted((one for one in scored if one[0] >= RISING), key=lambda one: (-one[0], -len(one[2]), one[2]))
    steady = sorted((one for one in scored if one[0] < RISING), key=lambda one: (-one[1], -len(one[2]), one[2]))
    topics: list[Topic] = []
    for value, _, phrase, usual in [*rising[:MOST * 8], *steady[:MOST * 8]]:
        place = next((n for n, one in enumerate(topics) if _is_shared(now[phrase], frozenset(one.cases))), None)
        if place is not None:
            topics[place] = _joined(topics[place], phrase)
        elif len(topics) < MOST:
            state = "steady" if value < RISING else "new" if usual < NEW else "rising"
            topics.append(Topic(phrases=(phrase,), cases=tuple(sorted(now[phrase])), score=value, state=state,
                                weekly_before=usual if weeks else None))
    return topics


def _is_shared(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) >= SHARED * min(len(one), len(other))


def _joined(topic: Topic, phrase: str) -> Topic:
    """Return the topic with one more phrase; the cases stay those of its first, which is what it counts."""
    named = any(phrase in known or known in phrase for known in topic.phrases)
    if named or len(topic.phrases) >= MOST_PHRASES:
        return topic
    return replace(topic, phrases=(*topic.phrases, phrase))
