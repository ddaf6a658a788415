"""A briefing as a document (DOCX): what the pages say, in native tables and charts, for whoever edits and sends it."""

import io
from typing import Any

import segno
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches

from dashboard.briefing.content import Bars, Block, Brief, Columns, Curve, Lines, Map, Number, Section, Table
from dashboard.briefing.rendered import slide_charts, word_chart, word_map, word_official, word_table
from dashboard.briefing.rendered.markup import clean
from dashboard.briefing.rendered.packing import repacked
from dashboard.briefing.rendered.word_frame import new_document
from dashboard.briefing.rendered.word_official import ordinal_of
from dashboard.briefing.rendered.word_text import ROOM, Script, fill, link, short, write
from dashboard.speech import shared_words

QR = 0.9
"""Inches of the code that leads to the briefing."""


def render(brief: Brief) -> bytes:
    """Return the document; the same briefing gives the same bytes."""
    script = Script(document=new_document(brief), brief=brief)
    masthead(script)
    opening(script)
    if brief.style == "official":
        word_official.chapters(script, content)
        word_official.signed(script)
    else:
        for place, section in enumerate(brief.sections()):
            add(script, section, place)
    about(script)
    imprint(script)
    out = io.BytesIO()
    script.document.save(out)
    return repacked(out.getvalue())


def masthead(script: Script) -> None:
    """Write marking, title, issue, of when it is and the office, above a red line; a draft is stamped first."""
    brief = script.brief
    write(script, brief.marked(), "Marking")
    if brief.draft:
        write(script, brief.draft, "Draft")
    write(script, brief.title, "Title")
    write(script, brief.issue, "Issue")
    write(script, short(brief.office, 60), "Office").add_run("\t" + short(brief.dated, 60))
    if brief.addressed:
        write(script, short(brief.addressed, 200), "Addressed")


def opening(script: Script) -> None:
    """Write the conclusion, what is missing, what must be decided, and the figures."""
    brief, words = script.brief, shared_words(script.brief.language)
    write(script, brief.conclusion, "Body Text")
    if brief.gaps:
        write(script, str(words["brief.gaps"]), "Heading 2")
        _numbered(script, [(gap.said,) for gap in brief.gaps])
    if brief.decisions:
        write(script, brief.decisions_title, "Heading 2")
        _numbered(script, brief.decisions)
    if brief.cards:
        head = tuple(str(words[f"sheets.{key}"]) for key in ("figure", "value", "unit", "compared"))
        write(script, str(words["sheets.figures"]), "Heading 2")
        word_table.place(script, Table(title=str(words["sheets.figures"]), head=head, wide=3, rows=tuple(
            (card.label, card.number, card.unit, " · ".join(card.remarks)) for card in brief.cards)))


def _numbered(script: Script, sentences: list[tuple[str | Number, ...]] | tuple[tuple[str | Number, ...], ...]) -> None:
    for place, one in enumerate(sentences, start=1):
        write(script, (f"{place}. ", *one), "Body Text")


def add(script: Script, section: Section, place: int) -> None:
    """Write a section: its number and finding, then what it holds."""
    words = shared_words(script.brief.language)
    ordinal = ordinal_of(words, place)
    write(script, str(words["sheets.section"]).format(n=ordinal, title=short(section.body.title, 200)), "Heading 1")
    content(script, section)


def content(script: Script, section: Section) -> None:
    """Write what a speaker would say of a section, its chart, map, table or sentences, and its note."""
    body = section.body
    if section.notes:
        _with_next(write(script, section.notes, "Body Text"))
    drawn = _draw(script, body)
    approval = f"{body.unit} · {body.approval}" if isinstance(body, Map) else ""
    if note := " · ".join(one for one in (approval, body.note) if one):
        if drawn is not None:
            _with_next(drawn)
        write(script, note, "Note")


def _draw(script: Script, body: Block) -> Any:
    """Write what a block shows and return the paragraph of its chart, if it is one."""
    match body:
        case Table() if body.rows:
            word_table.place(script, body)
        case Table():
            write(script, body.empty, "Body Text")
        case Lines():
            for line in body.lines:
                write(script, line, "Body Text")
        case Map():
            word_map.place(script, body)
        case Curve() | Bars() | Columns():
            return _chart(script, body)
    return None


def _chart(script: Script, body: Curve | Bars | Columns) -> Any:
    words = shared_words(script.brief.language)
    if slide_charts.is_empty(body):
        return write(script, str(words["brief.nothing"]), "Body Text")
    if body.unit:
        _with_next(write(script, str(words["sheets.in_units"]).format(unit=body.unit), "Note"))
    return word_chart.place(script, body)


def _with_next(paragraph: Any) -> None:
    """Keep a paragraph on the page of the one after it."""
    paragraph.paragraph_format.keep_with_next = True


def about(script: Script) -> None:
    """Write what the figures mean and where they come from."""
    brief = script.brief
    write(script, brief.definitions_title, "Heading 1")
    if brief.definitions:
        words = shared_words(brief.language)
        word_table.place(script, Table(title=brief.definitions_title, wide=1, rows=tuple(
            (one.name, one.said) for one in brief.definitions), head=(
            str(words["sheets.figure"]), str(words["sheets.meaning"]))))
    versions = " · ".join(f"{key} {value}" for key, value in brief.versions.items())
    write(script, " · ".join(one for one in (brief.source, versions) if one), "Note")


def imprint(script: Script) -> None:
    """Write between two lines who made it, its snapshot, and the code that leads to the same data."""
    brief, words = script.brief, shared_words(script.brief.language)
    at = brief.made_at[:16].replace("T", " ")
    table = script.document.add_table(rows=1, cols=2, style="Briefing Table")
    table.autofit = False
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    for name in look.attrib:
        look.set(name, "0000" if name == qn("w:val") else "0")
    left, right = table.rows[0].cells
    for column, cell, width in zip(table.columns, (left, right), (ROOM - QR - 0.2, QR + 0.2), strict=True):
        column.width = cell.width = Inches(width)
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    made = words["brief.made"].format(name=short(brief.made_by, 80), time=at)
    first = left.paragraphs[0]
    fill(first, made)
    lines = [first, fill(left.add_paragraph(), words["brief.snapshot"].format(id=short(brief.id, 80))),
             *([fill(left.add_paragraph(), brief.edited)] if brief.edited else []),
             fill(left.add_paragraph(), f"{words['sheets.digest']}: {brief.digest()}"),
             fill(left.add_paragraph(), f"{words['brief.open_at']}: ")]
    link(lines[-1], brief.link)
    for one in lines:
        one.style = script.document.styles["Table Text"]
    right.paragraphs[0].style = script.document.styles["Drawing"]
    code = io.BytesIO()
    segno.make(clean(brief.link) or brief.id, error="m").save(code, kind="png", scale=8, border=2)
    picture = right.paragraphs[0].add_run().add_picture(io.BytesIO(code.getvalue()), width=Inches(QR))
    picture._inline.docPr.set("descr", f"QR: {short(brief.link, 200)}")
    picture._inline.docPr.set("id", str(script.number()))

