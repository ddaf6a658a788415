"""Text on slides: every run names its Latin and its East Asian font and its language; nothing is too long."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches, Length, Pt

from dashboard.briefing.content import Number, Run, Sentence
from dashboard.briefing.rendered.markup import clean

LATIN = EAST_ASIAN = "Noto Sans CJK SC"
TAGS = {"zh-CN": "zh-CN", "en": "en-US"}
INK, QUIET, RED, BLUE, LINE, PALE = "1A2530", "455463", "B01820", "0B5CAD", "CBD5DF", "F3F5F8"
ALIGNED = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}
INCHES_A_POINT = 1 / 72


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a text looks: points, colour, weight, side."""

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


def width_of(said: str, points: float) -> float:
    """Return about how many inches a line of text is broad."""
    return sum(map(_share, said)) * points * INCHES_A_POINT


def _share(one: str) -> float:
    """Return the breadth of a sign as a share of its type's size."""
    return 1.0 if ord(one) > 0x2E7F else 0.65 if one.isupper() or one in "MWmw%" else 0.56 if one.isdigit() else 0.48


def largest(said: str, width: float, sizes: tuple[float, ...]) -> float:
    """Return the largest of some sizes at which a line fits a width; the smallest where none does."""
    return next((size for size in sizes if width_of(said, size) <= width * 0.93), sizes[-1])


def fitted(said: str, width: float, points: float, lines: int = 1) -> str:
    """Return a text that fits so many lines of a width in inches, cut with an ellipsis where it is longer."""
    said = " ".join(clean(said).split())
    room = width * lines * 0.93  # programs put a gap between scripts of their own
    if width_of(said, points) <= room:
        return said
    kept = ""
    for one in said:
        if width_of(kept + one + "…", points) > room:
            break
        kept += one
    return kept + "…"


def name_fonts(properties: Any, language: str) -> None:
    """Set the fonts of a run's properties for Latin, East Asian and other scripts, and its language."""
    properties.set("lang", TAGS[language])
    for tag in ("latin", "ea", "cs"):
        for old in properties.findall(f"{{http://schemas.openxmlformats.org/drawingml/2006/main}}{tag}"):
            properties.remove(old)
        properties.append(parse_xml(f'<a:{tag} {nsdecls("a")} typeface="{EAST_ASIAN if tag == "ea" else LATIN}"/>'))


def add_run(paragraph: Any, said: str, look: Look) -> None:
    """Add a run to a paragraph."""
    run = paragraph.add_run()
    run.text = clean(said).replace("\n", " ").replace("\x0b", " ")
    run.font.size, run.font.bold = Pt(look.points), look.is_bold
    if look.link:
        run.hyperlink.address = look.link
    run.font.color.rgb = RGBColor.from_string(look.colour)
    name_fonts(run._r.get_or_add_rPr(), look.language)


def add_sentence(paragraph: Any, runs: Sentence | Sequence[Run], look: Look) -> None:
    """Add a sentence; its numbers are emphasised."""
    for one in runs:
        if isinstance(one, Number):
            add_run(paragraph, one.text, replace(look, is_bold=True, colour=BLUE))
        else:
            add_run(paragraph, one, look)


def prepared(frame: Any, *, anchor: str = "top", margin: float = 0.0) -> Any:
    """Return the first paragraph of a text frame that wraps and has even margins."""
    frame.word_wrap = True
    frame.vertical_anchor = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}[anchor]
    frame.margin_left = frame.margin_right = Inches(margin)
    frame.margin_top = frame.margin_bottom = Inches(margin / 2)
    return frame.paragraphs[0]


def write(slide: Any, box: Box, said: str | Sentence, look: Look, *, anchor: str = "top") -> Any:
    """Put a line or a paragraph on a slide and return its shape."""
    shape = slide.shapes.add_textbox(*box.emu())
    paragraph = prepared(shape.text_frame, anchor=anchor)
    paragraph.alignment = ALIGNED[look.side]
    add_sentence(paragraph, (said,) if isinstance(said, str) else said, look)
    return shape


def describe(shape: Any, said: str) -> None:
    """Give a shape the text for who does not see it."""
    for element in shape._element.iter():
        if element.tag.endswith("}cNvPr"):
            element.set("descr", clean(said)[:2000])
            return


def plain(shape: Any) -> Any:
    """Return a shape without the shadow and colours of the theme's style: it has what is set on it, nothing else."""
    for style in shape._element.findall("{http://schemas.openxmlformats.org/presentationml/2006/main}style"):
        shape._element.remove(style)
    return shape
