"""Briefings of the seeded city: what a screen says at a moment stands in PDF, picture, HTML and slides to the digit; a
silent source makes a draft (screen.md, check 25).
"""

import io
import re
import shutil
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import orjson
import pytest
from lxml import etree
from PIL import Image
from playwright.sync_api import Page, Request
from pptx import Presentation
from pypdf import PdfReader

from dashboard.briefing.content import Brief, unpack
from dashboard.briefing.rendered import html
from tests import stand
from tests.browser.conftest import ZONE, Opener
from tests.browser.test_accessible import serious
from tests.dashboard.briefing.rendered.test_book import shown
from tests.dashboard.briefing.rendered.test_html import every_number
from tests.dashboard.briefing.rendered.test_slides import said
from tests.stand import Server

pytestmark = pytest.mark.browser

A4_POINTS = (595.3, 841.9)
KPIS = """() => Object.fromEntries([...document.querySelectorAll('[data-kpi]')].map((one) =>
  [one.dataset.kpi, one.querySelector('.kpi-value b').textContent]))"""
BEYOND = """() => [...document.querySelectorAll('.page')].flatMap((page) => {
  const edge = page.getBoundingClientRect(), foot = page.querySelector('footer').getBoundingClientRect();
  return [...page.querySelectorAll('section, td, th, text, dd, li, p')]
    .filter((one) => !one.closest('footer')).map((one) => [one, one.getBoundingClientRect()])
    .filter(([one, box]) => box.width && (box.left < edge.left || box.right > edge.right + 1
      || box.bottom > foot.top + 1 || (one.scrollWidth > one.clientWidth + 1 && one.clientWidth)))
    .map(([one]) => one.tagName + ' ' + one.textContent.slice(0, 40));
})"""


def yesterday() -> str:
    """Return yesterday at six in the evening."""
    local = datetime.now(ZoneInfo(ZONE)).replace(hour=18, minute=0, second=0, microsecond=0) - timedelta(days=1)
    return local.isoformat()


def make(page: Page, server: Server, kind: str, at: str) -> tuple[str, Brief]:
    """Let the signed-in person make a briefing; return its address and what it says."""
    answer = page.request.post(f"{server.url}/briefings", data={"kind": kind, "area": "", "t": at},
                               headers={"Origin": server.url})
    assert answer.status == 201, answer.text()
    address = f"{server.url}{answer.json()['address']}"
    return address, unpack(page.request.get(f"{address}/json").body())


def text_of(body: bytes) -> str:
    """Return the text of a PDF without the gaps between its pieces."""
    return re.sub(r"\s", "", "".join(one.extract_text() for one in PdfReader(io.BytesIO(body)).pages))


def test_a_daily_briefing_says_in_every_form_what_the_screen_says_of_its_moment(server: Server, sign_in: Opener):
    at = yesterday()
    page = sign_in(server, "dispatcher", path=f"/desk/overview?t={at.replace('+', '%2B')}", size=(1920, 1080)).page
    page.wait_for_selector("#past-badge")
    page.wait_for_function("() => document.querySelectorAll('[data-kpi]').length >= 8")
    shown = page.evaluate(KPIS)
    address, brief = make(page, server, "daily", at)
    cards = {card.number.figure: card.number.text for card in brief.cards}
    assert cards == {name: shown[name] for name in cards}
    assert not brief.is_draft()

    pdf = page.request.get(f"{address}/pdf", timeout=90_000).body()
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert [tuple(round(float(side), 1) for side in one.mediabox[2:]) for one in pages] == [
        pytest.approx(A4_POINTS, abs=1)] * 2
    text = text_of(pdf)
    assert [one for one in set(every_number(brief)) - mapped(brief) if re.sub(r"\s", "", one) not in text] == []
    for said_there in (brief.id, brief.dated, brief.title, brief.demo):
        assert re.sub(r"\s", "", said_there) in text
    assert "\ufffd" not in text
    assert not re.search(r"\d[KM]\b", text)

    with Image.open(io.BytesIO(page.request.get(f"{address}/png", timeout=90_000).body())) as picture:
        assert picture.width == 1080
        assert picture.height > 2 * picture.width

    asked: list[Request] = []
    document = page.context.new_page()
    document.on("request", lambda one: asked.append(one))
    document.goto(address)
    assert [one.url for one in asked] == [address]
    assert serious(document) == []
    read = document.inner_text("body")
    assert [text for text in cards.values() if text not in read] == []
    document.set_viewport_size({"width": 794, "height": 1123})
    document.set_content(html.render(brief, "paper"))
    assert document.evaluate(BEYOND) == []


