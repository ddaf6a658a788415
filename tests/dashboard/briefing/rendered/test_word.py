"""The document opened again: every number to the digit, native tables and charts with their values, fonts named, text
never a field or a link, the measures of GB/T 9704.
"""

import io
import re
import zipfile

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import etree

from dashboard.briefing.content import Bar, Bars, Brief, Columns, Curve, Lines, Map, Number, Table
from dashboard.briefing.rendered import word, word_table
from dashboard.briefing.rendered.markup import clean
from dashboard.briefing.rendered.word_text import ROOM
from tests.dashboard.briefing import sample
from tests.dashboard.briefing.rendered.test_slides import HOSTILE, hostile, numbers_of, with_sections

LANGUAGES = ("zh-CN", "en")
MADE: dict[bytes, bytes] = {}
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@pytest.fixture(params=LANGUAGES)
def brief(request) -> Brief:
    return sample.weekly(request.param)


def made_of(brief: Brief) -> bytes:
    """Return the document; equal briefings are made once."""
    key = repr(brief).encode(errors="backslashreplace")
    if key not in MADE:
        MADE[key] = word.render(brief)
    return MADE[key]


def opened(brief: Brief):
    """Return the document as a program reads it from its bytes."""
    return Document(io.BytesIO(made_of(brief)))


def parts(brief: Brief) -> dict[str, bytes]:
    """Return every part by name."""
    with zipfile.ZipFile(io.BytesIO(made_of(brief))) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def seen(brief: Brief) -> str:
    """Return every text a reader sees: paragraphs, tables, names on the map, labels and values of charts."""
    files = parts(brief)
    found = [node.text or "" for node in etree.fromstring(files["word/document.xml"]).iter(qn("w:t"))]
    for name, body in files.items():
        if name.startswith("word/charts/"):
            found += [node.text or "" for node in etree.fromstring(body).iter(f"{MAIN}t", f"{CHART}v")]
    return "\n".join(found)


def paragraphs(brief: Brief) -> list[str]:
    """Return the text of each paragraph, those of tables too."""
    tree = etree.fromstring(parts(brief)["word/document.xml"])
    return ["".join(node.text or "" for node in one.iter(qn("w:t"))) for one in tree.iter(qn("w:p"))]


def test_every_number_is_seen_to_the_digit(brief):
    said = seen(brief)
    assert [one for one in numbers_of(brief) if one not in said] == []
    assert "".join(one if isinstance(one, str) else one.text for one in brief.conclusion) in paragraphs(brief)


def test_sections_are_headings_in_their_order_with_their_numbers(brief):
    document = opened(brief)
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    first = "一、" if brief.language == "zh-CN" else "1. "
    assert headings[0] == first + next(brief.sections()).body.title
    assert [one.split("、" if first == "一、" else ". ", 1)[-1] for one in headings[:-1]] == [
        one.body.title for one in brief.sections()]
    assert headings[-1] == brief.definitions_title
    assert [one.text for one in document.paragraphs if one.style.name == "Title"] == [brief.title]


def test_charts_are_native_and_their_books_hold_the_values(brief):
    files = parts(brief)
    charts = sorted(name for name in files if name.startswith("word/charts/chart"))
    blocks = [one.body for one in brief.sections() if isinstance(one.body, Curve | Bars | Columns)]
    assert len(charts) == len(blocks) == 4
    for name, block in zip(charts, blocks, strict=True):
        relations = files[name.replace("charts/", "charts/_rels/") + ".rels"].decode()
        [relation] = etree.fromstring(relations.encode())
        tree = etree.fromstring(files[name])
        assert tree.find(f"{CHART}externalData").get(qn("r:id")) == relation.get("Id")
        book = relation.get("Target").replace("..", "word")
        sheet = openpyxl.load_workbook(io.BytesIO(files[book])).active
        cells = {cell.value for row in sheet.iter_rows() for cell in row}
        values = [row.number.value for row in block.rows] if isinstance(block, Bars) else [
            value for _, series in block.series for value in series if value is not None]
        assert set(values) <= cells
        sizes = [int(one.get("sz")) for one in tree.iter(f"{MAIN}rPr", f"{MAIN}defRPr")]
        assert sizes
        assert set(sizes) == {900}


