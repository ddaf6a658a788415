"""Parquet: typed columns become text, half a file is refused."""

import pandas as pd
import pytest

from data.errors import Invalid
from data.ingest.source import Options, open_table


def test_every_type_becomes_text(tmp_path):
    path = tmp_path / "t.parquet"
    pd.DataFrame({
        "id": [1, 2], "at": pd.to_datetime(["2026-03-01 08:00", None]), "lon": [121.05, None], "name": ["坪山", None],
        "tags": [["a"], ["b"]],
    }).to_parquet(path)
    found = open_table(path, Options())
    assert list(found.frame.columns) == ["id", "at", "lon", "name"]
    assert found.frame.values.tolist() == [["1", "2026-03-01T08:00:00", "121.05", "坪山"], ["2", "", "", ""]]
    assert found.numbers.tolist() == [2, 3]


def test_half_a_file_is_refused(tmp_path):
    path = tmp_path / "t.parquet"
    pd.DataFrame({"id": range(1_000)}).to_parquet(path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(Invalid) as refused:
        open_table(path, Options())
    assert refused.value.code == "unreadable_file"


def test_another_file_called_parquet_is_refused(tmp_path):
    path = tmp_path / "t.parquet"
    path.write_text("id,a\n1,2\n")
    with pytest.raises(Invalid) as refused:
        open_table(path, Options())
    assert refused.value.code == "unreadable_file"
