"""The workflow on one page: which move leads from which state where, and who may make it."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a case stands."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DISPATCHED = "dispatched"
    IN_HANDLING = "in_handling"
    HANDLED = "handled"
    CLOSED = "closed"
    VOIDED = "voided"


class Verb(StrEnum):
    """What a person, or a unit's own report, does to a case."""

    REPORT = "report"
    ACCEPT = "accept"
    DECLINE = "decline"
    DISPATCH = "dispatch"
    RECALL = "recall"
    START = "start"
    FINISH = "finish"
    RETURN = "return"
    CLOSE = "close"
    VOID = "void"
    ACKNOWLEDGE = "acknowledge"


ENDED = frozenset({State.DECLINED, State.CLOSED, State.VOIDED})
"""A case in one of these needs nobody any more."""


@dataclass(frozen=True, kw_only=True)
class Move:
    """Where a verb leads; `to` None keeps the state. `needs` names what must be given."""

    to: State | None
    permission: str
    needs: frozenset[str] = frozenset()


NOTE = frozenset({"note"})
UNITS = frozenset({"units"})

MOVES: dict[tuple[State, Verb], Move] = {
    (State.REPORTED, Verb.ACCEPT): Move(to=State.ACCEPTED, permission="cases.move"),
    (State.REPORTED, Verb.DECLINE): Move(to=State.DECLINED, permission="cases.move", needs=NOTE),
    (State.REPORTED, Verb.DISPATCH): Move(to=State.DISPATCHED, permission="cases.dispatch", needs=UNITS),
    (State.REPORTED, Verb.VOID): Move(to=State.VOIDED, permission="cases.move", needs=NOTE),
    (State.REPORTED, Verb.ACKNOWLEDGE): Move(to=None, permission="cases.dispatch"),
    (State.ACCEPTED, Verb.DISPATCH): Move(to=State.DISPATCHED, permission="cases.dispatch", needs=UNITS),
    (State.ACCEPTED, Verb.VOID): Move(to=State.VOIDED, permission="cases.move", needs=NOTE),
    (State.ACCEPTED, Verb.ACKNOWLEDGE): Move(to=None, permission="cases.dispatch"),
    (State.DISPATCHED, Verb.DISPATCH): Move(to=State.DISPATCHED, permission="cases.dispatch", needs=UNITS),
    (State.DISPATCHED, Verb.RECALL): Move(to=State.ACCEPTED, permission="cases.dispatch"),
    (State.DISPATCHED, Verb.START): Move(to=State.IN_HANDLING, permission="cases.move"),
    (State.DISPATCHED, Verb.ACKNOWLEDGE): Move(to=None, permission="cases.dispatch"),
    (State.IN_HANDLING, Verb.DISPATCH): Move(to=State.IN_HANDLING, permission="cases.dispatch", needs=UNITS),
    (State.IN_HANDLING, Verb.FINISH): Move(to=State.HANDLED, permission="cases.move"),
    (State.IN_HANDLING, Verb.ACKNOWLEDGE): Move(to=None, permission="cases.dispatch"),
    (State.HANDLED, Verb.RETURN): Move(to=State.ACCEPTED, permission="cases.move", needs=NOTE),
    (State.HANDLED, Verb.CLOSE): Move(to=State.CLOSED, permission="cases.move"),
}
"""The whole workflow: rules, buttons, routes and tests are read from here."""


def is_open(state: State) -> bool:
    """Does a case in this state still need somebody?"""
    return state not in ENDED


def verbs_from(state: State, may: frozenset[str]) -> list[Verb]:
    """Return the verbs a person with these permissions may use from a state, in the order of the table."""
    return [verb for (start, verb), move in MOVES.items() if start == state and move.permission in may]


def verb_into(state: State) -> Verb:
    """Return the first verb of the table that leads into a state. Raises KeyError for `reported`, which none does."""
    for (start, verb), move in MOVES.items():
        if move.to is state and start is not state:
            return verb
    raise KeyError(state)
