"""One import's rows, from one file or many, and what became of each."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.areas.polygons import Shapes
from data.errors import Invalid
from data.ingest.columns import Reader
from data.ingest.mapping import Head
from data.ingest.source import Table, files_of, open_table

STORED, DUPLICATE = "stored", "duplicate"


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Rows as text, and one verdict per row: "" (not judged yet), stored, duplicate or a reason."""

    frame: pd.DataFrame
    files: tuple[Path, ...]
    file_of_row: NDArray[np.int64]
    number_of_row: NDArray[np.int64]
    shapes: Shapes | None
    broken: tuple[tuple[int, int, str], ...]
    """(file, row number, text) of rows that could not be split into columns."""
    verdicts: NDArray[np.object_]
    notes: dict[str, object] = field(default_factory=dict)

    def reader(self, head: Head) -> Reader:
        """Return a reader of the rows for one mapping."""
        return Reader.of(self.frame, self.files[0].name, head)

    def judge(self, where: NDArray[np.bool_], verdict: str) -> None:
        """Give the verdict to the rows that have none yet."""
        self.verdicts[where & (self.verdicts == "")] = verdict

    def open_rows(self) -> NDArray[np.intp]:
        """Return the positions of rows that have no verdict yet."""
        return np.flatnonzero(self.verdicts == "")

    def place_of(self, row: int) -> str:
        """Return file and row number as a person would look for them."""
        return f"{self.files[self.file_of_row[row]].name}:{self.number_of_row[row]}"

    def reasons(self) -> dict[str, int]:
        """Return {reason: how many rows} of what was rejected, most frequent first."""
        counts = Counter(verdict for verdict in self.verdicts.tolist() if verdict not in (STORED, DUPLICATE))
        if self.broken:
            counts["unreadable_row"] += len(self.broken)
        return dict(counts.most_common())


def gather(path: Path, head: Head) -> Batch:
    """Return every row of the files a path names; rows the mapping does not want are judged left_out.

    Raises Invalid: what source.open_table raises, and columns_differ when files do not fit together.
    """
    files = files_of(path)
    tables = [open_table(file, head.options) for file in files]
    for table in tables[1:]:
        require_same_columns(table, tables[0])
    frame = pd.concat([table.frame for table in tables], ignore_index=True).fillna("")
    shapes = [table.shapes for table in tables if table.shapes is not None]
    notes: dict[str, object] = {}
    for table in tables:
        notes |= table.notes
    batch = Batch(
        frame=frame, files=tuple(files), notes=notes,
        file_of_row=np.repeat(np.arange(len(tables)), [len(table.frame) for table in tables]),
        number_of_row=np.concatenate([table.numbers for table in tables]),
        shapes=np.concatenate(shapes) if len(shapes) == len(tables) else None,
        broken=tuple((i, number, text) for i, table in enumerate(tables) for number, text in table.broken),
        verdicts=np.full(len(frame), "", dtype=object),
    )
    leave_out(batch, head)
    return batch


def require_same_columns(table: Table, expected: Table) -> None:
    """Raise Invalid("columns_differ") when a file lacks a column of the import's first file."""
    missing = [name for name in expected.frame.columns if name not in table.frame.columns]
    if missing:
        raise Invalid("columns_differ", file=table.path.name, column=missing[0], other=expected.path.name)


def leave_out(batch: Batch, head: Head) -> None:
    """Judge the rows that the mapping does not want. Raises Invalid("wrong_column")."""
    if not head.where:
        return
    reader = batch.reader(head)
    for column, wanted in head.where.items():
        batch.judge(~reader.column((column,), f"where.{column}").isin(wanted).to_numpy(), "left_out")
