"""Reading cases: lists for screens. Everything is filtered by the visit's scope and an area prefix."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, not_, select

from data.archive import reading
from data.cases import instructions
from data.cases.bodies import OF_CASE
from data.cases.figures import is_alarm
from data.cases.shelving import is_shown
from data.cases.states import Verb
from data.cases.windows import Where
from data.errors import CityError, Conflict
from data.models.case import Case, CaseEvent, Dispatch
from data.models.city import DISTRICT
from data.models.unit import Unit
from data.storage.box import Box, stands_in
from data.storage.prefix import begins_with, lies_in
from data.visit import Visit


def open_cases(visit: Visit, prefix: str, limit: int, *, box: Box | None = None,
               where: Where = ()) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return what bodies are made of, of the open cases of an area: most urgent first, then newest.

    With a box (west, south, east, north, WGS84) of those in it alone.
    """
    wanted = select(*OF_CASE).where(begins_with(Case.area_code, prefix), Case.is_open.is_(True), *where)
    if box is not None:
        wanted = wanted.where(stands_in(Case, box))
    return visit.session.execute(wanted.order_by(Case.priority, Case.received_at.desc()).limit(limit)).all()


def count_open(visit: Visit, prefix: str, *, shorter_than: int = 0, where: Where = ()) -> int:
    """Return how many cases of an area are open; with `shorter_than`, only those placed by a shorter code."""
    wanted = (
        select(func.count())
        .select_from(Case)
        .where(Case.is_open.is_(True), begins_with(Case.area_code, prefix), *where)
    )
    if shorter_than:
        wanted = wanted.where(func.length(Case.area_code) < shorter_than)
    return visit.session.execute(wanted).scalar_one()


def latest(visit: Visit, prefix: str, limit: int) -> list[Case]:
    """Return the cases received last in an area, newest first, whatever their state.

    Of a large area they are found among the city's latest, of a small one in an index of its own, before any row.
    """
    newest_first = (Case.received_at.desc(), Case.id.desc())
    if visit.city.level_of(prefix) <= DISTRICT:
        return list(visit.session.scalars(
            select(Case).where(lies_in(Case.area_code, prefix)).order_by(*newest_first).limit(limit)))
    ids = select(Case.id).where(begins_with(Case.area_code, prefix)).order_by(*newest_first).limit(limit)
    return list(visit.session.scalars(select(Case).where(Case.id.in_(ids)).order_by(*newest_first)))


