"""Imported history as live traffic: each case comes in again at its own tempo, X times as fast.

A replayed case is a new case of source "replay:<run>:<source>" on channel "replay", received now.
Deadlines shrink with the tempo, so that what was late is late again. It closes when its original
did, unless people here took it in hand: then units drive, work and report as in the demo city. The
city says "replay" while it runs. History lives in the database; a run remembers only how far it is.
"""

import contextlib
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import delete, func, select, update

from data import clock
from data.areas.locate import GridIndex, build_index
from data.cases import intake
from data.cases.event_ids import named
from data.cases.intake import Report
from data.cases.outside import DONE, close_from_outside
from data.demo.moving import Journeys, move_engaged_units
from data.errors import Busy, Conflict, Invalid
from data.ingest import history
from data.models.case import Case, Dispatch
from data.models.tables import OF_A_CASE
from data.models.unit import Unit
from data.scope import Scope
from data.settings import Settings
from data.storage import changes
from data.storage.database import Database
from data.travel.roads import read_roads
from data.units import status
from data.visit import Visit, writing

CHANNEL = MARKER = "replay"
STEP_SECONDS = 0.5
LONGEST_SILENCE = timedelta(seconds=20)
"""Wall time without a case after which the replay jumps to the next one: feeds have gaps of days."""
MOST_AT_ONCE = 2_000
SOURCE_LENGTH = 64


@dataclass(frozen=True, kw_only=True)
class Played:
    """What one step did."""

    at: datetime
    """The moment of history that was reached."""
    received: int = 0
    closed: int = 0
    moved: int = 0
    """Units that moved on the map."""
    is_over: bool = False


@dataclass(kw_only=True)
class Replay:
    """One run, made by `begin`: step() about twice a second, end() always."""

    run_id: str
    speed: float
    first_at: datetime
    last_at: datetime
    reached: datetime
    """How far in history."""
    shown_at: datetime
    """When that was, on the wall clock."""
    marker_before: str
    index: GridIndex
    journeys: Journeys
    sources: dict[str, str] = field(default_factory=dict)
    """{source of replayed cases: source of their originals}"""

    def step(self, visit: Visit, rng: np.random.Generator) -> Played:
        """Play what is due by the visit's moment; the caller commits, then calls `settle`."""
        goal = self.reached + (visit.now - self.shown_at) * self.speed
        following = history.next_at(visit, self.reached)
        if following is not None and following - goal > LONGEST_SILENCE * self.speed:
            goal = following
        cases, goal = history.cases_between(visit, self.reached, goal, MOST_AT_ONCE)
        received = self._receive(visit, cases)
        closed = self._close(visit, goal)
        moved = move_engaged_units(visit, self.journeys, rng, seconds=(visit.now - self.shown_at).total_seconds())
        return Played(at=goal, received=received, closed=closed, moved=moved, is_over=goal >= self.last_at)

    def settle(self, played: Played, now: datetime) -> None:
        """Remember how far the run is, once the step is stored."""
        self.reached, self.shown_at = played.at, now

    def _receive(self, visit: Visit, cases: Sequence[Case]) -> int:
        by_scheme: dict[str, list[Report]] = defaultdict(list)
        for case in cases:
            by_scheme[case.class_scheme].append(self._again(case, visit.now))
        return sum(len(intake.receive(visit, reports, self.index, scheme=scheme).stored)
                   for scheme, reports in by_scheme.items())

    def _again(self, case: Case, now: datetime) -> Report:
        """Return the case as a report of this moment; its time limit passes X times as fast as then."""
        located = case.placed == "point"
        due = None if case.due_at is None else now + (case.due_at - case.received_at) / self.speed
        return Report(
            source=_name(self.run_id, case.source), event_id=case.event_id, occurred_at=now, category=case.class_code,
            text=case.text, lon=case.lon if located else None, lat=case.lat if located else None,
            area_code=case.area_code, address=case.address, priority=case.priority, channel=CHANNEL, due_at=due,
            department=case.department,
        )

    def _close(self, visit: Visit, goal: datetime) -> int:
        """Close replayed cases whose originals are closed by now, if nobody here has them in hand."""
        now_closed = history.closed_between(visit, self.reached, goal, self.first_at)
        untouched = self._ours(visit, [(_name(self.run_id, source), event_id) for source, event_id in now_closed])
        handled = list(visit.session.scalars(
            select(Case).where(Case.source.in_(self.sources), Case.state.in_(DONE))))
        originals = {(self.sources[case.source], case.event_id): case for case in handled}
        over = [originals[key] for key in history.closed_of(visit, list(originals), goal)]
        return len(close_from_outside(visit, [*untouched, *over]))

    def _ours(self, visit: Visit, keys: list[tuple[str, str]]) -> list[Case]:
        found: list[Case] = []
        for wanted in named(keys):
            found += visit.session.scalars(select(Case).where(wanted))
        return found


