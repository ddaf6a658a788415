"""The lamp of a deadline: a shape, a word and a colour, so that none of the three is needed alone."""

from datetime import timedelta

from dash import html
from dash.development.base_component import Component

from dashboard.speech import Words

TIMED = ("green", "yellow", "red")
"""Lamps that say how much time is left; red says by how much it is over."""


def lamp(t: Words, name: str, left: timedelta | None = None, *, title: str = "") -> Component:
    """Return the lamp with its word and the time left, negative when over; its shape is drawn by the style sheet."""
    said = t(f"lamps.{name}")
    if left is not None and name in TIMED:
        is_over = left < timedelta()
        span = t("lamps.over" if is_over else "lamps.left", time=t.duration(-left if is_over else left))
        said = span if name in ("green", "red") else f"{said} {span}"
    return html.Span(said, className=f"lamp {name}", title=title or None, **{"data-lamp": name})