def latest_of(visit: Visit, prefix: str, since: datetime, limit: int, where: Where) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return what bodies are made of, of the cases received last since a moment that are what `where` says."""
    return visit.session.execute(
        select(*OF_CASE).where(lies_in(Case.area_code, prefix), Case.received_at >= since, *where)
        .order_by(Case.received_at.desc(), Case.id.desc()).limit(limit)).all()


def alarms(visit: Visit, prefix: str, limit: int) -> list[Case]:
    """Return the alarms of an area that are not shelved: by priority, oldest first."""
    wanted = select(Case).where(lies_in(Case.area_code, prefix), *is_alarm(visit.now), is_shown(visit.now))
    return list(visit.session.scalars(wanted.order_by(Case.priority, Case.received_at).limit(limit)))


def count_alarms(visit: Visit, prefix: str) -> int:
    """Return how many cases `alarms` has without its limit."""
    return visit.session.execute(select(func.count()).select_from(Case).where(
        lies_in(Case.area_code, prefix), *is_alarm(visit.now), is_shown(visit.now))).scalar_one()


def count_shelved(visit: Visit, prefix: str) -> int:
    """Return how many alarms of an area are kept off the walls for a while."""
    return visit.session.execute(select(func.count()).select_from(Case).where(
        lies_in(Case.area_code, prefix), *is_alarm(visit.now), not_(is_shown(visit.now)))).scalar_one()


def open_near(visit: Visit, lon: float, lat: float, degrees: float, limit: int) -> list[Case]:
    """Return open cases within `degrees` of a point, both ways, the newest first."""
    box = (lon - degrees, lat - degrees, lon + degrees, lat + degrees)
    return list(visit.session.scalars(select(Case).where(Case.is_open.is_(True), stands_in(Case, box))
                                      .order_by(Case.received_at.desc()).limit(limit)))


@dataclass(frozen=True, kw_only=True)
class Told:
    """One event of a case as the visitor may read it."""

    version: int
    verb: str
    before: str
    after: str
    at: datetime
    person: str | None
    by_name: str
    note: str
    details: dict[str, Any]
    is_withheld: bool = False
    """Are its words and details kept from this visitor?"""


def timeline(visit: Visit, case: Case) -> list[Told]:
    """Return what happened to a case, oldest first; of an instruction the visitor may not read, only that it was.

    Raises Conflict("archive_unreadable") with file and reason where its detail lies in a file that cannot be read.
    """
    found = [_told(event) for event in reading.events_of(visit, case)]
    if not any(one.verb == Verb.INSTRUCT for one in found):
        return found
    known = {one.version: one.text for one in instructions.readable(visit, case)}
    return [_as_read(visit, one, known) if one.verb == Verb.INSTRUCT else one for one in found]


@dataclass(frozen=True, kw_only=True)
class History:
    """What happened to a case, and where that was read."""

    events: tuple[Told, ...]
    """Oldest first; empty where they cannot be read."""
    archived: str | None = None
    """The month (YYYY-MM) whose files hold it; None where it lies in the tables."""
    fault: CityError | None = None
    """Why it cannot be read."""


def history(visit: Visit, case: Case) -> History:
    """Return what happened to a case, or why that cannot be said."""
    month = reading.months_of(visit.session, [case]).get(case.id)
    try:
        return History(events=tuple(timeline(visit, case)), archived=month)
    except Conflict as fault:
        return History(events=(), archived=month, fault=fault)


def _as_read(visit: Visit, event: Told, known: dict[int, str]) -> Told:
    """Return the event of an instruction with its words, or without them and its details."""
    if event.version in known:
        return replace(event, note=known[event.version])
    return event if instructions.is_own(visit, event.person) else replace(
        event, note="", details={}, is_withheld=True)


def _without_withdrawn(visit: Visit, events: list[Told]) -> list[Told]:
    """Return the events; the words of an instruction that was called back are its writer's alone."""
    gone = {one.details.get("withdrawn") for one in events if one.verb == Verb.WITHDRAW_INSTRUCTION}
    return [replace(one, note="", details={}, is_withheld=True)
            if one.version in gone and not instructions.is_own(visit, one.person) else one for one in events]


def _told(event: CaseEvent) -> Told:
    return Told(version=event.version, verb=event.verb, before=event.before, after=event.after, at=event.at,
                person=event.person, by_name=event.by_name, note=event.note, details=event.details)


def timelines(visit: Visit, cases: Sequence[Case]) -> dict[int, list[Told]]:
    """Return {case id: what happened to it, oldest first} of many cases at once.

    The event of an instruction holds its words only where everybody who sees the case may read them. Raises as
    `timeline`.
    """
    found: dict[int, list[Told]] = {case.id: [] for case in cases}
    archived = reading.months_of(visit.session, cases)
    for case in cases:
        if case.id in archived:
            found[case.id] = [_told(event) for event in reading.events_of(visit, case)]
    for event in visit.session.scalars(
        select(CaseEvent).where(CaseEvent.case_id.in_(found.keys() - archived.keys())).order_by(
            CaseEvent.case_id, CaseEvent.version)
    ):
        found[event.case_id].append(_told(event))
    return {number: _without_withdrawn(visit, events) for number, events in found.items()}


def dispatches_of(visit: Visit, case: Case) -> list[tuple[Dispatch, Unit]]:
    """Return every dispatch of a case with its unit, newest first."""
    sent = list(visit.session.scalars(
        select(Dispatch).where(Dispatch.case_id == case.id).order_by(Dispatch.id.desc())))
    if not sent:
        return []
    # Asked by themselves: a unit that helps out lies with another district than the case.
    units = {unit.id: unit for unit in visit.session.scalars(
        select(Unit).where(Unit.id.in_({dispatch.unit_id for dispatch in sent})))}
    return [(dispatch, units[dispatch.unit_id]) for dispatch in sent if dispatch.unit_id in units]
