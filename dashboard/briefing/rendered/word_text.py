"""Text of a document: paragraphs by style, numbers that stand out, links to the web alone, drawings with a text of
their own for who does not see them.
"""

from dataclasses import dataclass
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from dashboard.briefing.content import Brief, Number, Sentence
from dashboard.briefing.rendered.markup import clean, escaped
from dashboard.briefing.rendered.slide_fit import flat
from dashboard.briefing.rendered.slide_text import MOST_DESCRIBED
from dashboard.briefing.rendered.word_styles import MEASURES, ROOM_MM, Measures

ROOM = ROOM_MM / 25.4
"""How broad the text is, in inches."""
EMU = 914400
MOST = 2000
"""Signs of a text in one place; a number is never cut."""
DRAWING = ("http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
           "http://schemas.openxmlformats.org/drawingml/2006/main")


@dataclass(kw_only=True)
class Script:
    """A document that is being written."""

    document: Any
    brief: Brief
    drawings: int = 0

    @property
    def size(self) -> Measures:
        """Return the measures of its language."""
        return MEASURES[self.brief.language]

    def number(self) -> int:
        """Return the number of a new drawing, unlike any other's in it."""
        self.drawings += 1
        return self.drawings


def write(script: Script, said: str | Sentence, style: str) -> Any:
    """Add a paragraph and return it."""
    return fill(script.document.add_paragraph(style=style), said)


def fill(paragraph: Any, said: str | Sentence) -> Any:
    """Add a text or a sentence to a paragraph and return that; numbers stand out."""
    for one in (said,) if isinstance(said, str) else said:
        if isinstance(one, Number):
            paragraph.add_run(flat(one.text)).bold = True
        else:
            paragraph.add_run(short(one))
    return paragraph


def short(said: str, most: int = MOST) -> str:
    """Return a text as one line, cut where it is longer than any a document needs."""
    line = flat(said)
    return line if len(line) <= most else line[:most - 1] + "…"


def link(paragraph: Any, address: str) -> None:
    """Add an address that leads to the web, or its text alone where it would lead elsewhere."""
    said = short(address)
    if not said.startswith(("https://", "http://")):
        paragraph.add_run(said)
        return
    key = paragraph.part.relate_to(clean(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    paragraph._p.append(parse_xml(
        f'<w:hyperlink {nsdecls("w", "r")} r:id="{key}"><w:r><w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr>'
        f'<w:t xml:space="preserve">{escaped(said)}</w:t></w:r></w:hyperlink>'))


def field(paragraph: Any, name: str) -> None:
    """Add what the reading program counts, such as PAGE."""
    for kind, inner in (("begin", ""), ("", f'<w:instrText xml:space="preserve"> {name} </w:instrText>'),
                        ("separate", ""), ("", "<w:t>1</w:t>"), ("end", "")):
        inside = f'<w:fldChar w:fldCharType="{kind}"/>' if kind else inner
        paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}>{inside}</w:r>'))


def inline(script: Script, size: tuple[float, float], named: tuple[str, str], graphic: str) -> str:
    """Return a drawing in a line of text as XML: its width and height in inches, its name and what it says in words."""
    wide, high = (round(one * EMU) for one in size)
    name, said = (escaped(clean(one)[:MOST_DESCRIBED]) for one in named)
    return (f'<w:drawing {nsdecls("w")}><wp:inline xmlns:wp="{DRAWING[0]}" distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{wide}" cy="{high}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
            f'<wp:docPr id="{script.number()}" name="{name}" descr="{said}"/><wp:cNvGraphicFramePr/>'
            f'<a:graphic xmlns:a="{DRAWING[1]}">{graphic}</a:graphic></wp:inline></w:drawing>')
