"""The curve of a day or of days: the time itself thick, those to compare with thin and dashed."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from dashboard.panel import View

TEXT, STRONG, GRID = "var(--text-3)", "var(--text-1)", "var(--border)"
LINES = ("var(--series-3)", "var(--series-2)", "var(--series-1)")
"""Series colours, the time itself last; none is an alarm colour. assets/paint.js puts the theme's in their place."""
DASHES = ("dot", "dash", "solid")
MOST = len(DASHES)
FAMILY = '"Source Han Sans SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif'
LEGEND = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "xanchor": "left", "bgcolor": "rgba(0,0,0,0)"}
Axis = tuple[list[int], list[str]]


class Away(NamedTuple):
    """When the program was away: from where until where along the axis, and the word for it."""

    spans: Sequence[tuple[float, float]] = ()
    said: str = ""


class Band(NamedTuple):
    """What was expected of each bin of the axis: from how many to how many, and the words for it."""

    low: Sequence[float] = ()
    high: Sequence[float] = ()
    said: str = ""
    is_named: bool = True
    """Does the legend name it?"""


NEVER, NOTHING_EXPECTED = Away(), Band()
LEAST_SHADE = 0.005
"""Of the axis: a shorter absence would not be seen."""


def draw(series: list[tuple[str, list[int]]], *, view: View, label: str, axis: Axis | None = None,
         bins: list[str] | None = None, away: Away = NEVER,
         band: Band = NOTHING_EXPECTED, number: Callable[[float], str] = "{:,.0f}".format) -> go.Figure:
    """Return the figure of up to three series, the time itself last, with a direct label at its end.

    `axis` is where along it something is said, and what; without it the hours 0 to 24. `bins` says when each of the
    last series' values begins, ISO 8601, for who presses one. Where the program was `away` the axis is
    shaded, and no line goes through whole bins of it. A `band` lies behind. `number` writes what stands along the
    upright axis.
    """
    size = view.type_px
    highest = max((max(values, default=0) for _, values in series), default=0)
    highest = max(highest, int(max(band.high, default=0)))
    figure = go.Figure(layout=_layout(size, highest, axis, len(series[-1][1])))
    steps = steps_to(max(5, highest * 1.25))
    figure.update_yaxes(tickvals=steps, ticktext=[number(one) for one in steps])
    _lay(figure, band)
    for index, (name, values) in enumerate(series, start=MOST - len(series)):
        is_today = index == MOST - 1
        figure.add_trace(
            go.Scatter(
                x=list(range(len(values))),
                y=_without(values, away) if is_today else values,
                name=name,
                mode="lines",
                line={
                    "color": LINES[index],
                    "width": size / (5 if is_today else 10),
                    "dash": DASHES[index],
                    "shape": "spline",
                    "smoothing": 0.6,
                },
                customdata=bins if is_today else None,
                hovertemplate=("%{x}:00" if axis is None else "%{x}") + " · %{y}<extra>" + name + "</extra>",
            )
        )
    today = series[-1][1]
    width = 24 if axis is None else len(today)
    _shade(figure, away, size, width)
    if today:
        _mark_now(figure, today, label, size, width)
    return figure


def steps_to(top: float) -> list[int]:
    """Return at most five round numbers from 0 to the top; Plotly itself would write thousands as k."""
    power = 10 ** max(0, len(str(int(top))) - 2)
    step = next(factor * power for factor in (1, 2, 5, 10, 20, 50) if top / (factor * power) < 5)
    return list(range(0, int(top) + 1, step))


def _without(values: list[int], away: Away) -> list[int | None]:
    """Return the values, None for whole bins within an absence."""
    return [None if any(begin <= place and place + 1 <= end for begin, end in away.spans) else value
            for place, value in enumerate(values)]


def _lay(figure: go.Figure, band: Band) -> None:
    if not band.high:
        return
    figure.add_trace(between(range(len(band.high)), band.low, band.high, band.said, showlegend=band.is_named))


def between(places: Sequence[Any], low: Sequence[float], high: Sequence[float], said: str, **more: Any) -> go.Scatter:
    """Return the ground between two curves: what was expected, behind what came."""
    return go.Scatter(
        x=[*places, *reversed(places)], y=[*high, *reversed(low)], name=said, mode="lines", fill="toself",
        fillcolor=GRID, opacity=0.6, line={"width": 0, "color": TEXT}, hoverinfo="skip", **more)


def _shade(figure: go.Figure, away: Away, size: float, width: int) -> None:
    for begin, end in away.spans:
        x0 = max(0, begin)
        x1 = min(width, max(end, begin + LEAST_SHADE * width))
        figure.add_vrect(x0=x0, x1=x1, fillcolor=TEXT, opacity=0.28, line_width=0, layer="below")
        figure.add_annotation(x=(x0 + x1) / 2, y=0, yref="paper", yanchor="bottom", text=away.said, showarrow=False,
                              font={"color": TEXT, "size": size})


def _mark_now(figure: go.Figure, today: list[int], label: str, size: float, width: int) -> None:
    hour, value = len(today) - 1, today[-1]
    figure.add_trace(
        go.Scatter(
            x=[hour],
            y=[value],
            mode="markers",
            showlegend=False,
            hoverinfo="skip",
            marker={"size": size * 0.7, "color": STRONG},
        )
    )
    figure.add_annotation(
        x=hour,
        y=value,
        text=f"<b>{label}</b>",
        showarrow=False,
        font={"color": STRONG},
        **_beside(today, size, width),
    )


def _beside(today: list[int], size: float, width: int) -> dict[str, Any]:
    """Return where the label of the last point stands: off the curve, which falls to the point or climbs to it."""
    hour = 24 * len(today) // width - 1
    if max(today[-3:]) <= today[-1] or not today[-1]:  # beside a point on the axis stand the axis's own numbers
        return {"yshift": size * 1.1, "xanchor": "right" if hour > 16 else "left" if hour < 4 else "center"}
    if hour > 16:
        return {"yshift": -size * 1.1, "xanchor": "right"}
    return {"xshift": size * 0.7, "xanchor": "left"}


def _layout(size: float, highest: int, axis: Axis | None, count: int) -> dict[str, Any]:
    places, said = axis or ([0, 6, 12, 18, 24], ["00", "06", "12", "18", "24"])
    return {
        "margin": {"l": size * 2.4, "r": size, "t": size * 0.8, "b": size * 1.6},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "uirevision": "trend",
        "autosize": True,
        "hovermode": "x unified",
        "font": {
            "size": size,
            "color": TEXT,
            "family": FAMILY,
        },
        "legend": LEGEND,
        "xaxis": {
            "range": [-0.3, 24 if axis is None else max(count - 0.7, 0.7)],
            "tickvals": places,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "ticktext": said,
        },
        "yaxis": {
            "range": [0, max(5, highest * 1.25)],
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
        },
    }