def test_tables_are_native_as_broad_as_the_text_and_repeat_their_headings(brief):
    tables = [table for table in opened(brief).tables if len(table.rows) > 1]
    [block] = [one.body for one in brief.sections() if isinstance(one.body, Table)]
    found = next(table for table in tables if table.rows[0].cells[0].text == block.head[0])
    assert [cell.text for cell in found.rows[0].cells] == list(block.head)
    assert [row.cells[3].text for row in found.rows[1:]] == [row[3].text for row in block.rows]
    for table in tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert sum(column.width for column in table.columns) == pytest.approx(Mm(156), rel=0.01)
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))


def test_no_column_of_numbers_is_narrower_than_they_are():
    rows = (("很长的名称" * 30, Number(text="1,234,567", value=1234567), "也很长的一句话" * 9, "单位名称很长很长很长"),)
    block = Table(title="表", head=("名", "数", "事项", "单位"), rows=rows, wide=2)
    widths = word_table.widths_of(block, 10.5)
    assert sum(widths) == pytest.approx(ROOM)
    assert widths[1] > 9 * 0.57 * 10.5 / 72 + word_table.MARGIN
    assert widths[2] >= 0.3 * ROOM


def test_a_map_is_a_group_of_native_shapes_with_names_and_a_legend(brief):
    [block] = [one.body for one in brief.sections() if isinstance(one.body, Map)]
    tree = etree.fromstring(parts(brief)["word/document.xml"])
    shapes = list(tree.iter(f"{SHAPE}wsp"))
    drawn = [one for one in shapes if one.find(f".//{MAIN}custGeom") is not None]
    assert len(drawn) == len(block.shapes) + len(block.water)
    assert sum(one.find(f".//{MAIN}pattFill") is not None for one in drawn) == 1
    labels = ["".join(node.text for node in one.iter(qn("w:t"))) for one in shapes if one not in drawn]
    assert sorted(labels) == sorted(f"{one.name} {one.number.text}" for one in block.shapes)
    legend = next(table for table in opened(brief).tables if block.steps[0] in table.rows[0].cells[0].text)
    assert [cell.text.split(" (")[0] for cell in legend.rows[0].cells][:5] == list(block.steps)
    assert any(block.approval in one for one in paragraphs(brief))


def test_every_drawing_has_a_number_of_its_own_and_says_what_it_shows(brief):
    tree = etree.fromstring(parts(brief)["word/document.xml"])
    drawings = [one for one in tree.iter() if one.tag.endswith("}docPr")]
    numbers = [one.get("id") for one in tree.iter() if one.tag.endswith(("}docPr", "}cNvPr")) and one.get("id") != "0"]
    assert len(numbers) == len(set(numbers))
    told = "\n".join(one.get("descr") or "" for one in drawings)
    assert all(one.get("descr") for one in drawings)
    for section in brief.sections():
        if isinstance(section.body, Curve | Bars | Columns | Map):
            assert section.body.title in told
            assert [one for one in numbers_of(section.body) if one not in told] == []


def test_a_chinese_document_has_the_measures_of_its_standard():
    document = opened(sample.weekly())
    section = document.sections[0]
    assert [round(one.mm) for one in (
        section.page_width, section.page_height, section.top_margin, section.bottom_margin, section.left_margin,
        section.right_margin)] == [210, 297, 37, 35, 28, 26]
    sheet = etree.fromstring(parts(sample.weekly())["word/styles.xml"])
    default = sheet.find(qn("w:docDefaults"))
    assert default.find(f".//{qn('w:rFonts')}").get(qn("w:eastAsia")) == "仿宋"
    assert default.find(f".//{qn('w:sz')}").get(qn("w:val")) == "32"
    spacing = default.find(f".//{qn('w:spacing')}")
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("560", "exact")
    styles = {one.name: one for one in document.styles}
    assert styles["Title"].font.size == Pt(22)
    fonts = {name: styles[name].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))
             for name in ("Title", "Heading 1", "Heading 2")}
    assert fonts == {"Title": "方正小标宋简体", "Heading 1": "黑体", "Heading 2": "楷体"}
    assert styles["Body Text"].element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"


