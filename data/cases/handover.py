"""交接班: what is open at the end of a shift, kept as it was, and taken by whoever comes next."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, select, update

from data.areas import naming
from data.areas import queries as areas
from data.campaigns import listing, progress
from data.cases import classes, queues
from data.cases.given import NOTE_LENGTH
from data.cases.queues import DUE, QUEUES
from data.cases.states import UNDECIDED, WITH_HANDLER, WORKS, State
from data.errors import Conflict, Invalid, NotAllowed, NotFound
from data.figures.conditions import TABLE
from data.models.case import Case
from data.models.together import HandOver, Whistle
from data.people import trail
from data.storage.prefix import begins_with
from data.visit import Visit

URGENT = 2
MOST_CASES, MOST_LISTED = 50, 30
"""Cases written out of each kind, and past hand-overs listed."""
TEXT_SHOWN = 80


@dataclass(frozen=True, kw_only=True)
class OpenCase:
    """A case as a hand-over keeps it: names in Chinese and English as they were then, times ISO 8601 UTC."""

    no: str
    text: str
    state: str
    priority: int
    kind: tuple[str, str]
    where: tuple[str, str]
    due: str | None


def kinds(now: datetime) -> dict[str, ColumnElement[bool]]:
    """Return {what a shift must hand over: which open cases that are}, in the order of the page."""
    return {
        "urgent": and_(Case.priority <= URGENT, TABLE.state.in_((*UNDECIDED, *WITH_HANDLER))),
        "overdue": and_(now > DUE, Case.paused_at.is_(None)),
        "supervised": Case.is_supervised.is_(True),
        "whistled": exists(select(Whistle.id).where(Whistle.case_id == Case.id, Whistle.answered_at.is_(None))),
        "asked": Case.asked_due_at.is_not(None),
        "suspended": TABLE.state == State.SUSPENDED,
    }


def picture(visit: Visit, prefix: str, *, has_campaigns: bool = True) -> dict[str, Any]:
    """Return what is open now in an area, as plain JSON; campaigns are not known of the past.

    {"area": code, "open": n, "queues": {queue: [waiting, late]}, "cases": {kind: {"n", "cases": [OpenCase]}},
    "campaigns": [{"id", "name", "name_en", "due", "total", "done", "late"}] of those with something late}
    """
    book = classes.open_book(visit.session, visit.city.class_scheme)
    lengths = queues.lengths(visit, prefix, list(QUEUES))
    inside = and_(Case.is_open.is_(True), begins_with(Case.area_code, prefix))
    waiting = kinds(visit.now)
    total, *counted = visit.session.execute(
        select(func.count(), *(func.coalesce(func.sum(case((waits, 1), else_=0)), 0) for waits in waiting.values()))
        .select_from(Case).where(inside)).one()
    numbers = dict(zip(waiting, (int(count) for count in counted), strict=True))
    return {
        "area": prefix, "open": total, "queues": {name: list(counts) for name, counts in lengths.items()},
        "cases": {kind: {"n": numbers[kind], "cases": _cases(visit, and_(inside, waits), book) if numbers[kind] else []}
                  for kind, waits in waiting.items()},
        "campaigns": _late_campaigns(visit, prefix) if has_campaigns else [],
    }


def due_within(visit: Visit, prefix: str, span: timedelta, limit: int) -> tuple[list[Case], int]:
    """Return the first of an area's open cases whose stage comes due within a time from now, and how many do."""
    wanted = and_(begins_with(Case.area_code, prefix), Case.is_open.is_(True), Case.paused_at.is_(None),
                  visit.now <= DUE, visit.now + span >= DUE)
    many = visit.session.execute(select(func.count()).select_from(Case).where(wanted)).scalar_one()
    return queues.next_to_breach(visit, wanted, limit), many


def may_hand_over(visit: Visit, area: str) -> bool:
    """May the visitor keep a shift here: do they work on all departments' cases of the area?"""
    return visit.scope.shows(area, None) and any(visit.scope.allows(one, area) for one in WORKS)


