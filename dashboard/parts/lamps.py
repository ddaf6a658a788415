"""The lamp of a deadline: a shape, a word and a colour, so that none of the three is needed alone."""

from datetime import timedelta

from dash import html
from dash.development.base_component import Component

from dashboard.speech import Words

TIMED = ("green", "yellow", "red")
"""Lamps that say how much time is left; red says by how much it is over."""
SHAPES = {"none": "○", "green": "✓", "yellow": "◆", "red": "⬢", "paused": "‖"}
TONES = {"none": "is-missing", "green": "is-better", "yellow": "is-near", "red": "is-worse", "paused": ""}


def lamp(t: Words, name: str, left: timedelta | None = None, *, title: str = "") -> Component:
    """Return the lamp with its word and the time left, negative when over; its shape is drawn by the style sheet."""
    said = t(f"lamps.{name}")
    if left is not None and name in TIMED:
        is_over = left < timedelta()
        span = t("lamps.over" if is_over else "lamps.left", time=t.duration(-left if is_over else left))
        said = span if name in ("green", "red") else f"{said} {span}"
    return html.Span(said, className=f"lamp {name}", title=title or None, **{"data-lamp": name})


def waiting_words(name: str, words: str) -> str:
    """Return the lamp's shape before some words, for what is not done yet: only what is done has a tick."""
    return f"{SHAPES['none' if name == 'green' else name]} {words}"