def test_fonts_that_may_be_missing_have_free_ones_to_stand_in(brief):
    table = etree.fromstring(parts(brief)["word/fontTable.xml"])
    others = {one.get(qn("w:name")): one.find(qn("w:altName")) for one in table}
    used = {one.get(qn("w:eastAsia")) for one in etree.fromstring(parts(brief)["word/styles.xml"]).iter(qn("w:rFonts"))}
    assert used <= set(others)
    assert all("Noto" in others[name].get(qn("w:val")) for name in used)


def test_it_names_its_languages_and_is_signed(brief):
    document = opened(brief)
    lang = etree.fromstring(parts(brief)["word/styles.xml"]).find(f".//{qn('w:lang')}")
    assert (lang.get(qn("w:val")), lang.get(qn("w:eastAsia"))) == ("en-US", "zh-CN")
    told = document.core_properties
    assert (told.title, told.author, told.language, told.identifier) == (
        brief.title, brief.office, brief.language, brief.id)
    assert told.created.isoformat() == "2026-11-23T00:31:07+00:00"
    assert "Macintosh" not in parts(brief)["docProps/app.xml"].decode()
    assert not [name for name in parts(brief) if "thumbnail" in name or "customXml" in name]


def test_headers_say_marking_and_demo_and_pages_are_numbered_outside(brief):
    section = opened(brief).sections[0]
    for head in (section.header, section.even_page_header):
        assert [one in head.paragraphs[0].text for one in (brief.marking, brief.demo, brief.id)] == [True] * 3
    assert brief.demo in section.first_page_header.paragraphs[0].text
    assert brief.marking in paragraphs(brief)
    for foot, side in ((section.first_page_footer, "right"), (section.footer, "right"),
                       (section.even_page_footer, "left")):
        paragraph = foot.paragraphs[0]
        assert "PAGE" in paragraph._p.xml
        assert paragraph._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
    assert opened(brief).settings.odd_and_even_pages_header_footer


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_is_told_on_every_page_and_above_the_title(language):
    draft, sound = (sample.weekly(language, is_draft=is_draft) for is_draft in (True, False))
    section = opened(draft).sections[0]
    for head in (section.first_page_header, section.header, section.even_page_header):
        assert draft.draft in "".join(one.text for one in head.paragraphs)
    assert [one.text for one in opened(draft).paragraphs if one.style.name == "Draft"] == [draft.draft]
    assert all(any(gap.said in one for one in paragraphs(draft)) for gap in draft.gaps)
    assert not [one for one in opened(sound).paragraphs if one.style.name == "Draft"]


@pytest.mark.parametrize("said", [*HOSTILE, "HYPERLINK \"http://x\"", "{ INCLUDETEXT file:///etc/passwd }",
                                  "../../etc/passwd", "_x0000_"])
def test_hostile_text_stays_text(said):
    brief = hostile(said)
    files = parts(brief)
    tree = etree.fromstring(files["word/document.xml"])
    assert " ".join(clean(said).split())[:6] in seen(brief)
    assert {node.text.strip() for node in tree.iter(qn("w:instrText"))} == set()
    led = {found for name, body in files.items() if name.endswith(".rels")
           for found in re.findall(r'Target="([^"]*)"[^>]*TargetMode="External"', body.decode())}
    assert led <= {brief.link}
    assert not [name for name in files if ".." in name or name.startswith("/")]
    for body in (body for name, body in files.items() if name.endswith((".xml", ".rels"))):
        etree.fromstring(body)
    assert max(map(len, paragraphs(brief))) < 5000


def test_a_link_that_does_not_lead_to_the_web_is_no_link():
    brief = sample.weekly().model_copy(update={"link": "file:///etc/passwd"})
    assert b'TargetMode="External"' not in b"".join(parts(brief).values())
    assert any("file:///etc/passwd" in one for one in paragraphs(brief))


