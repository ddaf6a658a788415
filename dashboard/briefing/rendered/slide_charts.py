"""Native charts of a slide, which whoever opens it can edit; what a chart says in words."""

import math
from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from dashboard.briefing.content import Bar, Bars, Columns, Curve
from dashboard.briefing.rendered.slide_fit import fitted, width_of
from dashboard.briefing.rendered.slide_text import INK, LINE, QUIET, WHITE, Box, colour, describe, name_fonts

POINTS = 16
GRID = "E1E7ED"
SECOND, FIRST, BAND = "1D93CD", "8FB8DE", "DDE5EC"
PARTS = ("B01820", "F08A24", "C9DBEC", "5B6B7B")
HATCHED = 1
"""Which part of a stack is hatched: its neighbours stay apart without colour."""
NAMES, ROW, LOWEST = 0.5, 0.75, 1.7
"""What part of the width names may take; how high a row of bars and a chart are, in inches."""
NUMBER, FEW, ASIDE = 2.0, 4, 0.45
"""Inches that a number may take; columns that are few; which part of the width a number with its remark may."""
BESIDE = 0.4
"""Inches between names and bars, and beyond the last label."""
MOST_BEYOND = 6
"""Times the highest value at most: a bar stays to be seen."""
SPACE = "\u00a0"
"""Does not let a label break into lines."""
AXIS = 0.8
"""Inches beside the columns that the axis takes."""
LEGIBLE = 0.06
"""What part of the longest stack a part must be to hold its number."""
TINTS = (INK, "1D93CD", "693091", "326751")


def draw(slide: Any, box: Box, block: Curve | Bars | Columns, language: str) -> str:
    """Draw a chart that is not empty and return what it says in words."""
    said = said_of(block)
    if isinstance(block, Curve):
        chart = _curve(slide, box, block)
    elif isinstance(block, Bars):
        high = max(LOWEST, ROW * len(block.rows) + 0.2)
        chart = _bars(slide, Box(box.left, box.top, box.width, min(box.height, high)), block)
    else:
        chart = _columns(slide, box, block)
    describe(chart[0], said, "chart")
    _speak(chart[1], language)
    return said


def is_empty(block: Curve | Bars | Columns) -> bool:
    """Is there nothing to draw?"""
    return not (block.rows if isinstance(block, Bars) else block.labels and block.series)


def _curve(slide: Any, box: Box, block: Curve) -> tuple[Any, Any]:
    """Draw lines over a time: the last is what matters, the others are dashed; the usual range is an area below."""
    data = _data(block.labels, [value for _, values in block.series for value in values], box.width)
    if block.band:
        data.add_series(_name(f"{block.band_name} ≥", box), [low for low, _ in block.band])
        data.add_series(_name(block.band_name, box), [round(high - low, 6) for low, high in block.band])
    for name, values in block.series:
        data.add_series(_name(name, box), values)
    frame, chart = _placed(slide, box, XL_CHART_TYPE.LINE, data)
    lines = list(chart.plots[0].series)[2 if block.band else 0:]
    for place, series in enumerate(reversed(lines)):
        series.smooth = False
        line = series.format.line
        line.width, line.color.rgb = Pt(1.75 if place else 3.5), colour(TINTS[place % len(TINTS)])
        line.dash_style = MSO_LINE.DASH if place else MSO_LINE.SOLID
    if block.band:
        _as_area(chart)
    _thin_out(chart, box, block.labels)
    _legend(chart, hidden=[0] if block.band else [])
    return frame, chart


def _as_area(chart: Any) -> None:
    """Let the first two series be areas on top of each other, the lower one unseen: that is the range between them."""
    lines = chart._chartSpace.plotArea.find(qn("c:lineChart"))
    area = parse_xml(f'<c:areaChart {nsdecls("c", "a")}><c:grouping val="stacked"/><c:varyColors val="0"/>'
                     '</c:areaChart>')
    for place, series in enumerate(lines.findall(qn("c:ser"))[:2]):
        for tag in ("c:marker", "c:smooth", "c:spPr"):
            for one in series.findall(qn(tag)):
                series.remove(one)
        fill = f'<a:solidFill><a:srgbClr val="{BAND}"/></a:solidFill>' if place else "<a:noFill/>"
        series.find(qn("c:tx")).addnext(parse_xml(
            f'<c:spPr {nsdecls("c", "a")}>{fill}<a:ln><a:noFill/></a:ln></c:spPr>'))
        area.append(series)
    for axis in lines.findall(qn("c:axId")):
        area.append(parse_xml(f'<c:axId {nsdecls("c")} val="{axis.get("val")}"/>'))
    lines.addprevious(area)


