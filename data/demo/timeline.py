"""How long the demo city's cases take from step to step; some too late, some in two rounds, a few declined."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.calendar.limits import Unit
from data.calendar.working_time import Calendar
from data.cases import deadlines
from data.demo.catalogue import Kind, read_catalogue
from data.demo.course import FIRST_ROUND, HOUR, MINUTE, NEVER, Numbers, Step, Times
from data.demo.draws import Draws

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

ACCEPT_MINUTES = np.array([0.0, 0.8, 2.5, 6.0, 8.0])
"""Median time to the first response, by priority (index 0 unused)."""
LATE_SHARE = (0.045, 0.10)
"""Of the most and the least punctual district."""
DECLINED = 0.02
HANDLING, LATE_HANDLING = (0.55, 0.85), (0.15, 0.9)
"""Share of the time until closing, and of a late case's time beyond its deadline, until it is handled."""
AFTER_HANDLING = ((Step.TO_VERIFY, 0.08), (Step.VERIFIED, 0.4), (Step.CALLED_BACK, 0.75), (Step.EVALUATED, 0.92))
"""Where between handled and closed each step lies."""
SENT_TO_VERIFY = 0.2
HANDED_OVER = {Unit.WORKING_DAY: 0.6, Unit.WORKING_HOUR: 0.15}
SOON = 150 * MINUTE
"""What a crew of the city is sent to is usually closed after so long, however much time its class has."""
RETURNED, REWORKED, REOPENED = 0.035, 0.025, 0.016
SUSPENDED, ASKED = 0.008, 0.05
"""Of the cases whose limit is a day or more."""
AT_ONCE = 0.006
"""Share that is closed within minutes: some truly settled on the spot, some not to be believed."""
HOURS_OF = {Unit.URGENT_HOUR: 1, Unit.WORKING_HOUR: 2, Unit.URGENT_DAY: 24, Unit.WORKING_DAY: 24, Unit.NATURAL_DAY: 24}
"""How many hours on the clock a unit usually takes: crews work also when the desk's clock stands still."""
WHOLE_DAY = 24 * HOUR
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Pace:
    """What decides how fast cases run, by case."""

    kinds: tuple[Kind, ...]
    kind: Numbers
    calendar: Calendar
    late_share: Floats
    is_asked: Flags
    """Is there a reporter who can be dissatisfied?"""
    by_department: Flags
    """Is it handed to a department that sends nobody we see on the map?"""

    def of_kind(self, values: list[float]) -> Floats:
        """Return a value of each class, by case."""
        return np.asarray(np.array(values)[self.kind], dtype=np.float64)

    def usual(self) -> Numbers:
        """Return how long the limit usually is on the clock, by case."""
        hours = [kind.limit.amount * HOURS_OF[kind.limit.unit] for kind in self.kinds]
        return (self.of_kind([float(one) for one in hours]) * HOUR).astype(np.int64)

    def due_after(self, start: Numbers, which: Flags | slice = slice(None)) -> Numbers:
        """Return when the limit of each of these cases is used up that runs from `start`, by the city's calendar."""
        pairs = zip(start[which].tolist(), self.kind[which].tolist(), strict=True)
        return np.array([us_of(deadlines.due_at(moment_of(at), self.kinds[kind].limit, self.calendar))
                         for at, kind in pairs], dtype=np.int64)


