"""Parquet tables; nested columns are left out."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet

from data.errors import Invalid
from data.ingest.source import MOST_ROWS, Options, Source, Table, as_text


def read(path: Path, _options: Options) -> Table:
    """Return the table. Raises Invalid: unreadable_file, too_many_rows."""
    try:
        opened = pyarrow.parquet.ParquetFile(path)
        if opened.metadata.num_rows > MOST_ROWS:
            raise Invalid("too_many_rows", file=path.name, rows=opened.metadata.num_rows, limit=MOST_ROWS)
        flat = [field.name for field in opened.schema_arrow if not pa.types.is_nested(field.type)]
        frame = opened.read(columns=flat).replace_schema_metadata(None).to_pandas()
    except (pa.ArrowException, ValueError, OSError) as error:
        raise Invalid("unreadable_file", file=path.name, detail=str(error)[:200]) from None
    return Table(path=path, frame=as_text(frame.reset_index(drop=True)), numbers=np.arange(2, len(frame) + 2))


SOURCE = Source(name="parquet", suffixes=(".parquet",), read=read)