def _name(run_id: str, source: str) -> str:
    return f"{MARKER}:{run_id}:{source}"[:SOURCE_LENGTH]


def begin(visit: Visit, *, speed: float = 60.0, from_at: datetime | None = None) -> Replay:
    """Mark the city and return a run that sets out at `from_at` of history (default: its first case).

    Raises Invalid("bad_speed"), or NotFound("no_history") when there is nothing from then on.
    """
    if not 0.01 <= speed <= 100_000:
        raise Invalid("bad_speed", value=speed)
    first, last = history.span(visit, from_at)
    run_id = visit.now.strftime("%y%m%d%H%M%S")
    before = "" if visit.city.marker == MARKER else visit.city.marker
    run = Replay(
        run_id=run_id, speed=speed, first_at=first, last_at=last, reached=first - timedelta(microseconds=1),
        shown_at=visit.now, marker_before=before, index=build_index(visit.session, visit.city.leaf_level()),
        journeys=Journeys(read_roads(visit.session)),
        sources={_name(run_id, source): source for source in history.sources(visit)},
    )
    mark(visit, MARKER)
    return run


def mark(visit: Visit, marker: str) -> None:
    """Set the city's marker and tell the screens."""
    visit.city.marker = marker
    visit.session.flush()
    changes.record(visit.session, [changes.Note(kind="map", key=MARKER, area_code=visit.city.code)], visit.now)


def play(database: Database, settings: Settings, *, from_at: datetime | None = None, speed: float = 60.0,
         stop: threading.Event | None = None, tell: Callable[[Played], None] | None = None) -> None:
    """Replay history until it is over or `stop` is set; Ctrl-C ends it too. The marker is given back in any case.

    `tell` hears of every step. Raises Invalid("bad_speed"), NotFound: no_city, no_history.
    """
    halt, rng = stop or threading.Event(), np.random.default_rng()
    with _as_replay(database, settings) as visit:
        run = begin(visit, speed=speed, from_at=from_at)
    try:
        while not halt.wait(STEP_SECONDS):
            with contextlib.suppress(Busy, Conflict):  # the next step makes up for it
                with _as_replay(database, settings) as visit:
                    played = run.step(visit, rng)
                run.settle(played, visit.now)
                if tell is not None:
                    tell(played)
                if played.is_over:
                    return
    finally:
        with _as_replay(database, settings) as visit:
            mark(visit, run.marker_before)


@contextlib.contextmanager
def _as_replay(database: Database, settings: Settings) -> Iterator[Visit]:
    with writing(database, Scope.of_job(MARKER), settings, now=clock.now()) as visit:
        yield visit


def clear(visit: Visit) -> int:
    """Take away every replayed case, free the units that were sent to them, and return how many cases went."""
    session = visit.session
    replayed = select(Case.id).where(Case.channel == CHANNEL)
    engaged = select(Dispatch.unit_id).where(Dispatch.case_id.in_(replayed), Dispatch.ended_at.is_(None))
    count = int(session.execute(select(func.count()).select_from(replayed.subquery())).scalar_one())
    if count:
        free = update(Unit).where(Unit.id.in_(engaged)).values(
            status=status.AVAILABLE, status_at=visit.now, version=Unit.version + 1)
        gone = [delete(rows).where(rows.case_id.in_(replayed)) for rows in OF_A_CASE]
        for statement in (free, *gone, delete(Case).where(Case.channel == CHANNEL)):
            session.execute(statement.execution_options(synchronize_session=False))
        changes.record(session, [changes.Note(kind="map", key="cleared", area_code=visit.city.code)], visit.now)
    return count


def read_moment(text: str, zone: ZoneInfo) -> datetime:
    """Return the moment a person wrote ("2026-04-12T08:00"); without an offset it is the city's wall clock.

    Raises Invalid("unreadable_moment").
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid("unreadable_moment", value=text) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
