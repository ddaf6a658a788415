"""Text and plain shapes on slides: every run names its Latin and its East Asian font and its language."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Length, Pt

from dashboard.briefing.content import Number, Run, Sentence
from dashboard.briefing.rendered.markup import clean
from dashboard.briefing.rendered.slide_fit import LEADING, flat

LATIN = EAST_ASIAN = "Noto Sans CJK SC"
FONTS = {"latin": LATIN, "ea": EAST_ASIAN, "cs": LATIN}
TAGS = {"zh-CN": "zh-CN", "en": "en-US"}
INK, QUIET, RED, BLUE, LINE, PALE, WHITE = "1A2530", "455463", "B01820", "0B5CAD", "CBD5DF", "F3F5F8", "FFFFFF"
ALIGNED = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}
ANCHORED = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}
MOST_DESCRIBED = 4000


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a text looks: points, colour, weight, side; `link` is where it leads."""

    points: float = 16
    colour: str = INK
    is_bold: bool = False
    side: str = "left"
    language: str = "zh-CN"
    link: str = ""


@dataclass(frozen=True)
class Box:
    """Where something stands, in inches."""

    left: float
    top: float
    width: float
    height: float

    def emu(self) -> tuple[Length, Length, Length, Length]:
        """Return the same as the file counts it."""
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


def colour(said: str) -> RGBColor:
    """Return a colour by six hexadecimal digits, with or without their #."""
    return RGBColor.from_string(said.removeprefix("#"))


def name_fonts(properties: Any, language: str) -> None:
    """Set the fonts of a run's properties for Latin, East Asian and other scripts, and its language.

    The format wants them after the fill and before the link: programs refuse a file whose order is another.
    """
    properties.set("lang", TAGS[language])
    for old in [one for tag in FONTS for one in properties.findall(qn(f"a:{tag}"))]:
        properties.remove(old)
    after = [one for one in properties if one.tag in (qn("a:sym"), qn("a:hlinkClick"), qn("a:hlinkMouseOver"))]
    place = list(properties).index(after[0]) if after else len(properties)
    for step, (tag, face) in enumerate(FONTS.items()):
        properties.insert(place + step, parse_xml(f'<a:{tag} {nsdecls("a")} typeface="{face}"/>'))


def add_run(paragraph: Any, said: str, look: Look) -> None:
    """Add a run to a paragraph; a link leads to the web or nowhere."""
    run = paragraph.add_run()
    run.text = flat(said)
    run.font.size, run.font.bold = Pt(look.points), look.is_bold
    run.font.color.rgb = colour(look.colour)
    if look.link.startswith(("https://", "http://")):
        run.hyperlink.address = clean(look.link)
    name_fonts(run._r.get_or_add_rPr(), look.language)


def add_sentence(paragraph: Any, runs: Sentence | Sequence[Run], look: Look) -> None:
    """Add a sentence; its numbers are emphasised."""
    for one in runs:
        if isinstance(one, Number):
            add_run(paragraph, one.text, replace(look, is_bold=True, colour=BLUE))
        else:
            add_run(paragraph, one, look)


def prepared(frame: Any, look: Look, *, anchor: str = "top", margin: tuple[float, float] = (0, 0)) -> Any:
    """Return the first paragraph of a text frame that wraps and has its margins: left and right, above and below."""
    frame.word_wrap, frame.vertical_anchor = True, ANCHORED[anchor]
    frame.margin_left = frame.margin_right = Inches(margin[0])
    frame.margin_top = frame.margin_bottom = Inches(margin[1])
    return spaced(frame.paragraphs[0], look)


def spaced(paragraph: Any, look: Look) -> Any:
    """Return a paragraph with its side and the height of its lines."""
    paragraph.alignment, paragraph.line_spacing = ALIGNED[look.side], Pt(round(look.points * LEADING))
    return paragraph


def write(slide: Any, box: Box, said: str | Sentence, look: Look, *, anchor: str = "top") -> Any:
    """Put a line or a paragraph on a slide and return its shape."""
    shape = slide.shapes.add_textbox(*box.emu())
    add_sentence(prepared(shape.text_frame, look, anchor=anchor), (said,) if isinstance(said, str) else said, look)
    return shape


def rectangle(shapes: Any, box: Box, fill: str = "", line: str = "", points: float = 0.75) -> Any:
    """Return a new rectangle without the shadows of the theme."""
    shape = plain(shapes.add_shape(MSO_SHAPE.RECTANGLE, *box.emu()))
    painted(shape, fill)
    edged(shape, line, points)
    return shape


def plain(shape: Any) -> Any:
    """Return a shape without the theme's style: some programs draw its shadow whatever the shape says."""
    for style in shape._element.findall(qn("p:style")):
        shape._element.remove(style)
    return shape


def painted(shape: Any, fill: str) -> None:
    """Fill a shape, or leave it open."""
    if fill:
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour(fill)
    else:
        shape.fill.background()


def edged(shape: Any, line: str, points: float) -> None:
    """Give a shape its rim, or none."""
    if line:
        shape.line.color.rgb, shape.line.width = colour(line), Pt(points)
    else:
        shape.line.fill.background()


def describe(shape: Any, said: str, name: str = "") -> None:
    """Give a shape the text for who does not see it, and a name."""
    properties = next(one for one in shape._element.iter() if one.tag == qn("p:cNvPr"))
    properties.set("descr", clean(said)[:MOST_DESCRIBED])
    if name:
        properties.set("name", name)


def note(slide: Any, said: str, language: str) -> None:
    """Write what a speaker would say, a paragraph for each line."""
    frame = slide.notes_slide.notes_text_frame
    for place, line in enumerate(clean(said).split("\n")):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        add_run(paragraph, line, Look(points=12, language=language))
