"""What a verb of the command line is, and finding them: every module of `dashboard/commands` that has a COMMAND.

Exit codes: 0 done; 1 done, and something was rejected or found; 2 could not be done (one line says why).
"""

import argparse
import contextlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dashboard import commands
from data.audit.anchor import Anchor
from data.audit.keeper import Keeper
from data.collecting import collect
from data.settings import Settings
from data.storage import schema
from data.storage.database import Database

DONE, FOUND, IMPOSSIBLE = 0, 1, 2


@dataclass(frozen=True, kw_only=True)
class Command:
    """One verb. `work` does it and returns the exit code, its docstring is the verb's help; `grammar` adds what
    may be written after it.
    """

    name: str
    work: Callable[[Settings, argparse.Namespace], int]
    grammar: Callable[[argparse.ArgumentParser], None] | None = None


def discover() -> list[Command]:
    """Return every command that is a file of its own, by file name."""
    found: list[Command] = collect(commands, "COMMAND")
    return found


def open_database(settings: Settings) -> Database:
    """Return the database, brought to the current schema."""
    database = Database.of(settings, connections=settings.threads + 4)
    schema.migrate(database)
    return database


@contextlib.contextmanager
def at_work(settings: Settings) -> Iterator[Database]:
    """Yield the database for one command; what it puts on the audit trail is anchored on the way and at its end."""
    database = open_database(settings)
    keeper = make_keeper(settings, database)
    database.on_commit(keeper.look)
    try:
        yield database
    finally:
        keeper.look(is_last=True)
        database.close()


def make_keeper(settings: Settings, database: Database) -> Keeper:
    """Return who keeps the anchor up with the audit trail."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return Keeper(database, Anchor(settings.anchor_path))


def say(words: object) -> None:
    """Print a line to whoever gave the command."""
    print(words, flush=True)


def show_progress(what: str, share: float) -> None:
    """Show how far the work is, on a terminal alone."""
    if sys.stderr.isatty():
        print(f"\r{what:40} {share:4.0%}", end="" if share < 1 else "\n", file=sys.stderr, flush=True)
