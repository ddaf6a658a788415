"""The zip of CSV opened again: every number by its value, no cell a formula, Chinese as a spreadsheet reads it."""

import csv
import io
import zipfile

import pytest

from dashboard.briefing.content import Number
from dashboard.briefing.rendered import csv_files
from dashboard.briefing.rendered.flat import tables_of
from data.ingest.report import FORMULA_START
from tests.dashboard.briefing import sample
from tests.dashboard.briefing.rendered.test_slides import HOSTILE, hostile, numbers_of


def opened(brief) -> dict[str, list[list[str]]]:
    """Return the rows of each file by its name."""
    with zipfile.ZipFile(io.BytesIO(csv_files.render(brief))) as packed:
        bodies = {name: packed.read(name) for name in packed.namelist()}
    assert all(body.startswith(b"\xef\xbb\xbf") for body in bodies.values())
    return {name: list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))) for name, body in bodies.items()}


def values_of(part):
    """Yield the value of each number that has one, wherever it stands."""
    if isinstance(part, Number):
        yield from [] if part.value is None else [part.value]
    elif isinstance(part, tuple):
        for one in part:
            yield from values_of(one)
    elif hasattr(part, "model_fields_set"):
        for name in type(part).model_fields:
            yield from values_of(getattr(part, name))


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_number_is_there_by_its_value_and_as_it_reads(language):
    brief = sample.weekly(language)
    cells = [cell for rows in opened(brief).values() for row in rows for cell in row]
    numbers = [float(cell) for cell in cells if cell.lstrip("-").replace(".", "", 1).isdigit()]
    everything = "\n".join(cells)
    for section in brief.sections():
        if section.body.block != "lines":
            assert [one for one in values_of(section) if one not in numbers] == []
    assert [one for one in values_of(brief.cards) if one not in numbers] == []
    assert [one for one in numbers_of(brief) if one not in everything and one.replace(",", "") not in everything] == []


def test_a_file_has_headings_on_its_first_line_and_rows_as_wide():
    files = opened(sample.weekly())
    assert list(files)[:3] == ["00-summary.csv", "01-figures.csv", "02-curve.csv"]
    assert all(len({len(row) for row in rows}) == 1 for rows in files.values())
    assert files["02-curve.csv"][0][:3] == ["项", "前 7 天 (件/日)", "近 7 天 (件/日)"]
    assert files["02-curve.csv"][-1][2] == ""


def test_a_value_is_written_to_its_last_digit_without_an_exponent():
    assert csv_files.cell_of(Number(text="0.1%", value=0.1234567890123)) == "0.1234567890123"
    assert "e" not in csv_files.cell_of(Number(text="0", value=1e-9))
    assert float(csv_files.cell_of(Number(text="0", value=1e-9))) == pytest.approx(1e-9)
    assert csv_files.cell_of(Number(text="1,234", value=1234.0)) == "1234"
    assert csv_files.is_told(Number(text="1,234", value=1234.0))
    assert not csv_files.is_told(Number(text="12.3%", value=12.34))


@pytest.mark.parametrize("said", [*HOSTILE, "@SUM(1)", "\t=1", "\r=1", "-1+2", "＝1", "../../etc/passwd", "'; drop"])
def test_no_text_is_a_formula_and_none_breaks_a_row(said):
    brief = hostile(said)
    files = opened(brief)
    assert len(files) == len(tables_of(brief))
    assert all(len(row) == len(rows[0]) for rows in files.values() for row in rows)
    cells = [cell for rows in files.values() for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(FORMULA_START)]


def test_the_same_briefing_is_the_same_bytes_and_its_files_lead_nowhere():
    assert csv_files.render(sample.weekly()) == csv_files.render(sample.weekly())
    assert not [name for name in opened(hostile("../../x")) if "/" in name or ".." in name]
