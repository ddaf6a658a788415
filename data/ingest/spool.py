"""The rows of an import on the disk: read once and checked to their end, then taken up again piece by piece.

So nothing is stored of files of which the last turns out to be cut off, and memory holds one piece at a time.
"""

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from data.ingest.batch import Batch, leave_out, require_same_columns
from data.ingest.mapping import Head
from data.ingest.source import PIECE_ROWS, Table, files_of, open_pieces

Broken = tuple[tuple[int, str], ...]
CHUNK_BYTES = 1 << 20
PACKED = pa.ipc.IpcWriteOptions(compression="lz4")


@dataclass(frozen=True, kw_only=True)
class _Spot:
    """Where a piece lies in the spool."""

    file: int
    begin: int
    size: int


@dataclass(kw_only=True)
class Spool:
    """Pieces of at most PIECE_ROWS rows, each of one file, in the files' order; the same at each reading."""

    head: Head
    files: tuple[Path, ...]
    store: IO[bytes]
    columns: list[str] = field(default_factory=list)
    """Those of the first file, then what others have besides."""
    received: int = 0
    notes: dict[str, object] = field(default_factory=dict)
    spots: list[_Spot] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.spots)

    def piece(self, number: int) -> Batch:
        """Return a piece as a batch of its own. Raises Invalid("wrong_column")."""
        spot = self.spots[number]
        self.store.seek(spot.begin)
        with pa.ipc.open_stream(io.BytesIO(self.store.read(spot.size))) as stream:
            rows = stream.read_all()
        said = rows.schema.metadata
        frame = rows.replace_schema_metadata(None).to_pandas().reindex(columns=self.columns).fillna("")
        broken = orjson.loads(said[b"broken"])
        batch = Batch(
            frame=frame, files=self.files, shapes=None, file_of_row=np.full(len(frame), spot.file),
            number_of_row=np.frombuffer(said[b"numbers"], dtype=np.int64),
            broken=tuple((spot.file, number, text) for number, text in broken),
            verdicts=np.full(len(frame), "", dtype=object),
        )
        leave_out(batch, self.head)
        return batch

    def keep(self, file: int, frame: pd.DataFrame, numbers: NDArray[np.int64], broken: Broken) -> None:
        """Add a piece."""
        said = {b"numbers": numbers.tobytes(), b"broken": orjson.dumps(broken)}
        rows = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(said)
        begin = self.store.tell()
        with pa.ipc.new_stream(pa.PythonFile(self.store, mode="w"), rows.schema, options=PACKED) as stream:
            stream.write_table(rows)
        self.spots.append(_Spot(file=file, begin=begin, size=self.store.tell() - begin))
        self.received += len(frame) + len(broken)


def read_in(path: Path, head: Head, store: IO[bytes], tell: Callable[[int], None]) -> Spool:
    """Return the rows of the files a path names, written to an empty file that the caller keeps open.

    `tell` hears how many rows there are so far. Raises Invalid: what source.open_pieces raises, and columns_differ
    when files do not fit together; OSError where the disk is full.
    """
    files = files_of(path)
    spool = Spool(head=head, files=tuple(files), store=store)
    first: Table | None = None
    for number, file in enumerate(files):
        for table in open_pieces(file, head.options):
            first = first or table
            require_same_columns(table, first)
            spool.columns += [name for name in table.frame.columns if name not in spool.columns]
            spool.notes |= table.notes
            for part in _parts(table):
                spool.keep(number, *part)
            tell(spool.received)
    return spool


def _parts(table: Table) -> Iterator[tuple[pd.DataFrame, NDArray[np.int64], Broken]]:
    """Yield (rows, their numbers, broken rows before or among them); the last takes the broken rows that are left."""
    broken = table.broken
    for begin in range(0, len(table.frame), PIECE_ROWS):
        numbers = table.numbers[begin:begin + PIECE_ROWS]
        is_last = begin + PIECE_ROWS >= len(table.frame)
        mine = broken if is_last else tuple(one for one in broken if one[0] < numbers[-1])
        broken = broken[len(mine):]
        yield table.frame[begin:begin + PIECE_ROWS], numbers, mine
    if broken:
        yield table.frame[:0], table.numbers[:0], broken


def digest_of(files: tuple[Path, ...]) -> str:
    """Return a hash of the files' names and contents, in hexadecimal digits."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"\0{file.name}\0{file.stat().st_size}\0".encode())
        with file.open("rb") as handle:
            while chunk := handle.read(CHUNK_BYTES):
                digest.update(chunk)
    return digest.hexdigest()