def mapped(brief: Brief) -> set[str]:
    """Return the numbers of areas on maps: on paper a colour says them, on a screen hovering."""
    return {shape.number.text for section in brief.sections() if section.body.block == "map"
            for shape in section.body.shapes}


def test_a_weekly_briefing_s_slides_have_native_charts_and_the_numbers_of_its_page(server: Server, sign_in: Opener):
    page = sign_in(server, "dispatcher").page
    address, brief = make(page, server, "weekly", "")
    body = page.request.get(f"{address}/pptx", timeout=90_000).body()
    deck = Presentation(io.BytesIO(body))
    charts = [one for slide in deck.slides for one in slide.shapes if getattr(one, "has_chart", False)]
    assert len(charts) >= 6
    assert all(one.chart._chartSpace.tag.endswith("}chartSpace") for one in charts)
    slides, document = said(deck), html.render(brief, "screen")
    for number in set(every_number(brief)) - mapped(brief):
        assert number in slides
        assert number in document
    assert text_of(page.request.get(f"{address}/pdf", timeout=90_000).body()).count(brief.id) >= 3


@pytest.mark.parametrize("kind", ["daily", "weekly"])
def test_what_is_edited_and_counted_on_says_the_same_to_the_digit(server: Server, sign_in: Opener, kind: str):
    page = sign_in(server, "dispatcher").page
    address, brief = make(page, server, kind, "")
    files = {form: page.request.get(f"{address}/{form}", timeout=90_000).body()
             for form in ("docx", "xlsx", "csv", "geojson")}
    numbers = set(every_number(brief))
    document = etree.fromstring(zipfile.ZipFile(io.BytesIO(files["docx"])).read("word/document.xml"))
    written = " ".join(document.itertext())
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as packed:
        written += " ".join(text for name in packed.namelist() if "/charts/chart" in name
                            for text in etree.fromstring(packed.read(name)).itertext())
    assert [one for one in numbers - mapped(brief) if one not in written] == []
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    shown_there = " ".join(shown(cell) if cell.data_type == "n" else cell.value for cell in cells)
    assert [one for one in numbers if one not in shown_there] == []
    with zipfile.ZipFile(io.BytesIO(files["csv"])) as packed:
        tables = " ".join(packed.read(name).decode("utf-8-sig") for name in packed.namelist())
    assert [one for one in numbers if one not in tables and one.replace(",", "") not in tables] == []
    features = orjson.loads(files["geojson"])["features"]
    reads = {one["properties"]["reads"] for one in features if one["properties"]["drawn"] == "area"}
    assert reads == mapped(brief)


def test_with_a_source_that_fell_silent_it_is_a_draft_in_every_form(demo_folder: Path, tmp_path: Path):
    folder, out = tmp_path / "city", tmp_path / "out"
    shutil.copytree(demo_folder, folder)
    (folder / "feeds" / "sensors.yaml").write_text(
        "title: 井盖传感\nsources: [manholes]\nevery_minutes: 5\nareas: [990101]\n", encoding="utf-8")
    for kind, forms in (("daily", "html,pdf"), ("weekly", "pptx")):
        stand.command(folder, "brief", kind, "--format", forms, "-o", str(out), YIPING_ZONE=ZONE)
    files = {path.suffix: path for path in out.iterdir()}
    assert all("-draft" in path.name for path in files.values())
    page = files[".html"].read_text(encoding="utf-8")
    assert "草稿 · 数据不完整" in page
    assert "井盖传感 无数据" in page
    assert "草稿·数据不完整" in text_of(files[".pdf"].read_bytes())
    deck = Presentation(files[".pptx"])
    assert sum("草稿" in shape.text_frame.text for slide in deck.slides for shape in slide.shapes
               if shape.has_text_frame and shape.name == "draft") == len(deck.slides)
