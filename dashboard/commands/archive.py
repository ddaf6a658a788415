"""The detail of old cases, moved into files."""

import argparse

from dashboard.command import DONE, FOUND, Command, at_work, say, show_progress
from data import clock
from data.archive import due, moving
from data.archive.moving import Moved
from data.scope import Scope
from data.settings import Settings
from data.visit import reading


def work(settings: Settings, options: argparse.Namespace) -> int:
    """Move the events and clocks of cases that ended before a month into files; what is counted and listed stays."""
    with at_work(settings) as database:
        now = clock.now()
        with reading(database, Scope.of_job("archive"), settings, now=now) as visit:
            zone = visit.zone
        before = due.read_month(options.before, now, zone)
        if options.dry_run:
            found = moving.planned(database, zone, before)
            _tell_all(found, "would go")
            return DONE
        found = []
        for month in moving.move_old(database, settings.archive_path, zone, before=before, now=now, tell=show_progress):
            say(_told(month))
            found.append(month)
    _tell_sum(found, f"moved to {settings.archive_path}")
    return FOUND if any(month.changed for month in found) else DONE


def _tell_all(found: list[Moved], what: str) -> None:
    for month in found:
        say(_told(month))
    _tell_sum(found, what)


def _told(month: Moved) -> str:
    rows = ", ".join(f"{name} {count:,}" for name, count in month.rows.items())
    left = f"; {month.changed:,} changed meanwhile and stay" if month.changed else ""
    return f"{month.month}  {month.cases:,} cases, {rows} rows, {month.bytes:,} bytes{left}"


def _tell_sum(found: list[Moved], what: str) -> None:
    rows = sum(sum(month.rows.values()) for month in found)
    size = sum(month.bytes for month in found)
    say(f"{sum(month.cases for month in found):,} cases of {len(found):,} months, {rows:,} rows, {size:,} bytes {what}"
        if found else "nothing to archive: no case that ended before then has its detail in the tables")


def _grammar(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--before", required=True, metavar="MONTH", help="the first month that stays, such as 2025-01")
    verb.add_argument("--dry-run", action="store_true", help="say what would go, and how much; write nothing")


COMMAND = Command(name="archive", work=work, grammar=_grammar)