def handed_over(kinds: tuple[Kind, ...], draws: Draws) -> Flags:
    """Return which cases are handed to a department that sends nobody we see."""
    shares = np.array([share_handed_over(kind.code) for kind in kinds])[draws.kind]
    return np.asarray(draws.chance // 29 % 100 < shares * 100)


def share_handed_over(class_code: str) -> float:
    """Return the share of a class's cases that a department handles by itself: mostly of those that take days."""
    kind = next((one for one in read_catalogue().kinds if one.code == class_code), None)
    return HANDED_OVER.get(kind.limit.unit, 0.0) if kind else 0.0


def moment_of(at: int) -> datetime:
    """Return microseconds since 1970 as a moment (UTC)."""
    return EPOCH + timedelta(microseconds=at)


def us_of(moment: datetime) -> int:
    """Return a moment as microseconds since 1970."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def run_course(draws: Draws, pace: Pace, rng: np.random.Generator) -> Times:
    """Return the course of each case as if nothing interrupted it; what lies after now has not happened yet."""
    count = len(draws)
    at = np.full((count, len(Step)), NEVER)
    times = Times(received=draws.at, at=at, due=np.zeros(count, dtype=np.int64), until=np.full(count, NEVER))
    priority = pace.of_kind([float(kind.priority) for kind in pace.kinds]).astype(np.int64)
    minutes = ACCEPT_MINUTES[priority] * np.exp(rng.normal(0.0, 0.8, count))
    at_once = (rng.random(count) < AT_ONCE) & (priority == 4)
    accepted = draws.at + np.minimum(np.where(at_once, 0.3, minutes) * MINUTE, 0.2 * pace.usual()).astype(np.int64)
    times.of(Step.ACCEPTED)[:] = accepted
    chosen = rng.random(count)
    days = pace.usual() >= WHOLE_DAY
    begin = _first_rounds(times, pace, np.where(at_once, 1.0, chosen), rng)
    times.due[:] = pace.due_after(begin)
    asks = days & (rng.random(count) < ASKED) & ~at_once
    times.until[asks] = pace.due_after(times.due, asks)
    due = np.where(asks, times.until, times.due)
    handled, closed = _ends(begin, due, pace, at_once, rng)
    _main_round(times, pace, handled, closed, rng)
    _detours(times, pace, asks, days & ~asks & ~at_once & (chosen > 1 - SUSPENDED), rng=rng)
    _decline((rng.random(count) < DECLINED) & (priority >= 3), times, pace)
    return times


def _first_rounds(times: Times, pace: Pace, chosen: Floats, rng: np.random.Generator) -> Numbers:
    """Lay out the first rounds of those that have one, and return when the main clock begins."""
    accepted = times.of(Step.ACCEPTED)
    length = pace.usual() * rng.uniform(0.08, 0.3, len(chosen))
    returned = chosen < RETURNED
    reworked = ~returned & (chosen < RETURNED + REWORKED)
    reopened = pace.is_asked & (chosen > 1 - REOPENED - SUSPENDED) & (chosen <= 1 - SUSPENDED)
    ends = ((Step.RETURNED, returned, 1), (Step.REWORKED, reworked, 4), (Step.DISSATISFIED, reopened, 5))
    for end, which, made in ends:
        for number, step in enumerate((*FIRST_ROUND[:made], end)):
            share = (0.2 + number * 0.8 / made) * length if step is not end else length * (1.0 + 0.2 * (made == 1))
            times.of(step)[which] = (accepted + share.astype(np.int64))[which]
    return np.where(reopened, times.of(Step.DISSATISFIED), accepted)


def _ends(begin: Numbers, due: Numbers, pace: Pace, at_once: Flags,
          rng: np.random.Generator) -> tuple[Numbers, Numbers]:
    """Return when each case is handled and closed; of the late ones most are handled late, the others closed late."""
    count = len(begin)
    span = due - begin
    usual = np.minimum(pace.usual(), span)
    late = rng.random(count) < pace.late_share
    in_time = usual * (0.08 + 0.87 * rng.beta(1.6, 2.4, count))
    soon = np.minimum(in_time, SOON * np.exp(rng.normal(0.0, 0.7, count)))
    in_time = np.where(pace.by_department, in_time, soon)
    overrun = rng.exponential(1.0, count) * np.minimum(pace.usual() * 1.2, 26.0 * HOUR) + HOUR
    handled_late = late & (rng.random(count) < 0.7)
    total = np.where(at_once, rng.uniform(3.0, 9.0, count) * MINUTE, np.where(late, span + overrun, in_time))
    handling = np.where(handled_late, span + overrun * rng.uniform(*LATE_HANDLING, count),
                        np.where(late, span * rng.uniform(0.6, 0.98, count), total * rng.uniform(*HANDLING, count)))
    return begin + np.minimum(handling, total).astype(np.int64), begin + total.astype(np.int64)


def _main_round(times: Times, pace: Pace, handled: Numbers, closed: Numbers, rng: np.random.Generator) -> None:
    count = len(handled)
    free = _free_at(times)
    handled = np.maximum(handled, free + 2 * MINUTE)
    closed = np.maximum(closed, handled + MINUTE)
    whole = handled - free
    work = np.minimum(35 * MINUTE * np.exp(rng.normal(0.0, 0.5, count)), 0.45 * whole)
    travel = np.minimum(11 * MINUTE * np.exp(rng.normal(0.0, 0.4, count)), 0.35 * whole)
    begun = handled - np.where(pace.by_department, 0.4 * whole, work).astype(np.int64)
    sent = np.where(pace.by_department, free + _at_most(50 * MINUTE, 0.1 * whole, rng), begun - travel.astype(np.int64))
    times.of(Step.BEGUN)[:], times.of(Step.SENT)[:] = begun, sent
    times.of(Step.SIGNED)[:] = sent + _at_most(25 * MINUTE, 0.4 * (begun - sent), rng)
    times.of(Step.HANDLED)[:], times.of(Step.CLOSED)[:] = handled, closed
    for step, share in AFTER_HANDLING:
        times.of(step)[:] = handled + ((closed - handled) * share * rng.uniform(0.9, 1.0, count)).astype(np.int64)
    times.of(Step.TO_VERIFY)[rng.random(count) >= SENT_TO_VERIFY] = NEVER


def _at_most(usual: int, most: NDArray[Any], rng: np.random.Generator) -> Numbers:
    return np.asarray(np.minimum(usual * np.exp(rng.normal(0.0, 0.6, len(most))), most), dtype=np.int64)


def _free_at(times: Times) -> Numbers:
    """Return from when on somebody can be sent in the main round."""
    accepted, *ends = (times.of(step) for step in (Step.ACCEPTED, Step.RETURNED, Step.REWORKED, Step.DISSATISFIED))
    return np.asarray(np.maximum.reduce([accepted, *(np.where(one == NEVER, 0, one) for one in ends)]))


def _detours(times: Times, pace: Pace, asks: Flags, suspended: Flags, *, rng: np.random.Generator) -> None:
    """Let some ask for more time while they hold the case, and some stand still before anybody is sent."""
    signed, begun = times.of(Step.SIGNED), times.of(Step.BEGUN)
    for step, share in ((Step.ASKED, 0.2), (Step.GRANTED, 0.6)):
        times.of(step)[asks] = (signed + ((begun - signed) * share).astype(np.int64))[asks]
    accepted, sent = times.of(Step.ACCEPTED), times.of(Step.SENT)
    begin, end = (accepted + ((sent - accepted) * rng.uniform(*share)).astype(np.int64)
                  for share in ((0.1, 0.2), (0.6, 0.9)))
    for case in np.flatnonzero(suspended).tolist():
        stand_still(times, case, int(begin[case]), int(end[case]), pace)


def stand_still(times: Times, case: int, begin: int, end: int, pace: Pace) -> None:
    """Suspend a case from `begin` to `end`: its deadline moves by as much of its own time as that was."""
    times.at[case, [Step.SUSPENDED, Step.RESUMED]] = begin, end
    due, accepted, paused, resumed = (moment_of(one) for one in (
        int(times.due[case]), int(times.at[case, Step.ACCEPTED]), begin, end))
    times.until[case] = us_of(deadlines.extend(due, accepted, pace.kinds[pace.kind[case]].limit, pace.calendar,
                                               paused_at=paused, resumed_at=resumed))


def _decline(which: Flags, times: Times, pace: Pace) -> None:
    """Answer these and be done with them."""
    answered = times.of(Step.ACCEPTED).copy()
    times.at[which] = NEVER
    times.of(Step.DECLINED)[which] = answered[which]
    times.due[which] = pace.due_after(times.received, which)


def punctuality(districts: int, rng: np.random.Generator) -> Floats:
    """Return each district's share of late cases."""
    return rng.permutation(np.linspace(*LATE_SHARE, districts))
