"""How long a desk's queues, pages and case pages take at the server over a million cases, as the desk asks for them."""

import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import select

from app import settle
from dashboard import page
from dashboard.page import Page
from dashboard.pages import evaluation, queue
from dashboard.panel import View, discover
from dashboard.panels import case_drawer
from dashboard.parts.tree import tree
from dashboard.wiring import fill, words_for
from data.audit.keys import Keys
from data.cases.queues import QUEUES
from data.figures import ahead
from data.figures.evaluation import BY
from data.models.case import Case
from data.scope import ROLES, Scope
from data.settings import read as read_settings
from data.storage.database import Database
from data.visit import Visit, reading
from tests import stand
from tests.bench.million import CASES, NOW, build
from tests.bench.table import Row, percentile, show
from tests.faults import crowd

IS_LONG = True
ROUNDS, DRAWERS, GOAL_MS = 12, 200, 200
MOVING_SECONDS, MOVE_GOAL_MS, PANELS_GOAL_MS = 15, 20, 100
DESK = Scope(person="desk", name="Desk", areas=frozenset({""}),
             may=frozenset().union(*(may for role, may in ROLES.items() if "admin" not in role)))


def rows() -> list[Row]:
    """Build the city, minutes, and return its figures."""
    with stand.folder() as data:
        return list(figures_at(data / "desk.db"))


def figures_at(path: Path) -> Iterator[Row]:
    """Build the city at a path, unless it is there, and yield its figures."""
    if not path.exists():
        build(path).close()
    database = Database(f"sqlite:///{path}", keys=Keys("", path.with_suffix(".key")))
    began = time.monotonic()
    ahead.read_ahead(database, read_settings({}), threading.Event(), now=NOW)
    settle()
    print(f"read ahead in {time.monotonic() - began:.1f} s, before the first question")
    yield from figures_of(database)
    database.close()


def figures_of(database: Database) -> Iterator[Row]:
    """Yield one row for reading ahead, and one for each page, queue and evaluation table, of the city and a district.

    A table of evaluation is counted anew each time: what the server keeps for a minute is left aside.
    """
    settings = read_settings({})
    began = time.monotonic()
    with reading(database, DESK, settings, now=NOW) as visit:
        for area in ("9901", "990105"):
            for one in (one for one in page.discover() if one.permission in DESK.may):
                for said, fields in views(one):
                    asked = {"area": area, **dict.fromkeys(one.fields, ""), **fields}
                    name = f"{one.name} {said} of {'the city' if area == '9901' else 'a district'}"
                    yield row(name, lambda one=one, asked=asked: answer(visit, one, asked))
            yield row(f"every panel of {'the city' if area == '9901' else 'a district'} together",
                      lambda area=area: panels(visit, area), goal=PANELS_GOAL_MS)
        yield row("the case page of cases by chance", drawers(visit), rounds=DRAWERS)
    yield moves(database)
    yield Row(name="all of the above", value=time.monotonic() - began, unit="s", goal=600)


def views(one: Page) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield what a page is asked for: one of its views by its name, and its parameters."""
    if one.name == evaluation.PAGE.name:
        yield from ((f"by {by}", {"by": by}) for by in BY)
    elif one.name == queue.PAGE.name:
        yield from ((name, {"queue": name}) for name in QUEUES)
    else:
        yield "as it opens", {}


def answer(visit: Visit, one: Page, asked: dict[str, str]) -> object:
    """Return a page's content as it goes over the wire, counted anew."""
    evaluation.COUNTED.slow_seconds = 1e9
    return tree(one.answer(visit, words_for(visit, one.words), asked))


def panels(visit: Visit, area: str) -> list[object]:
    """Return what the desk shows around the map for an area, as it goes over the wire: a drill-down's answer."""
    view = View(area=area, norm="abs", surface="desk")
    return [tree(fill(visit, view, panel)) for panel in discover() if panel.answer is not None]


def drawers(visit: Visit) -> Callable[[], object]:
    """Return what opens one case by chance in the drawer: half of them open ones."""
    chance = random.Random(3)
    t = words_for(visit, case_drawer.WORDS)

    def open_one() -> object:
        newest = chance.random() < 0.5
        number = chance.randrange(CASES - 10_000, CASES) if newest else chance.randrange(CASES)
        return tree(case_drawer.show(visit, t, {"case": f"B{number:08d}"})["tree"])

    return open_one


def moves(database: Database) -> Row:
    """Return how long one move takes with its commit: a dispatcher at random among the open cases of the city."""
    with reading(database, DESK, read_settings({}), now=NOW) as visit:
        numbers = list(visit.session.scalars(select(Case.case_no).where(Case.is_open.is_(True)).limit(5_000)))
    told = crowd.let_loose(database, read_settings({}), numbers, people=1, seconds=MOVING_SECONDS)
    times = [1000 * seconds for seconds in told.seconds]
    return Row(name="one move with its commit, p95", value=percentile(times, 0.95), unit="ms", goal=MOVE_GOAL_MS,
               note=f"median {percentile(times, 0.5):.1f} ms of {len(times)} moves")


def row(name: str, work: Callable[[], object], rounds: int = ROUNDS, goal: float = GOAL_MS) -> Row:
    """Return how long something takes at most nineteen times of twenty, after a first time that does not count."""
    work()
    times = []
    for _ in range(rounds):
        began = time.monotonic()
        work()
        times.append(1000 * (time.monotonic() - began))
    return Row(name=f"{name}, p95", value=percentile(times, 0.95), unit="ms", goal=goal,
               note=f"median {percentile(times, 0.5):.0f} ms")


def main() -> None:
    """Print the figures of the city at the path that is given."""
    print(show([]))
    for one in figures_at(Path(sys.argv[1])):
        print(show([one]).splitlines()[1], flush=True)


if __name__ == "__main__":
    main()