def _bars(slide: Any, box: Box, block: Bars) -> tuple[Any, Any]:
    """Draw lying bars, the first on top, each with its number as the briefing reads it and what it is compared with.

    What has no value has no bar: its text stands beside its name.
    """
    values = [row.number.value for row in block.rows]
    data = _data([row.name if row.number.value is not None else f"{row.name}  {row.number.text}" for row in block.rows],
                 values, box.width)
    data.add_series(_name(block.unit or block.title, box), values)
    frame, chart = _placed(slide, box, XL_CHART_TYPE.BAR_CLUSTERED, data)
    _from_the_top(chart)
    chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
    if (highest := max((value or 0 for value in values), default=0)) > 0:
        chart.value_axis.maximum_scale = highest * _beyond(block, box.width)
    plot, series = chart.plots[0], chart.plots[0].series[0]
    plot.gap_width = 45
    series.invert_if_negative = False
    _fill(series, SECOND)
    for place, row in enumerate(block.rows):
        if row.number.value is not None:
            label = series.points[place].data_label
            label.position = XL_LABEL_POSITION.OUTSIDE_END
            _label(label.text_frame, _labelled(row, box.width))
    return frame, chart


def _labelled(row: Bar, width: float) -> tuple[str, str]:
    """Return a row's number and what stands beside it, as much as may have room in a chart so wide."""
    number = fitted(row.number.text, NUMBER, POINTS)
    room = width * ASIDE - width_of(number + SPACE * 3, POINTS)
    return number, SPACE * 3 + fitted(row.remark, max(room, 0.0), POINTS).replace(" ", SPACE) if row.remark else ""


def _beyond(block: Bars, width: float) -> float:
    """Return how many times the highest value the axis must reach so that each label has room beyond its bar."""
    names = max(width_of(fitted(row.name, width * NAMES, POINTS), POINTS) for row in block.rows)
    plot, highest = width - names - BESIDE, max(row.number.value or 0 for row in block.rows)
    rooms = [((row.number.value or 0) / highest, width_of("".join(_labelled(row, width)), POINTS) + BESIDE)
             for row in block.rows if row.number.value is not None]
    return max(1.0, *(share * plot / max(plot - room, plot / MOST_BEYOND) for share, room in rooms))


def _label(frame: Any, parts: tuple[str, str]) -> None:
    paragraph, frame.word_wrap = frame.paragraphs[0], False
    for said, is_bold in ((parts[0], True), (parts[1], False))[:2 if parts[1] else 1]:
        run = paragraph.add_run()
        run.text, run.font.size, run.font.bold = said, Pt(POINTS), is_bold
        run.font.color.rgb = colour(INK if is_bold else QUIET)


def _columns(slide: Any, box: Box, block: Columns) -> tuple[Any, Any]:
    """Draw columns side by side; where the parts make a whole, lying bars with one part after the other."""
    numbers = [value for _, values in block.series for value in values]
    data = _data(block.labels, numbers, box.width)
    for name, values in block.series:
        data.add_series(_name(name, box), values)
    kind = XL_CHART_TYPE.BAR_STACKED if block.is_stacked else XL_CHART_TYPE.COLUMN_CLUSTERED
    frame, chart = _placed(slide, box, kind, data)
    plot = chart.plots[0]
    plot.gap_width = 60 if len(block.labels) >= FEW else 160
    colours = PARTS if block.is_stacked else (SECOND,) if len(block.series) == 1 else (FIRST, INK, SECOND)
    for place, series in enumerate(plot.series):
        series.invert_if_negative = False
        _fill(series, colours[place % len(colours)], is_hatched=block.is_stacked and place == HATCHED)
    if block.is_stacked:
        plot.overlap = 100
        _from_the_top(chart)
        _number_parts(plot, block)
    else:
        _thin_out(chart, box, block.labels)
    if not block.is_stacked and _has_room(box, block, plot.gap_width):
        plot.has_data_labels = True
        labels = plot.data_labels
        labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
        labels.number_format, labels.number_format_is_linked = _format(numbers), False
        labels.font.size = Pt(POINTS)
    if len(block.series) > 1:
        _legend(chart)
    return frame, chart


def _number_parts(plot: Any, block: Columns) -> None:
    """Write into each part that is long enough how many it is."""
    wholes = [sum(values[place] or 0 for _, values in block.series) for place in range(len(block.labels))]
    for number, (series, (_, values)) in enumerate(zip(plot.series, block.series, strict=True)):
        for place, value in enumerate(values):
            if value is not None and value >= LEGIBLE * max(wholes) > 0:
                label = series.points[place].data_label
                label.position = XL_LABEL_POSITION.CENTER
                run = label.text_frame.paragraphs[0].add_run()
                run.text, run.font.size = read_value(value), Pt(POINTS)
                run.font.color.rgb = colour(WHITE if number % len(PARTS) in (0, 3) else INK)


