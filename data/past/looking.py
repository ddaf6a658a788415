"""The city as of an earlier moment, for whoever asks it what they ask of the present.

`visit_at` gives a visit whose cases, units, dispatches and supervisions are those of the moment and whose `now` is that
moment; a figure of the past is reckoned by the very code that reckons it live. Only rows of the visitor's scope come
in, and the scope guards them there once more: what has left the scope since is not shown.

A picture that was made is kept for a while and carried on to a later moment by what happened in between, so that
playing costs what happened and not what there is. Stepping back makes a new one.
"""

import contextlib
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from data.allocation import of_case
from data.models.base import Base
from data.models.case import Case, CaseEvent, Dispatch, StageClock
from data.models.report import CasePicture, Reply, Supporter
from data.models.together import Instruction, Supervision, Whistle
from data.models.unit import Unit
from data.past import crews, picture
from data.past.memory import Memory
from data.past.picture import Alive, ended_later, read
from data.visit import Visit

MOST_KEPT = 3
FARTHEST = timedelta(days=2)
"""A picture is carried on so far beyond the moment it was made for; then it would hold too much that is over."""
LASTS = timedelta(minutes=10)
"""What was read stays true; what is told late of an earlier moment, such as an import, is seen after this."""

SETTLED = timedelta(seconds=15)
"""What is written may be told that much later: so close to its own reading a picture is made anew."""


@dataclass
class _Film:
    """A picture, and what carries it on."""

    key: tuple[Any, ...]
    begun: datetime
    read_at: datetime
    at: datetime
    alive: dict[int, Alive]
    said: dict[str, dict[str, Any]]
    memory: Memory = field(default_factory=Memory)


_films: list[_Film] = []
_keeping = threading.Lock()


@contextlib.contextmanager
def visit_at(visit: Visit, at: datetime, prefix: str, *, reach: timedelta = picture.RECEIVED) -> Iterator[Visit]:
    """Yield a visit that sees an area as of `at` (aware), which is not after the visit's own moment.

    What came in and ended longer than `reach` before is not there.
    """
    film, is_whole = _borrow(visit, at, prefix, reach), False
    try:
        if film is None:
            film = _begin(visit, at, prefix, reach)
        elif film.at < at:
            _carry_on(visit, film, at, prefix)
        is_whole = True
        with film.memory.seen_by(visit, at) as then:
            yield then
    finally:
        if is_whole and film is not None:
            _give_back(film)
        elif film is not None:
            film.memory.close()


@contextlib.contextmanager
def case_at(visit: Visit, at: datetime, case: Case) -> Iterator[Visit]:
    """Yield a visit that sees one case, all that belongs to it and who was or might be sent to it as of `at`."""
    mine = case.id
    dispatches = [ended_later(row, at, ("under_way_at", "arrived_at", "ended_at"))
                  for row in read(visit, Dispatch, Dispatch.case_id == mine, Dispatch.sent_at <= at)]
    units = read(visit, Unit, Unit.id.in_({row["unit_id"] for row in dispatches} | of_case.units_named(visit, mine)))
    rows = read(visit, Case, Case.id == mine, Case.received_at <= at, only=picture.COLUMNS)
    rows_of: dict[type[Base], Sequence[picture.Row]] = {
        Case: [one.at(at) for one in picture.with_what_happened(visit, at, rows).values()],
        Dispatch: dispatches, Unit: crews.as_of(visit, at, units, dispatches, {}),
        CaseEvent: read(visit, CaseEvent, CaseEvent.case_id == mine, CaseEvent.at <= at),
        StageClock: [ended_later(row, at, ("ended_at",))
                     for row in read(visit, StageClock, StageClock.case_id == mine, StageClock.begun_at <= at)],
        Supervision: [ended_later(row, at, ("received_at", "reported_at", "lifted_at"))
                      for row in read(visit, Supervision, Supervision.case_id == mine, Supervision.at <= at)],
        Whistle: [ended_later(row, at, ("answered_at",))
                  for row in read(visit, Whistle, Whistle.case_id == mine, Whistle.at <= at)],
        Instruction: read(visit, Instruction, Instruction.case_id == mine, Instruction.at <= at),
        Supporter: [row | {"reporter": None}
                    for row in read(visit, Supporter, Supporter.case_id == mine, Supporter.at <= at)],
        Reply: read(visit, Reply, Reply.case_id == mine, Reply.at <= at),
        CasePicture: read(visit, CasePicture, CasePicture.case_id == mine, CasePicture.at <= at),
    }
    with contextlib.closing(Memory()) as memory:
        memory.put(rows_of)
        with memory.seen_by(visit, at) as then:
            yield then


def forget() -> None:
    """Forget every picture that is kept."""
    with _keeping:
        while _films:
            _films.pop().memory.close()


def _key(visit: Visit, prefix: str, reach: timedelta) -> tuple[Any, ...]:
    return (visit.session.get_bind().engine, visit.city.epoch, visit.scope.spans(), visit.scope.areas, prefix, reach)


def _borrow(visit: Visit, at: datetime, prefix: str, reach: timedelta) -> _Film | None:
    """Take the kept picture that is nearest before the moment out of those that are kept."""
    key = _key(visit, prefix, reach)
    with _keeping:
        for old in [one for one in _films if not timedelta() <= visit.now - one.read_at < LASTS]:
            _films.remove(old)
            old.memory.close()
        fit = [one for one in _films if one.key == key and one.at <= at <= one.read_at - SETTLED
               and at - one.begun <= FARTHEST]
        if not fit:
            return None
        found = max(fit, key=lambda one: one.at)
        _films.remove(found)
        return found


def _give_back(film: _Film) -> None:
    with _keeping:
        _films.append(film)
        while len(_films) > MOST_KEPT:
            _films.pop(0).memory.close()


def _begin(visit: Visit, at: datetime, prefix: str, reach: timedelta) -> _Film:
    film = _Film(key=_key(visit, prefix, reach), begun=at, read_at=visit.now, at=at,
                 alive=picture.alive_at(visit, prefix, at),
                 said=crews.said_within(visit, at - crews.LOOKED_BACK, at))
    supervisions, watched = picture.supervised_at(visit, at)
    film.alive |= watched
    ended = [row for row in picture.ended_by(visit, prefix, at, reach) if row["id"] not in film.alive]
    film.memory.put({Case: [*(one.at(at) for one in film.alive.values()), *ended], **_crews(visit, film),
                     Supervision: supervisions})
    return film


def _carry_on(visit: Visit, film: _Film, at: datetime, prefix: str) -> None:
    """Bring a picture to a later moment. What happened after it was read is not needed: it lies after the moment."""
    supervisions, watched = picture.supervised_at(visit, at)
    new = {**picture.came_within(visit, prefix, film.at, at), **watched}
    touched = {number: one for number, one in film.alive.items() if one.changes_within(film.at, at)} | {
        number: one for number, one in new.items() if number not in film.alive}
    film.alive |= touched
    film.said |= crews.said_within(visit, max(film.at, at - crews.LOOKED_BACK), at)
    film.at = at
    film.memory.put({Case: [one.at(at) for one in touched.values()], **_crews(visit, film),
                     Supervision: supervisions}, instead_of=touched, whole=(Dispatch, Unit, Supervision))


def _crews(visit: Visit, film: _Film) -> dict[Any, list[dict[str, Any]]]:
    dispatches = crews.dispatches_at(visit, film.at)
    return {Dispatch: dispatches, Unit: crews.units_at(visit, film.at, dispatches, film.said)}
