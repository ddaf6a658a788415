"""What an import did: the figures, and the two files it leaves (a JSON report, a CSV of rejected rows)."""

import csv
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from data.ingest.batch import DUPLICATE, STORED, Batch

FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


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

    @property
    def rows_per_second(self) -> float:
        """Rows received per second, reading and writing included."""
        return self.received / self.seconds if self.seconds else 0.0


def write_report(batch: Batch, *, kind: str, mapping: str, folder: Path, at: datetime, seconds: float,
                 poorly_nested: list[dict[str, Any]]) -> ImportReport:
    """Write both files into the folder and return the report."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = _free_stem(folder, f"import-{mapping}-{at:%Y%m%dT%H%M%SZ}")
    stored, duplicate = int((batch.verdicts == STORED).sum()), int((batch.verdicts == DUPLICATE).sum())
    received = len(batch.verdicts) + len(batch.broken)
    rejected_csv = _write_rejected(batch, folder / f"{stem}-rejected.csv")
    report = ImportReport(
        kind=kind, mapping=mapping, files=tuple(file.name for file in batch.files), received=received, stored=stored,
        duplicate=duplicate, rejected=received - stored - duplicate, reasons=batch.reasons(), notes=batch.notes,
        poorly_nested=tuple(poorly_nested), report_path=folder / f"{stem}.json", rejected_csv_path=rejected_csv,
        seconds=round(seconds, 3),
    )
    written = asdict(report) | {"rows_per_second": round(report.rows_per_second), "at": at}
    report.report_path.write_bytes(orjson.dumps(written, default=str, option=orjson.OPT_INDENT_2))
    return report


def _free_stem(folder: Path, stem: str) -> str:
    """Two imports within one second get two reports."""
    number, free = 2, stem
    while (folder / f"{free}.json").exists():
        free, number = f"{stem}-{number}", number + 1
    return free


def _write_rejected(batch: Batch, path: Path) -> Path | None:
    """Write one line per rejected row with its raw values; None when there is none."""
    rows = [i for i, verdict in enumerate(batch.verdicts.tolist()) if verdict not in (STORED, DUPLICATE)]
    if not rows and not batch.broken:
        return None
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["file", "row", "reason", *map(harmless, batch.frame.columns)])
        for i, values in zip(rows, batch.frame.iloc[rows].itertuples(index=False, name=None), strict=True):
            file = batch.files[batch.file_of_row[i]].name
            writer.writerow([harmless(file), batch.number_of_row[i], batch.verdicts[i], *map(harmless, values)])
        for file_number, number, text in batch.broken:
            writer.writerow([harmless(batch.files[file_number].name), number, "unreadable_row", harmless(text)])
    return path


def harmless(value: object) -> str:
    """Return the text of a cell that no spreadsheet takes for a formula: such a text gets a quote in front."""
    text = str(value)
    if text.startswith(FORMULA_START) and not PLAIN_NUMBER.fullmatch(text):
        return "'" + text
    return text
