"""Figures of the import door, on the real New York files beside the project."""

import re
import time
from pathlib import Path

from tests import stand
from tests.bench import screens
from tests.bench.table import Row

NYC = stand.ROOT.parent / "shared" / "data" / "nyc"
AREAS = (
    ("boundaries/nycehs_2020/borough.geo.json", "nyc-boroughs"),
    ("boundaries/nycehs_2020/CD.geo.json", "nyc-community-districts"),
    ("boundaries/nycehs_2020/NTA.geo.json", "nyc-ntas"),
    ("boundaries/dwillis_2013/census_tracts_2010.geojson", "nyc-tracts"),
)


def rows() -> list[Row]:
    """Return: the import's own figure, and a cold load of what came in; nothing where the files are not there."""
    if not (NYC / "events").is_dir():
        print("the real New York files are not beside the project: three figures are left out")
        return []
    with stand.folder() as data, stand.browser() as opened:
        areas(data)
        imported = requests(data)
        with stand.serving(data) as server:
            return [imported, *screens.cold_load(opened, server)]


def areas(data: Path) -> None:
    """Import the four levels of New York into an empty folder."""
    for file, mapping in AREAS:
        stand.command(data, "import", str(NYC / file), "--mapping", mapping)


def requests(data: Path) -> Row:
    """Return: rows per second of the 80,000 requests, grid assignment included, from first byte read to commit."""
    began = time.monotonic()
    said = stand.command(data, "import", str(NYC / "events"), "--mapping", "nyc-311")
    seconds = time.monotonic() - began
    received = int(re.search(r"received ([\d,]+)", said)[1].replace(",", ""))  # type: ignore[index]
    own = float(re.search(r"([\d,]+) rows/s", said)[1].replace(",", ""))  # type: ignore[index]
    return Row(
        name=f"import of {received:,} requests over 2,166 tracts, by the import's own report",
        value=own,
        unit="r/s",
        goal=10_000,
        smaller_is_better=False,
        note=f"whole process, start included: {received / seconds:,.0f} r/s",
    )
