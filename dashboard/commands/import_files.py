"""Bring in areas, cases, units, places or stock from files."""

import argparse
from pathlib import Path

from dashboard import progress, shapes
from dashboard.command import DONE, FOUND, Command, at_work, say
from data import clock, startup
from data.ingest import run
from data.ingest.report import ImportReport
from data.settings import Settings


def work(settings: Settings, options: argparse.Namespace) -> int:
    """Import a file or a folder of files by a mapping; print what became of every row."""
    with at_work(settings) as database:
        with progress.of_rows() as rows:
            report = run.run_import(
                database,
                settings,
                Path(options.file),
                options.mapping,
                make_grid=options.make_grid,
                now=clock.now(),
                tell=rows,
            )
        startup.fix_breaks(database, settings)
        shapes.make_ahead(database, settings)
    for line in _told(report):
        say(line)
    return FOUND if report.rejected else DONE


def _told(report: ImportReport) -> list[str]:
    reasons = ", ".join(f"{reason} {count:,}" for reason, count in sorted(report.reasons.items()))
    lines = [
        f"received {report.received:,} = stored {report.stored:,} + duplicate {report.duplicate:,}"
        f" + rejected {report.rejected:,} ({report.kind}, {report.seconds:.1f} s, {report.rows_per_second:,.0f} rows/s)"
    ]
    if report.received_before:
        lines.append(
            f"of these, the run that was interrupted had done {report.received_before:,} and stored"
            f" {report.stored_before:,}; seconds and rows/s are of this run"
        )
    lines += [f"rejected: {reasons}"] if reasons else []
    lines += [f"{note}: {fact}" for note, fact in report.notes.items()]
    if report.poorly_nested:
        lines.append(f"{len(report.poorly_nested):,} areas lie less than 95 % in their parent; the report lists them")
    lines.append(f"report: {report.report_path}")
    lines += [f"rejected rows: {report.rejected_csv_path}"] if report.rejected_csv_path else []
    return lines


def _grammar(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("file")
    verb.add_argument("--mapping", required=True)
    verb.add_argument("--make-grid", metavar="SIZE", help="lay a square grid over the areas, for example 500m")


COMMAND = Command(name="import", work=work, grammar=_grammar)
