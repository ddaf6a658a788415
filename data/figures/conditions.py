"""Conditions by name: what a case is, as SQL. Figures are counted by these, and drilled into by the same ones.

What has a moment is judged as of one, so that an earlier period can be seen at the same age; what a case only
counts (returns, reworks) or says (solved, satisfied) is judged as it stands.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_

from data.cases.states import TO_SEND, State
from data.models.case import Case, StageClock

Condition = Callable[[datetime], ColumnElement[bool]]
"""(as of) -> what holds"""

DONE = (State.HANDLED, State.TO_VERIFY, State.FOLLOW_UP, State.TO_EVALUATE, State.EVALUATED, State.CLOSED)
PROACTIVE, CALLED = ("patrol", "sensor", "video"), ("hotline", "phone", "desk")
"""Channels by which a matter was found before anybody called (无呼也应), and those by which somebody called. What an
import, a replay or another program brought says neither."""
STATE: ColumnElement[str] = func.coalesce(Case.state, "")
"""The state as an expression: by the bare column SQLite would walk its index over every closed case there ever was,
where the period or the area narrows far more."""
DONE_AT = func.coalesce(Case.handled_at, Case.closed_at)
DAY = timedelta(days=1)


def _in(*states: State) -> ColumnElement[bool]:
    return STATE.in_([state.value for state in states])


def _handled(at: datetime) -> ColumnElement[bool]:
    return and_(_in(*DONE), or_(Case.handled_at.is_(None), Case.handled_at <= at))


def _closed(at: datetime) -> ColumnElement[bool]:
    return and_(_in(State.CLOSED), or_(Case.closed_at.is_(None), Case.closed_at <= at))


def _kept(moment: Any) -> ColumnElement[bool]:
    """By its deadline; or, where the source says only whether it was, by the source's word."""
    return or_(Case.kept_time.is_(True), and_(Case.kept_time.is_(None), moment <= Case.due_at))


def _to_be_handled(at: datetime) -> ColumnElement[bool]:
    """Its deadline has passed, and if it was handled it is known when; or the source says whether it was in time."""
    known = or_(STATE.not_in([state.value for state in DONE]), DONE_AT.is_not(None))
    return and_(STATE.not_in([State.DECLINED.value]), or_(Case.kept_time.is_not(None), and_(Case.due_at <= at, known)))


def _signed_late(at: datetime) -> ColumnElement[bool]:
    late = exists().where(StageClock.case_id == Case.id, StageClock.stage == "sign",
                          func.coalesce(StageClock.ended_at, at) > StageClock.due_at)
    return and_(Case.dispatched_at.is_not(None), late)


def _aged(least: timedelta | None, most: timedelta | None) -> Condition:
    def holds(at: datetime) -> ColumnElement[bool]:
        bounds = [] if least is None else [Case.received_at <= at - least]
        bounds += [] if most is None else [Case.received_at > at - most]
        return and_(*bounds)

    return holds


CONDITIONS: Mapping[str, Condition] = {
    "received": lambda _: STATE.not_in([State.MERGED.value, State.VOIDED.value]),
    "merged_or_voided": lambda _: _in(State.MERGED, State.VOIDED),
    "decided": lambda _: STATE.not_in([State.REPORTED.value]),
    "accepted": lambda _: STATE.not_in([State.REPORTED.value, State.DECLINED.value]),
    "declined": lambda _: _in(State.DECLINED),
    "dispatched": lambda at: Case.dispatched_at <= at,
    "never_returned": lambda _: Case.returns == 0,
    "returned": lambda _: Case.returns > 0,
    "extended": lambda _: Case.extensions > 0,
    "suspended": lambda _: _in(State.SUSPENDED),
    "sign_judged": lambda at: or_(Case.signed_at <= at, _signed_late(at)),
    "signed_in_time": lambda at: and_(Case.signed_at <= at, ~_signed_late(at)),
    "handled": _handled,
    "to_be_handled": _to_be_handled,
    "handled_in_time": lambda at: and_(_handled(at), _kept(DONE_AT)),
    "late": lambda at: ~and_(_handled(at), _kept(DONE_AT)),
    "ever_handled": lambda at: or_(Case.reworks > 0, _handled(at)),
    "reworked": lambda _: Case.reworks > 0,
    "closed": _closed,
    "has_deadline": lambda _: or_(Case.due_at.is_not(None), Case.kept_time.is_not(None)),
    "closed_in_time": lambda at: and_(_closed(at), _kept(Case.closed_at)),
    "ever_closed": lambda at: or_(Case.reopenings > 0, _closed(at)),
    "reopened": lambda _: Case.reopenings > 0,
    "suspicious": lambda _: and_(_in(State.CLOSED), Case.suspicions != 0),
    "called_back": lambda _: Case.contacted.is_not(None),
    "contacted": lambda _: Case.contacted.is_(True),
    "solved_said": lambda _: and_(Case.contacted.is_(True), Case.solved.is_not(None)),
    "solved": lambda _: Case.solved.is_(True),
    "satisfied_said": lambda _: and_(Case.contacted.is_(True), Case.satisfied.is_not(None)),
    "satisfied": lambda _: Case.satisfied.is_(True),
    "found_first": lambda _: Case.channel.in_(PROACTIVE),
    "somebody_called": lambda _: Case.channel.in_(CALLED),
    "origin_known": lambda _: Case.channel.in_(PROACTIVE + CALLED),
    "responded": lambda at: Case.first_response_at <= at,
    "open": lambda _: Case.is_open.is_(True),
    "overdue": lambda at: Case.due_at < at,
    "unassigned": lambda _: _in(State.REPORTED, *TO_SEND),
    "urgent": lambda _: Case.priority <= 2,
    "placed_exactly": lambda _: Case.placed == "point",
    "age_1d": _aged(None, DAY),
    "age_3d": _aged(DAY, 3 * DAY),
    "age_7d": _aged(3 * DAY, 7 * DAY),
    "age_30d": _aged(7 * DAY, 30 * DAY),
    "age_older": _aged(30 * DAY, None),
}
"""Name -> condition."""

TOLD = ("any_report", "unit_on_duty", "unacknowledged", "repeat")
"""What figures of kind "told" speak of that is no condition of a single case."""


def all_of(names: tuple[str, ...], at: datetime) -> ColumnElement[bool]:
    """Return the condition that all of these hold."""
    return and_(True, *(CONDITIONS[name](at) for name in names))


def any_of(names: tuple[str, ...], at: datetime) -> ColumnElement[bool]:
    """Return the condition that one of these holds."""
    return or_(False, *(CONDITIONS[name](at) for name in names))
