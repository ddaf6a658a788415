"""Runs the long faults and says what came of them; exits with 1 when something must not be."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from data.settings import Settings
from data.storage import schema
from data.storage.database import Database
from tests import cast
from tests.bench.table import percentile
from tests.faults import burst, crowd, doubled, killed, repeated, restarted, slow, synced
from tests.faults.served import Postgres, postgres

PEOPLE, CASES, SECONDS = 50, 5_000, 60.0
EVENTS, KILLS, DOUBLED = 20_000, 20, 2_000
REPEATED, BURST = 1_000_000, 50_000


class Told(Protocol):
    """What came of a long fault."""

    faults: list[str]

    def line(self) -> str:
        """Return the figures."""
        ...


def main() -> int:
    """Run one long fault after the other and print a line of figures for each; 1 where one found what must not be."""
    found = 0
    with (tempfile.TemporaryDirectory(prefix="yp", ignore_cleanup_errors=True) as folder,
          postgres(Path(folder)) as server):
        found += run("sqlite", Path(folder), f"sqlite:///{folder}/yiping.db")
        found += run("postgresql", Path(folder), server.url)
    for name, told in long_faults():
        found += len(told.faults)
        print(f"{name}: {told.line()}", *(f"  {fault}" for fault in told.faults[:20]), sep="\n", flush=True)
    return 1 if found else 0


def long_faults() -> Iterator[tuple[str, Told]]:
    """Yield the name of each fault and what came of it; each has a folder and a database of its own."""
    for name, fault in (
        ("killed, sqlite", lambda folder, _: killed.kill_again_and_again(
            folder, f"sqlite:///{folder}/yiping.db", events=EVENTS, kills=KILLS)),
        ("killed, postgresql", lambda folder, server: killed.kill_again_and_again(
            folder, server.url, events=EVENTS, kills=KILLS, workers=2)),
        ("doubled, sqlite", lambda folder, _: doubled.send_again_and_again(
            folder, f"sqlite:///{folder}/yiping.db", events=DOUBLED)),
        ("doubled, postgresql", lambda folder, server: doubled.send_again_and_again(
            folder, server.url, events=DOUBLED)),
        ("restarted, postgresql", restarted.restart_under_load),
        ("one event a million times, sqlite", lambda folder, _: repeated.send_one_over_and_over(
            folder, f"sqlite:///{folder}/yiping.db", times=REPEATED)),
        ("burst, sqlite", lambda folder, _: burst.send_all_at_once(
            folder, f"sqlite:///{folder}/yiping.db", events=BURST)),
        ("burst, postgresql", lambda folder, server: burst.send_all_at_once(folder, server.url, events=BURST)),
        ("slow screens, sqlite", lambda folder, _: slow.let_some_be_slow(folder, f"sqlite:///{folder}/yiping.db")),
        ("synced, sqlite", lambda folder, _: synced.watch_syncs(folder)),
    ):
        yield name, _in_a_folder(fault)


def _in_a_folder(fault: Callable[[Path, Postgres], Told]) -> Told:
    with (tempfile.TemporaryDirectory(prefix="yp", ignore_cleanup_errors=True) as folder,
          postgres(Path(folder)) as server):
        return fault(Path(folder), server)


def run(name: str, folder: Path, url: str) -> int:
    """Run the crowd on one database; print the figures and return how many faults there were."""
    settings = Settings(data_dir=folder, database_url=url, threads=16)
    database = Database.of(settings, connections=PEOPLE + 4)
    schema.migrate(database)
    cast.build(database)
    numbers = crowd.fill(database, settings, CASES)
    told = crowd.let_loose(database, settings, numbers, people=PEOPLE, seconds=SECONDS)
    faults = list(crowd.faults(database, settings, told))
    database.close()
    times = told.seconds or [0.0]
    print(f"{name}: {PEOPLE} people, {CASES} cases, {SECONDS:.0f} s: {len(told.moved):,} moves, "
          f"{sum(told.refused.values()):,} refused {dict(told.refused.most_common(6))}; a move with its waiting "
          f"p50 {percentile(times, 0.5) * 1000:.0f} ms p95 {percentile(times, 0.95) * 1000:.0f} ms; "
          f"{len(faults)} faults")
    for fault in faults[:20]:
        print(f"  {fault}")
    return len(faults)


if __name__ == "__main__":
    sys.exit(main())
