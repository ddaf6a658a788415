"""Every event is sent one to five times at once, over several connections: it is one case, and each answer says so."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.faults.sending import Batch, Ledger, Senders, event, ids, lies
from tests.faults.served import House, house, make_key, wait_until

MOST_TIMES, MOST_IN_A_BATCH = 5, 50
COUNTER = re.compile(r'^yiping_events_total\{outcome="(\w+)"\} (\d+)$', re.MULTILINE)


@dataclass
class Told:
    """What came of it."""

    sent: int = 0
    ledger: Ledger = field(default_factory=Ledger)
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Return the figures."""
        counts = self.ledger.counts
        return (f"{self.sent:,} sent in {self.ledger.batches:,} batches: {counts['stored']:,} stored, "
                f"{counts['duplicate']:,} duplicates of them; {len(self.faults)} faults")


def send_again_and_again(folder: Path, url: str, *, events: int, senders: int = 8, seed: int = 1) -> Told:
    """Send every event up to five times in parallel; return what the senders were told and what must not be."""
    told, waiting = Told(), _batches(events, seed)
    told.sent = sum(len(batch) for batch in waiting)
    with house(folder, url) as served:
        key = make_key(folder, url, "events.write", "metrics.read")
        served.start()
        sending = Senders(served.address, key, told.ledger)
        sending.start(waiting, senders)
        wait_until(sending.are_done, "somebody sends for ever", 300)
        told.faults += lies(folder, url, told.ledger, ids(events))
        told.faults += miscounted(served, key, told.ledger, {
            "stored": events, "duplicate": told.sent - events, "rejected": 0})
    return told


def _batches(events: int, seed: int) -> list[Batch]:
    chance = random.Random(seed)
    copies = [event(number) for number in range(events) for _ in range(chance.randint(1, MOST_TIMES))]
    chance.shuffle(copies)
    found = []
    while copies:
        size = chance.randint(1, MOST_IN_A_BATCH)
        found.append(copies[:size])
        del copies[:size]
    return found


def miscounted(served: House, key: str, ledger: Ledger, wanted: dict[str, int]) -> Iterator[str]:
    """Yield what must not be: answers, or the program's own counters, that do not add up to what is wanted."""
    answered = {name: ledger.counts[name] for name in wanted}
    if answered != wanted:
        yield f"the answers add up to {answered}, not to {wanted}"
    text = httpx.get(f"{served.address}/metrics", headers={"Authorization": f"Bearer {key}"}, timeout=30).text
    counted = {"rejected": 0, **{name: int(value) for name, value in COUNTER.findall(text)}}
    if counted != wanted:
        yield f"the counters say {counted}, not {wanted}"
