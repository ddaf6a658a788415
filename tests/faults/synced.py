"""Before each acknowledgement the disk was asked to keep what was written: seen from outside, in the system calls."""

import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.faults.sending import event
from tests.faults.served import house, make_key

TRACER = "strace"
CALLS = "trace=pwrite64,fsync,fdatasync,sendto,sendmsg,write"
WROTE = re.compile(r"^(\d+) .*\bpwrite64\(\d+<[^>]*-wal>")
SYNCED = re.compile(r"^(\d+) .*\b(?:fsync|fdatasync)(?:\(.*| resumed>.*)\) += 0$")
ACKNOWLEDGED = re.compile(r'\b(?:sendto|sendmsg|write)\(.*"HTTP/1\.1 200 ')


@dataclass
class Told:
    """What came of it."""

    acknowledged: int = 0
    syncs: int = 0
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Return the figures."""
        return f"{self.acknowledged} acknowledged, {self.syncs} syncs; {len(self.faults)} faults"


def watch_syncs(folder: Path, *, events: int = 100) -> Told:
    """Send events one by one on SQLite, watched by strace, and return what was seen; without strace that is a fault."""
    if shutil.which(TRACER) is None:
        return Told(faults=[f"there is no {TRACER} here: apt-get install -y {TRACER}"])
    told, seen, url = Told(), folder / "calls", f"sqlite:///{folder}/yiping.db"
    with house(folder, url) as served:
        key = make_key(folder, url, "events.write")
        served.start(TRACER, "-f", "-y", "-s", "40", "-e", CALLS, "-o", str(seen))
        began = seen.stat().st_size
        with httpx.Client(base_url=served.address, headers={"Authorization": f"Bearer {key}"}, timeout=30) as client:
            for number in range(events):
                told.acknowledged += client.post("/api/v1/events", json=[event(number)]).status_code == 200
        served.kill()
    with seen.open("rb") as calls:
        calls.seek(began)
        lines = calls.read().decode("utf-8", "replace").splitlines()
    told.syncs = sum(SYNCED.match(line) is not None for line in lines)
    told.faults += unsynced(lines, events)
    if not told.acknowledged == events <= told.syncs:
        told.faults.append(f"{told.acknowledged} of {events} were acknowledged, with {told.syncs} syncs")
    return told


def unsynced(lines: Iterable[str], events: int) -> Iterator[str]:
    """Yield what must not be: an answer before which no thread had written to the log and then synced it."""
    written: set[str] = set()
    answers = commits = 0
    for line in lines:
        if wrote := WROTE.match(line):
            written.add(wrote[1])
        elif (synced := SYNCED.match(line)) and synced[1] in written:
            written.discard(synced[1])
            commits += 1
        elif ACKNOWLEDGED.search(line):
            answers += 1
            if not commits:
                yield f"answer {answers} left before what it says was synced"
            commits = 0
    if answers != events:
        yield f"{answers} answers were seen, not {events}"
