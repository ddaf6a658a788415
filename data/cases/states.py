"""The workflow on one page: which move leads from which state where, who may make it, and what must be given.

Discovery and report (发现上报): reported. Sorting and passing on (分类推送): accepted, dispatched. Handling
(协调处理): signed, in_handling, handled. Following up (跟踪回访): to_verify, follow_up. Evaluation and closing
(评价结案): to_evaluate, evaluated, closed. Beside the way: returned, suspended, reopened, declined, merged, voided.
"""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a case stands."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    DISPATCHED = "dispatched"
    SIGNED = "signed"
    IN_HANDLING = "in_handling"
    HANDLED = "handled"
    TO_VERIFY = "to_verify"
    FOLLOW_UP = "follow_up"
    TO_EVALUATE = "to_evaluate"
    EVALUATED = "evaluated"
    CLOSED = "closed"
    RETURNED = "returned"
    SUSPENDED = "suspended"
    REOPENED = "reopened"
    DECLINED = "declined"
    MERGED = "merged"
    VOIDED = "voided"


class Verb(StrEnum):
    """What a person, or a unit's own report, does to a case."""

    REPORT = "report"
    ACCEPT = "accept"
    DECLINE = "decline"
    CLASSIFY = "classify"
    DISPATCH = "dispatch"
    RECALL = "recall"
    WITHDRAW = "withdraw"
    SIGN = "sign"
    START = "start"
    FINISH = "finish"
    RETURN = "return"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    SUSPEND = "suspend"
    RESUME = "resume"
    SEND_TO_VERIFY = "send_to_verify"
    VERIFY = "verify"
    REWORK = "rework"
    CALL_BACK = "call_back"
    DISSATISFIED = "dissatisfied"
    EVALUATE = "evaluate"
    CLOSE = "close"
    REOPEN = "reopen"
    VOID = "void"
    MERGE = "merge"
    UNMERGE = "unmerge"
    SPLIT = "split"
    ESCALATE = "escalate"
    DELEGATE = "delegate"
    ACKNOWLEDGE = "acknowledge"
    SUPPORT = "support"
    ANSWER = "answer"
    REMARK = "remark"
    WHISTLE = "whistle"
    ANSWER_WHISTLE = "answer_whistle"
    SUPERVISE = "supervise"
    RECEIVE_SUPERVISION = "receive_supervision"
    REPORT_SUPERVISION = "report_supervision"
    LIFT_SUPERVISION = "lift_supervision"
    WITHDRAW_SUPERVISION = "withdraw_supervision"
    INSTRUCT = "instruct"
    WITHDRAW_INSTRUCTION = "withdraw_instruction"
    SHELVE = "shelve"
    UNSHELVE = "unshelve"


ENDED = frozenset({State.DECLINED, State.CLOSED, State.VOIDED, State.MERGED})
"""A case in one of these needs nobody any more."""


@dataclass(frozen=True, kw_only=True)
class Move:
    """Where a verb leads; `to` None keeps the state. `needs` names what must be given.

    Any one of `permissions` is enough. `holds` says that only those may who cover the area of the level
    that holds the case: what was passed up to the district is the district's to decide. `called` says that also
    the people of a department may that was called to the case, whoever's case it is.
    """

    to: State | None
    permissions: tuple[str, ...]
    needs: frozenset[str] = frozenset()
    holds: bool = False
    called: bool = False

    @property
    def permission(self) -> str:
        """The permission that a refusal names."""
        return self.permissions[0]


REGISTERS, HANDLES = ("cases.move", "cases.register"), ("cases.move", "cases.handle")
DISPATCHES, VERIFIES, FOLLOWS_UP = ("cases.dispatch",), ("cases.verify",), ("cases.follow_up",)
SUPERVISES = ("cases.supervise",)
WORKS = ("cases.move", "cases.handle", "cases.dispatch")