def hand_over(visit: Visit, area: str, note: str) -> HandOver:
    """Keep what is open in an area with what the visitor says of it, and return that.

    Raises NotFound("area_not_found"), NotAllowed, Invalid("note_too_long").
    """
    areas.find(visit, area)
    _require_right(visit, area)
    if len(note) > NOTE_LENGTH:
        raise Invalid("note_too_long", limit=NOTE_LENGTH)
    made = HandOver(area_code=area, person=visit.scope.person, by_name=visit.scope.name, at=visit.now,
                    note=note.strip(), body=picture(visit, area))
    visit.session.add(made)
    visit.session.flush()
    _note(visit, made, "shift_handed_over")
    return made


def take(visit: Visit, hand_over_id: int) -> HandOver:
    """Take a shift over and return what was handed over.

    Raises NotFound("hand_over_not_found"), NotAllowed (also "own_hand_over" for whoever gave it),
    Conflict("taken_already").
    """
    found = find(visit, hand_over_id)
    _require_right(visit, found.area_code)
    if is_own(visit, found):
        raise NotAllowed("own_hand_over")
    done = visit.session.execute(
        update(HandOver).where(HandOver.id == hand_over_id, HandOver.taken_at.is_(None))
        .values(taken_at=visit.now, taken_by=visit.scope.name).execution_options(synchronize_session=False))
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("taken_already", name=found.taken_by or "")
    visit.session.refresh(found)
    _note(visit, found, "shift_taken")
    return found


def find(visit: Visit, hand_over_id: int) -> HandOver:
    """Return a hand-over. Raises NotFound("hand_over_not_found"), also for one the visitor may not read."""
    found = visit.session.scalars(select(HandOver).where(HandOver.id == hand_over_id)).one_or_none()
    if found is None or not visit.scope.shows(found.area_code, None):
        raise NotFound("hand_over_not_found")
    return found


def is_own(visit: Visit, one: HandOver) -> bool:
    """Did the visitor hand this over themselves?"""
    return (one.person or one.by_name) == (visit.scope.person or visit.scope.name)


def listed(visit: Visit, prefix: str, limit: int = MOST_LISTED) -> list[HandOver]:
    """Return the hand-overs inside an area, the newest first; none to whoever sees one department's cases only."""
    rows = visit.session.scalars(
        select(HandOver).where(begins_with(HandOver.area_code, prefix))
        .order_by(HandOver.at.desc(), HandOver.id.desc()).limit(limit))
    return [one for one in rows if visit.scope.shows(one.area_code, None)]


def _require_right(visit: Visit, area: str) -> None:
    if not may_hand_over(visit, area):
        raise NotAllowed(permission=WORKS[0])


def _cases(visit: Visit, condition: ColumnElement[bool], book: classes.ClassBook) -> list[dict[str, Any]]:
    found = queues.next_to_breach(visit, condition, MOST_CASES)
    places = naming.places(visit, {one.area_code for one in found})
    return [asdict(_kept(one, book, places)) for one in found]


def _kept(one: Case, book: classes.ClassBook, places: dict[str, tuple[str, str]]) -> OpenCase:
    kind = book.by_code.get(one.class_code)
    due = one.stage_due_at or one.due_at
    return OpenCase(
        no=one.case_no, text=one.text[:TEXT_SHOWN], state=one.state, priority=one.priority,
        kind=(kind.name, kind.name_en) if kind else (one.class_code, one.class_code), where=places[one.area_code],
        due=due.isoformat(timespec="seconds") if due else None)


def _late_campaigns(visit: Visit, prefix: str) -> list[dict[str, Any]]:
    running = listing.running(visit, prefix)
    counted = progress.of_many(visit, running, prefix)
    return [{"id": one.id, "name": one.name, "name_en": one.name_en, "due": one.due_at.isoformat(timespec="seconds"),
             **counted[one.id]._asdict()} for one in running if counted[one.id].late]


def _note(visit: Visit, one: HandOver, what: str) -> None:
    trail.note(visit.session, at=visit.now, who=visit.scope.name, what=what, outcome="done",
               person=visit.scope.person, area=one.area_code, subject=f"hand-over {one.id}")
