"""The curve of a day: this day thick, days to compare with thin, hour 0 to 24."""

from typing import Any

import plotly.graph_objects as go

from dashboard.panel import View

INK = {
    "wall": {"text": "#93A4B7", "strong": "#E8EEF5", "grid": "#2C3D52", "lines": ("#6C7F93", "#99C2E6", "#E8EEF5")},
    "desk": {"text": "#5B6B7B", "strong": "#1A2530", "grid": "#E1E7ED", "lines": ("#9FB0C0", "#1D93CD", "#1A2530")},
}
"""Series colours of the two themes; none is an alarm colour."""
DASHES = ("dot", "dash", "solid")


def draw(series: list[tuple[str, list[int]]], *, view: View, label: str) -> go.Figure:
    """Return the figure of three series, the day itself last, with a direct label at its end."""
    ink = INK[view.surface]
    size = view.type_px
    figure = go.Figure(layout=_layout(ink, size, max((max(values, default=0) for _, values in series), default=0)))
    for index, (name, values) in enumerate(series):
        is_today = index == len(series) - 1
        figure.add_trace(
            go.Scatter(
                x=list(range(len(values))),
                y=values,
                name=name,
                mode="lines",
                line={
                    "color": ink["lines"][index],
                    "width": size / (5 if is_today else 10),
                    "dash": DASHES[index],
                    "shape": "spline",
                    "smoothing": 0.6,
                },
                hovertemplate="%{x}:00 · %{y}<extra>" + name + "</extra>",
            )
        )
    today = series[-1][1]
    if today:
        _mark_now(figure, today, label, ink=ink, size=size)
    return figure


def _mark_now(figure: go.Figure, today: list[int], label: str, *, ink: dict[str, Any], size: float) -> None:
    hour, value = len(today) - 1, today[-1]
    figure.add_trace(
        go.Scatter(
            x=[hour],
            y=[value],
            mode="markers",
            showlegend=False,
            hoverinfo="skip",
            marker={"size": size * 0.7, "color": ink["strong"]},
        )
    )
    figure.add_annotation(
        x=hour,
        y=value,
        text=f"<b>{label}</b>",
        showarrow=False,
        font={"color": ink["strong"]},
        **_beside(today, size),
    )


def _beside(today: list[int], size: float) -> dict[str, Any]:
    """Return where the label of the last point stands: off the curve, which falls to the point or climbs to it."""
    hour = len(today) - 1
    if max(today[-3:]) <= today[-1]:
        return {"yshift": size * 1.1, "xanchor": "right" if hour > 16 else "left" if hour < 4 else "center"}
    if hour > 16:
        return {"yshift": -size * 1.1, "xanchor": "right"}
    return {"xshift": size * 0.7, "xanchor": "left"}


def _layout(ink: dict[str, Any], size: float, highest: int) -> dict[str, Any]:
    return {
        "margin": {"l": size * 2.4, "r": size, "t": size * 0.8, "b": size * 1.6},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "uirevision": "trend",
        "autosize": True,
        "hovermode": "x unified",
        "font": {
            "size": size,
            "color": ink["text"],
            "family": '"Source Han Sans SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif',
        },
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1.02,
            "yanchor": "bottom",
            "xanchor": "left",
            "bgcolor": "rgba(0,0,0,0)",
            "font": {"size": size * 0.95},
        },
        "xaxis": {
            "range": [-0.3, 24],
            "tickvals": [0, 6, 12, 18, 24],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "ticktext": ["00", "06", "12", "18", "24"],
        },
        "yaxis": {
            "range": [0, max(5, highest * 1.25)],
            "nticks": 4,
            "gridcolor": ink["grid"],
            "zeroline": False,
            "fixedrange": True,
        },
    }
