"""Styles and fonts of a briefing as a document: the measures of GB/T 9704-2012 where it is Chinese.

The fonts of that standard (仿宋, 黑体, 楷体, 小标宋) are named and not brought along; a machine without one takes
the free one that is named beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from dashboard.briefing.rendered.slide_fit import LEADING
from dashboard.briefing.rendered.slide_text import BLUE, INK, LINE, PALE, QUIET, RED, TAGS

WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LATIN, MONO = "Times New Roman", "Arial"
SONG, HEI, KAI, TITLE = "\u4eff\u5b8b", "\u9ed1\u4f53", "\u6977\u4f53", "\u65b9\u6b63\u5c0f\u6807\u5b8b\u7b80\u4f53"
NUMERALS = "\u5b8b\u4f53"
SERIF, SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
STANDING_IN = {SONG: f"FangSong,{SERIF},Source Han Serif SC", HEI: f"SimHei,{SANS},Source Han Sans SC",
               KAI: f"KaiTi,{SERIF},Source Han Serif SC", TITLE: f"{SERIF},Source Han Serif SC",
               NUMERALS: f"SimSun,{SERIF},Source Han Serif SC", SANS: "Source Han Sans SC,Microsoft YaHei"}
"""Font -> those to be taken instead, the first that is there."""


@dataclass(frozen=True, kw_only=True)
class Measures:
    """Sizes and the height of a line of the body, in points; `indent`: signs by which a paragraph begins further in."""

    body: float
    line: float
    title: float
    small: float
    indent: int


MEASURES = {"zh-CN": Measures(body=16, line=28, title=22, small=10.5, indent=2),
            "en": Measures(body=12, line=20, title=20, small=9.5, indent=0)}
"""3号 is 16 points, 2号 22, 4号 14, 五号 10.5."""
PAGE_NUMBER = 14
ROOM_MM = 156
ROOM_TWIPS = round(ROOM_MM / 25.4 * 1440)


NAMED = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    f'<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="{BLUE}"/>'
    '<w:u w:val="single"/></w:rPr></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:top w:w="0" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:customStyle="1" w:styleId="BriefingTable"><w:name w:val="Briefing Table"/>'
    '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
    f'<w:top w:val="single" w:sz="8" w:space="0" w:color="{INK}"/>'
    f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{INK}"/>'
    f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/></w:tblBorders></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="4" w:space="0" '
    f'w:color="{INK}"/></w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/></w:tcPr></w:tblStylePr>'
    '</w:style>')
"""Styles of signs and of tables; they are the same in each language."""
SINGLE = '<w:spacing w:before="{}" w:after="{}" w:line="240" w:lineRule="auto"/>'
MIDDLE = '<w:jc w:val="center"/>'


def styles(language: str) -> str:
    """Return the style sheet of a language, as XML."""
    size = MEASURES[language]
    return (
        f'<w:styles xmlns:w="{WORDS}"><w:docDefaults><w:rPrDefault><w:rPr>{_run(LATIN, SONG, size.body, INK)}'
        f'<w:lang w:val="{TAGS["en"]}" w:eastAsia="{TAGS["zh-CN"]}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f'<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="{_twips(size.line)}" w:lineRule="exact"/>'
        f'</w:pPr></w:pPrDefault></w:docDefaults>{_style("Normal", "Normal", "", "", is_default=True)}'
        f'{"".join(_of_text(size))}{"".join(_of_the_top(size))}{"".join(_of_parts(size))}{NAMED}</w:styles>')


def _of_text(size: Measures) -> Iterator[str]:
    """Yield the styles of headings and of the body."""
    begin = f'<w:ind w:firstLineChars="{100 * size.indent}" w:firstLine="{_twips(size.indent * size.body)}"/>'
    heading = f'{begin}<w:jc w:val="left"/><w:outlineLvl w:val="{{}}"/>'
    above = f'<w:spacing w:before="160" w:after="0" w:line="{_twips(size.line)}" w:lineRule="exact"/>'
    yield _style("Heading1", "heading 1", f"<w:keepNext/><w:keepLines/>{above}{heading.format(0)}",
                 _run(LATIN, HEI, size.body, INK, is_bold=not size.indent))
    yield _style("Heading2", "heading 2", f"<w:keepNext/><w:keepLines/>{heading.format(1)}",
                 _run(LATIN, KAI, size.body, INK, is_bold=True))
    yield _style("Addressed", "Addressed", '<w:jc w:val="left"/>', "", is_own=True)
    yield _style("Signed", "Signed", '<w:keepLines/><w:jc w:val="right"/>', "", is_own=True)
    yield _style("BodyText", "Body Text", f'{begin}<w:jc w:val="{"both" if size.indent else "left"}"/>', "")


def _of_the_top(size: Measures) -> Iterator[str]:
    """Yield the styles of what stands above the text on the first page."""
    yield _style("Title", "Title", f"<w:keepNext/>{SINGLE.format(120, 60)}{MIDDLE}",
                 _run(LATIN, TITLE, size.title, RED, is_bold=not size.indent))
    yield _style("Marking", "Marking", SINGLE.format(0, 60), _run(LATIN, HEI, size.body, INK), is_own=True)
    yield _style("Draft", "Draft", f"<w:keepNext/>{_border(RED, 18)}{SINGLE.format(60, 60)}{MIDDLE}",
                 _run(LATIN, HEI, size.body, RED, is_bold=True), is_own=True)
    yield _style("Issue", "Issue", f"<w:keepNext/>{SINGLE.format(0, 60)}{MIDDLE}", "", is_own=True)
    right = f'<w:tabs><w:tab w:val="right" w:pos="{ROOM_TWIPS}"/></w:tabs>'
    yield _style("Office", "Office", f"<w:keepNext/>{_rule(RED, 18)}{right}{SINGLE.format(0, 160)}",
                 _run(LATIN, SONG, min(14, size.body), INK), is_own=True)


def _of_parts(size: Measures) -> Iterator[str]:
    """Yield the styles of drawings, notes, tables, headers and feet."""
    small, quiet = _run(LATIN, SONG, size.small, INK), _run(LATIN, SONG, size.small, QUIET)
    yield _style("Drawing", "Drawing", f"<w:keepLines/>{SINGLE.format(60, 40)}{MIDDLE}", small, is_own=True)
    yield _style("Note", "Note", SINGLE.format(40, 80), quiet, is_own=True)
    even = f'<w:spacing w:before="40" w:after="40" w:line="{_twips(LEADING * size.small)}" w:lineRule="exact"/>'
    yield _style("TableText", "Table Text", even, small, is_own=True)  # numbers and words on one line, whatever fonts
    yield _style("TableHead", "Table Head", f"<w:keepNext/>{even}",
                 _run(LATIN, HEI, size.small, QUIET, is_bold=not size.indent), is_own=True)
    tabs = (f'<w:tabs><w:tab w:val="center" w:pos="{ROOM_TWIPS // 2}"/>'
            f'<w:tab w:val="right" w:pos="{ROOM_TWIPS}"/></w:tabs>')
    yield _style("Header", "header", f"{tabs}{SINGLE.format(0, 0)}", quiet)
    yield _style("Footer", "footer", SINGLE.format(0, 0), _run(NUMERALS, NUMERALS, PAGE_NUMBER, INK))


def fonts() -> str:
    """Return the table of fonts with what stands in for each, as XML."""
    found = "".join(f'<w:font w:name="{name}"><w:altName w:val={quoteattr(others)}/><w:charset w:val="86"/>'
                    f'<w:family w:val="{"swiss" if name in (HEI, SANS) else "roman"}"/><w:pitch w:val="variable"/>'
                    '</w:font>'
                    for name, others in STANDING_IN.items())
    return (f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="{WORDS}">{found}'
            f'<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/>'
            '</w:font></w:fonts>')


def _style(key: str, name: str, paragraph: str, run: str, *, is_default: bool = False, is_own: bool = False) -> str:
    kind = ' w:default="1"' if is_default else ' w:customStyle="1"' if is_own else ""
    based = "" if is_default else '<w:basedOn w:val="Normal"/>'
    after = '<w:next w:val="BodyText"/>' if name.startswith("heading") else ""
    return (f'<w:style w:type="paragraph"{kind} w:styleId="{key}"><w:name w:val="{name}"/>{based}{after}<w:qFormat/>'
            f'<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>')


def _run(latin: str, east: str, points: float, tint: str, *, is_bold: bool = False) -> str:
    bold = "<w:b/><w:bCs/>" if is_bold else ""
    return (f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east}" w:cs="{latin}"/>{bold}'
            f'<w:color w:val="{tint}"/><w:sz w:val="{round(2 * points)}"/><w:szCs w:val="{round(2 * points)}"/>')


def _rule(tint: str, eighths: int) -> str:
    return f'<w:pBdr><w:bottom w:val="single" w:sz="{eighths}" w:space="4" w:color="{tint}"/></w:pBdr>'


def _border(tint: str, eighths: int) -> str:
    sides = "".join(f'<w:{side} w:val="single" w:sz="{eighths}" w:space="2" w:color="{tint}"/>'
                    for side in ("top", "left", "bottom", "right"))
    return f"<w:pBdr>{sides}</w:pBdr>"


def _twips(points: float) -> int:
    return round(points * 20)
