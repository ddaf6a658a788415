"""Taking reports in: every report ends as stored, duplicate or rejected with a reason.

The same function serves one live event and a file of a million rows: reports are checked one
by one, placed and written in bulk. (source, event_id) names one case for ever.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np
from sqlalchemy import select

from data import clock
from data.areas.locate import GridIndex
from data.cases import suspicions
from data.cases.bodies import case_body
from data.cases.classes import UNCLASSIFIED, ClassBook, open_book
from data.cases.clocks import begin_rows, calendar_of, due_after, limit_of
from data.cases.event_ids import named
from data.cases.sorting import router
from data.cases.states import State, Verb, is_open, verb_into
from data.models.area import Area
from data.models.case import Case, CaseEvent, StageClock
from data.storage import changes
from data.storage.bulk import insert_rows
from data.storage.database import everywhere
from data.visit import Visit

TEXT_LIMIT = 5_000
AHEAD_ALLOWED = timedelta(minutes=5)
ZONES_ALLOWED = timedelta(days=1)
"""How far ahead a row of a file may lie: its clock may be of a zone that the file does not name."""
CHUNK = 400
YEARS = range(1900, 2200)
NOT_STORABLE = re.compile("[\0\ud800-\udfff]")

NOTHING: dict[str, Any] = {}
QUARTER_SECONDS = 900
"""No zone's day begins amid a quarter of an hour: its name is asked for once per quarter."""
VERB_INTO = {state: verb_into(state) for state in State if state is not State.REPORTED}
"""Asked for every imported case; the table of moves does not change."""

Spot = tuple[str, float, float, str]
"""(area code, lon, lat, "point" or "area")"""

REASONS = (
    "no_id", "no_time", "unreadable_date", "in_the_future", "no_coordinate", "unreadable_coordinate",
    "outside_every_area", "unknown_area", "area_not_allowed", "closed_before_opened", "no_text", "text_too_long",
    "id_too_long", "bad_severity", "unreadable_row",
)
"""Every reason a report can be rejected for; reports and words list the same."""


@dataclass(frozen=True, slots=True)
class Step:
    """One past event of a case that arrives with its history."""

    verb: Verb
    after: State
    at: datetime
    by_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report as it came in, read but not judged. Times aware; coordinates WGS84."""

    source: str
    event_id: str
    occurred_at: datetime | None
    category: str
    text: str
    lon: float | None = None
    lat: float | None = None
    area_code: str = ""
    address: str = ""
    priority: int | None = None
    channel: str = "api"
    reporter: dict[str, Any] | None = None
    accuracy_m: float | None = None
    """Within how many metres the reporter's own device was sure of the spot."""
    closed_at: datetime | None = None
    due_at: datetime | None = None
    kept_time: bool | None = None
    """What a source says that knows whether a case was handled in time, but not when."""
    state: State | None = None
    trail: tuple[Step, ...] = ()
    department: str | None = None
    """Code of the department that answers; None means the class's."""
    fault: str = ""
    """A reason its reader already found (unreadable_date, ...)."""


@dataclass(frozen=True)
class Outcome:
    """What became of a batch; indexes are positions in it. The three add up to its length."""

    stored: list[tuple[int, str]] = field(default_factory=list)
    """(index, case number)"""
    duplicate: list[tuple[int, str]] = field(default_factory=list)
    """(index, case number of the case it already is)"""
    rejected: list[tuple[int, str]] = field(default_factory=list)
    """(index, reason)"""


def receive(visit: Visit, reports: Sequence[Report], index: GridIndex, *, live: bool = True,
            scheme: str = "") -> Outcome:
    """Store a batch of reports; the caller's visit commits.

    `live` reports are received now and told to screens one by one; history keeps its own times,
    and whoever imports it tells the screens once at the end. `scheme` names the classes that
    categories are read in; without it the city's.
    """
    outcome = Outcome()
    if visit.session.get_bind().dialect.name == "postgresql":
        changes.draw(visit.session, "intake", 0)  # one batch judges at a time, as SQLite's one writer sees to by itself
    sound = _sound(visit, reports, live, outcome)
    sound = _new(visit, reports, sound, outcome)
    placed, twins = _apart(reports, _placed(visit, reports, sound, index, outcome))
    if placed:
        book = open_book(visit.session, scheme or visit.city.class_scheme)
        _store(visit, reports, placed, outcome, book=book, live=live)
    numbers = {(reports[i].source, reports[i].event_id): case_no for i, case_no in outcome.stored}
    outcome.duplicate.extend((i, numbers[reports[i].source, reports[i].event_id]) for i in twins)
    outcome.duplicate.sort()
    outcome.rejected.sort()
    return outcome


