"""What a document stands in: A4 with the margins of GB/T 9704, headers, feet of odd and even pages, signature."""

import re
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, RGBColor

from dashboard.briefing.content import Brief
from dashboard.briefing.rendered.slide_fit import fitted
from dashboard.briefing.rendered.slide_text import RED, TAGS
from dashboard.briefing.rendered.word_styles import MEASURES, fonts, styles
from dashboard.briefing.rendered.word_text import ROOM, field, short

PAPER, MARGINS = (210, 297), {"top": 37, "bottom": 35, "left": 28, "right": 26}
"""Millimetres: 156 by 225 are left for the text."""
HEAD_MM, FOOT_MM = 22, 23
"""From the paper's edge to the header, and to the page number: 7 mm below the text."""
VIOLET, MOST_TOLD = "6B3FB5", 250
KEPT = (RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS, RELATIONSHIP_TYPE.FONT_TABLE, RELATIONSHIP_TYPE.THEME)
"""Parts of the library's own template; it brings others that nobody needs."""
APPLICATION = (b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.'
               b'org/officeDocument/2006/extended-properties"><Application>Yiping</Application></Properties>')
MODE = "15"
"""Of Word 2013 and later: an earlier one would open it as an old document."""


def new_document(brief: Brief) -> Any:
    """Return an empty document in the styles of the briefing's language, signed, with its headers and feet."""
    document = Document()
    _tidied(document, brief.language)
    _paper(document.sections[0])
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    section.different_first_page_header_footer = True
    _head(section.first_page_header, brief, "")  # there the marking stands above the title
    for head in (section.header, section.even_page_header):
        _head(head, brief, brief.marked())
    for foot in (section.first_page_footer, section.footer):
        _foot(foot, "right")
    _foot(section.even_page_footer, "left")
    _sign(document, brief)
    return document


def _tidied(document: Any, language: str) -> None:
    """Take away what the template brings, and put our styles and fonts in place of its own."""
    part = document.part
    for key, relation in list(part.rels.items()):
        if relation.reltype not in KEPT:
            part.rels.pop(key)
    for key, relation in list(part.package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            part.package.rels.pop(key)
        elif relation.reltype == RELATIONSHIP_TYPE.EXTENDED_PROPERTIES:
            relation.target_part._blob = APPLICATION
    part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)._blob = fonts().encode()
    _restyled(document, language)


def _restyled(document: Any, language: str) -> None:
    sheet = document.styles.element
    for child in list(sheet):
        sheet.remove(child)
    sheet.extend(list(parse_xml(styles(language))))
    settings = document.settings.element
    for one in settings.iter(qn("w:compatSetting")):
        if one.get(qn("w:name")) == "compatibilityMode":
            one.set(qn("w:val"), MODE)
    settings.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), TAGS["zh-CN"])
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")


def _paper(section: Any) -> None:
    section.page_width, section.page_height = Mm(PAPER[0]), Mm(PAPER[1])
    for side, millimetres in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(millimetres))
    section.header_distance, section.footer_distance, section.gutter = Mm(HEAD_MM), Mm(FOOT_MM), 0


def _head(head: Any, brief: Brief, marking: str) -> None:
    """Write marking, what says that nothing is real, and the snapshot's id; a draft is told in red on every page."""
    head.is_linked_to_previous = False
    points, third = MEASURES[brief.language].small, ROOM / 3
    paragraph = head.paragraphs[0]
    paragraph.style = "Header"
    paragraph.add_run(fitted(marking, third, points))
    paragraph.add_run("\t")
    demo = paragraph.add_run(fitted(brief.demo, third, points))
    demo.bold, demo.font.color.rgb = True, RGBColor.from_string(VIOLET)
    paragraph.add_run("\t" + fitted(brief.id, third, points))
    if brief.draft:
        stamp = head.add_paragraph(style="Header")
        run = stamp.add_run("\t" + fitted(brief.draft, ROOM, points))
        run.bold, run.font.color.rgb = True, RGBColor.from_string(RED)


def _foot(foot: Any, side: str) -> None:
    """Write the page's number between dashes, a sign from the edge of the text: odd pages right, even ones left."""
    foot.is_linked_to_previous = False
    paragraph = foot.paragraphs[0]
    paragraph.style = "Footer"
    paragraph.add_run("\u2014 ")
    field(paragraph, "PAGE")
    paragraph.add_run(" \u2014")
    paragraph._p.get_or_add_pPr().extend([
        parse_xml(f'<w:ind {nsdecls("w")} w:{side}Chars="100" w:{side}="280"/>'),
        parse_xml(f'<w:jc {nsdecls("w")} w:val="{side}"/>')])


def _sign(document: Any, brief: Brief) -> None:
    properties = document.core_properties
    at = datetime.fromisoformat(brief.made_at).astimezone(UTC).replace(microsecond=0, tzinfo=None)
    said = {"title": brief.title, "subject": brief.dated, "author": brief.office, "last_modified_by": brief.office,
            "keywords": brief.id, "comments": brief.source, "content_status": brief.draft, "identifier": brief.id}
    for name, text in said.items():
        setattr(properties, name, short(text, MOST_TOLD))
    properties.language, properties.revision = brief.language, 1
    properties.created = properties.modified = properties.last_printed = at
    properties.category = re.sub(r"\W", "", brief.kind)
