"""The archiving is killed again and again: every case's course is whole after each kill, and in one place."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from data import clock
from data.archive import proving
from data.cases import clocks, intake, queries
from data.cases.intake import Step
from data.cases.states import State, Verb
from data.models.archive import ArchivedCase
from data.models.case import Case, CaseEvent
from data.settings import Settings
from data.visit import Visit, reading, writing
from tests import cast
from tests.faults.served import JOB, build_city, opened
from tests.stand import ROOT, environment

LONGEST_KILLS = 60


def kill_again_and_again(folder: Path, url: str, *, cases: int, kills: int, seed: int = 1) -> tuple[int, list[str]]:
    """Return how often the archiving was really cut off amid its work, and what must not be."""
    settings, chance = Settings(data_dir=folder, database_url=url), random.Random(seed)
    build_city(folder, url)
    with opened(folder, url) as database:
        with writing(database, JOB, settings) as visit:
            _fill(visit, cases)
        with reading(database, JOB, settings) as visit:
            before = told(visit)
        faults, cut_off = [], 0
        for _ in range(LONGEST_KILLS):
            few = int(_left(database, settings) * chance.uniform(0.5, 0.95))
            ended = _run(folder, url, is_time=lambda: _left(database, settings) <= few,  # noqa: B023 - asked at once
                         wait_seconds=chance.uniform(0, 0.2))
            cut_off += not ended
            with reading(database, JOB, settings) as visit:
                faults += faults_of(visit, before)
            if cut_off >= kills or (ended and not _left(database, settings)):
                break
        if not _run(folder, url):
            faults.append("it does not come to its end")
        with reading(database, JOB, settings) as visit:
            faults += faults_of(visit, before)
            if visit.session.execute(select(func.count()).select_from(CaseEvent)).scalar_one():
                faults.append("not all of it went")
    return cut_off, faults


def _left(database, settings: Settings) -> int:  # type: ignore[no-untyped-def]
    with reading(database, JOB, settings) as visit:
        return int(visit.session.execute(select(func.count()).select_from(CaseEvent)).scalar_one())


def _fill(visit: Visit, count: int) -> None:
    """Store cases that ended in the months before last, with three events each."""
    now = clock.now()
    reports = [cast.report(f"k-{n}", occurred_at=at, closed_at=at + timedelta(hours=2),
                           state=State.CLOSED, trail=_trail(at))
               for n in range(count) for at in [now - timedelta(days=70 + n % 60)]]
    assert len(intake.receive(visit, reports, cast.index_of(visit), live=False).stored) == count


def _trail(at: datetime) -> tuple[Step, ...]:
    return (Step(Verb.ACCEPT, State.ACCEPTED, at + timedelta(hours=1)),
            Step(Verb.CLOSE, State.CLOSED, at + timedelta(hours=2)))


def told(visit: Visit) -> dict[int, object]:
    """Return {case: its course and clocks}."""
    return {case.id: (queries.timeline(visit, case), len(clocks.clocks_of(visit, case)))
            for case in visit.session.scalars(select(Case))}


def faults_of(visit: Visit, before: dict[int, object]) -> list[str]:
    """Return what a kill has lost, doubled or left half done."""
    found = [f"case {key} is told otherwise" for key, said in told(visit).items() if said != before[key]]
    twice = visit.session.execute(select(func.count()).select_from(CaseEvent).join(
        ArchivedCase, ArchivedCase.case_id == CaseEvent.case_id)).scalar_one()
    found += [f"{twice} events lie in two places"] if twice else []
    proof = proving.prove(visit.session, visit.archive)
    return found + list(proof.faults) + ([f"case {proof.bad_case} is led elsewhere"] if proof.bad_case else [])


def _run(folder: Path, url: str, *, is_time: Callable[[], bool] | None = None, wait_seconds: float = 0) -> bool:
    """Archive all that can be in a process of its own; False where it was killed before its end.

    It is killed so many seconds after it is time: amid its rows, or amid the files of the next month.
    """
    process = subprocess.Popen(
        [sys.executable, "-c", "import sys; from data.archive import moving; moving.AT_ONCE = 20;"
         " import app; sys.exit(app.main(sys.argv[1:]))", "archive", "--before", f"{clock.now():%Y-%m}"],
        cwd=ROOT, env=environment(folder, YIPING_DATABASE_URL=url), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    while is_time is not None and process.poll() is None:
        if is_time():
            time.sleep(wait_seconds)
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate(timeout=60)
                return False
        time.sleep(0.005)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said.decode()[-1_000:]
    return True
