"""What lies in each queue at the moment the demo city is built: of the cases closed last, some still wait somewhere.

A case is left where it would have gone on, or what followed is told otherwise: given back, found not done, the
reporter not satisfied. So every state a case can stand in is there, however small the city.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from data.demo.course import FIRST_ROUND, MAIN_ROUND, NEVER, Step, Times, cut
from data.demo.timeline import Pace

DETOURS = [Step.SUSPENDED, Step.FIRST_SENT, Step.ASKED, Step.DECLINED]
CASES_FOR_ONE = 100
"""In each queue one case is left for so many that come in on an average day."""

Leave = Callable[[Times, int], None]


def _turn(end: Step, made: int, instead_of: Step) -> Leave:
    """Return what makes the first steps of the main round a first round that ended there."""
    def leave(times: Times, case: int) -> None:
        at = int(times.at[case, instead_of])
        times.at[case, FIRST_ROUND[:made]] = times.at[case, MAIN_ROUND[:made]]
        times.at[case, Step.SENT:] = NEVER
        times.at[case, end] = at
    return leave


def _suspend(times: Times, case: int) -> None:
    times.at[case, Step.SUSPENDED] = times.at[case, Step.SENT]
    cut(times, case, Step.SUSPENDED)


def _ask(times: Times, case: int) -> None:
    signed, begun = times.at[case, [Step.SIGNED, Step.BEGUN]].tolist()
    cut(times, case, Step.SIGNED)
    times.at[case, Step.ASKED] = (signed + begun) // 2


def _send_to_verify(times: Times, case: int) -> None:
    handled, verified = times.at[case, [Step.HANDLED, Step.VERIFIED]].tolist()
    cut(times, case, Step.HANDLED)
    times.at[case, Step.TO_VERIFY] = (handled + verified) // 2


def _stop(after: Step) -> Leave:
    return lambda times, case: cut(times, case, after)


QUEUES: tuple[tuple[str, Leave], ...] = (
    ("", _turn(Step.RETURNED, 1, Step.SIGNED)), ("", _turn(Step.REWORKED, 4, Step.VERIFIED)),
    ("asked", _turn(Step.DISSATISFIED, 5, Step.CALLED_BACK)), ("", _suspend), ("department", _ask),
    ("department", _stop(Step.SENT)), ("department", _stop(Step.SIGNED)), ("department", _stop(Step.BEGUN)),
    ("", _stop(Step.HANDLED)), ("", _send_to_verify), ("asked", _stop(Step.VERIFIED)), ("", _stop(Step.CALLED_BACK)),
    ("", _stop(Step.EVALUATED)),
)
"""Which cases suit, and how one of them is left."""


def leave_some(times: Times, pace: Pace, *, daily: float, now_us: int) -> None:
    """Change the courses of some cases that were closed last, so that they wait now."""
    suits = {"": np.ones(len(times.received), dtype=bool), "asked": pace.is_asked, "department": pace.by_department}
    count = max(1, round(daily / CASES_FOR_ONE))
    is_plain = (times.at[:, DETOURS] == NEVER).all(axis=1) & (times.of(Step.CLOSED) <= now_us)
    is_usual = pace.of_kind([float(kind.priority) for kind in pace.kinds]) > 2
    is_plain &= is_usual
    _leave_unregistered(times, is_usual, count, now_us)
    closed_last = np.argsort(-times.of(Step.CLOSED), kind="stable")
    for _ in range(count):
        for which, leave in QUEUES:
            case = _first(closed_last, is_plain & suits[which])
            if case is not None:
                is_plain[case] = False
                leave(times, case)
                _reckon(times, case, pace)


def _leave_unregistered(times: Times, which: NDArray[np.bool_], count: int, now_us: int) -> None:
    """Let the last so many that came in wait to be registered."""
    came_last = np.flatnonzero(which & (times.received <= now_us))[-count:]
    times.at[came_last] = NEVER


def _first(order: NDArray[np.int64], which: NDArray[np.bool_]) -> int | None:
    found = order[which[order]]
    return int(found[0]) if len(found) else None


def _reckon(times: Times, case: int, pace: Pace) -> None:
    """Set the deadline of a case that was opened again, and the one that somebody asks for."""
    one = np.zeros(len(times.received), dtype=bool)
    one[case] = True
    if times.at[case, Step.DISSATISFIED] != NEVER:
        times.due[case] = pace.due_after(times.of(Step.DISSATISFIED), one)[0]
    if times.at[case, Step.ASKED] != NEVER:
        times.until[case] = pace.due_after(times.due, one)[0]
