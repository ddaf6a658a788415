"""Moving the detail of old cases out of the tables, month by month, into files.

A month's files are written and proven whole before a row goes. Then a few cases at a time, in one transaction each:
their rows are compared with what the file says of them, marked and removed. So a case's detail counts in exactly one
place whenever the work is cut off, and running it again goes on. A case that changed in between stays where it is.
"""

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
from sqlalchemy import delete, insert, not_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from data.archive import due, files
from data.archive.detail import DETAILS, Detail, hot_rows
from data.archive.reading import path_in_force
from data.errors import Busy
from data.models.archive import ArchivedCase, ArchiveFile
from data.models.case import Case
from data.people import trail
from data.scope import Scope
from data.storage import months, turn
from data.storage.database import Database

JOB = Scope.of_job("archive")
AT_ONCE = 1_000
"""Cases to a group of rows in a file, and to a transaction: no writer waits long, and one case is read fast."""
UNREAD_AFTER = timedelta(hours=1)
"""A file that no longer counts is kept for whoever began to read before it was replaced."""
Tell = Callable[[str, float], None]


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What went, or would go, of one month."""

    month: str
    cases: int
    rows: dict[str, int]
    """{table: rows}"""
    bytes: int
    """Of the month's files; before they are written, about what the rows take in the tables without their indexes."""
    changed: int = 0
    """Cases that somebody changed meanwhile: they stay in the tables until the next time."""


def planned(database: Database, zone: ZoneInfo, before: str) -> list[Moved]:
    """Return what would go, month by month, the oldest first; nothing is written."""
    with database.read(JOB) as session:
        found = []
        for month in due.months_before(session, zone, before):
            ids = due.waiting(session, zone, month)
            pieces = [_size(session, detail, piece) for piece in _pieces(ids) for detail in DETAILS]
            if ids:
                found.append(Moved(month=month, cases=len(ids), bytes=sum(size for _, _, size in pieces), rows={
                    detail.name: sum(rows for name, rows, _ in pieces if name == detail.name) for detail in DETAILS}))
        return found


def move_old(database: Database, folder: Path, zone: ZoneInfo, *, before: str, now: datetime,
             tell: Tell = lambda _what, _share: None) -> Iterator[Moved]:
    """Move the detail of every case that ended before a month (YYYY-MM), and yield each month that is done.

    Raises Busy("archive_busy"), Conflict("archive_unreadable") where a file that has to be added to is damaged.
    """
    with turn.taken(database, "archive") as is_ours:
        if not is_ours:
            raise Busy("archive_busy")
        months.settle(database, now)
        with database.read(JOB) as session:
            _clear_away(session, folder, now)
            wanted = {month: ids for month in due.months_before(session, zone, before)
                      if (ids := due.waiting(session, zone, month))}
        total, done = sum(map(len, wanted.values())), 0
        for month, ids in wanted.items():
            yield _Month(database, folder, month, ids, now).move(
                functools.partial(_tell_share, tell, month, done / total, len(ids) / total))
            done += len(ids)
        months.drop_empty(database, months.month_of(due.bounds(before, zone)[0]))


