"""Fifty thousand events at once: the program may say come again, loses nothing, and every screen is complete soon."""

import asyncio
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from data.cases import figures
from data.settings import Settings
from data.visit import reading
from tests.faults.screens import Screen
from tests.faults.sending import Batch, Ledger, Senders, event, ids, lies
from tests.faults.served import JOB, PATIENCE_SECONDS, House, house, make_key, opened

BATCH, SENDERS, SCREENS = 500, 8, 20
LONGEST_SECONDS = 10.0


@dataclass
class Told:
    """What came of it."""

    ledger: Ledger = field(default_factory=Ledger)
    seconds: float = 0.0
    """From the first event sent until the last was acknowledged."""
    complete_seconds: list[float] = field(default_factory=list)
    """From the last acknowledgement until each screen stood as the database does."""
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Return the figures."""
        counts = self.ledger.counts
        return (f"received {counts['received']:,} = stored {counts['stored']:,} + duplicate {counts['duplicate']:,} + "
                f"rejected {counts['rejected']:,} in {self.seconds:.1f} s; {self.ledger.busy} times told to come again;"
                f" {len(self.complete_seconds)} screens complete {max(self.complete_seconds, default=0):.2f} s after "
                f"the last acknowledgement at most; {len(self.faults)} faults")


def send_all_at_once(folder: Path, url: str, *, events: int, screens: int = SCREENS,
                     longest_seconds: float = LONGEST_SECONDS) -> Told:
    """Send the events from several senders as fast as they can while screens look on; return what must not be."""
    told = Told()
    with house(folder, url) as served:
        senders = Senders(served.address, make_key(folder, url, "events.write"), told.ledger)
        watcher = make_key(folder, url, "cases.read")
        served.start()
        asyncio.run(_watch(served, senders, watcher, events, screens, told))
        told.faults += lies(folder, url, told.ledger, ids(events))
    told.faults += [f"a screen was complete after {seconds:.1f} s" for seconds in told.complete_seconds
                    if seconds > longest_seconds]
    if len(told.complete_seconds) != screens:
        told.faults.append(f"{screens - len(told.complete_seconds)} of {screens} screens were never complete")
    return told


def batches(events: int) -> Iterator[Batch]:
    """Yield the events in batches."""
    numbers = iter(range(events))
    while batch := [event(number) for number in islice(numbers, BATCH)]:
        yield batch


async def _watch(served: House, senders: Senders, key: str, events: int, screens: int, told: Told) -> None:
    looking = [Screen(served.port, key) for _ in range(screens)]
    tasks = [asyncio.create_task(one.listen()) for one in looking]
    while not all(one.was_restarted for one in looking):
        await asyncio.sleep(0.1)
    ready = list(batches(events))
    began = time.monotonic()
    senders.start(ready, SENDERS)
    waiting = threading.Thread(target=senders.finish_what_there_is)
    waiting.start()
    while waiting.is_alive():
        await asyncio.sleep(0.01)
    acknowledged = time.monotonic()
    told.seconds = acknowledged - began
    truth = await asyncio.to_thread(_truth, served)
    left = set(looking)
    while left and time.monotonic() < acknowledged + PATIENCE_SECONDS:
        done = {one for one in left if _shown(one) == truth}
        told.complete_seconds += [time.monotonic() - acknowledged] * len(done)
        left -= done
        await asyncio.sleep(0.01)
    for task in tasks:
        task.cancel()


def _truth(served: House) -> tuple[int, dict[str, list[int]]]:
    """Return how many cases are open, and the figures of each area, counted in the database."""
    settings = Settings(data_dir=served.folder, database_url=served.url)
    with opened(served.folder, served.url) as database, reading(database, JOB, settings) as visit:
        values = figures.area_values(visit, "9901", 5)
    return sum(value[0] for value in values.values()), {code: list(value) for code, value in values.items()}


def _shown(screen: Screen) -> tuple[int, dict[str, list[int]]]:
    """Return the same as the screen knows it."""
    return screen.cases_total, {code: value for code, value in screen.values.items() if any(value)}
