"""Which files hold the detail of which cases that ended long ago. Only these rows make a file count."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import Base, Moment


class ArchiveFile(Base):
    """The file in force of one table and month; what lies beside it in the folder is nobody's."""

    __tablename__ = "archive_files"

    rows_of: Mapped[str] = mapped_column(String(40), primary_key=True)
    """The table's name."""
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    """YYYY-MM, on the city's clock, in which its cases ended."""
    file: Mapped[str] = mapped_column(String(80))
    """Inside the archive's folder."""
    rows: Mapped[int] = mapped_column(Integer)
    bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the whole file."""
    at: Mapped[datetime] = mapped_column(Moment)


class ArchivedCase(Base):
    """A case whose detail lies in the files of a month, and nowhere else."""

    __tablename__ = "archived_cases"
    __table_args__ = (Index("ix_archived_cases_month", "month", "case_id"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    month: Mapped[str] = mapped_column(String(7))
