"""Slides hold what the briefing says to the digit, in native charts and tables, in named fonts, inside their edges."""

import io
import zipfile

import pytest
from pptx import Presentation
from pptx.util import Inches, Pt

from dashboard.briefing.content import Bars, Brief, Columns, Curve, Gap, Lines, Map, Number, Page, Section, Table
from dashboard.briefing.rendered import slides
from tests.dashboard.briefing.rendered.test_html import HOSTILE, every_number

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def opened(brief: Brief):
    """Return the slides as a program opens them."""
    return Presentation(io.BytesIO(slides.render(brief)))


def shapes(deck):
    """Yield every shape of every slide, those in groups too."""
    def inside(some):
        for one in some:
            yield one
            if one.shape_type == 6:
                yield from inside(one.shapes)

    for slide in deck.slides:
        yield from inside(slide.shapes)


def said(deck) -> str:
    """Return every text of the slides: boxes, tables, charts' labels and numbers, notes."""
    found = []
    for one in shapes(deck):
        if one.has_text_frame:
            found.append(one.text_frame.text)
        if getattr(one, "has_table", False) and one.has_table:
            found += [cell.text for row in one.table.rows for cell in row.cells]
        if getattr(one, "has_chart", False) and one.has_chart:
            found += [node.text for node in one.chart._chartSpace.iter(f"{DRAWING}t") if node.text]
    found += [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    return "\n".join(found)


@pytest.fixture
def weekly(made, cases) -> Brief:
    """A week of the toy city."""
    return made("weekly")


def test_there_is_a_cover_a_conclusion_the_sections_and_the_data(weekly):
    deck = opened(weekly)
    assert len(deck.slides) == len(slides.grouped(weekly)) + 3
    assert 8 <= len(deck.slides) <= 14
    assert (deck.slide_width, deck.slide_height) == (Inches(13.333), Inches(7.5))
    assert weekly.title in said(deck)


def test_every_number_stands_on_them_to_the_digit(weekly):
    text = said(opened(weekly))
    there = [one for one in every_number(weekly) if one not in text]
    mapped = {shape.number.text for section in weekly.sections() if isinstance(section.body, Map)
              for shape in section.body.shapes}
    assert set(there) <= mapped, "a map's numbers are told in its notes for the areas that are named"


def test_charts_are_the_programs_own_and_hold_the_values(weekly):
    charts = [one.chart for one in shapes(opened(weekly)) if getattr(one, "has_chart", False) and one.has_chart]
    drawn = [one.body for one in weekly.sections() if isinstance(one.body, Curve | Columns | Bars)]
    assert len(charts) == len(drawn) >= 6
    for chart, block in zip(charts, drawn, strict=True):
        plot = chart.plots[0]
        values = [list(one.values) for one in plot.series]
        if isinstance(block, Bars):
            assert values == [[row.number.value for row in block.rows]]
            assert list(plot.categories) == [row.name for row in block.rows]
        else:
            assert values[-1] == list(block.series[-1][1])
            assert plot.series[len(values) - 1].name == block.series[-1][0]


def test_every_run_names_its_east_asian_font_and_its_language(weekly):
    deck = opened(weekly)
    for slide in deck.slides:
        for run in slide._element.iter(f"{DRAWING}rPr"):
            faces = [run.find(f"{DRAWING}{tag}") for tag in ("latin", "ea", "cs")]
            assert None not in faces
            assert {face.get("typeface") for face in faces} == {"Noto Sans CJK SC"}
            assert run.get("lang") == "zh-CN"
    theme = next(one.target_part for one in deck.slide_masters[0].part.rels.values()
                 if one.target_part.content_type.endswith("theme+xml"))
    assert b'<a:ea typeface="Noto Sans CJK SC"/>' in theme.blob


def test_nothing_is_smaller_than_can_be_read_or_beyond_the_edge(weekly):
    deck = opened(weekly)
    for slide in deck.slides:
        for size in [run.get("sz") for run in slide._element.iter(f"{DRAWING}rPr")]:
            assert int(size) >= Pt(12).pt * 100
        for one in slide.shapes:
            assert one.left >= 0
            assert one.top >= 0
            assert one.left + one.width <= deck.slide_width + 10
            assert one.top + one.height <= deck.slide_height + 10


def test_who_does_not_see_a_chart_is_told_what_it_shows(weekly):
    deck = opened(weekly)
    for one in shapes(deck):
        if getattr(one, "has_chart", False) and one.has_chart:
            assert one._element.nvGraphicFramePr.cNvPr.get("descr")
    assert all(slide.notes_slide.notes_text_frame.text for slide in deck.slides)


def test_a_draft_is_stamped_on_every_slide(made):
    gaps = (Gap(said="热线无来件", is_stale=True),)
    deck = opened(made("weekly").model_copy(update={"draft": "草稿 · 数据不完整", "gaps": gaps}))
    stamped = [any(one.name == "draft" and one.text_frame.text == "草稿 · 数据不完整" for one in slide.shapes)
               for slide in deck.slides]
    assert all(stamped)
    assert not any(one.name == "draft" for one in shapes(opened(made("weekly"))))


def test_the_same_briefing_is_the_same_file(weekly):
    assert slides.render(weekly) == slides.render(weekly)


def test_hostile_texts_stay_texts(made):
    rows = tuple((text, text, Number(text=text[:40], value=1.0)) for text in HOSTILE)
    hostile = Page(sections=(
        Section(body=Table(title=HOSTILE[0], head=HOSTILE[:3], rows=rows, wide=1)),
        Section(body=Lines(title=HOSTILE[8], lines=((HOSTILE[2], Number(text=HOSTILE[0])),))),
        Section(body=Columns(title=HOSTILE[3], labels=HOSTILE[:2], series=((HOSTILE[0], (1.0, None)),))),
        Section(body=Curve(title=HOSTILE[4], labels=HOSTILE[:2], series=((HOSTILE[5], (1, None)),)))))
    brief = made("daily").model_copy(update={"pages": (hostile,), "title": HOSTILE[8], "made_by": HOSTILE[1]})
    body = slides.render(brief)
    text = said(Presentation(io.BytesIO(body)))
    assert "<script>alert(1)</script>" in text
    assert "\x00" not in text
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        assert not any("externalLink" in name for name in packed.namelist())


def test_an_empty_city_has_slides(made):
    assert len(opened(made("weekly")).slides) >= 8
