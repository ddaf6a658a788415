"""Slides opened again: every number to the digit, charts that hold their values, fonts named, nothing over the edge."""

import io
import re
import time
import zipfile
from xml.etree import ElementTree

import pytest
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from dashboard.briefing.content import (
    Bar,
    Bars,
    Brief,
    Card,
    Columns,
    Curve,
    Lines,
    Map,
    Mark,
    Number,
    Page,
    Section,
    Table,
)
from dashboard.briefing.rendered import slide_fit, slides
from dashboard.briefing.rendered.markup import clean
from tests.dashboard.briefing import sample

LANGUAGES = ("zh-CN", "en")
SMALLEST, SMALLEST_FOOT, FOOT = Pt(16), Pt(12), Inches(6.5)
SMALL = ("Map approval", "审图号", "Source", "来源")
HOSTILE = ("<script>alert(1)</script>", "=HYPERLINK(\"http://x\")", "+1|cmd", "a\x00b\x07c", "\ud800 half",
           "\u202eright to left עברית", "👨‍👩‍👧 🚒 " * 30, "very" * 400, "很长的名字" * 200, "]]>&amp;",
           "x\ufffe\uffffy", "a\nb\tc\x0bd")


RENDERED: dict[bytes, bytes] = {}


def rendered(brief: Brief) -> bytes:
    """Return the slides; equal briefings are drawn once."""
    key = repr(brief).encode(errors="backslashreplace")
    if key not in RENDERED:
        RENDERED[key] = slides.render(brief)
    return RENDERED[key]


def opened(brief: Brief):
    """Return the deck as a program reads it from its bytes."""
    return Presentation(io.BytesIO(rendered(brief)))


def with_sections(brief: Brief, *blocks) -> Brief:
    """Return the same briefing about something else."""
    return brief.model_copy(update={"pages": (Page(sections=tuple(Section(body=one) for one in blocks)),)})


def shapes_of(holder):
    """Yield every shape, those inside groups too."""
    for shape in holder.shapes:
        yield shape
        if shape.shape_type == 6:
            yield from shapes_of(shape)


def charts(deck):
    return [shape.chart for slide in deck.slides for shape in shapes_of(slide) if shape.has_chart]


def trees(brief: Brief):
    """Yield (name, tree) of every part with text that a reader of slides meets."""
    with zipfile.ZipFile(io.BytesIO(rendered(brief))) as box:
        for name in box.namelist():
            if name.startswith(("ppt/slides/slide", "ppt/notesSlides/notes", "ppt/charts/chart")):
                yield name, ElementTree.fromstring(box.read(name))


def seen(deck) -> str:
    """Return every text that is seen, without the notes."""
    found = [node.text or "" for slide in deck.slides for node in slide._element.iter(qn("a:t"))]
    found += [node.text or "" for chart in charts(deck) for node in chart._chartSpace.iter(qn("a:t"), qn("c:v"))]
    return "\n".join(found)


def numbers_of(part):
    """Yield how each number reads, wherever it stands."""
    if isinstance(part, Number):
        yield part.text
    elif isinstance(part, tuple):
        for one in part:
            yield from numbers_of(one)
    elif hasattr(part, "model_fields_set"):
        for name in type(part).model_fields:
            yield from numbers_of(getattr(part, name))


@pytest.fixture(params=LANGUAGES)
def brief(request) -> Brief:
    return sample.weekly(request.param)


def test_a_cover_the_conclusion_a_slide_for_each_section_and_about_the_data(brief):
    deck = opened(brief)
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert (deck.slide_width, deck.slide_height) == (Emu(12191695), Emu(6858000))
    assert titles[0] == brief.title
    assert titles[2:-1] == [section.body.title for section in brief.sections()]
    assert titles[-1] == brief.definitions_title
    assert 8 <= len(titles) <= 12