def receive_at(visit: Visit, reports: Sequence[Report], spots: Sequence[Spot], *, scheme: str) -> list[str]:
    """Store sound reports of fresh ids whose places are known, received now, and return their case numbers."""
    outcome = Outcome()
    _store(visit, reports, list(enumerate(spots)), outcome, book=open_book(visit.session, scheme), live=True)
    return [case_no for _, case_no in outcome.stored]


def _store(visit: Visit, reports: Sequence[Report], placed: list[tuple[int, Spot]], outcome: Outcome, *,
           book: ClassBook, live: bool) -> None:
    rows = [_row(visit, reports[i], spot, book, live=live) for i, spot in placed]
    if live:
        _route(visit, [reports[i] for i, _ in placed], rows)
    _number(visit, rows)
    _write(visit, [reports[i] for i, _ in placed], rows, live)
    outcome.stored.extend((i, row["case_no"]) for (i, _), row in zip(placed, rows, strict=True))


def fault_of(report: Report, now: datetime, *, live: bool) -> str:
    """Return the reason a report cannot be taken, judged by itself; empty when it can."""
    return (report.fault or _identity_fault(report) or _time_fault(report, now, live) or _content_fault(report)
            or _coordinate_fault(report))


def _identity_fault(report: Report) -> str:
    if not report.event_id or not report.source:
        return "no_id"
    if len(report.event_id) > 128 or len(report.source) > 64:
        return "id_too_long"
    return ""


def _time_fault(report: Report, now: datetime, live: bool) -> str:
    if report.occurred_at is None:
        return "no_time"
    if live and report.occurred_at > now + AHEAD_ALLOWED:
        return "in_the_future"
    moments = (report.occurred_at, report.closed_at, report.due_at, *(step.at for step in report.trail))
    if any(at is not None and at.year not in YEARS for at in moments):  # 9999-12-31 means that nobody knew
        return "unreadable_date"
    if report.occurred_at > now + ZONES_ALLOWED:
        return "in_the_future"
    if report.closed_at is not None and report.closed_at < report.occurred_at:
        return "closed_before_opened"
    return ""


def _content_fault(report: Report) -> str:
    if len(report.text) > TEXT_LIMIT:
        return "text_too_long"
    if report.priority is not None and report.priority not in (1, 2, 3, 4):
        return "bad_severity"
    texts = (report.source, report.event_id, report.category, report.text, report.address, report.area_code)
    return "" if _is_storable(" ".join(texts)) else "unreadable_row"


def _is_storable(text: str) -> bool:
    """Can every database keep this text? PostgreSQL refuses NUL, and half a surrogate pair is no character."""
    return NOT_STORABLE.search(text) is None


def _coordinate_fault(report: Report) -> str:
    if report.lon is None or report.lat is None:
        return "" if report.area_code else "no_coordinate"
    if not (-180 <= report.lon <= 180 and -90 <= report.lat <= 90):
        return "unreadable_coordinate"
    return ""


def _sound(visit: Visit, reports: Sequence[Report], live: bool, outcome: Outcome) -> list[int]:
    sound = []
    for i, report in enumerate(reports):
        fault = fault_of(report, visit.now, live=live)
        if fault:
            outcome.rejected.append((i, fault))
        else:
            sound.append(i)
    return sound


