"""Files of the archive: written whole or not at all, read by case, proven by their hash. Nobody else may read them."""

import contextlib
import hashlib
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data import folders
from data.errors import Conflict

PART = ".part"
"""What ends so was never finished."""
UNREADABLE = (OSError, pa.ArrowException, ValueError, KeyError, TypeError)
"""What reading raises where a file is missing, cut short, changed, or something else."""


class Writing:
    """A file that is being written beside its place; `finish` puts it there, anything else leaves nothing."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        """Begin. Makes the folder where there is none."""
        self.path, self.rows = path, 0
        for folder in (path.parent.parent, path.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._part = path.with_name(path.name + PART)
        self._part.unlink(missing_ok=True)
        self._file = os.fdopen(os.open(self._part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")
        self._writer = pq.ParquetWriter(self._file, schema, compression="zstd", write_page_checksum=True)

    def add(self, rows: pa.Table) -> None:
        """Write the rows as one group, which can be read alone."""
        if rows.num_rows:
            self._writer.write_table(rows, row_group_size=rows.num_rows)
            self.rows += rows.num_rows

    def finish(self) -> None:
        """Put the file in its place, once all of it is on the disk."""
        self._writer.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.rename(self.path)
        for folder in (self.path.parent, self.path.parent.parent):
            folders.sync(folder)

    def drop(self) -> None:
        """Leave nothing, where it was not finished."""
        with contextlib.suppress(*UNREADABLE):
            self._writer.close()
        self._file.close()
        self._part.unlink(missing_ok=True)


def rows_between(path: Path, least: int, most: int) -> pa.Table:
    """Return the rows of the cases with ids from `least` to `most`; groups without any are not read.

    Raises Conflict("archive_unreadable") with the file and the reason.
    """
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as opened:
            place = opened.schema_arrow.get_field_index("case_id")
            if place < 0:
                raise KeyError("case_id")
            bounds = (opened.metadata.row_group(index).column(place).statistics
                      for index in range(opened.metadata.num_row_groups))
            found = opened.read_row_groups([index for index, held in enumerate(bounds)
                                            if held is None or (held.max >= least and held.min <= most)])
        return found.filter((pc.field("case_id") >= least) & (pc.field("case_id") <= most))
    except UNREADABLE as error:
        raise unreadable(path, error) from None


def unreadable(path: Path, error: Exception) -> Conflict:
    """Return the refusal that names the file and says why, in one line."""
    reason = "it is missing" if isinstance(error, FileNotFoundError) else str(error).splitlines()[0][:120] if str(
        error) else type(error).__name__
    return Conflict("archive_unreadable", file=f"{path.parent.name}/{path.name}", reason=reason)


def sha256_of(path: Path) -> str:
    """Return the hash of the whole file, hexadecimal, as it is on the disk. Raises OSError."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
