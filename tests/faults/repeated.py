"""One event is sent a million times over: one case, and each counter exact."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.doubled import miscounted
from tests.faults.sending import Batch, Ledger, Senders, event, ids, lies
from tests.faults.served import house, make_key, wait_until

BATCH, SENDERS = 1_000, 4
PATIENCE_SECONDS = 3_600.0


@dataclass
class Told:
    """What came of it."""

    ledger: Ledger = field(default_factory=Ledger)
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Return the figures."""
        counts = self.ledger.counts
        return (f"received {counts['received']:,} = stored {counts['stored']:,} + duplicate {counts['duplicate']:,} + "
                f"rejected {counts['rejected']:,}; {len(self.faults)} faults")


def send_one_over_and_over(folder: Path, url: str, *, times: int) -> Told:
    """Send the same event so many times, in batches from several senders; return what must not be."""
    told = Told()
    with house(folder, url) as served:
        key = make_key(folder, url, "events.write", "metrics.read")
        served.start()
        senders = Senders(served.address, key, told.ledger)
        senders.start(_batches(times), SENDERS)
        wait_until(senders.are_done, "somebody sends for ever", PATIENCE_SECONDS)
        told.faults += lies(folder, url, told.ledger, ids(1))
        told.faults += miscounted(served, key, told.ledger, {"stored": 1, "duplicate": times - 1, "rejected": 0})
    return told


def _batches(times: int) -> Iterator[Batch]:
    one = event(0)
    for start in range(0, times, BATCH):
        yield [one] * min(BATCH, times - start)
