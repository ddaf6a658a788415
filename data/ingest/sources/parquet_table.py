"""Parquet tables; nested columns are left out."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet

from data.errors import Invalid
from data.ingest.source import MOST_ROWS, PIECE_ROWS, Options, Source, Table, as_text


def pieces(path: Path, _options: Options) -> Iterator[Table]:
    """Yield the table in pieces. Raises Invalid: unreadable_file, too_many_rows."""
    first = 2
    try:
        opened = pyarrow.parquet.ParquetFile(path)
        if opened.metadata.num_rows > MOST_ROWS:
            raise Invalid("too_many_rows", file=path.name, rows=opened.metadata.num_rows, limit=MOST_ROWS)
        flat = [field.name for field in opened.schema_arrow if not pa.types.is_nested(field.type)]
        for rows in opened.iter_batches(batch_size=PIECE_ROWS, columns=flat):
            frame = rows.replace_schema_metadata(None).to_pandas()
            yield Table(path=path, frame=as_text(frame), numbers=np.arange(first, first + len(frame)))
            first += len(frame)
    except (pa.ArrowException, ValueError, OSError) as error:
        raise Invalid("unreadable_file", file=path.name, detail=str(error)[:200]) from None


SOURCE = Source(name="parquet", suffixes=(".parquet",), pieces=pieces)
