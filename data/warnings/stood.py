"""Warnings as they stood at the moment of a visit, from what was written down of them: for whoever looks back.

Level, state and until when stand in the history (`warning_events`), which only grows; what a warning's words and
figures were before they were changed is not kept, so that both are left out then. Who sees which is as it is today.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, inspect, or_, select

from data.models.algorithm import AlgorithmRun
from data.models.warning import CityWarning, WarningEvent, WarningTask
from data.storage.database import everywhere
from data.visit import Visit
from data.warnings import listing
from data.warnings.levels import DRAFT, EXPIRED, IN_FORCE, ISSUED, LIFTED, OPEN, REFUSED, UPDATED, rank

LOOKED = "warning_rules"
"""The algorithm that looks whether to warn."""
BECOMES = {"drafted": DRAFT, "issued": ISSUED, "lifted": LIFTED, "expired": EXPIRED, "refused": REFUSED}

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Stood:
    """A warning as it stood, in no session, and how many items of its checklist were done by then."""

    warning: CityWarning
    done: int
    items: int | None
    """None: when its items were added was not written down."""


def known_from(visit: Visit) -> datetime | None:
    """Return since when warnings are kept: since one was made or a rule first looked; None where neither was."""
    with everywhere(visit.session):
        first = (visit.session.execute(select(func.min(WarningEvent.at))).scalar(),
                 visit.session.execute(select(func.min(AlgorithmRun.began_at))
                                       .where(AlgorithmRun.name == LOOKED)).scalar())
    return min((at for at in first if at is not None), default=None)


def is_known(visit: Visit) -> bool:
    """Is it known what was in force at the visit's moment?"""
    since = known_from(visit)
    return since is not None and since <= visit.now


def in_force(visit: Visit, prefix: str, *, drafts: bool = False) -> list[Stood]:
    """Return what was in force in an area, or part of it: red first, then the newest; drafts too where asked for."""
    states = OPEN if drafts else IN_FORCE
    found = [one for one in _stood(visit, or_(CityWarning.ended_at.is_(None), CityWarning.ended_at > visit.now))
             if one.warning.state in states and one.warning.valid_until > visit.now]
    return sorted(_seen(visit, found, prefix), key=lambda one: (
        one.warning.state == DRAFT, -rank(one.warning.level), -one.warning.issued_at.timestamp()))


def over(visit: Visit, prefix: str) -> list[Stood]:
    """Return what had ended by then, of the 30 days before, in an area: the newest first."""
    found = _seen(visit, _stood(visit, CityWarning.ended_at <= visit.now,
                                CityWarning.made_at > visit.now - listing.SINCE), prefix)
    return sorted(found, key=lambda one: one.warning.made_at, reverse=True)[:listing.OVER_SHOWN]


def about(visit: Visit, area: str, lon: float, lat: float) -> list[CityWarning]:
    """Return what was in force at a point (WGS84) of an area, the worst first."""
    return listing.at_point([one.warning for one in in_force(visit, area)], lon, lat)


def _seen(visit: Visit, found: Iterable[Stood], prefix: str) -> list[Stood]:
    return [one for one in found if listing.touches(one.warning, prefix) and listing.sees(visit, one.warning)]


def _stood(visit: Visit, *conditions: ColumnElement[bool]) -> list[Stood]:
    """Return the warnings made by then that meet the conditions, as they stood, whoever may see them."""
    columns = [getattr(CityWarning, one.key) for one in inspect(CityWarning).column_attrs]
    with everywhere(visit.session):
        rows = [dict(row) for row in visit.session.execute(
            select(*columns).where(CityWarning.made_at <= visit.now, *conditions)
            .order_by(CityWarning.made_at.desc()).limit(listing.MOST)).mappings()]
        ids = [row["id"] for row in rows]
        events, tasks = _of(visit, WarningEvent, ids), _of(visit, WarningTask, ids)
    found = ((as_of(row, events[row["id"]], visit.now), row["id"]) for row in rows)
    return [Stood(warning=one, done=sum(_is_done(task, visit.now) for task in tasks[number]),
                  items=items_by(tasks[number], events[number], visit.now))
            for one, number in found if one is not None]


def _of(visit: Visit, model: type[Any], ids: Sequence[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for one in visit.session.scalars(select(model).where(model.warning_id.in_(ids))):
        found[one.warning_id].append(one)
    return found


def _is_done(task: WarningTask, at: datetime) -> bool:
    return task.done_at is not None and task.done_at <= at


def as_of(row: Row, events: Iterable[WarningEvent], at: datetime) -> CityWarning | None:
    """Return a warning as it stood, None where nothing was written down of it by then."""
    told = sorted(events, key=lambda one: one.id)
    before, later = [one for one in told if one.at <= at], [one for one in told if one.at > at]
    if not before:
        return None
    found = dict(row, state="")
    for event in before:
        found |= _after(found, event)
    if not any("until" in one.details for one in later):
        found["valid_until"] = row["valid_until"]  # exact, where the history says whole seconds
    if found["state"] in OPEN:
        found["ended_at"] = None
    if any(one.what == "judged" or one.details.get("false_alarm") for one in later):
        found |= {"verdict": "", "verdict_by": "", "verdict_why": ""}
    if any(one.what == "updated" for one in later):
        found |= {"text": "", "basis": {}}
    return CityWarning(**found)


def _after(found: Row, event: WarningEvent) -> Row:
    """Return what an event changes."""
    said: Row = {"state": BECOMES.get(event.what, found["state"])}
    if event.what == "updated" and found["state"] == ISSUED:
        said["state"] = UPDATED
    if event.what in ("drafted", "issued"):
        said |= {"issued_at": event.at, "person": event.person, "by_name": event.by_name}
    if "level" in event.details:
        said["level"] = event.details["level"]
    if "until" in event.details:
        said["valid_until"] = datetime.fromisoformat(event.details["until"])
    return said


def items_by(tasks: Sequence[WarningTask], events: Sequence[WarningEvent], at: datetime) -> int | None:
    """Return how many items a checklist had, None where that was not written down.

    An event says which items came with it. Of older ones it is known where nothing that could add any came later.
    """
    told = {key: one.at for one in events for key in one.details.get("tasks", ())}
    if any(task.key not in told for task in tasks) and any(
            one.at > at and one.what in ("issued", "updated") for one in events):
        return None
    return sum(told.get(task.key, at) <= at for task in tasks)
