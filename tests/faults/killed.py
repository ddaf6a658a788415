"""The program is killed again and again while events come in: nothing acknowledged is lost, doubled or miscounted."""

import contextlib
import random
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.faults.sending import Ledger, Senders, Supply, lies
from tests.faults.served import House, house, make_key, wait_until

LONGEST_START_SECONDS = 10.0
LONGEST_WAIT_SECONDS = 300.0


@dataclass
class Told:
    """What came of it."""

    ledger: Ledger = field(default_factory=Ledger)
    restart_seconds: list[float] = field(default_factory=list)
    kills: int = 0
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Return the figures."""
        counts = self.ledger.counts
        return (f"{self.kills} kills, received {counts['received']:,} = stored {counts['stored']:,} + duplicate "
                f"{counts['duplicate']:,} + rejected {counts['rejected']:,}; {self.ledger.unanswered} requests cut "
                f"off; serves after at most {max(self.restart_seconds):.1f} s; {len(self.faults)} faults")


def kill_again_and_again(folder: Path, url: str, *, events: int, kills: int, workers: int = 1, senders: int = 8,
                         seed: int = 1, longest_start_seconds: float = LONGEST_START_SECONDS) -> Told:
    """Kill the program at random moments while senders send; return what they were told and what must not be.

    With several workers every other kill takes one of them, the others the whole house.
    """
    told = Told()
    with house(folder, url, workers=workers) as served:
        key = make_key(folder, url, "events.write")
        told.restart_seconds.append(served.start())
        sending, supply = Senders(served.address, key, told.ledger), Supply(seed=seed)
        sending.start(supply, senders)
        _kill_at_random(served, told, key, share=events / kills, kills=kills, seed=seed)
        wait_until(lambda: len(told.ledger.cases) >= events, "nothing is stored any more", LONGEST_WAIT_SECONDS)
        sending.finish()
        told.faults += served_faults(served, told, longest_start_seconds)
        served.stop()
        told.faults += faults_at_rest(served, told.ledger, supply.ids())
    return told


def _kill_at_random(served: House, told: Told, key: str, *, share: float, kills: int, seed: int) -> None:
    """Kill whenever a random part of the share was acknowledged since the last time, and some milliseconds later."""
    chance = random.Random(seed)
    for number in range(kills):
        enough = len(told.ledger.cases) + share * chance.uniform(0.1, 0.9)
        wait_until(lambda enough=enough: len(told.ledger.cases) >= enough, "nothing is stored any more",
                   LONGEST_WAIT_SECONDS)
        _ask_for_what_is_not_allowed(served, key)
        time.sleep(chance.uniform(0, 0.2))
        told.kills += 1
        if served.workers > 1 and number % 2:
            told.restart_seconds.append(served.kill_a_worker(chance.randrange(served.workers)))
        else:
            served.kill()
            told.restart_seconds.append(served.start())


def _ask_for_what_is_not_allowed(served: House, key: str) -> None:
    """Let a refusal be written to the audit trail about the moment of the kill."""
    with contextlib.suppress(httpx.HTTPError):
        httpx.get(f"{served.address}/metrics", headers={"Authorization": f"Bearer {key}"}, timeout=5)


def served_faults(served: House, told: Told, longest_start_seconds: float) -> Iterator[str]:
    """Yield what must not be while it still serves."""
    if not served.is_serving():
        yield "it does not serve at the end"
    yield from (f"it took {seconds:.1f} s to serve again" for seconds in told.restart_seconds
                if seconds > longest_start_seconds)


def faults_at_rest(served: House, ledger: Ledger, sent: list[str]) -> Iterator[str]:
    """Yield what must not be in the database, its file, its audit trail and its counts."""
    yield from lies(served.folder, served.url, ledger, sent)
    if served.url.startswith("sqlite"):
        with contextlib.closing(sqlite3.connect(served.url.removeprefix("sqlite:///"))) as connection:
            said = connection.execute("PRAGMA integrity_check").fetchall()
        if said != [("ok",)]:
            yield f"the file is not whole: {said[:3]}"
    for verb in ("verify", "recount"):
        code, words = served.command(verb)
        if code:
            yield f"{verb} ended with {code}: {words.strip()[:300]}"