class _Month:
    """The cases of one month on their way into its files."""

    def __init__(self, database: Database, folder: Path, month: str, ids: Sequence[int], now: datetime) -> None:
        self._database, self._folder, self._month, self._now = database, folder, month, now
        self._new = frozenset(ids)
        with database.read(JOB) as session:
            self._old = frozenset(session.scalars(select(ArchivedCase.case_id).where(ArchivedCase.month == month)))
            self._earlier = {detail.name: path_in_force(session, folder, detail, month) for detail in DETAILS
                             } if self._old else {}
        self._pieces = _pieces(sorted(self._new | self._old))
        self._paths = {detail.name: _fresh(folder / detail.name, month) for detail in DETAILS}

    def move(self, tell: Callable[[float], None]) -> Moved:
        rows = {}
        for n, detail in enumerate(DETAILS, start=1):
            rows[detail.name] = self._write(detail)
            tell(n / len(DETAILS) / 2)
        self._put_in_force(rows)
        changed = 0
        for n, piece in enumerate(self._pieces):
            new = [one for one in piece if one in self._new]
            if new:
                changed += self._flip(new)
            tell(0.5 + (n + 1) / len(self._pieces) / 2)
        return Moved(month=self._month, cases=len(self._new) - changed, rows=rows, changed=changed,
                     bytes=sum(path.stat().st_size for path in self._paths.values()))

    def _write(self, detail: Detail) -> int:
        """Write a table's file and return its rows: those in the tables, and those of the file there was."""
        writing = files.Writing(self._paths[detail.name], detail.schema)
        try:
            for piece in self._pieces:
                writing.add(self._rows(detail, piece))
            writing.finish()
        finally:
            writing.drop()
        return writing.rows

    def _rows(self, detail: Detail, piece: Sequence[int]) -> pa.Table:
        with self._database.read(JOB) as session:
            hot = hot_rows(session, detail, [one for one in piece if one in self._new])
        if self._old.isdisjoint(piece):
            return hot
        return pa.concat_tables([hot, self._earlier_rows(detail, piece)]).sort_by(
            [("case_id", "ascending"), (detail.order, "ascending")])

    def _earlier_rows(self, detail: Detail, piece: Sequence[int]) -> pa.Table:
        """Return what the file there was holds of these cases, as far as it still counts."""
        found = files.rows_between(self._earlier[detail.name], piece[0], piece[-1])
        return _only(found, [one for one in piece if one in self._old]).cast(detail.schema)

    def _put_in_force(self, rows: dict[str, int]) -> None:
        """Read the files back, and let them count instead of those there were, for the cases already marked."""
        said = [self._proven(detail, rows[detail.name]) for detail in DETAILS]
        with self._database.write(JOB) as session:
            dialect = sqlite if self._database.is_sqlite else postgresql
            for one in said:
                session.execute(dialect.insert(ArchiveFile).values(one).on_conflict_do_update(
                    index_elements=[ArchiveFile.rows_of, ArchiveFile.month], set_=one))
            if session.info.get("keys") is not None:
                trail.note(session, at=self._now, who=JOB.name, what="archive", outcome="done", subject=self._month,
                           files={one["file"]: one["sha256"] for one in said})

    def _proven(self, detail: Detail, rows: int) -> dict[str, Any]:
        """Return what is known of a file once it is read back. Raises Conflict where it is not what was written."""
        path, count = self._paths[detail.name], 0
        for piece in self._pieces:
            found = files.rows_between(path, piece[0], piece[-1])
            count += found.num_rows
            if not self._old.isdisjoint(piece):
                kept = [one for one in piece if one in self._old]
                if not _only(found, kept).equals(self._earlier_rows(detail, piece)):
                    raise files.unreadable(path, ValueError("it does not hold what the file before it held"))
        if count != rows:
            raise files.unreadable(path, ValueError(f"{rows} rows were written and {count} are read"))
        return {"rows_of": detail.name, "month": self._month, "file": f"{detail.name}/{path.name}", "rows": rows,
                "bytes": path.stat().st_size, "sha256": files.sha256_of(path), "at": self._now}

    def _flip(self, piece: Sequence[int]) -> int:
        """Mark cases as archived and remove their rows, in one transaction; return how many stay, being changed."""
        with self._database.write(JOB) as session:
            ended = list(session.scalars(select(Case.id).where(Case.id.in_(piece), Case.is_open.is_(False))
                                         .order_by(Case.id).with_for_update(of=Case)))
            same = set(ended)
            for detail in DETAILS:
                same &= _same(ended, hot_rows(session, detail, ended),
                              files.rows_between(self._paths[detail.name], piece[0], piece[-1]))
            going = sorted(same)
            for detail in DETAILS:
                session.execute(delete(detail.model).where(
                    detail.table.c.case_id.in_(going), not_(detail.counted)).execution_options(
                        synchronize_session=False))
            if going:
                session.execute(insert(ArchivedCase), [{"case_id": one, "month": self._month} for one in going])
        return len(piece) - len(going)


def _tell_share(tell: Tell, month: str, begun: float, part: float, share: float) -> None:
    tell(month, begun + part * share)


def _pieces(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start:start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]


def _same(ids: Sequence[int], hot: pa.Table, filed: pa.Table) -> set[int]:
    """Return the cases whose rows in the table are those in the file, every value of them."""
    if hot.equals(_only(filed, ids)):
        return set(ids)
    return {one for one in ids if _only(hot, [one]).equals(_only(filed, [one]))}


def _only(rows: pa.Table, ids: Sequence[int]) -> pa.Table:
    return rows.filter(pa.compute.is_in(rows["case_id"], pa.array(ids, pa.int64()))).combine_chunks()


def _fresh(folder: Path, month: str) -> Path:
    """Return a name that no file of the month has had: what somebody still reads is never written over."""
    number = 1
    while (path := folder / (f"{month}.parquet" if number == 1 else f"{month}-{number}.parquet")).exists():
        number += 1
    return path


def _clear_away(session: Session, folder: Path, now: datetime) -> None:
    """Remove what was never finished, and files that have not counted for a while."""
    counting = {folder / file for file in session.scalars(select(ArchiveFile.file))}
    for path in folder.glob("*/*"):
        is_old = now.timestamp() - path.stat().st_mtime > UNREAD_AFTER.total_seconds()
        if path.suffix == files.PART or (path.suffix == ".parquet" and path not in counting and is_old):
            path.unlink()


def _size(session: Session, detail: Detail, ids: Sequence[int]) -> tuple[str, int, int]:
    """Return (table, rows, about how many bytes) of what some cases have in a table."""
    found = hot_rows(session, detail, ids)
    return detail.name, found.num_rows, found.nbytes

