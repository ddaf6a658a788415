"""The workbook opened again: numbers as numbers that read as everywhere, text never a formula, headings that stay."""

import io
import re
import zipfile

import openpyxl
import pytest

from dashboard.briefing.content import Number
from dashboard.briefing.rendered import book
from dashboard.briefing.rendered.flat import tables_of
from dashboard.briefing.rendered.markup import clean
from tests.dashboard.briefing import sample
from tests.dashboard.briefing.rendered.test_csv_files import values_of
from tests.dashboard.briefing.rendered.test_slides import HOSTILE, hostile, numbers_of

LANGUAGES = ("zh-CN", "en")


def opened(brief):
    """Return the workbook as a program reads it from its bytes."""
    return openpyxl.load_workbook(io.BytesIO(book.render(brief)))


def cells_of(workbook):
    """Return every cell that holds something."""
    return [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None]


def shown(cell) -> str:
    """Return how a spreadsheet shows a number by its format."""
    found = re.fullmatch(r'(#,##0|0)(\.0+)?(?:"([^"]*)")?', cell.number_format)
    if found is None:
        return str(cell.value)
    digits = f"{cell.value:{',' if ',' in found[1] else ''}.{len(found[2] or '.') - 1}f}"
    return digits + (found[3] or "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_table_has_a_sheet_with_a_name_of_its_own(language):
    brief = sample.weekly(language)
    workbook, tables = opened(brief), tables_of(brief)
    assert len(workbook.sheetnames) == len(set(workbook.sheetnames)) == len(tables)
    assert all(len(name) <= 31 for name in workbook.sheetnames)
    for sheet, table in zip(workbook, tables, strict=True):
        assert sheet["A1"].value == table.title
        assert brief.dated in sheet["A2"].value
        assert [cell.value for cell in sheet[3]][:1] == [table.head[0]]
        assert sheet.freeze_panes == "A4"
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight, sheet.print_title_rows) == (9, 0, "$1:$3")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_is_a_number_and_reads_as_everywhere(language):
    brief = sample.weekly(language)
    cells = cells_of(opened(brief))
    numbers = [cell.value for cell in cells if cell.data_type == "n"]
    for part in (*(one for one in brief.sections() if one.body.block != "lines"), brief.cards):
        assert [one for one in values_of(part) if one not in numbers] == []
    read = "\n".join(shown(cell) if cell.data_type == "n" else cell.value for cell in cells)
    assert [one for one in numbers_of(brief) if one not in read] == []


@pytest.mark.parametrize(("text", "value", "format_"), [
    ("18,914", 18914, "#,##0"), ("93.7", 93.66, "#,##0.0"), ("12.3%", 12.34, '#,##0.0"%"'), ("4", 4, "#,##0"),
    ("-3", -3, "#,##0"), ("2026", 2026, "0"), ("7.0 分钟", 7, '#,##0.0" 分钟"'), ("—", None, ""),
    ("1.2 万", 12004, None), ("12", 12.6, None), ("2.67", 2.675, None), ('3"', 3, None), ("约 3", 3, None)])
def test_a_format_shows_a_value_as_it_reads_or_there_is_none(text, value, format_):
    assert book.format_of(Number(text=text, value=value)) == format_


@pytest.mark.parametrize("said", [*HOSTILE, "@SUM(1)", "\t=1", "-1+2", "＝1", "_x0041_", "http://127.0.0.1:1/",
                                  "&L&14x"])
def test_text_stays_text(said):
    brief = hostile(said)
    workbook = opened(brief)
    cells = cells_of(workbook)
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    start = " ".join(clean(said).split())[:6]
    assert any(start in str(cell.value) for cell in cells)
    quoted = [cell for cell in cells if str(cell.value).startswith(("=", "+", "-", "@", "＝"))]
    assert all(cell.quotePrefix for cell in quoted if cell.data_type == "s")
    assert not [cell for cell in cells if cell.hyperlink]
    with zipfile.ZipFile(io.BytesIO(book.render(brief))) as packed:
        assert not [name for name in packed.namelist() if "externalLink" in name]
        everything = b"".join(packed.read(name) for name in packed.namelist())
    assert b"<f>" not in everything
    assert b'TargetMode="External"' not in everything


def test_no_column_cuts_a_number_and_long_text_wraps():
    brief = sample.weekly()
    for sheet, table in zip(opened(brief), tables_of(brief), strict=True):
        for place, letter in enumerate(map(openpyxl.utils.get_column_letter, range(1, len(table.head) + 1))):
            numbers = [shown(row[place]) for row in sheet.iter_rows(min_row=4) if row[place].data_type == "n"
                       and row[place].value is not None]
            assert all(len(one) < sheet.column_dimensions[letter].width for one in numbers)
    assert all(cell.alignment.wrap_text for cell in cells_of(opened(brief)))


def test_a_draft_says_so_on_every_sheet_and_when_it_is_printed():
    for sheet in opened(sample.weekly(is_draft=True)):
        assert "草稿 · 数据不完整" in sheet["A2"].value
        assert sheet.oddHeader.right.text == "草稿 · 数据不完整"
        assert sheet.oddHeader.left.text == "内部"
        assert "DEMO" in sheet.oddHeader.center.text
    assert not [1 for sheet in opened(sample.weekly()) if "草稿" in sheet["A2"].value]


def test_it_is_signed_and_the_same_briefing_is_the_same_bytes():
    brief = sample.weekly()
    workbook = opened(brief)
    assert (workbook.properties.title, workbook.properties.creator) == (brief.title, brief.office)
    assert workbook.properties.created.isoformat() == "2026-11-23T00:31:07"
    assert workbook.custom_doc_props["digest"].value == brief.digest()
    assert book.render(brief) == book.render(brief)


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize("kind", ["daily", "weekly"])
def test_a_real_briefing_stands_in_it_to_the_digit(made, kind):
    brief = made(kind)
    cells = cells_of(opened(brief))
    read = "\n".join(shown(cell) if cell.data_type == "n" else cell.value for cell in cells)
    assert [one for one in numbers_of(brief) if one not in read] == []
