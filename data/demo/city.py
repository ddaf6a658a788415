"""Building the demo city: draw it, then store all of it in one transaction, or nothing.

Everything follows from (size, days, seed) and from `now`, to which the history leads up; only the
change log's epoch is new each time. A long history is drawn a year at a time, so that it need not stand in memory.
"""

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.demo import crews, history
from data.demo.areas import draw_map
from data.demo.draws import periods
from data.demo.imagining import Teller
from data.demo.ledger import store_ledger
from data.demo.naming import CITY_CODE
from data.demo.partition import Counts
from data.demo.past import Past
from data.demo.records import MARKER, ZONE, store_catalogue, store_map
from data.demo.storing import at_greenwich, insert_rows, insert_stored
from data.demo.together import begin_together
from data.errors import Invalid
from data.models.area import Area
from data.models.case import Case, CaseEvent, Dispatch, StageClock
from data.models.city import City
from data.models.report import Reply, Supporter
from data.models.unit import Unit
from data.people.demo_people import ensure_demo_people
from data.scope import Scope
from data.settings import Settings, zone_of
from data.storage import changes, loading
from data.storage.database import Database
from data.visit import CITY_ID

OF_HISTORY = (Case, CaseEvent, Dispatch, StageClock, Supporter, Reply)
"""What a history fills."""
KINDS = ("grid_officer", "police", "fire", "sanitation", "repair", "medical", "enforcement")

Progress = Callable[[str, float], None]


@dataclass(frozen=True, kw_only=True)
class Size:
    """How large a demo city is; `daily` is an average day's cases, `units` goes by KINDS."""

    counts: Counts
    households_per_grid: float
    daily: float
    units: tuple[int, ...]
    scenes: int


SIZES = {
    "toy": Size(counts=Counts(districts=3, streets=5, communities=12, grids=60), households_per_grid=300, daily=40,
                units=(12, 4, 3, 4, 4, 3, 3), scenes=5),
    "small": Size(counts=Counts(districts=7, streets=30, communities=130, grids=1_200), households_per_grid=320,
                  daily=400, units=(120, 24, 8, 20, 14, 10, 14), scenes=13),
    "city": Size(counts=Counts(districts=11, streets=168, communities=1_260, grids=20_214), households_per_grid=280,
                 daily=1_500, units=(620, 140, 44, 110, 60, 50, 100), scenes=13),
    "mega": Size(counts=Counts(districts=11, streets=320, communities=4_000, grids=100_000), households_per_grid=90,
                 daily=4_000, units=(1_500, 300, 90, 240, 140, 100, 220), scenes=13),
}
"""toy is for tests; the others are the command line's."""


def build(database: Database, settings: Settings, *, size: str, days: int, seed: int, now: datetime,
          progress: Progress | None = None) -> dict[str, int]:
    """Build the demo city and return how many of everything it has.

    Raises Invalid("unknown_size"), or Invalid("city_exists") when the database holds a city already.
    """
    if size not in SIZES:
        raise Invalid("unknown_size", size=size, known=", ".join(SIZES))
    tell = progress or (lambda _step, _share: None)
    with database.read(Scope.of_job(MARKER)) as session:
        _require_empty(session)
    tell("map", 0.0)
    plan = SIZES[size]
    city = draw_map(plan.counts, households_per_grid=plan.households_per_grid, seed=seed)
    tell("history", 0.1)
    zone = zone_of(settings, ZONE)
    bases = crews.choose_bases(city, dict(zip(KINDS, plan.units, strict=True)))
    units = crews.unit_rows(city, bases, now=now, zone=zone)
    teller = Teller(city=city, daily=plan.daily, scenes=plan.scenes, units=units, now=now, zone=zone)
    *earlier, latest = parts = periods(now, days, zone)
    last = teller.imagine(latest)  # it says what the units are doing now
    tell("storing", 0.15)
    with database.write(Scope.of_job(MARKER)) as session:
        _require_empty(session)
        at_greenwich(session)
        counts = store_map(session, last, bases, now)
        counts |= store_ledger(session, city, now)
        counts |= store_catalogue(session) | {"units": insert_rows(session, Unit, units)}
        with loading.at_once(session.connection(), OF_HISTORY, parts[0].begin, now):
            pasts = itertools.chain(map(teller.imagine, earlier), [last])
            counts |= _store_history(session, pasts, plan.daily * days, tell)
            tell("indexes", 0.75)
        ensure_demo_people(session, session.get_one(City, CITY_ID))
        counts |= begin_together(session, now, settings)
        counts["events"] += counts["supervisions"]
        counts["places"] += counts["depots"]
        changes.forget(session)
        changes.record(session, [changes.Note(kind="map", key=CITY_CODE, area_code=CITY_CODE)], now)
    tell("statistics", 0.95)
    with database.writer.connect() as connection:
        loading.settle(connection)
    tell("done", 1.0)
    return counts


def _require_empty(session: Session) -> None:
    if session.get(City, CITY_ID) is not None or session.execute(select(func.count()).select_from(Area)).scalar_one():
        raise Invalid("city_exists")


def _store_history(session: Session, pasts: Iterable[Past], expected: float, tell: Progress) -> dict[str, int]:
    counts = dict.fromkeys(("cases", "events", "dispatches", "clocks", "supporters", "open"), 0)
    for past in pasts:
        case_nos, used = history.number_cases(past)
        for day, count in used.items():
            changes.draw(session, f"case:{day}", count)
        first_id = changes.draw(session, "cases.id", len(case_nos))
        for piece in history.slices(past, case_nos, first_id):
            counts["cases"] += insert_stored(session, Case, piece.cases)
            counts["events"] += insert_stored(session, CaseEvent, piece.events)
            counts["dispatches"] += insert_stored(session, Dispatch, piece.dispatches)
            counts["clocks"] += insert_stored(session, StageClock, piece.clocks)
            counts["supporters"] += insert_stored(session, Supporter, piece.supporters)
            counts["open"] += sum(row["is_open"] for row in piece.cases)
            tell("storing", 0.15 + 0.6 * min(1.0, counts["cases"] / expected))
    counts["replies"] = history.answer_supporters(session)
    return counts