def test_every_number_is_seen_to_the_digit(brief):
    said = seen(opened(brief))
    assert [one for one in numbers_of(brief) if one not in said] == []
    assert all(remark in said for card in brief.cards for remark in card.remarks)


def test_numbers_of_the_conclusion_are_emphasised(brief):
    runs = [run for shape in opened(brief).slides[1].shapes if shape.has_text_frame
            for paragraph in shape.text_frame.paragraphs for run in paragraph.runs if run.font.bold]
    assert {one.text for one in brief.conclusion if isinstance(one, Number)} <= {run.text for run in runs}


def test_charts_can_be_edited_and_hold_the_values(brief):
    curve, bars, columns, lateness = charts(opened(brief))
    said = [section.body for section in brief.sections()]
    assert [tuple(one.values) for one in curve.plots[1].series] == [values for _, values in said[0].series]
    low, span = (one.values for one in curve.plots[0].series)
    assert [(a, a + b) for a, b in zip(low, span, strict=True)] == [pytest.approx(edge) for edge in said[0].band]
    assert bars.chart_type == XL_CHART_TYPE.BAR_CLUSTERED
    assert tuple(bars.plots[0].series[0].values) == sample.COUNTS
    assert columns.chart_type == XL_CHART_TYPE.BAR_STACKED
    assert lateness.chart_type == XL_CHART_TYPE.COLUMN_CLUSTERED
    for chart, block in ((columns, said[2]), (lateness, said[4])):
        assert [(one.name, tuple(one.values)) for one in chart.plots[0].series] == list(block.series)
        assert tuple(chart.plots[0].categories) == block.labels
    assert all(chart.part.chart_workbook.xlsx_part is not None for chart in (curve, bars, columns, lateness))


def test_bars_are_labelled_with_the_numbers_own_text():
    block = Bars(title="排名", rows=(Bar(name="甲", number=Number(text="1.2 万", value=12000.4), remark="▲ 3%"),
                                   Bar(name="乙", number=Number(text="—"))))
    [chart] = charts(opened(with_sections(sample.weekly(), block)))
    [series] = chart.plots[0].series
    assert series.points[0].data_label.text_frame.text.split() == ["1.2", "万", "▲", "3%"]
    assert series.values[1] is None
    assert chart.plots[0].categories[1].split() == ["乙", "—"]


def test_what_was_not_counted_leaves_a_gap_and_what_matters_is_strongest():
    block = Curve(title="一日", labels=("0", "1", "2"), series=(("昨日", (1, 2, 3)), ("今日", (4, None, 6))))
    [chart] = charts(opened(with_sections(sample.weekly(), block)))
    last = chart.plots[0].series[1]
    assert tuple(last.values) == (4, None, 6)
    assert chart._chartSpace.find(f".//{qn('c:dispBlanksAs')}").get("val") == "gap"
    assert last.format.line.width > chart.plots[0].series[0].format.line.width
    assert chart.plots[0].series[0].format.line.dash_style is not None


def test_every_run_names_its_east_asian_font_and_its_language(brief):
    tags = {"zh-CN": "zh-CN", "en": "en-US"}
    for name, tree in trees(brief):
        runs = [*tree.iter(qn("a:rPr")), *tree.iter(qn("a:defRPr"))]
        assert runs, name
        for run in runs:
            fonts = {tag: run.find(qn(f"a:{tag}")) for tag in ("latin", "ea", "cs")}
            assert all(font is not None and font.get("typeface") == "Noto Sans CJK SC" for font in fonts.values()), name
            assert run.get("lang") == tags[brief.language]
        assert all(one.find(qn("a:rPr")) is not None for one in tree.iter(qn("a:r"))), name


