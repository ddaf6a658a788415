"""Conditions by name: what a case is. Figures are counted by these, and drilled into by the same ones.

One text serves two readers: `of` is either the table of cases, and what comes back is SQL, or columns of cases in
memory (data.figures.columns), and what comes back is for which of them it holds. Both know three answers: a
comparison with what is not known is neither true nor false.

What has a moment is judged as of one, so that an earlier period can be seen at the same age; what a case only
counts (returns, reworks) or says (solved, satisfied) is judged as it stands.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_

from data.cases.states import TO_SEND, State
from data.models.case import Case, StageClock

Condition = Callable[[Any, datetime], Any]
"""(fields of cases, as of) -> what holds"""

DONE = (State.HANDLED, State.TO_VERIFY, State.FOLLOW_UP, State.TO_EVALUATE, State.EVALUATED, State.CLOSED)
PROACTIVE, CALLED = ("patrol", "sensor", "video"), ("hotline", "phone", "desk")
"""Channels by which a matter was found before anybody called (无呼也应), and those by which somebody called. What an
import, a replay or another program brought says neither."""
DAY = timedelta(days=1)


class Table:
    """The fields of cases as the database has them."""

    state: ColumnElement[str] = func.coalesce(Case.state, "")
    """As an expression: by the bare column SQLite would walk its index over every closed case there ever was, where
    the period or the area narrows far more."""
    done_at = func.coalesce(Case.handled_at, Case.closed_at)

    def __getattr__(self, name: str) -> Any:
        """Return any other field as it is stored."""
        return getattr(Case, name)

    def sign_was_late(self, at: datetime) -> ColumnElement[bool]:
        """Did a stage of signing last longer than allowed by then?"""
        return exists().where(StageClock.case_id == Case.id, StageClock.stage == "sign",
                              func.coalesce(StageClock.ended_at, at) > StageClock.due_at)


TABLE = Table()


def _in(of: Any, *states: State) -> Any:
    return of.state.in_([state.value for state in states])


def _not_in(of: Any, *states: State) -> Any:
    return of.state.not_in([state.value for state in states])


def _handled(of: Any, at: datetime) -> Any:
    return _in(of, *DONE) & (of.handled_at.is_(None) | (of.handled_at <= at))


def _closed(of: Any, at: datetime) -> Any:
    return _in(of, State.CLOSED) & (of.closed_at.is_(None) | (of.closed_at <= at))


def _kept(of: Any, moment: Any) -> Any:
    """By its deadline; or, where the source says only whether it was, by the source's word."""
    return of.kept_time.is_(True) | (of.kept_time.is_(None) & (moment <= of.due_at))


def _to_be_handled(of: Any, at: datetime) -> Any:
    """Its deadline has passed, and if it was handled it is known when; or the source says whether it was in time."""
    known = _not_in(of, *DONE) | of.done_at.is_not(None)
    return _not_in(of, State.DECLINED) & (of.kept_time.is_not(None) | ((of.due_at <= at) & known))


def _signed_late(of: Any, at: datetime) -> Any:
    return of.dispatched_at.is_not(None) & of.sign_was_late(at)


def _aged(least: timedelta | None, most: timedelta | None) -> Condition:
    def holds(of: Any, at: datetime) -> Any:
        came_before = None if least is None else of.received_at <= at - least
        came_after = None if most is None else of.received_at > at - most
        bounds = [one for one in (came_before, came_after) if one is not None]
        return bounds[0] if len(bounds) == 1 else bounds[0] & bounds[1]

    return holds


CONDITIONS: Mapping[str, Condition] = {
    "received": lambda of, _: _not_in(of, State.MERGED, State.VOIDED),
    "merged_or_voided": lambda of, _: _in(of, State.MERGED, State.VOIDED),
    "decided": lambda of, _: _not_in(of, State.REPORTED),
    "accepted": lambda of, _: _not_in(of, State.REPORTED, State.DECLINED),
    "declined": lambda of, _: _in(of, State.DECLINED),
    "dispatched": lambda of, at: of.dispatched_at <= at,
    "never_returned": lambda of, _: of.returns == 0,
    "returned": lambda of, _: of.returns > 0,
    "extended": lambda of, _: of.extensions > 0,
    "suspended": lambda of, _: _in(of, State.SUSPENDED),
    "sign_judged": lambda of, at: (of.signed_at <= at) | _signed_late(of, at),
    "signed_in_time": lambda of, at: (of.signed_at <= at) & ~_signed_late(of, at),
    "handled": _handled,
    "to_be_handled": _to_be_handled,
    "handled_in_time": lambda of, at: _handled(of, at) & _kept(of, of.done_at),
    "late": lambda of, at: ~(_handled(of, at) & _kept(of, of.done_at)),
    "ever_handled": lambda of, at: (of.reworks > 0) | _handled(of, at),
    "reworked": lambda of, _: of.reworks > 0,
    "closed": _closed,
    "has_deadline": lambda of, _: of.due_at.is_not(None) | of.kept_time.is_not(None),
    "closed_in_time": lambda of, at: _closed(of, at) & _kept(of, of.closed_at),
    "ever_closed": lambda of, at: (of.reopenings > 0) | _closed(of, at),
    "reopened": lambda of, _: of.reopenings > 0,
    "suspicious": lambda of, _: _in(of, State.CLOSED) & (of.suspicions != 0),
    "called_back": lambda of, _: of.contacted.is_not(None),
    "contacted": lambda of, _: of.contacted.is_(True),
    "solved_said": lambda of, _: of.contacted.is_(True) & of.solved.is_not(None),
    "solved": lambda of, _: of.solved.is_(True),
    "satisfied_said": lambda of, _: of.contacted.is_(True) & of.satisfied.is_not(None),
    "satisfied": lambda of, _: of.satisfied.is_(True),
    "found_first": lambda of, _: of.channel.in_(PROACTIVE),
    "somebody_called": lambda of, _: of.channel.in_(CALLED),
    "origin_known": lambda of, _: of.channel.in_(PROACTIVE + CALLED),
    "responded": lambda of, at: of.first_response_at <= at,
    "open": lambda of, _: of.is_open.is_(True),
    "overdue": lambda of, at: of.due_at < at,
    "unassigned": lambda of, _: _in(of, State.REPORTED, *TO_SEND),
    "urgent": lambda of, _: of.priority <= 2,
    "placed_exactly": lambda of, _: of.placed == "point",
    "age_1d": _aged(None, DAY),
    "age_3d": _aged(DAY, 3 * DAY),
    "age_7d": _aged(3 * DAY, 7 * DAY),
    "age_30d": _aged(7 * DAY, 30 * DAY),
    "age_older": _aged(30 * DAY, None),
}
"""Name -> condition."""

TOLD = ("any_report", "unit_on_duty", "unacknowledged", "repeat")
"""What figures of kind "told" speak of that is no condition of a single case."""


def condition(name: str, at: datetime) -> ColumnElement[bool]:
    """Return one condition as SQL."""
    found: ColumnElement[bool] = CONDITIONS[name](TABLE, at)
    return found


def all_of(names: tuple[str, ...], at: datetime) -> ColumnElement[bool]:
    """Return as SQL that all of these hold."""
    return and_(True, *(condition(name, at) for name in names))


def any_of(names: tuple[str, ...], at: datetime) -> ColumnElement[bool]:
    """Return as SQL that one of these holds."""
    return or_(False, *(condition(name, at) for name in names))
