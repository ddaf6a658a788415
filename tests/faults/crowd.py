"""Many people who move the same cases at once, at random: what each was told, and what then stands in the database."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from time import monotonic

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from data import clock
from data.cases import intake, workflow
from data.cases.given import Given, Said
from data.cases.states import MOVES, State, Verb
from data.errors import CityError
from data.models.case import Case, CaseEvent, Dispatch
from data.models.change import Change
from data.scope import ROLES, Scope
from data.settings import Settings
from data.storage.database import Database
from data.visit import reading, writing
from tests import cast

JOB = Scope.of_job("crowd")
POSTS = ("dispatcher", "handler", "verifier", "caller", "leader", "officer")
UNITS = (cast.SWEEPERS, cast.FAR_SWEEPERS, cast.REPAIR, cast.POLICE, cast.ENGINE, cast.OFFICER)
VERBS = tuple(verb.value for verb in Verb if verb not in (Verb.REPORT, Verb.SUPPORT))


@dataclass
class Told:
    """What the crowd was told."""

    moved: list[tuple[str, str, int]] = field(default_factory=list)
    """(case number, verb, version after it) of every move that was acknowledged."""
    refused: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    """Whatever was neither done nor refused."""
    seconds: list[float] = field(default_factory=list)
    """How long each acknowledged move took."""


def fill(database: Database, settings: Settings, cases: int) -> list[str]:
    """Store reported cases all over the toy city and return their numbers."""
    numbers: list[str] = []
    for start in range(0, cases, 1_000):
        with writing(database, JOB, settings) as visit:
            spots = [(0.2 + i % 4 * 0.9, 0.2 + i // 4 % 4 * 0.9) for i in range(start, min(start + 1_000, cases))]
            now = clock.now()
            reports = [cast.report(f"crowd-{start + i}", spot, occurred_at=now) for i, spot in enumerate(spots)]
            numbers += [number for _, number in intake.receive(visit, reports, cast.index_of(visit)).stored]
    return numbers


def let_loose(database: Database, settings: Settings, numbers: list[str], *, people: int, seconds: float,
              seed: int = 1) -> Told:
    """Let people of every post move cases at random for some time; return what they were told."""
    told, lock = Told(), threading.Lock()
    ends = monotonic() + seconds

    def person(number: int) -> None:
        post = POSTS[number % len(POSTS)]
        scope = Scope(person=f"p{number}", name=f"P{number}", areas=frozenset({""}), may=ROLES[post])
        chance = random.Random(seed * 1_000 + number)
        while monotonic() < ends:
            _try_one(database, settings, scope, numbers, chance, told, lock)

    threads = [threading.Thread(target=person, args=(number,), daemon=True) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + 60)
    if any(thread.is_alive() for thread in threads):
        told.broken.append("somebody waits for ever")
    return told


def _try_one(database: Database, settings: Settings, scope: Scope, numbers: list[str], chance: random.Random,
             told: Told, lock: threading.Lock) -> None:
    number = chance.choice(numbers)
    with reading(database, scope, settings) as visit:
        case = workflow.find(visit, number)
        offered = [verb.value for verb in workflow.verbs_for(visit, case)] or list(VERBS)
        version = case.version
    verb = chance.choice(offered if chance.random() < 0.9 else VERBS)
    began = monotonic()
    try:
        with writing(database, scope, settings) as visit:
            after = workflow.move(visit, number, verb, version=version, given=_given(chance, numbers)).version
    except CityError as error:
        with lock:
            told.refused[error.code] += 1
    except OperationalError as error:
        with lock:
            told.broken.append(f"{verb}: {str(error.orig)[:120]}")
    else:
        with lock:
            told.moved.append((number, verb, after))
            told.seconds.append(monotonic() - began)


def _given(chance: random.Random, numbers: list[str]) -> Given:
    return Given(note="说明", units=(chance.choice(UNITS),), class_code=chance.choice(["0101", "0102", "0201"]),
                 until=clock.now() + timedelta(days=9), reply=Said(contacted=True, solved=True, satisfied=True),
                 grade=chance.randint(1, 5), departments=("roads",), into=chance.choice(numbers))


def faults(database: Database, settings: Settings, told: Told) -> Iterator[str]:
    """Yield what must not be: an illegal state, a lost or doubled event, a gap, a unit at two cases, a lost line."""
    yield from told.broken
    with reading(database, JOB, settings) as visit:
        session = visit.session
        events = session.execute(select(Case.case_no, CaseEvent).join(Case, Case.id == CaseEvent.case_id)
                                 .order_by(CaseEvent.case_id, CaseEvent.version)).all()
        by_case: dict[str, list[CaseEvent]] = {}
        for number, event in events:
            by_case.setdefault(number, []).append(event)
        for case in session.scalars(select(Case)):
            yield from _faults_of(case, by_case.get(case.case_no, []))
        known = {(number, event.verb, event.version) for number, event in events}
        yield from (f"{one} was acknowledged and is not there" for one in told.moved if one not in known)
        busy = session.execute(select(Dispatch.unit_id).where(Dispatch.ended_at.is_(None))
                               .group_by(Dispatch.unit_id).having(func.count() > 1)).all()
        yield from (f"the unit {unit} is at two cases" for (unit,) in busy)
        first, last, count = session.execute(select(func.min(Change.seq), func.max(Change.seq), func.count())
                                             .select_from(Change)).one()
        if count and last - first + 1 != count:
            yield f"the change log has a gap: {first}..{last} holds {count}"


def _faults_of(case: Case, events: list[CaseEvent]) -> Iterator[str]:
    if [event.version for event in events] != list(range(1, case.version + 1)):
        yield f"{case.case_no} at version {case.version} has events {[event.version for event in events]}"
        return
    if events[-1].after != case.state:
        yield f"{case.case_no} is {case.state}, its last event led to {events[-1].after}"
    for before, event in pairwise(events):
        move = MOVES.get((State(event.before), Verb(event.verb)))
        if event.before != before.after or move is None or event.after != (move.to or event.before):
            yield f"{case.case_no} went {event.before} -{event.verb}-> {event.after}"
