"""The course of the demo city's cases: every step one may take, in the order it happens, as columns of moments.

A case may go through a first round that comes to nothing (given back, found not done, the reporter not
satisfied) and then through the main round. What has not happened, or never will, is NEVER.
"""

import dataclasses
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from data.cases.states import State, Verb
from data.demo.draws import SECOND, Draws

Numbers = NDArray[np.int64]
Part = TypeVar("Part", Draws, "Times")

MINUTE, HOUR = 60 * SECOND, 3600 * SECOND
NEVER = np.int64(2**62)


class Step(IntEnum):
    """The columns of a course."""

    DECLINED = 0
    ACCEPTED = 1
    SUSPENDED = 2
    RESUMED = 3
    FIRST_SENT = 4
    FIRST_SIGNED = 5
    FIRST_BEGUN = 6
    FIRST_HANDLED = 7
    FIRST_VERIFIED = 8
    RETURNED = 9
    REWORKED = 10
    DISSATISFIED = 11
    SENT = 12
    SIGNED = 13
    ASKED = 14
    GRANTED = 15
    BEGUN = 16
    HANDLED = 17
    TO_VERIFY = 18
    VERIFIED = 19
    CALLED_BACK = 20
    EVALUATED = 21
    CLOSED = 22


S, V = State, Verb
MOVES_OF: tuple[tuple[Verb, State], ...] = (
    (V.DECLINE, S.DECLINED), (V.ACCEPT, S.ACCEPTED), (V.SUSPEND, S.SUSPENDED), (V.RESUME, S.ACCEPTED),
    (V.DISPATCH, S.DISPATCHED), (V.SIGN, S.SIGNED), (V.START, S.IN_HANDLING), (V.FINISH, S.HANDLED),
    (V.VERIFY, S.FOLLOW_UP), (V.RETURN, S.RETURNED), (V.REWORK, S.RETURNED), (V.DISSATISFIED, S.REOPENED),
    (V.DISPATCH, S.DISPATCHED), (V.SIGN, S.SIGNED), (V.ASK_EXTENSION, S.SIGNED), (V.GRANT_EXTENSION, S.SIGNED),
    (V.START, S.IN_HANDLING), (V.FINISH, S.HANDLED), (V.SEND_TO_VERIFY, S.TO_VERIFY), (V.VERIFY, S.FOLLOW_UP),
    (V.CALL_BACK, S.TO_EVALUATE), (V.EVALUATE, S.EVALUATED), (V.CLOSE, S.CLOSED),
)
"""The move of each column and the state it leads to."""
FIRST_ROUND = tuple(Step(n) for n in range(Step.FIRST_SENT, Step.FIRST_VERIFIED + 1))
MAIN_ROUND = (Step.SENT, Step.SIGNED, Step.BEGUN, Step.HANDLED, Step.VERIFIED)
"""The columns of the main round that FIRST_ROUND stands for."""


@dataclass(frozen=True, kw_only=True)
class Times:
    """Moments in microseconds since 1970, by the same index in every field."""

    received: Numbers
    at: Numbers
    """Cases x Step."""
    due: Numbers
    """The deadline before any extension."""
    until: Numbers
    """The later deadline: what is asked for at ASKED, or what holds after RESUMED."""

    def of(self, step: Step) -> Numbers:
        """Return the column of a step: a view, so that writing to it changes the course."""
        column: Numbers = self.at[:, step]
        return column

    def of_cases(self, which: slice) -> "Times":
        """Return the times of some of the cases: views."""
        return Times(received=self.received[which], at=self.at[which], due=self.due[which], until=self.until[which])

    def ended(self) -> Numbers:
        """Return when each case ends."""
        return np.minimum(self.of(Step.DECLINED), self.of(Step.CLOSED))

    def due_by(self, now_us: int) -> Numbers:
        """Return the deadline that holds at a moment: the later one where it was granted, or the case stood still."""
        later = (self.of(Step.GRANTED) <= now_us) | (self.of(Step.RESUMED) <= now_us)
        return np.where(later, self.until, self.due)


def last_steps(times: Times, now_us: int) -> Numbers:
    """Return the last step each case has made by a moment; -1 for none."""
    return np.asarray(np.where(times.at <= now_us, np.arange(len(Step)), -1).max(axis=1))


def is_with_handler(times: Times, now_us: int) -> NDArray[np.bool_]:
    """Return which cases are in somebody's hands: sent and neither handled nor given back."""
    in_hand = (Step.SENT, Step.SIGNED, Step.ASKED, Step.GRANTED, Step.BEGUN)
    return np.asarray(np.isin(last_steps(times, now_us), in_hand))


def forget_what_nobody_knows_yet(times: Times, now_us: int) -> None:
    """Make a first round that has not come to its end by now the main round: how it ends is not known."""
    ends = times.at[:, [Step.RETURNED, Step.REWORKED, Step.DISSATISFIED]].min(axis=1)
    under_way = (ends != NEVER) & (ends > now_us)
    for first, main in zip(FIRST_ROUND, MAIN_ROUND, strict=True):
        times.of(main)[under_way] = times.of(first)[under_way]
        times.of(first)[under_way] = NEVER
    for step in (Step.RETURNED, Step.REWORKED, Step.DISSATISFIED, Step.ASKED, Step.GRANTED, Step.TO_VERIFY,
                 Step.CALLED_BACK, Step.EVALUATED, Step.CLOSED):
        times.of(step)[under_way] = NEVER


def cut(times: Times, case: int, after: Step) -> None:
    """Let a case wait where it stands after a step: nothing that would follow happens."""
    times.at[case, after + 1:] = NEVER


def laid_end_to_end(parts: tuple[Part, Part], order: Numbers) -> Part:
    """Return two of a kind as one, in this order of the two laid end to end."""
    first, second = parts
    return type(first)(**{one.name: np.concatenate([getattr(first, one.name), getattr(second, one.name)])[order]
                          for one in dataclasses.fields(first)})
