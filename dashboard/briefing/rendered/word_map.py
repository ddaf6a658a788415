"""A map in a document: native shapes in one group, in five steps, hatched where nothing is known; a table as legend.

Names stand where they have room; what each area counts is told in the drawing's own text too.
"""

from collections.abc import Iterable, Sequence

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import RGBColor

from dashboard.briefing.content import Map, Shape
from dashboard.briefing.rendered.charts import STEPS, UNKNOWN, WATER
from dashboard.briefing.rendered.markup import clean, escaped
from dashboard.briefing.rendered.plane import Plane
from dashboard.briefing.rendered.slide_fit import fitted, width_of
from dashboard.briefing.rendered.slide_map import HATCH, OUTLINE, said_of
from dashboard.briefing.rendered.slide_text import INK, WHITE
from dashboard.briefing.rendered.word_styles import SANS
from dashboard.briefing.rendered.word_text import EMU, ROOM, Script, inline, short
from dashboard.speech import shared_words

HEIGHT, POINTS, NAME_HEIGHT, MOST_NAME = 3.3, 9, 0.17, 1.6
GROUP = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
CHOICE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WHITE_INK = RGBColor.from_string(WHITE)
LEFT, TOP, RIGHT, BOTTOM = range(4)
ASIDE = (0.0, -NAME_HEIGHT, NAME_HEIGHT, -2 * NAME_HEIGHT, 2 * NAME_HEIGHT)
"""How far a name steps up or down from another."""

Rect = tuple[float, float, float, float]


def place(script: Script, block: Map) -> None:
    """Add the map and its legend."""
    points = [point for shape in block.shapes for ring in shape.rings for point in ring]
    if points:
        plane = Plane(points, ROOM, HEIGHT)
        shapes = [*(_area(script, plane, block, one) for one in block.shapes),
                  *(_polygon(script, plane, [ring], ("", f"<a:solidFill>{_tint(WATER)}</a:solidFill>", _line("", 0)))
                    for ring in block.water),
                  *(_polygon(script, plane, one.rings, (one.name, "<a:noFill/>", _line(INK, 1.25)))
                    for one in block.frames),
                  *(_label(script, box, said) for box, said in _placed(plane, block.frames or block.shapes))]
        _group(script, block, plane.height, "".join(shapes))
    _legend(script, block)


def _group(script: Script, block: Map, height: float, shapes: str) -> None:
    size = f'cx="{round(ROOM * EMU)}" cy="{round(height * EMU)}"'
    graphic = (f'<a:graphicData uri="{GROUP}"><wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/>'
               f'<a:ext {size}/><a:chOff x="0" y="0"/><a:chExt {size}/></a:xfrm></wpg:grpSpPr>{shapes}</wpg:wgp>'
               '</a:graphicData>')
    drawing = inline(script, (ROOM, height), ("map", said_of(block)), graphic)
    paragraph = script.document.add_paragraph(style="Drawing")
    paragraph.paragraph_format.keep_with_next = True  # the legend, and its note
    paragraph.add_run()._r.append(parse_xml(
        f'<mc:AlternateContent xmlns:mc="{CHOICE}" xmlns:wpg="{GROUP}" xmlns:wps="{SHAPE}" {nsdecls("w")}>'
        f'<mc:Choice Requires="wpg">{drawing}</mc:Choice>'
        f'<mc:Fallback><w:t>{escaped(short(said_of(block)))}</w:t></mc:Fallback></mc:AlternateContent>'))


def _area(script: Script, plane: Plane, block: Map, one: Shape) -> str:
    fill = f"<a:solidFill>{_tint(STEPS[one.step])}</a:solidFill>" if one.step is not None else (
        f'<a:pattFill prst="wdUpDiag"><a:fgClr>{_tint(HATCH)}</a:fgClr><a:bgClr>{_tint(UNKNOWN)}</a:bgClr>'
        '</a:pattFill>')
    return _polygon(script, plane, one.rings, (one.name, fill, _line(WHITE if block.frames else OUTLINE, 0.5)))


def _polygon(script: Script, plane: Plane, rings: Iterable[Sequence[tuple[float, float]]],
             look: tuple[str, str, str]) -> str:
    """Return a shape of rings, a hole where one lies in another; `look` is its name, its fill and its rim."""
    placed = [[(round(x * EMU), round(y * EMU)) for x, y in map(plane.at, ring)] for ring in rings if ring]
    if not placed:
        return ""
    xs, ys = zip(*(point for ring in placed for point in ring), strict=True)
    left, top, wide, high = min(xs), min(ys), max(1, max(xs) - min(xs)), max(1, max(ys) - min(ys))
    paths = "".join(_path([(x - left, y - top) for x, y in ring]) for ring in placed)
    name, fill, rim = look
    return (f'<wps:wsp><wps:cNvPr id="{script.number()}" name="{escaped(short(name, 60))}"/><wps:cNvSpPr/><wps:spPr>'
            f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:custGeom><a:avLst/>'
            f'<a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="{wide}" h="{high}">'
            f'{paths}</a:path></a:pathLst></a:custGeom>{fill}{rim}</wps:spPr><wps:bodyPr/></wps:wsp>')


