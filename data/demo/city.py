"""Building the demo city: draw it, then store all of it in one transaction, or nothing.

Everything follows from (size, days, seed) and from `now`, to which the history leads up; only the
change log's epoch is new each time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data import clock
from data.calendar.working_time import Calendar
from data.cases.clocks import calendar_in
from data.demo import catalogue, crews, engaged, history, names, scenes, timeline, verdicts, waiting, wording
from data.demo.areas import CityMap, draw_map
from data.demo.catalogue import Kind
from data.demo.course import Numbers, Times, forget_what_nobody_knows_yet
from data.demo.draws import Draws, draw_cases, lay_ground
from data.demo.ledger import store_ledger
from data.demo.naming import CITY_CODE
from data.demo.partition import Counts
from data.demo.past import Past
from data.demo.records import MARKER, ZONE, store_catalogue, store_map
from data.demo.storing import insert_rows, insert_stored
from data.demo.timeline import Pace, handed_over, us_of
from data.demo.together import begin_together
from data.errors import Invalid
from data.models.area import Area
from data.models.case import Case, CaseEvent, Dispatch, StageClock
from data.models.city import City
from data.models.report import Supporter
from data.models.unit import Unit
from data.people.demo_people import ensure_demo_people
from data.scope import Scope
from data.settings import Settings, zone_of
from data.storage import changes
from data.storage.database import Database
from data.visit import CITY_ID

CASE_MOMENTS = ("occurred_at", "received_at", "due_at", "stage_due_at", "acknowledged_at", "paused_at", "asked_due_at",
                *history.MOMENTS)
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
    tell("history", 0.2)
    zone = zone_of(settings, ZONE)
    bases = crews.choose_bases(city, dict(zip(KINDS, plan.units, strict=True)))
    units = crews.unit_rows(city, bases, now=now, zone=zone)
    past = imagine_past(city, plan, units, days=days, now=now, zone=zone)
    tell("storing", 0.35)
    with database.write(Scope.of_job(MARKER)) as session:
        _require_empty(session)
        counts = store_map(session, past, bases, now)
        counts |= store_ledger(session, city, now)
        counts |= store_catalogue(session) | {"units": insert_rows(session, Unit, units)}
        counts |= _store_history(session, past, tell)
        ensure_demo_people(session, session.get_one(City, CITY_ID))
        counts |= begin_together(session, now, settings)
        counts["events"] += counts["supervisions"]
        changes.forget(session)
        changes.record(session, [changes.Note(kind="map", key=CITY_CODE, area_code=CITY_CODE)], now)
    tell("done", 1.0)
    return counts


def _require_empty(session: Session) -> None:
    if session.get(City, CITY_ID) is not None or session.execute(select(func.count()).select_from(Area)).scalar_one():
        raise Invalid("city_exists")


def imagine_past(city: CityMap, plan: Size, units: list[dict[str, Any]], *, days: int, now: datetime,
                 zone: ZoneInfo) -> Past:
    """Return the city's past up to `now`; the units' rows are changed to what they are doing at that moment."""
    kinds = catalogue.read_catalogue().kinds
    ground = lay_ground(city, kinds)
    drawn = draw_cases(city, kinds, ground, daily=plan.daily, days=days, now=now, zone=zone)
    staged = scenes.stage_scenes(city, kinds, ground, now_us=us_of(now), count=plan.scenes,
                                 first_community=_board_community(city))
    draws, times, calendar = _courses(city, kinds, (drawn, staged), daily=plan.daily, now_us=us_of(now), zone=zone)
    sent = engaged.send_units(draws, times, kinds, units, by_department=handed_over(kinds, draws), now_us=us_of(now))
    engaged.remember_units(sent, history.is_full_trail(times, us_of(now)), draws, times, kinds=kinds, city=city,
                           units=units, now_us=us_of(now))
    engaged.count_done(sent, times, clock.start_of_day(now, zone), units)
    verdict = verdicts.judge(draws, times, is_asked=_is_asked(kinds, draws), district=_district(city, draws),
                             rng=np.random.default_rng([city.seed, 10]))
    return Past(city=city, kinds=kinds, draws=draws, times=times, verdicts=verdict, sent=sent,
                book=wording.locales(city), now=now, zone=zone, calendar=calendar)


def _courses(city: CityMap, kinds: tuple[Kind, ...], parts: tuple[Draws, Draws], *, daily: float, now_us: int,
             zone: ZoneInfo) -> tuple[Draws, Times, Calendar]:
    """Return the usual cases and the scenes as one history, as far as it is known by now."""
    rng = np.random.default_rng([city.seed, 9])
    late = timeline.punctuality(len(city.levels[1].codes), rng)
    calendar = calendar_in(zone)
    usual, staged = (Pace(kinds=kinds, kind=part.kind, calendar=calendar, late_share=late[_district(city, part)],
                          is_asked=_is_asked(kinds, part), by_department=handed_over(kinds, part)) for part in parts)
    times = timeline.run_course(parts[0], usual, rng)
    forget_what_nobody_knows_yet(times, now_us)
    waiting.leave_some(times, usual, daily=daily, now_us=now_us)
    not_yet = times.at.min(axis=1) > now_us
    times.due[not_yet] = usual.due_after(times.received, not_yet)
    return *scenes.merge(parts, (times, scenes.play_scenes(staged, parts[1], now_us))), calendar


def _district(city: CityMap, draws: Draws) -> Numbers:
    street = city.levels[3].parent[city.grids().parent[draws.grid]]
    return city.levels[2].parent[street]


def _is_asked(kinds: tuple[Kind, ...], draws: Draws) -> NDArray[np.bool_]:
    return np.isin(history.channels(kinds, draws), sorted(verdicts.ASKED_CHANNELS))


def _board_community(city: CityMap) -> int:
    """Return the community of the drawing board: 望江 in 石桥."""
    streets, communities = city.levels[2], city.levels[3]
    street = next(n for n, name in enumerate(streets.zh) if name.startswith(names.FIRST_STREET[0]))
    return next(n for n, name in enumerate(communities.zh)
                if name.startswith(names.FIRST_COMMUNITY[0]) and communities.parent[n] == street)


def _store_history(session: Session, past: Past, tell: Progress) -> dict[str, int]:
    case_nos, used = history.number_cases(past)
    for day, count in used.items():
        changes.draw(session, f"case:{day}", count)
    first_id = changes.draw(session, "cases.id", len(case_nos))
    counts = {"cases": 0, "events": 0, "dispatches": 0, "clocks": 0, "supporters": 0, "open": 0}
    for piece in history.slices(past, case_nos, first_id):
        counts["cases"] += insert_stored(session, Case, piece.cases, CASE_MOMENTS)
        counts["events"] += insert_stored(session, CaseEvent, piece.events, history.EVENT_MOMENTS)
        counts["dispatches"] += insert_stored(session, Dispatch, piece.dispatches, history.DISPATCH_MOMENTS)
        counts["clocks"] += insert_stored(session, StageClock, piece.clocks, history.CLOCK_MOMENTS)
        counts["supporters"] += insert_stored(session, Supporter, piece.supporters, history.EVENT_MOMENTS)
        counts["open"] += sum(row["is_open"] for row in piece.cases)
        tell("storing", 0.35 + 0.6 * counts["cases"] / len(case_nos))
    counts["replies"] = history.answer_supporters(session)
    return counts