def test_nothing_to_show_is_said_and_is_no_failure():
    bare = sample.weekly().model_copy(update={"cards": (), "decisions": (), "gaps": (), "definitions": (),
                                              "versions": {}, "conclusion": (), "link": ""})
    brief = with_sections(bare, Table(title="表", head=("甲",), rows=(), empty="无在督事项"),
                          Lines(title="句", lines=()), Map(title="图", shapes=()), Bars(title="条", rows=()),
                          Curve(title="线", labels=(), series=()), Columns(title="柱", labels=(), series=()))
    assert "无在督事项" in paragraphs(brief)
    assert paragraphs(brief).count("无数据") == 3


def test_what_has_no_value_stands_beside_its_name():
    brief = with_sections(sample.weekly(), Bars(title="排名", rows=(
        Bar(name="甲", number=Number(text="1.2 万", value=12000.4)), Bar(name="乙", number=Number(text="—")))))
    assert "1.2 万" in seen(brief)
    assert any(one.split() == ["乙", "—"] for one in seen(brief).splitlines())


def test_a_long_row_may_go_on_over_the_page():
    rows = (("字" * 600, "一"), ("短", "二"))
    brief = with_sections(sample.weekly(), Table(title="表", head=("甲", "乙"), wide=0, rows=rows))
    table = next(one for one in opened(brief).tables if one.rows[0].cells[0].text == "甲")
    assert [row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows] == [
        True, False, True]


def test_the_same_briefing_is_the_same_bytes():
    assert word.render(sample.weekly()) == word.render(sample.weekly())


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize("kind", ["daily", "weekly"])
def test_a_real_briefing_stands_in_it_to_the_digit(made, kind):
    brief = made(kind)
    told = seen(brief) + parts(brief)["word/document.xml"].decode()  # a small area's number is in the map's own text
    assert [one for one in numbers_of(brief) if one not in told] == []


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize(("language", "first", "finding"), [
    ("zh-CN", "一、基本情况", "（一）"), ("en", "1. What happened", "(1) ")])
def test_an_official_text_has_its_chapters_its_addressee_and_who_signs_it(made, language, first, finding):
    brief = made("special", language=language)
    lines = [(one.style.name, one.text) for one in opened(brief).paragraphs]
    ordinals = [said for name, said in lines if name == "Heading 1"]
    assert ordinals[0] == first
    assert [said.split("、" if language == "zh-CN" else ". ", 1)[-1] for said in ordinals[:-1]] == [
        page.title for page in brief.pages]
    assert ordinals[-1] == brief.definitions_title
    findings = [said for name, said in lines if name == "Heading 2" and said.startswith(finding)]
    wanted = [one.body.title for one in brief.pages[0].sections if not isinstance(one.body, Lines)]
    assert findings[0] == finding + wanted[0]
    assert [said for name, said in lines if name == "Addressed"] == [brief.addressed]
    assert [said for name, said in lines if name == "Signed"] == [brief.office, brief.dated]
    told = seen(brief) + parts(brief)["word/document.xml"].decode()
    assert [one for one in numbers_of(brief) if one not in told] == []


def test_a_sheet_of_figures_has_no_addressee(brief):
    assert not {"Addressed", "Signed"} & {one.style.name for one in opened(brief).paragraphs}


def test_what_stands_beside_a_bar_is_not_cut():
    remark = "累计 100% · 前 7 天 1,204 件"
    rows = tuple(Bar(name=f"暴露垃圾 {n}", number=Number(text=f"{n},000", value=1000 * n), remark=remark)
                 for n in (9, 2))
    brief = with_sections(sample.weekly(), Bars(title="排名", rows=rows))
    [chart] = [body for name, body in parts(brief).items() if name.startswith("word/charts/chart")]
    labels = ["".join(node.text or "" for node in one.iter(f"{MAIN}t"))
              for one in etree.fromstring(chart).iter(f"{CHART}dLbl")]
    assert [one.replace("\u00a0", " ") for one in labels] == [f"{n},000   {remark}" for n in (9, 2)]
