"""The detail of a case, wherever it lies: wholly in the tables, or wholly in the files of the month it ended in."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from data.archive import files
from data.archive.detail import CLOCKS, DETAILS, EVENTS, Detail, as_stored
from data.errors import Conflict
from data.models.archive import ArchivedCase, ArchiveFile
from data.models.base import Base
from data.models.case import Case, CaseEvent, StageClock
from data.storage.bulk import insert_rows
from data.visit import Visit

Kept = TypeVar("Kept", bound=Base)
MARGIN = timedelta(days=1)
"""Sources that round their times may tell of something before they tell of the case."""


def months_of(session: Session, cases: Sequence[Case]) -> dict[int, str]:
    """Return {case id: the month whose files hold its detail} of those whose detail does not lie in the tables."""
    ended = [case.id for case in cases if not case.is_open]  # the detail of what is open never leaves
    if not ended:
        return {}
    return {one.case_id: one.month for one in session.execute(
        select(ArchivedCase.case_id, ArchivedCase.month).where(ArchivedCase.case_id.in_(ended)))}


def events_of(visit: Visit, case: Case) -> list[CaseEvent]:
    """Return what happened to a case, oldest first. Raises Conflict("archive_unreadable") with file and reason.

    On PostgreSQL only the months since the case came are looked into; where those do not hold as many events as the
    case has versions, all of them.
    """
    since = case.received_at - MARGIN
    found = _rows_of(visit, case, EVENTS, CaseEvent, CaseEvent.at >= since)
    return found if len(found) == case.version else _rows_of(visit, case, EVENTS, CaseEvent)


def clocks_of(visit: Visit, case: Case) -> list[StageClock]:
    """Return every clock the case had, oldest first. Raises Conflict("archive_unreadable") with file and reason."""
    return _rows_of(visit, case, CLOCKS, StageClock)


def _rows_of(visit: Visit, case: Case, detail: Detail, kind: type[Kept], *only: ColumnElement[bool]) -> list[Kept]:
    month = months_of(visit.session, [case]).get(case.id)
    if month is not None:
        return [kind(**row) for row in read_rows(visit.session, visit.archive, detail, month, case.id)]
    table = detail.table
    return list(visit.session.scalars(
        select(kind).where(table.c.case_id == case.id, *only).order_by(table.c[detail.order])))


def read_rows(session: Session, folder: Path, detail: Detail, month: str, case_id: int) -> list[dict[str, object]]:
    """Return a case's rows from the file of a month. Raises Conflict("archive_unreadable") with file and reason."""
    path = path_in_force(session, folder, detail, month)
    found = files.rows_between(path, case_id, case_id)
    try:
        rows = as_stored(detail, found)
    except files.UNREADABLE as error:
        raise files.unreadable(path, error) from None
    if detail is EVENTS and not rows:
        raise files.unreadable(path, KeyError(f"nothing of case {case_id}"))
    return rows


def path_in_force(session: Session, folder: Path, detail: Detail, month: str) -> Path:
    """Return the file that holds a table's rows of a month. Raises Conflict where none is known."""
    file = session.execute(select(ArchiveFile.file).where(
        ArchiveFile.rows_of == detail.name, ArchiveFile.month == month)).scalar()
    if file is None:
        raise Conflict("archive_unreadable", file=f"{detail.name}/{month}.parquet", reason="no such file is known")
    return folder / file


def bring_back(visit: Visit, case: Case) -> None:
    """Put the detail of a case that changes again back into the tables; the caller holds the case and commits.

    The rows get new numbers: on SQLite those of rows that left may have been given to others. What the files hold
    of the case no longer counts. Raises Conflict("archive_unreadable") with file and reason.
    """
    month = visit.session.execute(select(ArchivedCase.month).where(ArchivedCase.case_id == case.id)).scalar()
    if month is None:
        return
    for detail in DETAILS:
        rows = read_rows(visit.session, visit.archive, detail, month, case.id)
        visit.session.execute(delete(detail.model).where(detail.table.c.case_id == case.id))
        insert_rows(visit.session, detail.model, [
            {name: value for name, value in row.items() if name != "id"} for row in rows])
    visit.session.execute(delete(ArchivedCase).where(ArchivedCase.case_id == case.id))
