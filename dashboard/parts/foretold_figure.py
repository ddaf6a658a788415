"""What was foretold of each day against what came: the interval as a band, simpler models thin, the truth thick."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.parts.trend_figure import FAMILY, GRID, LEGEND, LINES, STRONG, TEXT, between, steps_to

SIZE = 13
"""Pixels of the letters: a page is read at a desk."""
NAMED_DAYS = 8
"""So many days at most are named along the axis."""
SIMPLE = ((LINES[1], "dash"), (LINES[0], "dot"))
"""How the simpler models are drawn, in their order."""

Values = Sequence[float | None]


@dataclass(frozen=True, kw_only=True)
class Days:
    """The days as they are named, and what was foretold of each: from how many to how many, the middle; None: nothing.

    `simple` are the middles of the simpler models, by name; `truth` is what came; `names` what a legend calls the
    band, the middle, the truth and the marks of truths outside of the band.
    """

    days: Sequence[str]
    low: Values
    high: Values
    middle: Values
    simple: Sequence[tuple[str, Values]]
    truth: Values
    names: tuple[str, str, str, str]
    least: float = 5.0
    """The axis reaches so far at least: what is few is not drawn as much."""


def draw(told: Days, number: Callable[[float], str]) -> go.Figure:
    """Return the figure; days of which nothing is known leave a gap. `number` writes numbers."""
    lines = (told.high, told.middle, told.truth, *(values for _, values in told.simple))
    top = 1.15 * max((one for values in lines for one in values if one is not None), default=0.0)
    figure = go.Figure(layout=_layout(told.days, max(told.least, top)))
    ticks = steps_to(max(told.least, top))
    figure.update_yaxes(tickvals=ticks, ticktext=[number(one) for one in ticks])
    band, middle, truth, outside = told.names
    figure.add_trace(_band(band, told))
    for (said, values), (colour, dash) in zip(told.simple, SIMPLE, strict=False):
        figure.add_trace(_line(told, said, values, _written(values, number),
                               {"color": colour, "width": 1.5, "dash": dash}))
    ranges = [f"{said} ({low}–{high})" for said, low, high in zip(
        *(_written(values, number) for values in (told.middle, told.low, told.high)), strict=True)]
    figure.add_trace(_line(told, middle, told.middle, ranges, {"color": TEXT, "width": 1.5}))
    figure.add_trace(_line(told, truth, told.truth, _written(told.truth, number), {"color": LINES[2], "width": 2.8}))
    figure.add_trace(_outside(outside, told))
    return figure


def _written(values: Values, number: Callable[[float], str]) -> list[str]:
    return ["—" if one is None else number(round(one)) for one in values]


def _band(name: str, told: Days) -> go.Scatter:
    """Return the band; where a day is missing it is drawn from the day before to the day after."""
    known = [(day, low, high) for day, low, high in zip(told.days, told.low, told.high, strict=True)
             if low is not None and high is not None]
    return between([day for day, *_ in known], [low for _, low, _ in known], [high for *_, high in known], name)


def _line(told: Days, name: str, values: Values, written: Sequence[str], look: dict[str, Any]) -> go.Scatter:
    return go.Scatter(x=list(told.days), y=list(values), name=name, mode="lines+markers", line=look,
                      marker={"size": 5 if look["width"] > 2 else 3, "color": look["color"]}, connectgaps=False,
                      customdata=list(written), hovertemplate="%{customdata}<extra>" + name + "</extra>")


def _outside(name: str, told: Days) -> go.Scatter:
    """Return rings around what came more or less than the band held."""
    found = [(day, came) for day, came, low, high in zip(told.days, told.truth, told.low, told.high, strict=True)
             if came is not None and low is not None and high is not None and not low <= came <= high]
    return go.Scatter(x=[day for day, _ in found], y=[came for _, came in found], name=name, mode="markers",
                      hoverinfo="skip", showlegend=bool(found),
                      marker={"size": 13, "symbol": "circle-open", "color": STRONG, "line": {"width": 2}})


def _layout(days: Sequence[str], top: float) -> dict[str, Any]:
    return {
        "margin": {"l": SIZE * 3, "r": SIZE, "t": SIZE, "b": SIZE * 2}, "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)", "autosize": True, "hovermode": "x unified",
        "font": {"size": SIZE, "color": TEXT, "family": FAMILY},
        "hoverlabel": {"bgcolor": "var(--surface-2)", "font": {"color": STRONG}},
        "legend": LEGEND,
        "xaxis": {"type": "category", "categoryorder": "array", "categoryarray": list(days),
                  "range": [-0.5, len(days) - 0.5], "tickvals": list(days[::max(1, -(-len(days) // NAMED_DAYS))]),
                  "showspikes": False, "showgrid": False, "zeroline": False, "fixedrange": True},
        "yaxis": {"range": [0, top], "gridcolor": GRID, "zeroline": False, "fixedrange": True},
    }