def _fill(series: Any, tint: str, *, is_hatched: bool = False) -> None:
    fill = series.format.fill
    if is_hatched:
        fill.patterned()
        fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        fill.fore_color.rgb, fill.back_color.rgb = colour(tint), colour("FBD9B5")
    else:
        fill.solid()
        fill.fore_color.rgb = colour(tint)


def _has_room(box: Box, block: Columns, gap_percent: int) -> bool:
    """Does the number over each column keep off that over the next? Where not, the axis is read."""
    columns = len(block.labels) * (len(block.series) + gap_percent / 100)
    broadest = max(width_of(read_value(value), POINTS) for _, values in block.series for value in values
                   if value is not None)
    return broadest <= (box.width - AXIS) / columns


def _data(labels: Sequence[str], values: Sequence[float | None], room: float) -> CategoryChartData:
    data = CategoryChartData(number_format=_format(values))
    data.categories = [fitted(label, room * NAMES, POINTS) or " " for label in labels]
    return data


def _name(said: str, box: Box) -> str:
    return fitted(said, box.width * NAMES, POINTS)


def _format(values: Sequence[float | None]) -> str:
    return "#,##0" if all(value is None or float(value).is_integer() for value in values) else "#,##0.0"


def _placed(slide: Any, box: Box, kind: Any, data: CategoryChartData) -> tuple[Any, Any]:
    """Return the frame and the chart of a kind, in the type and colours of the briefing."""
    frame = slide.shapes.add_chart(kind, *box.emu(), data)
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    chart.font.size, chart.font.color.rgb = Pt(POINTS), colour(QUIET)
    values, names = chart.value_axis, chart.category_axis
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = colour(GRID)
    values.format.line.fill.background()
    if all((value or 0) >= 0 for series in chart.plots[0].series for value in series.values):
        values.minimum_scale = 0
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = "#,##0", False
    names.format.line.color.rgb = colour(LINE)
    names.has_major_gridlines = False
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    return frame, chart


def _from_the_top(chart: Any) -> None:
    """Let the first row stand on top, every row be named, and the values stay below."""
    _name_every(chart, 1)
    chart.category_axis.reverse_order = True
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH


def _thin_out(chart: Any, box: Box, labels: Sequence[str]) -> None:
    """Name only as many places along the axis as have room."""
    broadest = max(width_of(fitted(label, box.width * NAMES, POINTS), POINTS) for label in labels) + 0.15
    every = max(1, math.ceil(broadest * len(labels) / (box.width - 1)))
    _name_every(chart, every)


def _name_every(chart: Any, every: int) -> None:
    last = chart.category_axis._element.find(qn("c:noMultiLvlLbl"))
    if last is not None:
        for tag in ("tickLblSkip", "tickMarkSkip"):
            last.addprevious(parse_xml(f'<c:{tag} {nsdecls("c")} val="{every}"/>'))


def _legend(chart: Any, hidden: Sequence[int] = ()) -> None:
    chart.has_legend = True
    legend = chart.legend
    legend.position, legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    legend.font.size, legend.font.color.rgb = Pt(POINTS), colour(INK)
    for place in hidden:
        legend._element.find(qn("c:legendPos")).addnext(parse_xml(
            f'<c:legendEntry {nsdecls("c")}><c:idx val="{place}"/><c:delete val="1"/></c:legendEntry>'))


def _speak(chart: Any, language: str) -> None:
    """Name fonts and language wherever the chart has text."""
    for tag in ("a:defRPr", "a:rPr"):
        for properties in chart._chartSpace.iter(qn(tag)):
            name_fonts(properties, language)


def said_of(block: Curve | Bars | Columns) -> str:
    """Return a chart in words: its title, then every series with its numbers."""
    if isinstance(block, Bars):
        lines = [f"{row.name}: {row.number.text} {row.remark}".strip() for row in block.rows]
    else:
        lines = [f"{name}: " + ", ".join(f"{label} {read_value(value)}" for label, value in zip(
            block.labels, values, strict=True) if value is not None) for name, values in block.series]
    if isinstance(block, Curve) and block.band:
        lines.append(f"{block.band_name}: " + ", ".join(f"{label} {low:,.0f}–{high:,.0f}" for label, (low, high) in zip(
            block.labels, block.band, strict=True)))
    return "\n".join([f"{block.title} ({block.unit})" if block.unit else block.title, *lines])


def read_value(value: float) -> str:
    """Return a value as the axis of a chart reads it."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
