"""Cases of the past that went through the loop, everything that is told of them, and moving their detail away."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from data.archive import moving
from data.cases import clocks, course, queries, workflow
from data.cases.given import Given, Said
from data.models.case import Case
from data.models.tables import METADATA
from data.scope import ROLES, Scope
from tests import cast

HOUR = timedelta(hours=1)
CREW = {"alice": cast.ALICE, **{name: Scope(person=name, name=name.title(), areas=frozenset({""}), may=ROLES[role])
                                for name, role in (("crew", "handler"), ("vera", "verifier"), ("cara", "caller"),
                                                   ("lee", "leader"))}}
LOOP = (("alice", "accept", {}), ("alice", "dispatch", {"units": (cast.SWEEPERS,)}), ("crew", "sign", {}),
        ("crew", "start", {}), ("crew", "finish", {}), ("vera", "verify", {}),
        ("cara", "call_back", {"reply": Said(contacted=True, solved=True, satisfied=True)}),
        ("lee", "evaluate", {"grade": 5}), ("alice", "close", {}))
BY_NOBODY = (LOOP[0], ("alice", "dispatch", {"department": "clean"}), *LOOP[2:])
"""The same without a unit: many cases at once."""
DECLINED = (("alice", "decline", {}),)
"""The shortest way to an end."""
NOW = cast.NOW
"""2026-03-18."""
DECEMBER, JANUARY = datetime(2025, 12, 10, 2, 0, tzinfo=NOW.tzinfo), datetime(2026, 1, 10, 2, 0, tzinfo=NOW.tzinfo)
MOVED = {"case_events", "stage_clocks", "archive_files", "archived_cases", "audit", "serials"}
"""Tables in which archiving changes something."""


def go_on(write, number: str, at: datetime, steps=LOOP, gap: timedelta = HOUR) -> None:
    """Move a case step by step, an hour apart."""
    for who, verb, given in steps:
        at += gap
        with write(scope=CREW[who], now=at) as visit:
            version = workflow.find(visit, number).version
            workflow.move(visit, number, verb, version=version,
                          given=Given(**{"note": f"说明 {verb} \"1\" é", **given}))


def closed(write, name: str, at: datetime, steps=LOOP, gap: timedelta = HOUR,
           spot: tuple[float, float] = (0.5, 0.5)) -> str:
    """Return the number of a case that came at a moment and went as far as the steps; all of them close it."""
    with write(now=at) as visit:
        number = cast.open_case(visit, name, spot, occurred_at=at - HOUR / 6)
    go_on(write, number, at, steps, gap)
    return number


def moved(database, settings, before: str, now: datetime = NOW) -> list[moving.Moved]:
    """Move what ended before a month, and return what went."""
    return list(moving.move_old(database, settings.archive_path, cast_zone(), before=before, now=now))


def cast_zone() -> ZoneInfo:
    """Return the toy city's zone."""
    return ZoneInfo(cast.city_row().zone)


def told(read, scope: Scope | None = None) -> dict[str, tuple]:
    """Return {case number: all that is told of it}: events, stages, clocks without their own numbers."""
    with (read(scope=scope) if scope else read()) as visit:
        return {case.case_no: of_case(visit, case) for case in visit.session.scalars(select(Case))}


def of_case(visit, case: Case) -> tuple:
    """Return all that is told of one case."""
    events = queries.timeline(visit, case)
    ran = [(one.stage, one.limit, one.begun_at, one.due_at, one.ended_at, one.paused_seconds)
           for one in clocks.clocks_of(visit, case)]
    return events, course.course_of(case, events), ran


def everything_else(database, job) -> dict[str, list]:
    """Return every row of the tables that archiving leaves alone."""
    with database.read(job) as session:
        return {table.name: sorted(map(repr, session.execute(select(*table.c))))
                for table in METADATA.sorted_tables if table.name not in MOVED}

