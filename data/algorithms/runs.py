"""Which algorithms are due, and running one so that its run is known, however it ends."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import func, select

from data import clock
from data.algorithms.algorithm import Algorithm, Outcome, discover
from data.errors import CityError
from data.models.algorithm import AlgorithmRun, AlgorithmSwitch
from data.scope import Scope
from data.settings import Settings
from data.storage.database import UNAVAILABLE, Database
from data.visit import Visit, reading, writing

LOG = logging.getLogger(__name__)
JOB = Scope.of_job("algorithms")
DONE, FAILED = "done", "failed"
BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
FAULTS = (CityError, ArithmeticError, LookupError, TypeError, ValueError, RuntimeError, MemoryError)
"""What may go wrong inside one algorithm and must not keep the others from running."""


class Noted:
    """The run in hand: whoever runs says here what came of it."""

    def __init__(self) -> None:
        self.outcome = Outcome(rows=0)


@contextmanager
def noting(visit: Visit, name: str, *, spent: float = 0.0) -> Iterator[Noted]:
    """Yield where the outcome of a run is put that a person waits for; the run is written in the same transaction.

    `spent` are the seconds that it took before this transaction began.
    """
    began, wall, cpu = visit.now, time.perf_counter(), time.thread_time()
    noted = Noted()
    yield noted
    visit.session.add(_row(discover()[name], began, noted.outcome, spent + time.perf_counter() - wall,
                           spent + time.thread_time() - cpu))


def due(visit: Visit) -> list[Algorithm]:
    """Return the algorithms whose result no longer holds, or that somebody asked to run, longest waiting first."""
    last: dict[str, datetime] = {name: began for name, began in visit.session.execute(
        select(AlgorithmRun.name, func.max(AlgorithmRun.began_at)).group_by(AlgorithmRun.name))}
    switches = {one.name: one for one in visit.session.scalars(select(AlgorithmSwitch))}
    waiting = [one for one in discover().values()
               if _is_due(one, last.get(one.name), switches.get(one.name), visit.now)]
    return sorted(waiting, key=lambda one: (last.get(one.name, BEFORE_ALL), one.name))


def _is_due(one: Algorithm, last: datetime | None, switch: AlgorithmSwitch | None, now: datetime) -> bool:
    if one.every is None or (switch is not None and not switch.is_on):
        return False
    asked = switch is not None and switch.asked_at is not None and (last is None or switch.asked_at > last)
    return asked or last is None or now - last >= one.every


def run_due(database: Database, settings: Settings) -> list[AlgorithmRun]:
    """Run what is due, each in a transaction of its own, and return the runs."""
    with reading(database, JOB, settings) as visit:
        waiting = due(visit)
    return [run(database, settings, one) for one in waiting]


def run(database: Database, settings: Settings, algorithm: Algorithm) -> AlgorithmRun:
    """Run one algorithm and return its run, which is kept. One that fails leaves nothing but its failed run.

    Raises what UNAVAILABLE names where the database does not answer, ValueError for one that only answers people.
    """
    if not algorithm.runs_itself():
        raise ValueError(f"{algorithm.name} answers people and does not run by itself")
    began, wall, cpu = clock.now(), time.perf_counter(), time.process_time()
    outcome, fault = Outcome(rows=0), ""
    try:
        outcome = _run(database, settings, algorithm)
    except UNAVAILABLE:
        raise
    except FAULTS as error:
        LOG.exception("the algorithm %s failed", algorithm.name)
        fault = type(error).__name__
    row = _row(algorithm, began, outcome, time.perf_counter() - wall, time.process_time() - cpu, fault=fault)
    with writing(database, JOB, settings) as visit:
        visit.session.add(row)
        visit.session.flush()
        visit.session.expunge(row)
    return row


def _run(database: Database, settings: Settings, algorithm: Algorithm) -> Outcome:
    if algorithm.find is not None:
        with reading(database, JOB, settings) as visit:
            keep = algorithm.find(visit)
        with writing(database, JOB, settings) as visit:
            return keep(visit)
    with writing(database, JOB, settings) as visit:
        return algorithm.run(visit) if algorithm.run is not None else Outcome(rows=0)


def _row(algorithm: Algorithm, began: datetime, outcome: Outcome, seconds: float,
         cpu_seconds: float, *, fault: str = "") -> AlgorithmRun:
    return AlgorithmRun(
        name=algorithm.name, version=algorithm.version, began_at=began, seconds=seconds, cpu_seconds=cpu_seconds,
        rows=outcome.rows, score=outcome.score, unknown=list(outcome.unknown),
        notes=list(outcome.notes), state=FAILED if fault else DONE, fault=fault)


def last_runs(visit: Visit, name: str, limit: int = 20) -> list[AlgorithmRun]:
    """Return the runs of an algorithm, newest first."""
    return list(visit.session.scalars(
        select(AlgorithmRun).where(AlgorithmRun.name == name).order_by(AlgorithmRun.id.desc()).limit(limit)))
