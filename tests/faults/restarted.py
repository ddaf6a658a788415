"""PostgreSQL goes away under load, in four ways: who asks is told to come back, and finds everything when they do."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg

from tests.faults.sending import LONGEST_ANSWER_SECONDS, Ledger, Senders, Supply
from tests.faults.sending import lies as found_in
from tests.faults.served import House, Postgres, house, make_key, wait_until

LONGEST_RECOVERY_SECONDS = 15.0
SETTLE_SECONDS = 3.0
SENDERS, PER_BATCH, PAUSE_SECONDS = 10, 9, 0.4
"""About 100 events a second."""
READ = ("/api/v1/cases?limit=20", "/api/v1/areas/9901", "/api/v1/areas/9901/summary")
MORE_THREADS, MORE_CONNECTIONS = 6, 2
"""How many more there may be at the end than before: those that come and go with the moment, and threads of a pool that
was not yet as large as it may be."""
OURS = ("SELECT {what} FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND backend_type = 'client backend'")


@dataclass
class Told:
    """What came of it."""

    ledger: Ledger = field(default_factory=Ledger)
    reads: Counter[str] = field(default_factory=Counter)
    """What readers were answered: "status path"."""
    recovery_seconds: dict[str, float] = field(default_factory=dict)
    threads: tuple[int, int] = 0, 0
    connections: tuple[int, int] = 0, 0
    """Before and after."""
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Return the figures."""
        times = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in self.recovery_seconds.items())
        return (f"{self.ledger.counts['received']:,} events acknowledged, {self.ledger.busy:,} batches told to wait, "
                f"longest answer {self.ledger.slowest_seconds:.1f} s; stores again after {times}; threads "
                f"{self.threads[0]} then {self.threads[1]}, connections {self.connections[0]} then "
                f"{self.connections[1]}; {len(self.faults)} faults")


def restart_under_load(folder: Path, server: Postgres, *, ways: tuple[str, ...] = ("fast", "immediate", "away", "cut"),
                       seconds: float = 20.0, longest_recovery_seconds: float = LONGEST_RECOVERY_SECONDS) -> Told:
    """Take PostgreSQL away in each of these ways while events come in and figures are read; return what came of it.

    It is away, or its sessions are cut, for `seconds`; before, between and after it is left in peace for a moment.
    """
    told, supply = Told(), Supply(seed=1, most=PER_BATCH)
    with house(folder, server.url) as served:
        key = make_key(folder, server.url, "events.write", "cases.read")
        served.start()
        sending = Senders(served.address, key, told.ledger, pause_seconds=PAUSE_SECONDS)
        reader = threading.Thread(target=_read_on, args=(served, key, told, sending.is_over), daemon=True)
        sending.start(supply, SENDERS)
        reader.start()
        _settle(served)
        before = served.threads(), _connections(server)
        for way in ways:
            WAYS[way](server, seconds)
            told.recovery_seconds[way] = _stores_again_after(told.ledger, time.monotonic())
            _settle(served)
        told.threads, told.connections = (before[0], served.threads()), (before[1], _connections(server))
        sending.finish(LONGEST_ANSWER_SECONDS * 2)
        reader.join(LONGEST_ANSWER_SECONDS)
        told.faults += _lies(folder, server, told, supply.ids())
        told.faults += [f"after {way} nothing was stored for {took:.1f} s"
                        for way, took in told.recovery_seconds.items() if took > longest_recovery_seconds]
        told.faults += _failures(served)
        for verb in ("verify", "recount"):
            code, words = served.command(verb)
            told.faults += [f"{verb} ended with {code}: {words.strip()[:300]}"] if code else []
    return told


def _settle(served: House) -> None:
    time.sleep(SETTLE_SECONDS)
    wait_until(served.is_serving, "the program does not serve")


def _restart_fast(server: Postgres, _seconds: float) -> None:
    server.restart("fast")


def _restart_at_once(server: Postgres, _seconds: float) -> None:
    server.restart("immediate")


def _stay_away(server: Postgres, seconds: float) -> None:
    server.stop()
    time.sleep(seconds)
    server.start()


def _cut_sessions(server: Postgres, seconds: float) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute(OURS.format(what="pg_terminate_backend(pid)"))
        time.sleep(2.0)


WAYS: dict[str, Callable[[Postgres, float], None]] = {
    "fast": _restart_fast, "immediate": _restart_at_once, "away": _stay_away, "cut": _cut_sessions}


def _connections(server: Postgres) -> int:
    with psycopg.connect(server.url, autocommit=True) as connection:
        row = connection.execute(OURS.format(what="count(*)")).fetchone()
    return int(row[0]) if row else 0


def _stores_again_after(ledger: Ledger, since: float) -> float:
    """Return the seconds until a batch was acknowledged whose sending began after that moment."""
    wait_until(lambda: any(began >= since for began, _ in ledger.answers[-50:]), "nothing is stored any more",
               LONGEST_ANSWER_SECONDS * 2)
    return time.monotonic() - since


def _read_on(served: House, key: str, told: Told, is_over: threading.Event) -> None:
    """Read figures until it is over; whatever is neither an answer nor a request to come back is a fault."""
    with httpx.Client(base_url=served.address, timeout=LONGEST_ANSWER_SECONDS,
                      headers={"Authorization": f"Bearer {key}"}) as client:
        while not is_over.wait(0.1):
            for path in READ:
                try:
                    answer = client.get(path)
                except httpx.HTTPError as error:
                    told.faults.append(f"{path}: {type(error).__name__}")
                    continue
                told.reads[f"{answer.status_code} {path}"] += 1
                told_to_wait = answer.status_code == 503 and answer.headers.get("Retry-After", "").isdigit()
                if not (told_to_wait or answer.status_code == 200):
                    told.faults.append(f"{path}: {answer.status_code} {answer.text[:200]}")


def _lies(folder: Path, server: Postgres, told: Told, sent: list[str]) -> Iterator[str]:
    yield from found_in(folder, server.url, told.ledger, sent)
    if told.ledger.unanswered:
        yield f"{told.ledger.unanswered} requests were cut off"
    if told.ledger.slowest_seconds > LONGEST_ANSWER_SECONDS:
        yield f"an answer took {told.ledger.slowest_seconds:.1f} s"
    if told.threads[1] > told.threads[0] + MORE_THREADS:
        yield f"threads grew from {told.threads[0]} to {told.threads[1]}"
    if told.connections[1] > told.connections[0] + MORE_CONNECTIONS:
        yield f"connections grew from {told.connections[0]} to {told.connections[1]}"


def _failures(served: House) -> Iterator[str]:
    """Yield what the program itself called a failure: a thread that died of it says so nowhere else."""
    lines = served.said().splitlines()
    yield from (f"the log says: {line}" for line in lines
                if line.startswith(("Exception in thread", "Traceback")) or " ERROR " in line)
