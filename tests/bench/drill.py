"""How long a drill-down's answer takes over many cases against few: `python -m tests.bench.drill LARGE SMALL`.

Both are databases with a city (an address `postgresql://…`, or the path of a SQLite file), built alike but for the
length of their history, for example by

    YIPING_DATABASE_URL=postgresql://…/large python app.py demo --size mega --days 2500    # 10,000,000 cases
    YIPING_DATABASE_URL=postgresql://…/small python app.py demo --size mega --days 25      # 100,000 cases

Asked is what a screen asks when somebody clicks an area: every panel around the map, of the desk and of the wall, as
it goes over the wire, and the first frames of the live feed. Each area is asked once, large and small in turn, after
others of its level: the machine's mood falls on both, and nothing stands ready that would not at a real click.
Ends with 1 where a figure misses its goal by more than a fifth.
"""

import contextlib
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median

from sqlalchemy import func, select

from app import settle
from dashboard import live_round
from dashboard.live_round import Ask, Wish
from dashboard.panel import View, discover
from dashboard.parts.tree import tree
from dashboard.surfaces import desk, wall
from dashboard.wiring import fill
from data.areas import queries as areas
from data.models.case import Case
from data.scope import Scope
from data.settings import read as read_settings
from data.storage.database import Database
from data.visit import reading
from tests.bench.desk import DESK
from tests.bench.table import Row, percentile, show

EACH, SEED = 40, 11
"""Areas of a level that are asked; as many others before."""
GOAL_MS, GOAL_GROWTH = 100, 1.5
SURFACES = {"desk": desk.PANELS, "wall": wall.PANELS}
SETTINGS = read_settings({})


@dataclass(frozen=True)
class City:
    """A city that is asked, at the moment its newest case came in."""

    database: Database
    now: datetime
    cases: int

    @classmethod
    def at(cls, address: str) -> "City":
        """Return the city at an address or in a file."""
        database = Database(address if "://" in address else f"sqlite:///{Path(address)}")
        with database.read(Scope.of_job("bench")) as session:
            now, cases = session.execute(select(func.max(Case.received_at), func.count())).one()
        return cls(database, now, cases)

    def panels(self, area: str, surface: str) -> object:
        """Return what a surface shows around its map for an area, as it goes over the wire."""
        with reading(self.database, DESK, SETTINGS, now=self.now) as visit:
            view = View(area=area, norm="abs", surface=surface)
            return [tree(fill(visit, view, panel)) for panel in discover()
                    if panel.answer is not None and panel.name in SURFACES[surface]]

    def feed(self, area: str) -> object:
        """Return the first frames of the live feed for an area."""
        wish = Wish(live_round.View.of(DESK, area))
        return live_round.read_round(self.database, SETTINGS, Ask("", 0, {}, (wish,)), self.now)


def compared(large: City, small: City) -> list[Row]:
    """Return one row for each level and kind of answer, and last the growth of all of them."""
    found: list[Row] = []
    every: tuple[list[float], list[float]] = ([], [])
    for name, codes in chosen(large).items():
        for what, ask in ANSWERS.items():
            times = in_turn(large, small, codes, ask)
            found.append(row(f"{name}: {what}", *times))
            print(show([found[-1]]).splitlines()[1], flush=True)
            for kept, more in zip(every, times, strict=True):
                kept += more
    found.append(row("all of them", *every))
    found.append(Row(name=f"growth, {large.cases:,} cases against {small.cases:,}", unit="x", goal=GOAL_GROWTH,
                     value=percentile(every[0], 0.95) / percentile(every[1], 0.95),
                     note=f"of the median {median(every[0]) / median(every[1]):.2f}x"))
    return found


ANSWERS: dict[str, Callable[[City, str], object]] = {
    "desk's panels": lambda city, area: city.panels(area, "desk"),
    "wall's panels": lambda city, area: city.panels(area, "wall"),
    "live feed's start": City.feed,
}


def chosen(city: City) -> dict[str, list[str]]:
    """Return {level: codes of its areas by chance}; of levels with few areas some come twice."""
    chance = random.Random(SEED)
    with reading(city.database, DESK, SETTINGS, now=city.now) as visit:
        levels = visit.city.levels
        codes = {level["en"]: [area.area_code for area in areas.inside(visit, visit.city.code, number)]
                 for number, level in enumerate(levels, start=1)}
    return {name: chance.sample(of_level, 2 * EACH) if len(of_level) >= 2 * EACH else chance.choices(of_level, k=EACH)
            for name, of_level in codes.items()}


def in_turn(large: City, small: City, codes: list[str], ask: Callable[[City, str], object],
            ) -> tuple[list[float], list[float]]:
    """Return the milliseconds of each answer of the large and of the small city; the first half does not count."""
    times: tuple[list[float], list[float]] = ([], [])
    for code in codes:
        for city, kept in zip((large, small), times, strict=True):
            began = time.monotonic()
            ask(city, code)
            kept.append(1000 * (time.monotonic() - began))
    return times[0][len(codes) // 2:], times[1][len(codes) // 2:]


def row(name: str, large: list[float], small: list[float]) -> Row:
    """Return the large city's row, with the small one's as its reference."""
    return Row(name=f"drill-down, {name}, p95", value=percentile(large, 0.95), unit="ms", goal=GOAL_MS,
               reference=percentile(small, 0.95), note=f"median {median(large):.0f} against {median(small):.0f} ms")


def main() -> int:
    """Print the figures of the two cities that are named."""
    if len(sys.argv) != 3:
        print("python -m tests.bench.drill LARGE SMALL: each the address of a database or a SQLite file")
        return 2
    large, small = (City.at(address) for address in sys.argv[1:])
    settle()
    with contextlib.closing(large.database), contextlib.closing(small.database):
        print(show([]))
        found = compared(large, small)
    print(show(found[-2:]).split("\n", 1)[1])
    return 1 if any(one.is_far_off for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
