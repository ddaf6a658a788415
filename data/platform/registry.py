"""The algorithm registry as people read it: each algorithm with its last run, today's cost, and whether it is on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from data import clock
from data.algorithms import runs
from data.algorithms.algorithm import Algorithm, discover
from data.models.algorithm import AlgorithmRun, AlgorithmSwitch
from data.visit import Visit

RUNNING_LATE = 3
"""Late is what did not run for so many of its rhythms."""
ON, OFF, FAILED, NEVER, LATE = "on", "off", "failed", "never", "late"


@dataclass(frozen=True, kw_only=True)
class Today:
    """The runs of a day."""

    runs: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    rows: int = 0


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One algorithm as it stands."""

    algorithm: Algorithm
    switch: AlgorithmSwitch | None
    last: AlgorithmRun | None
    today: Today
    state: str
    """ON, OFF, FAILED (its last run did), NEVER (it did not run yet), LATE"""

    @property
    def waits(self) -> bool:
        """Was a run asked for that did not begin yet?"""
        asked = self.switch.asked_at if self.switch is not None else None
        return asked is not None and (self.last is None or self.last.began_at < asked)


def entries(visit: Visit) -> list[Entry]:
    """Return every algorithm by name."""
    last = _last(visit, sorted(discover()))
    switches = {one.name: one for one in visit.session.scalars(select(AlgorithmSwitch))}
    day = of_today(visit)
    return [Entry(algorithm=one, switch=switches.get(name), last=last.get(name), today=day.get(name, Today()),
                  state=_state(one, switches.get(name), last.get(name), visit.now))
            for name, one in sorted(discover().items())]


def _last(visit: Visit, names: Sequence[str]) -> dict[str, AlgorithmRun]:
    newest = select(func.max(AlgorithmRun.id)).where(AlgorithmRun.name.in_(names)).group_by(AlgorithmRun.name)
    ids = list(visit.session.scalars(newest))
    return {one.name: one for one in visit.session.scalars(select(AlgorithmRun).where(AlgorithmRun.id.in_(ids)))}


def _state(one: Algorithm, switch: AlgorithmSwitch | None, last: AlgorithmRun | None, now: datetime) -> str:
    if switch is not None and not switch.is_on:
        return OFF
    if last is None:
        return NEVER if one.every is not None else ON
    if last.state == runs.FAILED:
        return FAILED
    return LATE if one.every is not None and now - last.began_at > RUNNING_LATE * one.every else ON


def of_today(visit: Visit) -> dict[str, Today]:
    """Return what each algorithm did since the city's midnight."""
    midnight = clock.start_of_day(visit.now, visit.zone)
    found = visit.session.execute(
        select(AlgorithmRun.name, func.count(), func.sum(AlgorithmRun.seconds), func.sum(AlgorithmRun.cpu_seconds),
               func.sum(AlgorithmRun.rows))
        .where(AlgorithmRun.name.in_(sorted(discover())), AlgorithmRun.began_at >= midnight,
               AlgorithmRun.began_at <= visit.now).group_by(AlgorithmRun.name))
    return {name: Today(runs=count, seconds=float(seconds), cpu_seconds=float(cpu), rows=int(read))
            for name, count, seconds, cpu, read in found}
