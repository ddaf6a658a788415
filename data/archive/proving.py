"""Proving the archive: every file is there as it was written, and leads each of its cases to where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.archive import files
from data.archive.detail import EVENTS
from data.models.archive import ArchivedCase, ArchiveFile
from data.models.case import Case, CaseEvent


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What was found. `faults` name files, `bad_case` the first case whose archived events lead elsewhere."""

    files: int
    bytes: int
    faults: tuple[str, ...]
    bad_case: str | None = None

    def is_sound(self) -> bool:
        """Was nothing found?"""
        return not self.faults and self.bad_case is None


def prove_files(session: Session, folder: Path) -> Proof:
    """Return whether every file is as it was written, bit by bit."""
    known = list(session.scalars(select(ArchiveFile).order_by(ArchiveFile.month, ArchiveFile.rows_of)))
    said = [(one.file, fault_of(folder / one.file, one.sha256)) for one in known]
    return Proof(files=len(known), bytes=sum(one.bytes for one in known),
                 faults=tuple(f"{file}: {fault}" for file, fault in said if fault))


def prove(session: Session, folder: Path) -> Proof:
    """Return the same, and whether what sound files hold leads every case to its version."""
    found = prove_files(session, folder)
    damaged = {fault.split(":")[0] for fault in found.faults}
    known = session.scalars(select(ArchiveFile).where(ArchiveFile.rows_of == EVENTS.name).order_by(ArchiveFile.month))
    bad = (case for one in known.all() if one.file not in damaged for case in _led_elsewhere(session, folder, one))
    return Proof(files=found.files, bytes=found.bytes, faults=found.faults, bad_case=next(bad, None))


def fault_of(path: Path, sha256: str) -> str:
    """Return what is wrong with a file, empty where it is as it was written."""
    try:
        return "" if files.sha256_of(path) == sha256 else "it is not as it was written"
    except FileNotFoundError:
        return "it is missing"
    except OSError as error:
        return f"it cannot be read ({type(error).__name__})"


def _led_elsewhere(session: Session, folder: Path, one: ArchiveFile) -> Iterator[str]:
    """Yield the numbers of the month's cases whose events are not 1 to their version, or lie in the table as well."""
    try:
        told = pq.read_table(folder / one.file, columns=["case_id", "version"])
    except files.UNREADABLE as error:
        raise files.unreadable(folder / one.file, error) from None
    counted = told.group_by("case_id").aggregate([
        ("version", "min"), ("version", "max"), ("version", "count_distinct"), ("version", "count")])
    led = _by_case(counted)
    doubled = set(session.scalars(select(CaseEvent.case_id).join(
        ArchivedCase, ArchivedCase.case_id == CaseEvent.case_id).where(ArchivedCase.month == one.month).distinct()))
    for case_id, case_no, version in session.execute(
            select(Case.id, Case.case_no, Case.version).join(ArchivedCase, ArchivedCase.case_id == Case.id)
            .where(ArchivedCase.month == one.month).order_by(Case.id)):
        if led.get(case_id) != (1, version, version, version) or case_id in doubled:
            yield case_no


def _by_case(counted: pa.Table) -> dict[int, tuple[int, int, int, int]]:
    """Return {case: (least version, most, how many different, how many)}."""
    names = ("version_min", "version_max", "version_count_distinct", "version_count")
    return dict(zip(counted["case_id"].to_pylist(), zip(*(counted[name].to_pylist() for name in names), strict=True),
                    strict=True))
