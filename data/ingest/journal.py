"""How far an import has come: kept in the database with the rows themselves, so that neither can be ahead."""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.orm import Session

from data.ingest.report import Paper, Tally
from data.models.imported import Import


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What was done of an import that has not ended."""

    pieces: int
    stem: str
    """What its files are called."""
    csv_bytes: int
    """How long the list of rejected rows was."""
    tally: Tally


def find(session: Session, key: str) -> Progress | None:
    """Return how far the import of this key had come, None where there is none under way."""
    there = session.get(Import, key)
    if there is None:
        return None
    return Progress(**{**there.body, "tally": Tally(**there.body["tally"])})


def write(session: Session, key: str, progress: Progress, at: datetime) -> None:
    """Keep how far it has come; the caller's transaction commits it."""
    session.merge(Import(key=key, at=at, body=asdict(progress)))


def forget(session: Session, key: str) -> None:
    """The import has told its end: a further run begins anew."""
    session.execute(delete(Import).where(Import.key == key))


def paper_of(progress: Progress, folder: Path) -> Paper | None:
    """Return the files it left, cut to where it had come; None where its list of rejected rows lacks some."""
    paper = Paper(folder, progress.stem)
    return paper if paper.cut(progress.csv_bytes) else None
