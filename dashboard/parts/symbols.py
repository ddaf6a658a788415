"""Shapes that carry meaning beside colour: priority, unit status."""

from dash import html
from dash.development.base_component import Component

from dashboard.speech import Words
from data.visit import Visit


def city_marker(visit: Visit, t: Words) -> Component:
    """Return the chip that says DEMO or REPLAY; hidden for a real city, kept current by the page's script."""
    marker = visit.city.marker
    words = t(f"app.{marker}") if marker else ""
    return html.Span(words, className="marker", hidden=not marker, **{"data-marker": marker})


def priority_mark(priority: int) -> Component:
    """Return the priority's shape: octagon, triangle, diamond, circle (drawn by the style sheet)."""
    return html.I(className=f"mark p{priority}", **{"aria-hidden": "true"})


def priority_chip(priority: int, t: Words) -> Component:
    """Return shape, colour and word of a priority."""
    return html.Span(t(f"priorities.p{priority}_long"), className=f"chip p{priority}")


def status_mark(status: str) -> Component:
    """Return the unit status's shape."""
    return html.I(className=f"unit-mark {status}", **{"aria-hidden": "true"})
