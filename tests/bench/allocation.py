"""Figures of dispatch proposals: how long one takes, how near to the best, how much less delay than nearest first.

Two cities, several moments of each, 200 cases at once with what must stay covered. The small demo city has 400 units
of all kinds, read from the database, along its roads. The NYC requests as they came in are served by the 407 companies
of its firehouses on straight lines: once with all of them at their houses, once with every second one out on something
else, free again after half an hour; then nothing must stay covered, for with as many free units as cases nothing could.
Priorities of NYC requests are ours (PRIORITIES): the source has none.

Reference: nearest first on the same snapshot, which keeps nothing covered: by urgency and arrival each case takes the
nearest fit free unit. Delay is told twice: of the snapshot, where a case that nobody is sent to counts as reached after
two hours, and until the last case is reached, where both go on every five minutes with whoever is free again.
"""

import csv
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy import select, update

from data.allocation import making, solving
from data.allocation.assignment import NOBODY, Ints, nearest_first, reached
from data.allocation.gathering import gather
from data.allocation.problem import Candidate, Problem, Waiting, Watched, Weighed, weigh
from data.allocation.rules import Cover, Rules
from data.demo import city as demo
from data.models.case import Case, Dispatch
from data.models.unit import Unit
from data.scope import Scope
from data.settings import Settings
from data.storage import schema
from data.storage.database import Database
from data.travel.minutes import metres_of, roads_of
from data.travel.network import Network
from data.travel.speeds import metres_a_minute
from data.visit import reading, writing
from tests.bench.table import Row

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "nyc"
CASES, MOMENTS, FOLLOWED = 200, 8, 3
UNITS = (228, 46, 15, 38, 27, 19, 27)
"""400 in all, in the demo city's own proportions (data.demo.city.KINDS)."""
NOON = datetime(2026, 11, 27, 4, 0, tzinfo=UTC)
JOB = Scope.of_job("bench")
PRIORITIES = {1: ("Water System", "Sewer", "Traffic Signal Condition", "Homeless Person Assistance"),
              2: ("HEAT/HOT WATER", "Damaged Tree", "Street Condition", "Blocked Driveway", "ELECTRIC"),
              3: ("Illegal Parking", "UNSANITARY CONDITION", "PLUMBING", "Encampment", "Noise - Street/Sidewalk")}
LIMIT_HOURS = {1: 1.0, 2: 2.0, 3: 4.0, 4: 8.0}
WORK_MIN, STEP_MIN, LONGEST_MIN = 30.0, 5.0, 720.0
EIGHT_MINUTES = Cover(kind="fire", minutes=8.0, percent=85.0)

