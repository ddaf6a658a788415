"""Cases stored piece by piece: each in a transaction that also says how far the import has come.

Whatever ends the import between two pieces, the same command goes on behind the last one that was stored, and its
report tells of both runs together. Other writers get their turn between two pieces.
"""

import contextlib
import hashlib
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from data.errors import Busy
from data.ingest import journal
from data.ingest.batch import Batch
from data.ingest.columns import points
from data.ingest.into_cases import Ground, ground_of, store_cases
from data.ingest.into_classes import Counted, make_classes
from data.ingest.journal import Progress
from data.ingest.map_made import JOB, Points, prepare_map, tell_screens
from data.ingest.mapping import CasesMapping
from data.ingest.report import ImportReport, Paper, Tally
from data.ingest.source import PIECE_ROWS
from data.ingest.spool import Spool, digest_of, read_in
from data.settings import Settings
from data.storage import turn
from data.storage.database import UNAVAILABLE, Database
from data.visit import begin

REPORTS = "reports"
Tell = Callable[[str, int, int], None]
"""Hears the stage (read, stored), how many rows reached it, and of how many; 0 while that is not known."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """What is to be imported, and where to."""

    database: Database
    settings: Settings
    path: Path
    mapping: CasesMapping
    mapping_path: Path
    now: datetime
    size_m: float | None
    tell: Tell
    began: float
    """By time.perf_counter."""


def store_pieces(job: Job) -> ImportReport:
    """Store the cases of the job's files and return the report.

    Raises Invalid with one reason before anything is stored; Busy: import_running, import_stopped, import_undone.
    """
    job.settings.data_dir.mkdir(parents=True, exist_ok=True)
    with (turn.taken(job.database, "import") as is_ours,
          tempfile.TemporaryFile(dir=job.settings.data_dir) as store):
        if not is_ours:
            raise Busy("import_running")
        try:
            spool = read_in(job.path, job.mapping.head, store, lambda rows: job.tell("read", rows, 0))
            work = _Work(job, spool)
        except KeyboardInterrupt:
            raise Busy("import_undone") from None
        try:
            return work.do()
        except (KeyboardInterrupt, OSError, *UNAVAILABLE) as error:
            raise work.stopped(error) from None


class _Work:
    """One run over the pieces, from the first that was not stored yet."""

    def __init__(self, job: Job, spool: Spool) -> None:
        self.job, self.spool = job, spool
        self._key = hashlib.sha256(
            f"{digest_of((job.mapping_path, *spool.files))} {job.size_m} {PIECE_ROWS}".encode()).hexdigest()
        folder = job.settings.data_dir / REPORTS
        with job.database.read(JOB) as session:
            found = journal.find(session, self._key)
        paper = journal.paper_of(found, folder) if found else None
        self._paper = paper or Paper.fresh(folder, job.mapping.head.name, job.now)
        self._next, self._tally = (found.pieces, found.tally) if found and paper else (0, Tally(notes=spool.notes))
        self._before = self._tally.copy()
        self._ground: Ground | None = None

    def do(self) -> ImportReport:
        """Store what is left and return the report."""
        job = self.job
        self._tell()
        while self._next < len(self.spool):
            batch = self.spool.piece(self._next)
            self._tally = self._store(batch)
            self._next += 1
            self._tell()
        report = self._paper.write(
            self._tally, before=self._before, kind="cases", mapping=job.mapping.head.name, files=self.spool.files,
            at=job.now, seconds=time.perf_counter() - job.began)
        with job.database.write(JOB) as session:
            journal.forget(session, self._key)
        return report

    def stopped(self, error: BaseException) -> Busy:
        """Return what is to be said of an import that ends here; the database knows whether the last piece is in."""
        why = "" if isinstance(error, KeyboardInterrupt) else f" ({type(error).__name__})"
        with contextlib.suppress(*UNAVAILABLE), self.job.database.read(JOB) as session:
            found = journal.find(session, self._key)
            self._tally = found.tally if found else self._tally
        if not self._tally.received:
            return Busy("import_undone")
        return Busy("import_stopped", why=why, done=f"{self._tally.received:,}", of=f"{self.spool.received:,}",
                    stored=f"{self._tally.stored:,}")

    def _store(self, batch: Batch) -> Tally:
        """Store one piece and return what became of all rows up to its last one."""
        job, tally = self.job, self._tally.copy()
        with job.database.write(JOB) as session:
            if self._next == 0:
                prepare_map(session, job.mapping, self._everywhere, batch.notes, now=job.now, size_m=job.size_m)
            visit = begin(session, JOB, job.settings, now=job.now)
            if self._next == 0:
                batch.notes["classes_made"] = make_classes(session, self._categories())
            self._ground = ground_of(visit, job.mapping, self._ground)
            store_cases(visit, job.mapping, batch, self._ground)
            tally.add(batch)
            if self._next == len(self.spool) - 1 and tally.stored:
                tell_screens(visit, job.mapping)
            size = self._paper.add(batch)
            journal.write(session, self._key, Progress(pieces=self._next + 1, stem=self._paper.stem, csv_bytes=size,
                                                       tally=tally), job.now)
        return tally

    def _categories(self) -> Counted:
        counted = Counted(self.job.mapping.classes)
        for number in range(len(self.spool)):
            counted.add(self.spool.piece(number).reader(self.job.mapping.head))
        return counted

    def _everywhere(self) -> Points:
        head, position = self.job.mapping.head, self.job.mapping.position
        found = [points(self.spool.piece(number).reader(head), position, head.options.crs)[:2]
                 for number in range(len(self.spool))]
        lon, lat = zip(*found, strict=True)
        return np.concatenate(lon), np.concatenate(lat)

    def _tell(self) -> None:
        self.job.tell("stored", self._tally.received, self.spool.received)
