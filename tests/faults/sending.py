"""Events as other systems send them: in batches, some bad, some twice, again with the same ids until acknowledged.

The ledger keeps every answer; `lies` compares it with what then stands in the database.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import func, select

from data import clock
from data.cases.intake import REASONS
from data.models.case import Case
from data.models.change import Change
from tests import cast
from tests.faults.served import JOB, opened

SOURCE = "faults"
LONGEST_ANSWER_SECONDS = 30.0
"""A request that takes longer hangs."""
REPEATED, BAD = 0.08, 0.04
"""Shares of a batch that were sent before by somebody, and that nobody can take."""
BROKEN: tuple[dict[str, Any], ...] = (
    {"lon": 10.0, "lat": 10.0}, {"text": ""}, {"severity": "very"}, {"occurred_at": "yesterday"}, {"lat": None},
    {"occurred_at": "2999-01-01T00:00:00+08:00"}, {"category": 7}, {"text": "x" * 6_000},
)

Event = dict[str, Any]
Batch = list[Event]


def event(number: int) -> Event:
    """Return the sound event of a number, the same each time but for its moment."""
    lon, lat = cast.at(0.1 + number % 39 / 10, 0.1 + number // 39 % 39 / 10)
    return {"source": SOURCE, "event_id": f"e-{number}", "category": ("0101", "0102", "0201", "0202")[number % 4],
            "occurred_at": (clock.now() - timedelta(minutes=5)).isoformat(), "text": f"路口有垃圾 {number}", "lon": lon,
            "lat": lat, "severity": number % 4 + 1}


class Supply:
    """Batches without end, of 1 to `most` events that nobody sent before, besides repeated and bad ones."""

    def __init__(self, *, seed: int, most: int = 100, repeated: float = REPEATED, bad: float = BAD) -> None:
        self._chance, self._most = random.Random(seed), most
        self._repeated, self._bad = repeated, bad
        self._events = self._bad_ones = 0

    def __iter__(self) -> Iterator[Batch]:
        """Yield the batches."""
        chance = self._chance
        while True:
            size = chance.randint(1, self._most)
            batch = [event(self._events + one) for one in range(size)]
            self._events += size
            batch += [event(chance.randrange(self._events)) for _ in range(_part(size, self._repeated, chance))]
            for _ in range(_part(size, self._bad, chance)):
                self._bad_ones += 1
                batch.append({**event(0), "event_id": f"bad-{self._bad_ones}", **chance.choice(BROKEN)})
            chance.shuffle(batch)
            yield batch

    def ids(self) -> list[str]:
        """Return the ids of all sound events there were so far."""
        return ids(self._events)


def ids(events: int) -> list[str]:
    """Return the ids of the first so many events."""
    return [f"e-{number}" for number in range(events)]


def _part(size: int, share: float, chance: random.Random) -> int:
    return int(size * share + chance.random())


@dataclass
class Ledger:
    """What the senders were told, and what they would not have expected to be told."""

    stored: dict[str, str] = field(default_factory=dict)
    """{event id: case number} of those acknowledged as stored."""
    cases: dict[str, str] = field(default_factory=dict)
    """{event id: case number} of all acknowledged events."""
    counts: Counter[str] = field(default_factory=Counter)
    """received, stored, duplicate, rejected: added up over all acknowledged answers."""
    batches: int = 0
    unanswered: int = 0
    """Requests whose answer never came: what became of them is not known."""
    busy: int = 0
    """Requests that were refused for the moment."""
    answers: list[tuple[float, float]] = field(default_factory=list)
    """(when its request began, seconds it took) of each acknowledged batch; moments of the monotonic clock."""
    slowest_seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, batch: Batch, answer: dict[str, Any], began: float) -> None:
        """Put an acknowledged answer in the ledger; whatever does not add up is wrong."""
        with self.lock:
            self.batches += 1
            self.answers.append((began, time.monotonic() - began))
            self.counts["received"] += answer["received"]
            for name in ("stored", "duplicate", "rejected"):
                self.counts[name] += len(answer[name])
            self.wrong += _wrong_in(batch, answer)
            for one in answer["stored"]:
                if one["event_id"] in self.stored:
                    self.wrong.append(f"{one['event_id']} was stored twice")
                self.stored[one["event_id"]] = one["case_no"]
            for one in (*answer["stored"], *answer["duplicate"]):
                if self.cases.setdefault(one["event_id"], one["case_no"]) != one["case_no"]:
                    self.wrong.append(f"{one['event_id']} is {one['case_no']} and {self.cases[one['event_id']]}")


def _wrong_in(batch: Batch, answer: dict[str, Any]) -> Iterator[str]:
    told = [one["event_id"] for name in ("stored", "duplicate", "rejected") for one in answer[name]]
    if answer["received"] != len(batch) or Counter(told) != Counter(one["event_id"] for one in batch):
        yield f"a batch of {len(batch)} was answered with {answer['received']} = {len(told)}"
    for one in answer["rejected"]:
        if not one["event_id"].startswith("bad-") or one["code"] not in REASONS:
            yield f"{one['event_id']} was rejected: {one['code']}"
    for one in (*answer["stored"], *answer["duplicate"]):
        if one["event_id"].startswith("bad-"):
            yield f"{one['event_id']} was taken"


class Senders:
    """Threads that send batches to one address until every batch is acknowledged."""

    def __init__(self, address: str, key: str, ledger: Ledger, *, pause_seconds: float = 0.0) -> None:
        self.address, self.key, self.ledger, self.pause_seconds = address, key, ledger, pause_seconds
        self.is_over = threading.Event()
        self._threads: list[threading.Thread] = []
        self._waiting: Iterator[Batch] = iter(())
        self._lock = threading.Lock()

    def start(self, waiting: Iterable[Batch], count: int) -> None:
        """Let `count` senders take batches in turn and send them."""
        self._waiting = iter(waiting)
        self._threads = [threading.Thread(target=self._send_all, daemon=True) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def are_done(self) -> bool:
        """Has every sender ended?"""
        return not any(thread.is_alive() for thread in self._threads)

    def finish(self, seconds: float = 600.0) -> None:
        """Let no sender begin another batch, and wait until those in hand are acknowledged."""
        with self._lock:
            self._waiting = iter(())
        self.finish_what_there_is(seconds)

    def finish_what_there_is(self, seconds: float = 600.0) -> None:
        """Wait until every batch is acknowledged. A sender that is not done by then is noted as wrong."""
        ends = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, ends - time.monotonic()))
        self.is_over.set()
        if not self.are_done():
            self.ledger.wrong.append("somebody sends for ever")

    def _next(self) -> Batch | None:
        with self._lock:
            return None if self.is_over.is_set() else next(self._waiting, None)

    def _send_all(self) -> None:
        with httpx.Client(base_url=self.address, timeout=LONGEST_ANSWER_SECONDS,
                          headers={"Authorization": f"Bearer {self.key}"}) as client:
            while (batch := self._next()) is not None:
                while not self._is_acknowledged(client, batch) and not self.is_over.is_set():
                    time.sleep(0.1)
                time.sleep(self.pause_seconds)

    def _is_acknowledged(self, client: httpx.Client, batch: Batch) -> bool:
        began = time.monotonic()
        try:
            answer = client.post("/api/v1/events", json=batch)
        except httpx.TimeoutException:
            return self._is_wrong(f"no answer in {LONGEST_ANSWER_SECONDS:.0f} s")
        except httpx.HTTPError:
            with self.ledger.lock:
                self.ledger.unanswered += 1
            return False
        finally:
            with self.ledger.lock:
                self.ledger.slowest_seconds = max(self.ledger.slowest_seconds, time.monotonic() - began)
        if answer.status_code == httpx.codes.OK:
            self.ledger.note(batch, answer.json(), began)
            return True
        if answer.status_code in (429, 503) and answer.headers.get("Retry-After", "").isdigit():
            with self.ledger.lock:
                self.ledger.busy += 1
            return False
        return self._is_wrong(f"{answer.status_code} {answer.headers.get('Retry-After')}: {answer.text[:200]}")

    def _is_wrong(self, what: str) -> bool:
        with self.ledger.lock:
            self.ledger.wrong.append(what)
        return False


def lies(folder: Path, url: str, ledger: Ledger, sent: Iterable[str]) -> Iterator[str]:
    """Yield what must not be, once every batch is acknowledged: lost, doubled, invented, miscounted, a gap in the log.

    `sent` are the ids of all sound events.
    """
    yield from ledger.wrong
    counts = ledger.counts
    if counts["received"] != counts["stored"] + counts["duplicate"] + counts["rejected"]:
        yield f"received is not stored + duplicate + rejected: {dict(counts)}"
    with opened(folder, url) as database, database.read(JOB) as session:
        rows = session.execute(select(Case.event_id, Case.case_no).where(Case.source == SOURCE)).all()
        strange = session.scalar(select(func.count()).select_from(Case).where(Case.source != SOURCE))
        first, last, count = session.execute(select(func.min(Change.seq), func.max(Change.seq), func.count())
                                             .select_from(Change)).one()
    there = {event_id: case_no for event_id, case_no in rows}
    if strange:
        yield f"{strange} cases that nobody sent"
    for event_id, times in Counter(event_id for event_id, _ in rows).items():
        if times > 1:
            yield f"{event_id} is there {times} times"
    wanted = set(sent)
    yield from (f"{one} was sent and is not there" for one in sorted(wanted - set(there))[:20])
    yield from (f"{one} is there and was never sent" for one in sorted(set(there) - wanted)[:20])
    yield from (f"{one} was acknowledged as {case_no} and is {there.get(one)}" for one, case_no in ledger.cases.items()
                if there.get(one) != case_no)
    if not count or last - first + 1 != count:
        yield f"the change log has a gap: {first}..{last} holds {count}"