Choose = Callable[[Problem, Weighed], Ints]


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """A problem, the seconds that reading it took, its roads, and when units that are out are free again."""

    problem: Problem
    seconds: float
    roads: Network | None = None
    free_in: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What one snapshot gave; `kept` is the least percent of what had to stay covered that stays so."""

    seconds: float
    gap: float
    delay: float
    nearest: float
    explained: float
    kept: float
    kept_by_nearest: float
    solver: str
    missing: int


def rows() -> list[Row]:
    """Return the figures of each city there is."""
    found: list[Row] = []
    for name, snapshots in cities():
        found += told(name, [measured(one) for one in snapshots])
        ours, nearest = (sum(until_all_are_reached(one, choose) for one in snapshots[:FOLLOWED])
                         for choose in (planned, nearest_first))
        found.append(Row(
            name=f"proposals, {name}: less delay till all are reached", value=(1 - ours / nearest) * 100, unit="%",
            goal=15.0, smaller_is_better=False,
            note=f"{ours / FOLLOWED:,.0f} against {nearest / FOLLOWED:,.0f} weighted min"))
    return found


def told(name: str, found: list[Measured]) -> list[Row]:
    """Return the rows of one city: the slowest, the worst gap, and the delay of all moments together."""
    ours, nearest = (sum(getattr(one, key) for one in found) for key in ("delay", "nearest"))
    programs = sum(one.solver == "highs" for one in found)
    least, least_nearest = min(one.kept for one in found), min(one.kept_by_nearest for one in found)
    kept = (f"{programs} of {len(found)} by the integer program; of the asked coverage at least {least:.0f} % kept, "
            f"nearest first {least_nearest:.0f} %")
    delay = (f"{ours / len(found):,.0f} against {nearest / len(found):,.0f} weighted min; "
             f"{sum(one.missing for one in found) / len(found):.0f} of {CASES} without a unit")
    return [
        Row(name=f"proposals for {CASES} cases, {name}: slowest", value=max(one.seconds for one in found), unit="s",
            goal=2.0, note=f"median {statistics.median(one.seconds for one in found):.2f} s"),
        Row(name=f"proposals, {name}: largest gap to the best", value=max(one.gap for one in found) * 100, unit="%",
            goal=1.0, note=kept),
        Row(name=f"proposals, {name}: less weighted delay", value=(1 - ours / nearest) * 100, unit="%", goal=15.0,
            smaller_is_better=False, note=delay),
        Row(name=f"proposals, {name}: reasons and shortfalls", unit="%", goal=100.0, smaller_is_better=False,
            value=min(one.explained for one in found) * 100),
    ]


def measured(one: Snapshot) -> Measured:
    """Return what one snapshot gives."""
    problem, began = one.problem, time.perf_counter()
    plan = making.make(problem, plan_id="", made_at=NOON)
    seconds = one.seconds + time.perf_counter() - began
    explained = sum(bool(pick.reasons) for pick in plan.picks) + sum(bool(miss.reason) for miss in plan.shortfalls)
    nearest = nearest_first(problem, weigh(problem))
    return Measured(
        seconds=seconds, gap=plan.gap, delay=plan.delay_weighted_min, nearest=plan.nearest_first_delay_min,
        explained=explained / len(problem.cases), solver=plan.solver, missing=len(plan.shortfalls),
        kept=min(_share(rule.after, min(rule.asked, rule.before)) for rule in plan.coverage),
        kept_by_nearest=min(_share(reached(rule, nearest), rule.floor) for rule in problem.watched))


def _share(after: float, asked: float) -> float:
    """Return how much of what is asked is there, in percent, at most all of it."""
    return 100.0 if after >= asked else 100 * after / asked


def planned(problem: Problem, weighed: Weighed) -> Ints:
    """Return what a plan gives."""
    return solving.solve(problem, weighed).unit_of


def until_all_are_reached(snapshot: Snapshot, choose: Choose) -> float:
    """Return the weighted minutes until each case was reached, weighed as at the beginning."""
    problem = snapshot.problem
    weights = weigh(problem).weights
    spots = np.array([(one.lon, one.lat) for one in problem.units])
    ready = np.array(snapshot.free_in or [0.0 if not one.hurdle else np.inf for one in problem.units])
    waits, delay, now = set(range(len(problem.cases))), 0.0, 0.0
    while waits and now <= LONGEST_MIN:
        here = _later(snapshot, sorted(waits), spots, ready <= now, now)
        unit_of = choose(here, weigh(here))
        for row, case in enumerate(sorted(waits)):
            if unit_of[row] != NOBODY:
                unit, arrives = int(unit_of[row]), now + float(here.minutes[unit_of[row], row])
                delay += weights[case] * arrives
                spots[unit], ready[unit] = (here.cases[row].lon, here.cases[row].lat), arrives + WORK_MIN
                waits.discard(case)
        now += STEP_MIN
    return delay + sum(float(weights[one]) for one in waits) * LONGEST_MIN


def _later(snapshot: Snapshot, waits: list[int], spots: np.ndarray, free: np.ndarray, now: float) -> Problem:
    """Return the problem as it stands later: who is free stands where the last case was."""
    problem = snapshot.problem
    cases = tuple(replace(problem.cases[one], due_in=None if problem.cases[one].due_in is None
                          else problem.cases[one].due_in - now) for one in waits)
    units = tuple(replace(one, lon=float(spot[0]), lat=float(spot[1]), hurdle="" if is_free else "engaged",
                          load=0, shift_left=None)
                  for one, spot, is_free in zip(problem.units, spots, free, strict=True))
    metres, on_roads = metres_of(snapshot.roads, spots, np.array([(one.lon, one.lat) for one in cases]))
    speeds = np.array([metres_a_minute(one.kind) for one in units])[:, None]
    kinds = np.array([one.kind for one in units])
    watched = []
    for one in problem.watched:
        mine = np.flatnonzero(free & (kinds == one.rule.kind))
        reach = np.zeros(one.reach.shape, dtype=bool)
        reach[mine] = metres_of(snapshot.roads, spots[mine], np.array(one.points))[0] / speeds[mine] <= one.rule.minutes
        watched.append(replace(one, reach=reach))
    return replace(problem, cases=cases, units=units, minutes=np.where(free[:, None], metres / speeds, np.inf),
                   metres=metres, on_roads=on_roads, watched=tuple(watched))


def cities() -> Iterator[tuple[str, list[Snapshot]]]:
    """Yield each city's name and its snapshots."""
    yield "demo city, 400 units", demo_snapshots()
    if (SHARED / "events").is_dir():
        units = firehouses()
        yield f"NYC, {len(units)} companies", [nyc_snapshot(units, moment, 0) for moment in range(MOMENTS)]
        yield "NYC, half out, no coverage", [nyc_snapshot(units, moment, 2) for moment in range(MOMENTS)]


