"""Workbooks: typed cells become text, bombs stay packed."""

import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from data.errors import Invalid
from data.ingest.source import Options, open_table


def workbook(path: Path, rows: list[list[object]], sheet: str = "Cases") -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_numbers_and_dates_become_text(tmp_path):
    at = datetime(2026, 3, 1, 8, 0)  # noqa: DTZ001 - as workbooks keep it
    path = workbook(tmp_path / "t.xlsx", [["id", "at", "n", "名称 "], [7, at, 1.5, "坪山"]])
    found = open_table(path, Options())
    assert list(found.frame.columns) == ["id", "at", "n", "名称"]
    assert found.frame.iloc[0].tolist() == ["7", "2026-03-01T08:00:00", "1.5", "坪山"]


def test_blank_rows_are_passed_over_and_numbers_stay_those_of_the_sheet(tmp_path):
    path = workbook(tmp_path / "t.xlsx", [["id", "a"], [1, "x"], [None, None], [2, None]])
    found = open_table(path, Options())
    assert found.frame["id"].tolist() == ["1", "2"]
    assert found.frame["a"].tolist() == ["x", ""]
    assert found.numbers.tolist() == [2, 4]


def test_a_sheet_is_found_by_its_name_or_refused(tmp_path):
    path = workbook(tmp_path / "t.xlsx", [["id"], [1]], sheet="Units")
    assert len(open_table(path, Options(sheet="Units")).frame) == 1
    with pytest.raises(Invalid) as refused:
        open_table(path, Options(sheet="Cases"))
    assert (refused.value.code, refused.value.values["known"]) == ("unknown_sheet", "Units")


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (64 << 20))
    with pytest.raises(Invalid) as refused:
        open_table(path, Options())
    assert refused.value.code == "archive_too_large"


@pytest.mark.parametrize("content", [b"id,a\n1,2\n", b"PK\x03\x04 half an archive"])
def test_what_is_no_workbook_is_refused(tmp_path, content):
    path = tmp_path / "t.xlsx"
    path.write_bytes(content)
    with pytest.raises(Invalid) as refused:
        open_table(path, Options())
    assert refused.value.code == "unreadable_file"


def test_half_a_workbook_is_refused(tmp_path):
    path = workbook(tmp_path / "t.xlsx", [["id"], *[[n] for n in range(500)]])
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(Invalid) as refused:
        open_table(path, Options())
    assert refused.value.code == "unreadable_file"


def test_a_workbook_with_other_contents_is_refused(tmp_path):
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(Invalid) as refused:
        open_table(path, Options())
    assert refused.value.code == "unreadable_file"
