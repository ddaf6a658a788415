"""Whatever happens to a file's bytes, the answer is a table or one reason; never another error."""

import contextlib
from pathlib import Path

import geopandas
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import Invalid
from data.ingest.source import Options, open_table
from tests.data.ingest import files

SUFFIXES = (".csv", ".xlsx", ".parquet", ".geojson", ".gpkg", ".fgb", ".shp")

WAYS = st.sampled_from(["flip", "cut", "put", "twice"])
DAMAGE = st.tuples(WAYS, st.floats(0, 1), st.binary(min_size=1, max_size=30))


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one sound file of each kind."""
    folder = tmp_path_factory.mktemp("sound")
    areas = geopandas.read_file(files.write_districts(folder).rename(folder / "t.geojson"))
    for suffix in (".gpkg", ".fgb", ".shp"):
        areas.to_file(folder / f"t{suffix}")
    cases = pd.read_csv(files.write_cases(folder / "t.csv", [{} for _ in range(20)]), dtype=str)
    cases.to_parquet(folder / "t.parquet")
    cases.to_excel(folder / "t.xlsx", index=False)
    return folder


def damaged(content: bytes, how: str, where: float, what: bytes) -> bytes:
    at = int(where * (len(content) - 1))
    if how == "cut":
        return content[:at]
    if how == "twice":
        return content[:at] + content
    return content[:at] + what + content[at + (len(what) if how == "flip" else 0):]


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(damage=DAMAGE)
def test_a_damaged_file_is_read_or_refused(sound, tmp_path_factory, suffix, damage):
    folder = tmp_path_factory.mktemp("damaged")
    for part in sound.glob("t.*"):
        if part.suffix in (".shx", ".dbf", ".prj", ".cpg"):
            (folder / part.name).write_bytes(part.read_bytes())
    path = folder / f"t{suffix}"
    path.write_bytes(damaged((sound / path.name).read_bytes(), *damage))
    with contextlib.suppress(Invalid):
        table = open_table(path, Options())
        assert len(table.frame) == len(table.numbers)