def demo_snapshots() -> list[Snapshot]:
    """Return moments of the demo city: 200 cases that came one after the other wait, everybody on duty is free."""
    demo.SIZES["bench"] = replace(demo.SIZES["small"], units=UNITS)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        database = Database.of(settings)
        schema.migrate(database)
        demo.build(database, settings, size="bench", days=14, seed=7, now=NOON)
        del demo.SIZES["bench"]
        with reading(database, JOB, settings, now=NOON) as visit:
            numbers = list(visit.session.scalars(select(Case.id).order_by(Case.id.desc()).limit(CASES * MOMENTS)))
            roads = roads_of(visit)  # read once for each map
        found = []
        for moment in range(MOMENTS):
            wait(database, settings, numbers[moment * CASES:(moment + 1) * CASES])
            began = time.perf_counter()
            with reading(database, JOB, settings, now=NOON) as visit:
                problem = gather(visit, visit.city.code)
            found.append(Snapshot(problem=problem, seconds=time.perf_counter() - began, roads=roads))
        database.close()
        return found


def wait(database: Database, settings: Settings, ids: list[int]) -> None:
    """Let these cases wait and no other; who is out is back."""
    with writing(database, JOB, settings, now=NOON) as visit:
        session = visit.session
        session.execute(update(Dispatch).where(Dispatch.ended_at.is_(None)).values(ended_at=NOON, outcome="recalled"))
        session.execute(update(Unit).where(Unit.status.not_in(["off_duty", "offline"])).values(
            status="available", position_at=NOON))
        session.execute(update(Case).values(is_open=False, state="closed"))
        for number, one in enumerate(session.scalars(select(Case).where(Case.id.in_(ids)).order_by(Case.id))):
            one.is_open, one.state = True, "accepted"
            one.due_at = NOON + timedelta(hours=LIMIT_HOURS[one.priority]) - timedelta(minutes=number / 2)


def firehouses() -> list[Candidate]:
    """Return a unit for each company of each house: Engine 4/Ladder 15 are two."""
    with (SHARED / "facilities" / "FDNY_Firehouse_Listing.csv").open(encoding="utf-8-sig") as file:
        houses = [row for row in csv.DictReader(file) if row["Latitude"]]
    return [Candidate(id=company.strip(), version=1, kind="fire", lon=float(row["Longitude"]),
                      lat=float(row["Latitude"])) for row in houses for company in row["FacilityName"].split("/")]


def nyc_snapshot(houses: list[Candidate], moment: int, every: int) -> Snapshot:
    """Return 200 requests that came one after the other, in the middle of one file, as if all came at once."""
    with sorted((SHARED / "events").glob("*.csv"))[moment].open(encoding="utf-8") as file:
        came = sorted((row for row in csv.DictReader(file) if row["latitude"]), key=lambda row: row["created_date"])
    began = time.perf_counter()
    free_in = np.array([WORK_MIN if every and number % every else 0.0 for number in range(len(houses))])
    free, here = free_in <= 0, np.array([(one.lon, one.lat) for one in houses])
    cases = tuple(_request(number, row) for number, row in enumerate(came[len(came) // 2:][:CASES]))
    units = tuple(replace(one, hurdle="" if is_free else "engaged") for one, is_free in zip(houses, free, strict=True))
    metres, on_roads = metres_of(None, here, np.array([(one.lon, one.lat) for one in cases]))
    spots = np.array([_spot(row) for row in came[::8]])  # where people are, for want of counts of people
    speed = metres_a_minute("fire")
    rule = replace(EIGHT_MINUTES, percent=0.0) if every else EIGHT_MINUTES
    in_time = metres_of(None, here, spots)[0] / speed <= EIGHT_MINUTES.minutes
    watched = Watched(rule=rule, reach=in_time & free[:, None], share=np.full(len(spots), 100 / len(spots)),
                      codes=tuple(map(str, range(len(spots)))),
                      points=tuple((float(lon), float(lat)) for lon, lat in spots))
    problem = Problem(area="NYC", cases=cases, units=units, minutes=np.where(free[:, None], metres / speed, np.inf),
                      metres=metres, on_roads=on_roads, watched=(watched,), rules=Rules(cover=(rule,)))
    return Snapshot(problem=problem, seconds=time.perf_counter() - began, free_in=tuple(free_in.tolist()))


def _spot(row: dict[str, str]) -> tuple[float, float]:
    return float(row["longitude"]), float(row["latitude"])


def _request(number: int, row: dict[str, str]) -> Waiting:
    priority = next((one for one, kinds in PRIORITIES.items() if row["complaint_type"] in kinds), 4)
    return Waiting(id=number, no=row["unique_key"], version=1, area="", lon=_spot(row)[0], lat=_spot(row)[1],
                   priority=priority, due_in=LIMIT_HOURS[priority] * 60)
