"""What an import did: the figures, and the two files it leaves (a JSON report, a CSV of rejected rows)."""

import csv
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from data.ingest.batch import DUPLICATE, STORED, Batch

FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


@dataclass(kw_only=True)
class Tally:
    """What became of rows: received = stored + duplicate + rejected."""

    received: int = 0
    stored: int = 0
    duplicate: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    """{reason: rows}; the reasons are those of data.ingest.reasons."""
    notes: dict[str, Any] = field(default_factory=dict)

    def add(self, batch: Batch) -> None:
        """Add the rows of a batch that was judged; notes that count are summed, others stand once."""
        self.received += len(batch.verdicts) + len(batch.broken)
        self.stored += int((batch.verdicts == STORED).sum())
        self.duplicate += int((batch.verdicts == DUPLICATE).sum())
        for reason, count in batch.reasons().items():
            self.reasons[reason] = self.reasons.get(reason, 0) + count
        for note, fact in batch.notes.items():
            self.notes[note] = fact + self.notes.get(note, 0) if isinstance(fact, int) else fact

    def copy(self) -> "Tally":
        """Return one that goes on by itself."""
        return replace(self, reasons=dict(self.reasons), notes=dict(self.notes))

    @property
    def rejected(self) -> int:
        """How many rows were rejected, whatever for."""
        return self.received - self.stored - self.duplicate


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """The figures of one import; received = stored + duplicate + rejected."""

    kind: str
    mapping: str
    files: tuple[str, ...]
    received: int
    stored: int
    duplicate: int
    rejected: int
    reasons: dict[str, int]
    """{reason: rows}; the reasons are those of data.ingest.reasons."""
    notes: dict[str, Any]
    poorly_nested: tuple[dict[str, Any], ...]
    """Children of which less than 95 % lies in their parent, worst first."""
    report_path: Path
    rejected_csv_path: Path | None
    seconds: float
    """Of this run alone, where an earlier one was interrupted."""
    received_before: int
    """Rows that a run which was interrupted had done already; they are among the figures above."""
    stored_before: int
    """How many of those it had stored."""

    @property
    def rows_per_second(self) -> float:
        """Rows received per second of this run, reading and writing included."""
        return (self.received - self.received_before) / self.seconds if self.seconds else 0.0


class Paper:
    """The two files that an import leaves: the report, and the rejected rows, which grow as it goes on."""

    def __init__(self, folder: Path, stem: str) -> None:
        self.stem = stem
        self.report_path = folder / f"{stem}.json"
        self.csv_path = folder / f"{stem}-rejected.csv"

    @classmethod
    def fresh(cls, folder: Path, mapping: str, at: datetime) -> "Paper":
        """Return files of a name that no other import has: two within one second get two."""
        folder.mkdir(parents=True, exist_ok=True)
        number, paper = 2, cls(folder, f"import-{mapping}-{at:%Y%m%dT%H%M%SZ}")
        stem = paper.stem
        while paper.report_path.exists() or paper.csv_path.exists():
            number, paper = number + 1, cls(folder, f"{stem}-{number}")
        return paper

    def cut(self, size: int) -> bool:
        """Take away what was written after the first `size` bytes; return False where there are fewer."""
        there = self.csv_path.stat().st_size if self.csv_path.exists() else 0
        if there > size:
            os.truncate(self.csv_path, size)
        return there >= size

    def add(self, batch: Batch) -> int:
        """Write one line per rejected row with its raw values; return the file's size once it is on the disk."""
        rows = [i for i, verdict in enumerate(batch.verdicts.tolist()) if verdict not in (STORED, DUPLICATE)]
        if rows or batch.broken:
            is_new = not self.csv_path.exists() or not self.csv_path.stat().st_size
            with self.csv_path.open("a", encoding="utf-8", newline="") as handle:
                writer = csv.writer(handle)
                if is_new:
                    handle.write("\ufeff")  # so that spreadsheets take it for UTF-8
                    writer.writerow(["file", "row", "reason", *map(harmless, batch.frame.columns)])
                writer.writerows(_lines(batch, rows))
                handle.flush()
                os.fsync(handle.fileno())
        return self.csv_path.stat().st_size if self.csv_path.exists() else 0

    def write(self, tally: Tally, *, before: Tally, kind: str, mapping: str, files: tuple[Path, ...], at: datetime,
              seconds: float, poorly_nested: Sequence[dict[str, Any]] = ()) -> ImportReport:
        """Write the report and return it. `before` is what an interrupted run had done."""
        report = ImportReport(
            kind=kind, mapping=mapping, files=tuple(file.name for file in files), received=tally.received,
            stored=tally.stored, duplicate=tally.duplicate, rejected=tally.rejected,
            reasons=dict(Counter(tally.reasons).most_common()), notes=tally.notes, poorly_nested=tuple(poorly_nested),
            report_path=self.report_path, rejected_csv_path=self.csv_path if tally.rejected else None,
            seconds=round(seconds, 3), received_before=before.received, stored_before=before.stored,
        )
        written = asdict(report) | {"rows_per_second": round(report.rows_per_second), "at": at}
        self.report_path.write_bytes(orjson.dumps(written, default=str, option=orjson.OPT_INDENT_2))
        return report


def _lines(batch: Batch, rows: list[int]) -> Iterator[list[object]]:
    for i, values in zip(rows, batch.frame.iloc[rows].itertuples(index=False, name=None), strict=True):
        file = batch.files[batch.file_of_row[i]].name
        yield [harmless(file), batch.number_of_row[i], batch.verdicts[i], *map(harmless, values)]
    for file_number, number, text in batch.broken:
        yield [harmless(batch.files[file_number].name), number, "unreadable_row", harmless(text)]


def harmless(value: object) -> str:
    """Return the text of a cell that no spreadsheet takes for a formula: such a text gets a quote in front."""
    text = str(value)
    if text.startswith(FORMULA_START) and not PLAIN_NUMBER.fullmatch(text):
        return "'" + text
    return text