def test_the_parts_of_a_run_stand_in_the_order_the_format_wants(brief):
    order = [qn(f"a:{tag}") for tag in ("ln", "noFill", "solidFill", "latin", "ea", "cs", "hlinkClick")]
    runs = [run for _, tree in trees(brief) for run in tree.iter(qn("a:rPr"))]
    places = [[order.index(one.tag) for one in run] for run in runs]
    assert places == [sorted(one) for one in places]
    assert any(run.find(qn("a:hlinkClick")) is not None for run in runs)


def test_themes_name_the_fonts_too():
    with zipfile.ZipFile(io.BytesIO(slides.render(sample.weekly()))) as box:
        themes = [box.read(name).decode() for name in box.namelist() if "/theme/" in name]
    assert len(themes) == 2
    assert all(theme.count('<a:ea typeface="Noto Sans CJK SC"/>') == 2 for theme in themes)
    assert not [theme for theme in themes if "Calibri" in theme]


def test_nothing_is_smaller_than_a_room_can_read(brief):
    for slide in opened(brief).slides:
        for shape in shapes_of(slide):
            is_foot = shape.top >= FOOT or alone(shape).startswith(SMALL)
            for run in shape._element.iter(qn("a:rPr"), qn("a:defRPr")):
                assert int(run.get("sz")) * 127 >= (SMALLEST_FOOT if is_foot else SMALLEST), alone(shape)
    for chart in charts(opened(brief)):
        assert all(int(run.get("sz", "1600")) >= 1600 for run in chart._chartSpace.iter(qn("a:rPr"), qn("a:defRPr")))


def alone(shape) -> str:
    return shape.text_frame.text if shape.has_text_frame else ""


@pytest.mark.parametrize("is_draft", [True, False])
def test_nothing_stands_outside_its_slide(brief, is_draft):
    deck = opened(sample.weekly(brief.language, is_draft=is_draft))
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0, alone(shape)
            assert shape.top >= 0, alone(shape)
            assert shape.left + shape.width <= deck.slide_width, alone(shape)
            assert shape.top + shape.height <= deck.slide_height, alone(shape)


def test_each_slide_says_to_a_blind_reader_what_it_shows(brief):
    deck = opened(brief)
    for section, slide in zip(brief.sections(), list(deck.slides)[2:-1], strict=True):
        notes = slide.notes_slide.notes_text_frame.text
        assert section.notes in notes
        assert all(one in notes for one in numbers_of(section))
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table or shape.shape_type == 6:
                assert section.body.title in shape._element.xpath(".//p:cNvPr")[0].get("descr")
    [curve] = [section.body for section in brief.sections() if isinstance(section.body, Curve)]
    notes = deck.slides[2].notes_slide.notes_text_frame.text
    assert all(f"{value:,}" in notes for _, values in curve.series for value in values if value is not None)