def _new(visit: Visit, reports: Sequence[Report], sound: list[int], outcome: Outcome) -> list[int]:
    """Leave out what is stored already."""
    keys = [(reports[i].source, reports[i].event_id) for i in sound]
    known = _known(visit, keys)
    fresh = []
    for i, key in zip(sound, keys, strict=True):
        if key not in known:
            fresh.append(i)
        elif visit.scope.covers(known[key][1]):
            outcome.duplicate.append((i, known[key][0]))
        else:
            outcome.rejected.append((i, "area_not_allowed"))
    return fresh


def _known(visit: Visit, keys: list[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return {(source, event id): (case number, area)} of those that are stored already, wherever they lie."""
    known: dict[tuple[str, str], tuple[str, str]] = {}
    for condition in named(keys):
        with everywhere(visit.session):  # an id is taken wherever its case lies
            rows = visit.session.execute(
                select(Case.source, Case.event_id, Case.case_no, Case.area_code).where(condition)
            ).all()
        known |= {(source, event_id): (case_no, area) for source, event_id, case_no, area in rows}
    return known


def _apart(reports: Sequence[Report], placed: list[tuple[int, Spot]]) -> tuple[list[tuple[int, Spot]], list[int]]:
    """Return the first report of each id, and the others: what stands twice in a batch is one case.

    Told apart only now, because a first that has no place must not take a second with it.
    """
    firsts: dict[tuple[str, str], tuple[int, Spot]] = {}
    twins = []
    for i, spot in placed:
        key = (reports[i].source, reports[i].event_id)
        if key in firsts:
            twins.append(i)
        else:
            firsts[key] = (i, spot)
    return list(firsts.values()), twins


def _placed(visit: Visit, reports: Sequence[Report], fresh: list[int], index: GridIndex,
            outcome: Outcome) -> list[tuple[int, Spot]]:
    """Return (index, spot) for every report that has a place."""
    located = [i for i in fresh if reports[i].lon is not None and reports[i].lat is not None]
    codes = index.locate_many(np.array([reports[i].lon for i in located]), np.array([reports[i].lat for i in located]))
    where: dict[int, Spot] = {}
    for i, code in zip(located, codes, strict=True):
        if code is not None:
            where[i] = (str(code), float(reports[i].lon or 0), float(reports[i].lat or 0), "point")
    wanted = {reports[i].area_code for i in fresh if i not in where and reports[i].area_code}
    labels = _label_points(visit, wanted)
    placed = []
    for i in fresh:
        by_area = labels.get(reports[i].area_code)
        spot = where.get(i) or (by_area and (reports[i].area_code, by_area[0], by_area[1], "area"))
        if not spot:
            outcome.rejected.append((i, "unknown_area" if reports[i].area_code else "outside_every_area"))
        elif not visit.scope.covers(spot[0]):
            outcome.rejected.append((i, "area_not_allowed"))
        else:
            placed.append((i, spot))
    return placed


def _label_points(visit: Visit, codes: set[str]) -> dict[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    ordered = sorted(codes)
    for start in range(0, len(ordered), CHUNK):
        rows = visit.session.execute(
            select(Area.area_code, Area.lon, Area.lat).where(Area.area_code.in_(ordered[start:start + CHUNK]))
        )
        found |= {code: (lon, lat) for code, lon, lat in rows}
    return found


def _row(visit: Visit, report: Report, spot: Spot, book: ClassBook, *, live: bool) -> dict[str, Any]:
    code, lon, lat, placed = spot
    kind = book.find(report.category)
    occurred = report.occurred_at or visit.now
    received = visit.now if live else occurred
    state = _state_of(report)
    closed = None if is_open(state) else report.closed_at
    due = report.due_at
    if due is None and kind is not None:
        due = due_after(received, limit_of(kind.limit, kind.limit_hours), calendar_of(visit))
    first = next((step.at for step in report.trail), closed)
    return {
        "case_no": "", "source": report.source, "event_id": report.event_id, "channel": report.channel,
        "state": state.value, "is_open": is_open(state), "version": 1 + len(_steps(report, received)),
        "class_scheme": book.scheme, "class_code": kind.code if kind else UNCLASSIFIED,
        "major_code": (kind.major or kind.code) if kind else UNCLASSIFIED,
        "text": report.text, "address": report.address[:240],
        "priority": report.priority or (kind.priority if kind else 4),
        "lon": lon, "lat": lat, "placed": placed, "area_code": code, "occurred_at": occurred, "received_at": received,
        "hour_no": clock.hour_number(received), "first_response_at": first, "due_at": due,
        "handled_at": next((s.at for s in report.trail if s.after is State.HANDLED), closed),
        "kept_time": report.kept_time, "suspicions": suspicions.of_record(received, closed, visit.zone),
        "closed_at": closed, "department": report.department or (kind.department if kind else None),
        "reporter": report.reporter, "acknowledged_at": None, "acknowledged_by": None,
    }


def _route(visit: Visit, reports: list[Report], rows: list[dict[str, Any]]) -> None:
    """Let the city's rules say who answers for each case, unless its report did."""
    rules = router(visit)
    for report, row in zip(reports, rows, strict=True):
        row["route"] = rules.route(row["class_code"], row["area_code"], row["priority"], row["received_at"])
        if row["route"] and not report.department:
            row["department"] = row["route"]["department"]


def _number(visit: Visit, rows: list[dict[str, Any]]) -> None:
    """Give each row its case number: the city day of receipt, then a five-digit serial of that day."""
    days: dict[str, list[dict[str, Any]]] = {}
    names: dict[int, str] = {}
    for row in rows:
        quarter = int(row["received_at"].timestamp() // QUARTER_SECONDS)
        if quarter not in names:
            names[quarter] = row["received_at"].astimezone(visit.zone).strftime("%y%m%d")
        days.setdefault(names[quarter], []).append(row)
    for day, of_day in days.items():
        first = changes.draw(visit.session, f"case:{day}", len(of_day))
        for offset, row in enumerate(of_day):
            row["case_no"] = f"{day}{first + offset:05d}"


def _state_of(report: Report) -> State:
    return report.state or (State.CLOSED if report.closed_at else State.REPORTED)


def _steps(report: Report, received: datetime) -> tuple[Step, ...]:
    """Return how the case came to its state; one step where the report says only where it stands."""
    state = _state_of(report)
    if report.trail or state is State.REPORTED:
        return report.trail
    at = received if is_open(state) else report.closed_at or received
    return (Step(VERB_INTO[state], state, at),)


def _write(visit: Visit, reports: list[Report], rows: list[dict[str, Any]], live: bool) -> None:
    first_id = changes.draw(visit.session, "cases.id", len(rows))
    for offset, row in enumerate(rows):
        row["id"] = first_id + offset
    first_clocks = begin_rows(visit, rows) if live else []
    insert_rows(visit.session, Case, rows)
    insert_rows(visit.session, StageClock, first_clocks)
    origins: dict[tuple[str, str], dict[str, Any]] = {}
    insert_rows(visit.session, CaseEvent, [e for report, row in zip(reports, rows, strict=True)
                                           for e in _events(visit, report, row, origins)])
    if live:
        changes.record(visit.session, [
            changes.Note(kind="case", key=row["case_no"], area_code=row["area_code"],
                         body=case_body(SimpleNamespace(**row, is_supervised=False))) for row in rows
        ], visit.now)


def _events(visit: Visit, report: Report, row: dict[str, Any],
            origins: dict[tuple[str, str], dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a case's events; `origins` keeps one object for the many events that say the same of their origin."""
    by = visit.scope.name
    key = (report.source, report.category)
    origin = origins.setdefault(key, {"source": report.source, "category": report.category})
    if report.accuracy_m is not None:
        origin = {**origin, "accuracy_m": report.accuracy_m}
    events = [{"case_id": row["id"], "version": 1, "verb": Verb.REPORT.value, "before": "",
               "after": State.REPORTED.value, "at": row["received_at"], "person": visit.scope.person, "by_name": by,
               "note": "", "details": origin}]
    before = State.REPORTED.value
    for version, step in enumerate(_steps(report, row["received_at"]), start=2):
        events.append({"case_id": row["id"], "version": version, "verb": step.verb.value, "before": before,
                       "after": step.after.value, "at": step.at, "person": None, "by_name": (step.by_name or by)[:80],
                       "note": "", "details": NOTHING})
        before = step.after.value
    return events