def _path(ring: Sequence[tuple[int, int]]) -> str:
    (x, y), *rest = ring
    lines = "".join(f'<a:lnTo><a:pt x="{x}" y="{y}"/></a:lnTo>' for x, y in rest)
    return f'<a:moveTo><a:pt x="{x}" y="{y}"/></a:moveTo>{lines}<a:close/>'


def _label(script: Script, box: Rect, said: str) -> str:
    left, top, right, bottom = (round(one * EMU) for one in box)
    size = round(2 * POINTS)
    return (f'<wps:wsp><wps:cNvPr id="{script.number()}" name="name"/><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm>'
            f'<a:off x="{left}" y="{top}"/><a:ext cx="{right - left}" cy="{bottom - top}"/></a:xfrm>'
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill>{_tint(WHITE)}</a:solidFill>{_line("", 0)}'
            '</wps:spPr><wps:txbx><w:txbxContent><w:p><w:pPr>'
            '<w:spacing w:before="0" w:after="0" w:line="200" w:lineRule="exact"/><w:jc w:val="center"/></w:pPr><w:r>'
            f'<w:rPr><w:rFonts w:ascii="{SANS}" w:hAnsi="{SANS}" w:eastAsia="{SANS}" w:cs="{SANS}"/>'
            f'<w:color w:val="{INK}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
            f'<w:t xml:space="preserve">{escaped(said)}</w:t></w:r></w:p></w:txbxContent></wps:txbx>'
            '<wps:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/></wps:wsp>')


def _placed(plane: Plane, shapes: Sequence[Shape]) -> list[tuple[Rect, str]]:
    """Return names with their numbers where they have room; where not all have, names alone, as many as have."""
    both = _stepping(plane, shapes, [f"{fitted(one.name, MOST_NAME, POINTS)} {fitted(one.number.text, 1, POINTS)}"
                                     for one in shapes])
    return both if len(both) == len(shapes) else _stepping(
        plane, shapes, [fitted(one.name, MOST_NAME, POINTS) for one in shapes])


def _stepping(plane: Plane, shapes: Sequence[Shape], texts: Sequence[str]) -> list[tuple[Rect, str]]:
    taken: list[tuple[Rect, str]] = []
    for shape, said in zip(shapes, texts, strict=True):
        broad = width_of(said, POINTS) + 0.06
        x, y = plane.at(shape.at)
        left = min(max(0.0, x - broad / 2), ROOM - broad)
        for aside in ASIDE:
            top = min(max(0.0, y + aside - NAME_HEIGHT / 2), max(0.0, plane.height - NAME_HEIGHT))
            own = (left, top, left + broad, top + NAME_HEIGHT)
            if not any(own[LEFT] < other[RIGHT] and other[LEFT] < own[RIGHT] and own[TOP] < other[BOTTOM]
                       and other[TOP] < own[BOTTOM] for other, _ in taken):
                taken.append((own, said))
                break
    return taken


def _legend(script: Script, block: Map) -> None:
    """Add the steps, each with how many areas it holds: the same colours, and numbers for who sees none."""
    steps: list[tuple[int | None, str]] = list(enumerate(block.steps[:len(STEPS)]))
    if any(one.step is None for one in block.shapes):
        steps.append((None, block.unknown or str(shared_words(script.brief.language)["brief.nothing"])))
    if not steps:
        return
    table = script.document.add_table(rows=1, cols=len(steps))
    for cell, (step, said) in zip(table.rows[0].cells, steps, strict=True):
        many = sum(one.step == step for one in block.shapes)
        shade = f'w:val="clear" w:color="auto" w:fill="{STEPS[step].removeprefix("#")}"' if step is not None else (
            f'w:val="diagStripe" w:color="{HATCH}" w:fill="{UNKNOWN.removeprefix("#")}"')
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} {shade}/>'))
        paragraph = cell.paragraphs[0]
        paragraph.style, paragraph.alignment = script.document.styles["Table Text"], 1
        paragraph.paragraph_format.keep_with_next = True
        run = paragraph.add_run(f"{clean(short(said, 40))} ({many})")
        if step is not None and step > len(STEPS) // 2:
            run.font.color.rgb = WHITE_INK


def _tint(said: str) -> str:
    return f'<a:srgbClr val="{said.removeprefix("#")}"/>'


def _line(tint: str, points: float) -> str:
    inside = f"<a:solidFill>{_tint(tint)}</a:solidFill>" if tint else "<a:noFill/>"
    return f'<a:ln w="{round(points * 12700)}">{inside}</a:ln>' if tint else f"<a:ln>{inside}</a:ln>"
