"""Figures of a bulk import of a million rows: how fast it goes, and how much memory it takes at most."""

import csv
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from tests import stand
from tests.bench.table import Row
from tests.data.ingest import files

IS_LONG = True
ROWS = 1_000_000
FIRST_DAY, DAYS = datetime(2025, 3, 1), 365  # noqa: DTZ001 - a feed writes local time
COLUMNS = ("unique_key", "created_date", "closed_date", "agency", "agency_name", "complaint_type", "descriptor",
           "location_type", "incident_zip", "incident_address", "city", "borough", "latitude", "longitude")
AGENCIES = (("NYPD", "New York City Police Department"), ("DSNY", "Department of Sanitation"),
            ("HPD", "Department of Housing Preservation and Development"), ("DOT", "Department of Transportation"))
MAPPING = """
kind = "cases"
source = "bench-311"
id = "unique_key"
occurred = "created_date"
closed = "closed_date"
text = ["{complaint_type} · {descriptor}", "complaint_type"]
address = ["{incident_address}, {city} {incident_zip}"]
null_values = ["Unspecified", "N/A"]

[position]
lon = "longitude"
lat = "latitude"

[[area]]
column = "borough"
by = "name"
level = "district"

[classes]
scheme = "test"
create = true
major = "complaint_type"
minor = "descriptor"
department = "agency"
department_name = "agency_name"
"""


def rows() -> list[Row]:
    """Return: peak memory of the importing process and rows per second, a million rows of the 311 feed's shape."""
    with stand.folder() as data:
        districts = files.write_mapping(data, files.DISTRICT_MAPPING, "districts")
        stand.command(data, "import", str(files.write_districts(data)), "--mapping", districts, "--make-grid", "500m")
        path = write_requests(data / "requests.csv", ROWS)
        peak_mb, said = _imported(data, path, files.write_mapping(data, MAPPING, "requests"))
    received = int(re.search(r"received ([\d,]+)", said)[1].replace(",", ""))  # type: ignore[index]
    own = float(re.search(r"([\d,]+) rows/s", said)[1].replace(",", ""))  # type: ignore[index]
    return [
        Row(name=f"peak memory of a bulk import of {received:,} rows", value=peak_mb, unit="MB", goal=800),
        Row(name=f"bulk import of {received:,} rows, by the import's own report", value=own, unit="r/s", goal=8_000,
            smaller_is_better=False),
    ]


def write_requests(path: Path, count: int) -> Path:
    """Write so many requests over a year, in the order they were closed in, a few of them unfit; return the path."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(COLUMNS)
        writer.writerows(_requests(count))
    return path


def _requests(count: int) -> Iterator[tuple[object, ...]]:
    chance = random.Random(311)
    for number in range(count):
        came = FIRST_DAY + timedelta(seconds=number * DAYS * 86_400 // count)
        left = "" if number % 50 == 0 else (came + timedelta(minutes=chance.randrange(5, 9_000))).isoformat()
        kind, agency = chance.randrange(180), chance.choice(AGENCIES)
        lon = files.WEST + 2 * files.SIDE * chance.random()
        lat = files.SOUTH + 2 * files.SIDE * chance.random() + (1 if number % 1_000 == 0 else 0)
        yield (60_000_000 + number, came.isoformat(), left, *agency, f"Complaint {kind // 9}", f"Descriptor {kind}",
               "Street/Sidewalk", 10_000 + kind, f"{number % 997} EXAMPLE STREET", "NEW YORK", "", f"{lat:.12f}",
               f"{lon:.12f}")


def _imported(data: Path, path: Path, mapping: str) -> tuple[float, str]:
    """Return the process's peak of resident memory in MB, and what it said."""
    process = subprocess.Popen([sys.executable, "app.py", "import", str(path), "--mapping", mapping], cwd=stand.ROOT,
                               env=stand.environment(data), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = process.stdout.read()
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode > 1:
        raise RuntimeError(f"the import ended with {process.returncode}")
    return used.ru_maxrss * 1024 / 1e6, said
