"""The demo city's live traffic: arrivals, work at the desk, units on their way, shifts; one tick about once a second.

The server's background thread owns the Traffic and calls tick(). Facts stand in the database, so that a
restart goes on where it stopped; the object keeps only roads, routes and the pattern of the hour.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from data import clock
from data.demo import arrivals, capacity, desk, gauges, names, patrol, stock
from data.demo.catch_up import fill_gap
from data.demo.moving import Journeys, move_engaged_units
from data.demo.records import MARKER
from data.errors import Busy, Conflict
from data.scope import Scope
from data.settings import Settings
from data.storage.database import Database
from data.travel.roads import read_roads
from data.visit import Visit, reading, writing

LONGEST_TICK = 5.0
"""Seconds; what a sleeping machine missed is not made up for."""
SHIFTS_EVERY = timedelta(seconds=10)
ROUNDS_EVERY = timedelta(seconds=2)


@dataclass
class Traffic:
    """One living city. `pace` 1 is the rhythm of its history; 2 is twice as much of everything."""

    pace: float = 1.0
    pattern: arrivals.Pattern = field(default_factory=arrivals.Pattern)
    errands: Journeys | None = None
    rounds: Journeys | None = None
    map_version: str = ""
    last_at: datetime | None = None
    shifts_at: datetime | None = None
    rounds_at: datetime | None = None
    day_at: datetime | None = None
    told_at: datetime | None = None

    def tick(self, database: Database, settings: Settings, now: datetime, rng: np.random.Generator) -> bool:
        """Let the time since the last tick pass; return whether it did.

        Nothing passes where the city is not a demo, or when somebody else was writing at that moment.
        Raises NotFound("no_city") while there is no city.
        """
        job = Scope.of_job(names.DESK)
        with reading(database, job, settings, now=now) as visit:
            if visit.city.marker != MARKER:
                return False
            self._learn_map(visit)
        try:
            with writing(database, job, settings, now=now) as visit:
                self._pass(visit, rng)
        except (Busy, Conflict):
            return False
        return True

    def _learn_map(self, visit: Visit) -> None:
        if self.map_version != visit.city.map_version:
            roads = read_roads(visit.session)
            self.errands, self.rounds = Journeys(roads), Journeys(roads)
            self.map_version = visit.city.map_version

    def _pass(self, visit: Visit, rng: np.random.Generator) -> None:
        assert self.errands is not None
        assert self.rounds is not None
        if self.last_at is None:
            fill_gap(visit, rng)
        seconds = min(LONGEST_TICK, (visit.now - self.last_at).total_seconds()) if self.last_at else 1.0
        self.last_at = visit.now
        self._turn_day(visit)
        move_engaged_units(visit, self.errands, rng, seconds=seconds, pace=self.pace)
        desk.work_desk(visit, seconds, rng, pace=self.pace)
        arrivals.arrive(visit, self.pattern, seconds, rng, pace=self.pace)
        if self.rounds_at is None or visit.now - self.rounds_at >= ROUNDS_EVERY:
            patrol.walk_rounds(visit, self.rounds, rng, pace=self.pace)
            self.rounds_at = visit.now

        if self.told_at is None or visit.now - self.told_at >= capacity.EVERY:
            capacity.tell_capacity(visit, rng.spawn(1)[0])  # chance of its own: the rest stays as it was
            stock.live(visit, rng.spawn(1)[0])
            gauges.tell_gauges(visit, rng.spawn(1)[0])
            self.told_at = visit.now

    def _turn_day(self, visit: Visit) -> None:
        day = clock.start_of_day(visit.now, visit.zone)
        if self.day_at != day:
            patrol.count_done_today(visit)
            self.day_at = day
        if self.shifts_at is None or visit.now - self.shifts_at >= SHIFTS_EVERY:
            patrol.change_shifts(visit)
            self.shifts_at = visit.now

