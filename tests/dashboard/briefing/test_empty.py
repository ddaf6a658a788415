"""Where there is nothing to tell a briefing of each kind says so, in every form that needs no browser."""

import io
import json
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from docx import Document
from pptx import Presentation

from dashboard.briefing.kind import discover
from dashboard.briefing.rendered import formats
from dashboard.briefing.rendered.paper import Drawer
from tests import cast

KINDS = sorted(discover())
FORCES = "within_free"
"""Units of then are put together from their shifts and dispatches, as the replay of a screen does."""
READS = {
    "html": lambda body: body.decode(), "docx": lambda body: Document(io.BytesIO(body)),
    "pptx": lambda body: Presentation(io.BytesIO(body)), "xlsx": lambda body: openpyxl.load_workbook(io.BytesIO(body)),
    "csv": lambda body: zipfile.ZipFile(io.BytesIO(body)).testzip(), "geojson": json.loads, "json": json.loads,
}
"""Each form and how a program of its own opens it; that raises where the file is no such one."""


@pytest.fixture
def every(tmp_path):
    """Return every(brief): its files by form, each opened once by a program that reads such."""
    drawer = Drawer(chromium="/nowhere", folder=tmp_path)

    def make(brief) -> dict[str, bytes]:
        found = {name: formats.find(name).make(brief, drawer) for name in READS}
        for name, body in found.items():
            READS[name](body)
        return found

    return make


def test_every_form_that_needs_no_browser_is_tried():
    assert set(READS) == {name for name, one in formats.FORMATS.items() if not one.is_drawn}


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_an_area_where_nothing_ever_happened_has_one_of_each_kind(made, every, kind, language):
    brief = made(kind, cast.grid_code(3, 0), language=language)
    files = every(brief)
    assert brief.title in files["html"].decode()
    assert not [said for said in ("None", "nan", "{n}")[language == "en":] if f">{said}<" in files["html"].decode()]


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize("kind", KINDS)
def test_a_month_that_nothing_is_known_of_is_told_without_a_number_that_was_never_counted(made, every, kind):
    brief = made(kind, at=cast.NOW - timedelta(days=31), now=cast.NOW)
    every(brief)
    assert not [card for card in brief.cards if card.number.value and card.number.figure != FORCES]
    assert "楼道起火" not in brief.pack().decode()


@pytest.mark.parametrize("text", [
    "<script>alert(1)</script>", '=HYPERLINK("http://x")', "../../etc/passwd", "very" * 500,
    "\u202eright to left עברית", "👨‍👩‍👧 🚒 " * 30],
    ids=["script", "formula", "path", "huge", "right to left", "emoji"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_a_case_says_is_text_in_every_form_of_every_kind(made, every, write, kind, text):
    with write() as visit:
        cast.open_case(visit, "hostile", (2.5, 0.5), priority=1, text=text, due_at=cast.NOW + timedelta(hours=1))
    files = every(made(kind))
    assert "<script" not in files["html"].decode()
    with zipfile.ZipFile(io.BytesIO(files["csv"])) as packed:
        assert not [name for name in packed.namelist() if ".." in name or name.startswith("/")]
        assert not [line for name in packed.namelist() for line in packed.read(name).decode("utf-8-sig").splitlines()
                    if any(cell.strip('"').startswith("=") for cell in line.split(","))]
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    assert not [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
