"""Native charts of a slide, which whoever opens it can edit; what a chart says in words."""

from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from dashboard.briefing.content import Bars, Columns, Curve
from dashboard.briefing.rendered.markup import clean
from dashboard.briefing.rendered.slide_text import INK, LINE, QUIET, Box, describe, name_fonts

POINTS = 16
SECOND, FIRST, BAND = "1D93CD", "8FB8DE", "C5D0DB"
PARTS = ("B01820", "F0B400", "B9CDE2", "5B6B7B")


def curve(slide: Any, box: Box, block: Curve, language: str) -> None:
    """Draw lines over a time: the last is what matters, the others are dashed; the usual range is two thin ones."""
    data = _data(block.labels)
    band = [(f"{block.band_name} {mark}", [edge[place] for edge in block.band]) for place, mark in enumerate("≥≤")
            ] if block.band else []
    for name, values in [*band, *block.series]:
        data.add_series(clean(name), values)
    chart = _placed(slide, box, (XL_CHART_TYPE.LINE, data), (said_of_curve(block), language))
    for place, series in enumerate(chart.plots[0].series):
        is_band, is_last = place < len(band), place == len(band) + len(block.series) - 1
        series.smooth = False
        line = series.format.line
        line.width = Pt(3 if is_last else 1 if is_band else 1.75)
        line.color.rgb = RGBColor.from_string(INK if is_last else BAND if is_band else SECOND)
        if not is_last:
            line.dash_style = MSO_LINE.SOLID if is_band else MSO_LINE.DASH
    _legend(chart)


def columns(slide: Any, box: Box, block: Columns, language: str) -> None:
    """Draw columns side by side; where the parts make a whole, lying bars with one part after the other."""
    data = _data(block.labels)
    for name, values in block.series:
        data.add_series(clean(name), values)
    kind = XL_CHART_TYPE.BAR_STACKED if block.is_stacked else XL_CHART_TYPE.COLUMN_CLUSTERED
    chart = _placed(slide, box, (kind, data), (said_of_columns(block), language))
    plot = chart.plots[0]
    plot.gap_width = 60
    if block.is_stacked:
        plot.overlap = 100
        _from_the_top(chart)
    colours = PARTS if block.is_stacked else (SECOND,) if len(block.series) == 1 else (FIRST, INK)
    for place, series in enumerate(plot.series):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(colours[place % len(colours)])
    if len(block.series) == 1:
        plot.has_data_labels = True
        plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "#,##0", False
        _dressed(plot.data_labels.font, language)
    else:
        _legend(chart)


def bars(slide: Any, box: Box, block: Bars, language: str) -> None:
    """Draw lying bars, the first on top, each with its number as the briefing reads it and what it is compared with."""
    data = _data([row.name for row in block.rows])
    data.add_series(clean(block.unit or block.title), [row.number.value for row in block.rows])
    chart = _placed(slide, box, (XL_CHART_TYPE.BAR_CLUSTERED, data), (said_of_bars(block), language))
    plot = chart.plots[0]
    plot.gap_width = 45
    _from_the_top(chart)
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    series = plot.series[0]
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = RGBColor.from_string(SECOND)
    for place, row in enumerate(block.rows):
        label = series.points[place].data_label
        label.position = XL_LABEL_POSITION.OUTSIDE_END
        frame = label.text_frame
        frame.text = clean(f"{row.number.text}   {row.remark}".strip())
        for run in frame.paragraphs[0].runs:
            run.font.size = Pt(POINTS)
            run.font.color.rgb = RGBColor.from_string(INK)
            name_fonts(run._r.get_or_add_rPr(), language)


def _data(labels: Sequence[str]) -> CategoryChartData:
    data = CategoryChartData(number_format="#,##0.##")
    data.categories = [clean(label) for label in labels]
    return data


def _placed(slide: Any, box: Box, drawn: tuple[Any, CategoryChartData], said: tuple[str, str]) -> Any:
    """Return the chart of a kind, in the type and colours of the briefing."""
    frame = slide.shapes.add_chart(drawn[0], *box.emu(), drawn[1])
    describe(frame, said[0])
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    _dressed(chart.font, said[1])
    chart.value_axis.has_major_gridlines = True
    chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor.from_string("E1E7ED")
    chart.value_axis.format.line.fill.background()
    chart.value_axis.minimum_scale = 0
    chart.value_axis.tick_labels.number_format = "#,##0"
    chart.value_axis.tick_labels.number_format_is_linked = False
    chart.category_axis.format.line.color.rgb = RGBColor.from_string(LINE)
    chart.category_axis.has_major_gridlines = False
    return chart


def _dressed(font: Any, language: str) -> None:
    font.size = Pt(POINTS)
    font.color.rgb = RGBColor.from_string(QUIET)
    name_fonts(font._rPr, language)


def _from_the_top(chart: Any) -> None:
    """Let the first row stand on top, and the values stay below."""
    chart.category_axis.reverse_order = True
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH


def _legend(chart: Any) -> None:
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    font = chart.legend.font
    font.size = Pt(POINTS)
    name_fonts(font._rPr, "zh-CN")


def said_of_curve(block: Curve) -> str:
    """Return the chart in words."""
    lines = [f"{name}: " + ", ".join(f"{label} {value}" for label, value in zip(block.labels, values, strict=True)
                                     if value is not None) for name, values in block.series]
    return f"{block.title} ({block.unit})\n" + "\n".join(lines)


def said_of_columns(block: Columns) -> str:
    """Return the chart in words."""
    lines = [f"{name}: " + ", ".join(f"{label} {value:,.0f}" for label, value in zip(block.labels, values, strict=True)
                                     if value is not None) for name, values in block.series]
    return f"{block.title} ({block.unit})\n" + "\n".join(lines)


def said_of_bars(block: Bars) -> str:
    """Return the chart in words."""
    return f"{block.title} ({block.unit})\n" + "\n".join(
        f"{row.name}: {row.number.text} {row.remark}".strip() for row in block.rows)
