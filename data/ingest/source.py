"""What a reader of files is, and how the right one is found.

One reader is one frozen record named SOURCE in a file of its own under `sources/`, found by
scanning that folder. A reader turns a file into Tables, one piece after the other: every value as text, shapes in
WGS84. A file that cannot be read as a whole raises Invalid with one reason, which may show as late as at its end;
a single bad row does not.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.areas.polygons import Shapes
from data.collecting import collect
from data.errors import Invalid
from data.ingest import sources

LARGEST_FILE_BYTES = 1 << 30
MOST_ROWS = 20_000_000
PIECE_ROWS = 10_000
"""So many rows of a large import are in memory, and in one transaction, at a time."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a mapping says about its file; empty means what the file itself says."""

    encoding: str = ""
    sheet: str = ""
    crs: str = ""
    """"EPSG:..." or "gcj02" or "bd09": the system the file's numbers really are in."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A file's rows, or a piece of them. `numbers` are row numbers as a person counts them (the header is row 1)."""

    path: Path
    frame: pd.DataFrame
    numbers: NDArray[np.int64]
    shapes: Shapes | None = None
    broken: tuple[tuple[int, str], ...] = ()
    """(row number, its text) of rows that could not be split into columns."""
    notes: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Source:
    """One kind of file."""

    name: str
    suffixes: tuple[str, ...]
    pieces: Callable[[Path, Options], Iterator[Table]]
    """Yields the rows in their order, always in the same pieces; each piece has the same columns."""


@cache
def discover() -> MappingProxyType[str, Source]:
    """Return {suffix: reader} of every reader there is; two readers of one suffix are a fault at start."""
    found: dict[str, Source] = {}
    for source in collect(sources, "SOURCE"):
        for suffix in source.suffixes:
            if suffix in found:
                raise ValueError(f"{suffix} is read by {found[suffix].name} and {source.name}")
            found[suffix] = source
    return MappingProxyType(found)


def files_of(path: Path) -> list[Path]:
    """Return the files a path names: itself, a folder's readable files, or what a pattern matches; sorted.

    Raises Invalid("file_not_found").
    """
    if path.is_file():
        return [path]
    if path.is_dir():
        found = [one for one in path.iterdir() if one.is_file() and one.suffix.lower() in discover()]
    else:
        found = [one for one in path.parent.glob(path.name) if one.is_file()] if path.parent.is_dir() else []
    if not found:
        raise Invalid("file_not_found", file=str(path))
    return sorted(found)


def open_pieces(path: Path, options: Options) -> Iterator[Table]:
    """Yield the file's rows piece by piece; the file is sound only once the last has come.

    Raises Invalid: unknown_file_type, file_too_large, file_is_empty, or what its reader raises.
    """
    source = discover().get(path.suffix.lower())
    if source is None:
        raise Invalid("unknown_file_type", file=path.name, known=" ".join(sorted(discover())))
    size = path.stat().st_size
    if size == 0:
        raise Invalid("file_is_empty", file=path.name)
    if size > LARGEST_FILE_BYTES:
        raise Invalid("file_too_large", file=path.name, megabytes=size >> 20, limit=LARGEST_FILE_BYTES >> 20)
    count = 0
    for piece in source.pieces(path, options):
        count += len(piece.frame) + len(piece.broken)
        yield piece
    if count == 0:
        raise Invalid("file_is_empty", file=path.name)


def open_table(path: Path, options: Options) -> Table:
    """Return the whole file as one table. Raises as open_pieces."""
    return joined(list(open_pieces(path, options)))


def joined(pieces: Sequence[Table]) -> Table:
    """Return pieces of one file as one table."""
    notes: dict[str, object] = {}
    for piece in pieces:
        notes |= piece.notes
    shapes = [piece.shapes for piece in pieces if piece.shapes is not None]
    return Table(
        path=pieces[0].path, frame=pd.concat([piece.frame for piece in pieces], ignore_index=True), notes=notes,
        numbers=np.concatenate([piece.numbers for piece in pieces]),
        shapes=np.concatenate(shapes) if len(shapes) == len(pieces) else None,
        broken=tuple(one for piece in pieces for one in piece.broken),
    )


def as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with every value as text: blanks trimmed, nothing as "", whole floats without ".0"."""
    return pd.DataFrame({str(name).strip(): _column_as_text(frame[name]) for name in frame.columns}, index=frame.index)


def _column_as_text(column: "pd.Series[str]") -> "pd.Series[str]":
    if pd.api.types.is_datetime64_any_dtype(column):
        text = column.map(lambda moment: "" if pd.isna(moment) else moment.isoformat())
    elif pd.api.types.is_float_dtype(column):
        text = column.map(lambda number: "" if pd.isna(number) else f"{number:.0f}" if number == round(number) and
                          abs(number) < 1e15 else repr(float(number)))
    else:
        text = column.astype("str").where(column.notna(), "")
    clean: pd.Series[str] = text.astype("str").str.replace("\x00", "").str.strip()
    return clean