def test_each_slide_has_a_foot(brief):
    deck = opened(brief)
    for place, slide in enumerate(list(deck.slides)[1:], start=2):
        said = [alone(shape) for shape in slide.shapes]
        assert {brief.id, brief.link, brief.demo, f"{place} / {len(deck.slides)}"} <= set(said)
        assert f"{brief.dated} · {brief.marking}" in said
    for slide in (deck.slides[0], deck.slides[-1]):
        assert [shape.name for shape in slide.shapes if shape.shape_type == 13] == ["QR"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_is_stamped_on_every_slide_and_nothing_else_is(language):
    draft, sound = (sample.weekly(language, is_draft=is_draft) for is_draft in (True, False))
    stamps = [[shape for shape in slide.shapes if shape.name == "draft"] for slide in opened(draft).slides]
    assert all([one.text_frame.text for one in found] == [draft.draft] for found in stamps)
    assert not [shape for slide in opened(sound).slides for shape in slide.shapes if shape.name == "draft"]


def test_a_map_is_made_of_native_shapes_whose_names_do_not_overlap(brief):
    slide = next(slide for slide in opened(brief).slides if any(shape.name == "map" for shape in slide.shapes))
    [block] = [section.body for section in brief.sections() if isinstance(section.body, Map)]
    areas = list(shapes_of(next(shape for shape in slide.shapes if shape.name == "map")))
    assert len(areas) == len(block.shapes) + len(block.water)
    assert all(shape._element.spPr.find(qn("a:custGeom")) is not None for shape in areas)
    unknown = [shape for shape in areas if shape._element.spPr.find(qn("a:pattFill")) is not None]
    assert [shape.name for shape in unknown] == [one.name for one in block.shapes if one.step is None]
    wanted = {f"{one.name} {one.number.text}" for one in block.shapes}
    names = [shape for shape in slide.shapes if alone(shape) in wanted]
    assert len(names) == len(block.shapes)
    assert not [1 for one in names for other in names if one is not other
                and one.left < other.left + other.width and other.left < one.left + one.width
                and one.top < other.top + other.height and other.top < one.top + one.height]
    assert block.approval in [alone(shape) for shape in slide.shapes]


def test_a_long_table_goes_on_and_says_what_is_left_out():
    brief = sample.weekly()
    rows = tuple((f"网格 {place}", Number(text=f"{place}号", value=place)) for place in range(25))
    deck = opened(with_sections(brief, Table(title="全部", head=("名称", "件"), rows=rows)))
    tables = [shape.table for slide in list(deck.slides)[2:-1] for shape in slide.shapes if shape.has_table]
    assert len(tables) == 3
    assert [row.cells[1].text_frame.text for table in tables for row in list(table.rows)[1:]] == [
        one.text for _, one in rows]
    deck = opened(with_sections(brief, Table(title="全部", head=("名称", "件"), rows=rows * 10)))
    assert len(deck.slides) == 3 + 4
    assert "… +" in seen(deck)


def test_nothing_to_show_is_said_and_is_no_failure():
    brief = sample.weekly()
    bare = brief.model_copy(update={"cards": (), "decisions": (), "gaps": (), "definitions": (), "versions": {},
                                    "conclusion": (), "link": ""})
    deck = opened(with_sections(bare, Table(title="表", head=("甲",), rows=(), empty="无在督事项"),
                                Lines(title="句", lines=()), Map(title="图", shapes=()), Bars(title="条", rows=()),
                                Curve(title="线", labels=(), series=()), Columns(title="柱", labels=(), series=())))
    assert len(deck.slides) == 9
    assert "无在督事项" in seen(deck)


def hostile(said: str) -> Brief:
    """Return a briefing that says one thing wherever it says anything."""
    number = Number(text=said, value=3)
    shape = sample.districts(sample.Told("en")).body.shapes[0].model_copy(update={"name": said, "number": number})
    blocks = (Bars(title=said, rows=(Bar(name=said, number=number, remark=said),), unit=said, note=said),
              Curve(title=said, labels=(said, said), series=((said, (1, 2)),), band=((1, 2), (1, 2)), band_name=said),
              Columns(title=said, labels=(said,), series=((said, (1,)), (said, (2,))), is_stacked=True),
              Table(title=said, head=(said,) * 2, rows=((said, number), (Mark(text=said, mark=said), said)), note=said),
              Map(title=said, shapes=(shape,), steps=(said,), unit=said, approval=said),
              Lines(title=said, lines=((said,),)))
    texts = dict.fromkeys(("id", "area_name", "title", "issue", "dated", "office", "made_by", "marking", "demo",
                           "draft", "decisions_title", "source"), said)
    return with_sections(sample.weekly("en"), *blocks).model_copy(update={
        **texts, "conclusion": (said, number), "decisions": ((said, number),),
        "cards": (Card(label=said, number=number, unit=said, remarks=(said, said)),)})


@pytest.mark.parametrize("said", HOSTILE)
def test_hostile_text_stays_text_and_stays_inside(said):
    brief = hostile(said)
    deck = opened(brief)
    everything = seen(deck)
    start = " ".join(clean(said).split())[:6]
    assert start in everything
    assert "\ufffd" not in everything
    in_charts = [node.text or "" for chart in charts(deck) for node in chart._chartSpace.iter(qn("a:t"), qn("c:v"))]
    assert max(map(len, in_charts)) < 80, "a legend or a label that has no room"
    assert not any(shape.left + shape.width > deck.slide_width or shape.top + shape.height > deck.slide_height
                   for slide in deck.slides for shape in slide.shapes)
    assert deck.slides[0].notes_slide.notes_text_frame.text
    for slide in deck.slides:
        links = [one.get(qn("r:id")) for one in slide._element.iter(qn("a:hlinkClick"))]
        assert {slide.part.rels[one].target_ref for one in links} <= {brief.link}


def test_a_link_that_does_not_lead_to_the_web_is_no_link():
    deck = opened(sample.weekly().model_copy(update={"link": "file:///etc/passwd"}))
    assert not [1 for slide in deck.slides for _ in slide._element.iter(qn("a:hlinkClick"))]


def test_the_same_briefing_is_the_same_bytes(monkeypatch):
    first = slides.render(sample.weekly())
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(2_000_000_000))
    assert slides.render(sample.weekly()) == first