S, V = State, Verb
TO_SEND = (S.ACCEPTED, S.RETURNED, S.REOPENED)
"""Registered, and nobody is on the way."""
WITH_HANDLER = (S.DISPATCHED, S.SIGNED, S.IN_HANDLING)
UNDECIDED = (S.REPORTED, *TO_SEND)
BEING_WORKED = (*UNDECIDED, *WITH_HANDLER, S.SUSPENDED)
OPEN = tuple(state for state in State if state not in ENDED)


def _rows(starts: tuple[State, ...], verb: Verb, to: State | None, permissions: tuple[str, ...], *needs: str,
          holds: bool = False, called: bool = False) -> dict[tuple[State, Verb], Move]:
    move = Move(to=to, permissions=permissions, needs=frozenset(needs), holds=holds, called=called)
    return {(start, verb): move for start in starts}


MOVES: dict[tuple[State, Verb], Move] = {
    # Register
    **_rows((S.REPORTED,), V.ACCEPT, S.ACCEPTED, REGISTERS, holds=True),
    **_rows((S.REPORTED,), V.DECLINE, S.DECLINED, REGISTERS, "note", holds=True),
    **_rows(UNDECIDED, V.CLASSIFY, None, ("cases.classify", "cases.move"), "class_code", holds=True),
    # Dispatch
    **_rows((S.REPORTED, *TO_SEND, S.DISPATCHED), V.DISPATCH, S.DISPATCHED, DISPATCHES, "units", holds=True),
    **_rows((S.SIGNED,), V.DISPATCH, S.SIGNED, DISPATCHES, "units", holds=True),
    **_rows((S.IN_HANDLING,), V.DISPATCH, S.IN_HANDLING, DISPATCHES, "units", holds=True),
    **_rows((S.DISPATCHED, S.SIGNED), V.RECALL, S.ACCEPTED, DISPATCHES, holds=True),
    **_rows((S.DISPATCHED,), V.WITHDRAW, S.ACCEPTED, DISPATCHES),
    # Handle
    **_rows((S.DISPATCHED,), V.SIGN, S.SIGNED, HANDLES),
    **_rows((S.DISPATCHED, S.SIGNED), V.START, S.IN_HANDLING, HANDLES),
    **_rows((S.IN_HANDLING,), V.FINISH, S.HANDLED, HANDLES),
    **_rows(WITH_HANDLER, V.RETURN, S.RETURNED, HANDLES, "note"),
    **_rows(WITH_HANDLER, V.ASK_EXTENSION, None, HANDLES, "until", "note"),
    **_rows(WITH_HANDLER, V.GRANT_EXTENSION, None, ("cases.extend",), "asked", holds=True),
    **_rows(WITH_HANDLER, V.REFUSE_EXTENSION, None, ("cases.extend",), "asked", "note", holds=True),
    **_rows((*TO_SEND, *WITH_HANDLER), V.SUSPEND, S.SUSPENDED, ("cases.suspend",), "note", holds=True),
    **_rows((S.SUSPENDED,), V.RESUME, S.ACCEPTED, ("cases.suspend",), holds=True),
    # Verify, by somebody who did not handle it
    **_rows((S.HANDLED,), V.SEND_TO_VERIFY, S.TO_VERIFY, DISPATCHES, holds=True),
    **_rows((S.HANDLED, S.TO_VERIFY), V.VERIFY, S.FOLLOW_UP, VERIFIES),
    **_rows((S.HANDLED, S.TO_VERIFY), V.REWORK, S.RETURNED, VERIFIES, "note"),
    # Follow up
    **_rows((S.FOLLOW_UP,), V.CALL_BACK, S.TO_EVALUATE, FOLLOWS_UP, "reply"),
    **_rows((S.FOLLOW_UP, S.TO_EVALUATE, S.EVALUATED), V.DISSATISFIED, S.REOPENED, FOLLOWS_UP, "note"),
    # Evaluate and close
    **_rows((S.TO_EVALUATE,), V.EVALUATE, S.EVALUATED, ("cases.evaluate",), "grade"),
    **_rows((S.EVALUATED,), V.CLOSE, S.CLOSED, REGISTERS, holds=True),
    **_rows((S.CLOSED, S.DECLINED), V.REOPEN, S.REOPENED, (*FOLLOWS_UP, *DISPATCHES), "note", holds=True),
    **_rows((*UNDECIDED, S.SUSPENDED), V.VOID, S.VOIDED, REGISTERS, "note", holds=True),
    # Cases among each other, and levels
    **_rows(UNDECIDED, V.MERGE, S.MERGED, ("cases.merge",), "into", holds=True),
    **_rows((S.MERGED,), V.UNMERGE, S.REPORTED, ("cases.merge",), "note", holds=True),
    **_rows((*TO_SEND, *WITH_HANDLER), V.SPLIT, None, DISPATCHES, "parts", holds=True),
    **_rows((*BEING_WORKED, S.HANDLED), V.ESCALATE, None, ("cases.escalate",), "note"),
    **_rows((*BEING_WORKED, S.HANDLED), V.DELEGATE, None, ("cases.escalate",), "note", holds=True),
    # Words, and what the case does not move by
    **_rows((*UNDECIDED, *WITH_HANDLER), V.ACKNOWLEDGE, None, DISPATCHES),
    **_rows(OPEN, V.SUPPORT, None, ("cases.report",)),
    **_rows(tuple(State), V.ANSWER, None, FOLLOWS_UP, "note"),
    **_rows(tuple(State), V.REMARK, None, (*WORKS, "cases.verify", "cases.follow_up"), "note"),
    **_rows((*UNDECIDED, *WITH_HANDLER), V.WHISTLE, None, ("cases.whistle",), "departments", "note", holds=True),
    **_rows(OPEN, V.ANSWER_WHISTLE, None, WORKS, "whistled", "note", called=True),
    **_rows(OPEN, V.SUPERVISE, None, SUPERVISES, "note"),
    **_rows(OPEN, V.RECEIVE_SUPERVISION, None, WORKS, "supervised", called=True),
    **_rows(OPEN, V.REPORT_SUPERVISION, None, WORKS, "supervised", "note", called=True),
    **_rows(tuple(State), V.LIFT_SUPERVISION, None, SUPERVISES, "supervised"),
    **_rows(OPEN, V.WITHDRAW_SUPERVISION, None, SUPERVISES, "supervised"),
    **_rows(OPEN, V.INSTRUCT, None, ("cases.instruct",), "note"),
    **_rows(OPEN, V.WITHDRAW_INSTRUCTION, None, ("cases.instruct",)),
    **_rows((*UNDECIDED, *WITH_HANDLER), V.SHELVE, None, ("alarms.shelve",), "note", "until"),
    **_rows((*UNDECIDED, *WITH_HANDLER), V.UNSHELVE, None, ("alarms.shelve",)),
}
"""The whole workflow: rules, buttons, routes, tests and the diagram of docs/cases.md are read from here."""

NEEDS = {
    "note": "words", "units": "at least one unit or department", "class_code": "a class of the case's scheme",
    "until": "a later moment", "asked": "that somebody asked for more time", "reply": "what the reporter said",
    "grade": "1 to 5", "into": "another case", "parts": "at least one part", "departments": "at least one department",
    "whistled": "that this department was called", "supervised": "a supervision in force",
}
"""What a move can need. The first of each kind is given by whoever moves; asked, whistled and supervised are facts
of the case."""


def is_open(state: State) -> bool:
    """Does a case in this state still need somebody?"""
    return state not in ENDED


def verbs_from(state: State, may: frozenset[str]) -> list[Verb]:
    """Return the verbs a person with these permissions may use from a state, in the order of the table."""
    return [verb for (start, verb), move in MOVES.items() if start == state and may.intersection(move.permissions)]


def verb_into(state: State) -> Verb:
    """Return the first verb of the table that leads into a state.

    For `reported` that is the undoing of a merger: how a case begins is no move. Raises KeyError where none leads.
    """
    for (start, verb), move in MOVES.items():
        if move.to is state and start is not state:
            return verb
    raise KeyError(state)