@pytest.fixture
def week(made, cases) -> Brief:
    """A week of the toy city."""
    return made("weekly")


def said(deck) -> str:
    """Return every text of the slides, that of the notes too."""
    return "\n".join([seen(deck), *(slide.notes_slide.notes_text_frame.text for slide in deck.slides)])


def test_two_halves_of_paper_share_a_slide(week):
    deck, groups = opened(week), slides.grouped(week)
    assert [section for group in groups for section in group] == list(week.sections())
    about = [slide for slide in deck.slides if alone(slide.shapes.title) == week.definitions_title]
    assert 8 <= len(deck.slides) == len(groups) + 2 + len(about) <= 14
    for group, slide in zip(groups, list(deck.slides)[2:-len(about)], strict=True):
        titles = [alone(shape) for shape in slide.shapes if shape == slide.shapes.title or shape.name == "title"]
        assert titles == [section.body.title for section in group]
    assert any(len(group) == 2 for group in groups)


def test_a_real_week_stands_on_slides_to_the_digit(week):
    text = said(opened(week))
    assert [one for one in numbers_of(week) if one not in text] == []
    assert len(charts(opened(week))) >= 6


def test_nothing_of_a_deck_leads_outside_but_its_link(brief):
    with zipfile.ZipFile(io.BytesIO(rendered(hostile(HOSTILE[1])))) as box:
        outside = [name for name in box.namelist() if "externalLink" in name]
        led = {found for name in box.namelist() if name.endswith(".rels")
               for found in re.findall(r'Target="([^"]*)"[^>]*TargetMode="External"', box.read(name).decode())}
    assert (outside, led) == ([], {brief.link})


def test_an_empty_city_has_slides(made):
    deck = opened(made("weekly"))
    assert len(deck.slides) >= 8


def test_every_row_of_lying_bars_is_named():
    rows = tuple(Bar(name=f"排水管道堵塞、外溢 {place}", number=Number(text=str(place), value=place))
                 for place in range(12))
    [chart] = charts(opened(with_sections(sample.weekly(), Bars(title="排名", rows=rows))))
    assert chart._chartSpace.find(f".//{qn('c:tickLblSkip')}").get("val") == "1"
    assert len(list(chart.plots[0].categories)) == 12


def test_half_a_number_is_never_left_of_a_cut_sentence():
    runs = ("受理 " * 200, Number(text="18,914", value=18914), " 件")
    kept, _ = slide_fit.sentence(runs, 3.0, ((16, 2),))
    assert kept[-1].endswith("…")
    assert not [one for one in kept if isinstance(one, Number)]
    assert slide_fit.fitted("受理 18,914 件", 1.2, 16).endswith("受理…")
