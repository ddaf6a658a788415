"""What a panel says where some areas are missing from its figures: a chip, and at a desk the list behind it.

Of what may be true at once a panel is what says most of its figures: error, no permission and not connected before
filtered, then stale, late, partial, and last zero and fresh. So a zero of a part of the areas is partial, and a partial
panel that grows old is late or stale; its chip stays, for what is missing is missing still.
"""

from datetime import timedelta
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.panel import View
from dashboard.speech import Words
from data.feeds.coverage import TIMES, Coverage

HELD = ("fresh", "zero")
"""States of which partial takes the place."""
CHIPPED = (*HELD, "late", "stale", "filtered", "partial")


def covered(content: Component, t: Words, view: View) -> Component:
    """Return a panel's content, marked as partial where areas are missing and it has something to say."""
    marks, found = content.to_plotly_json()["props"], view.coverage
    if not found.is_partial() or marks.get("data-state") not in CHIPPED or "data-coverage" in marks:
        return content
    setattr(content, "data-coverage", share(found))
    if marks["data-state"] in HELD:
        setattr(content, "data-state", "partial")
    _hang(content, chip(found, t, view))
    return content


def chip(found: Coverage, t: Words, view: View) -> Component:
    """Return the chip: how many areas of how many; at a desk a press lists those missing."""
    if view.is_wall():
        return html.Span(short(found, t), className="coverage-chip")
    return html.Button(short(found, t), title=about(found, t), className="coverage-chip",
                       **{"data-missing": "1", "aria-haspopup": "dialog"})


def share(found: Coverage) -> str:
    """Return heard of expected, such as 12/14."""
    return f"{found.heard}/{found.expected}"


def short(found: Coverage, t: Words) -> str:
    """Return what stands on the chip."""
    return t("coverage.chip", share=share(found), unit=found.unit or t("coverage.areas"))


def about(found: Coverage, t: Words) -> str:
    """Return what the chip means."""
    return t("coverage.about", n=found.expected - found.heard, times=TIMES)


def told(found: Coverage, t: Words) -> dict[str, Any] | None:
    """Return for the page's script the share, the chip's words and each silence in words; None where none is."""
    if not found.is_partial():
        return None
    return {"share": share(found), "chip": short(found, t), "about": about(found, t), "missing": [
        {"area": one.area, "name": one.name, "why": t("coverage.silent", time=hours(TIMES * one.feed.period(), t),
                                                      feed=t.pick(one.feed.title, one.feed.title_en))}
        for one in found.missing]}


def hours(span: timedelta, t: Words) -> str:
    """Return a span in words, without minutes where it is whole hours."""
    whole, rest = divmod(span, timedelta(hours=1))
    return t("coverage.hours", n=whole) if whole and not rest else t.duration(span)


def _hang(content: Component, made: Component) -> None:
    """Put the chip at the end of the panel's title; of a panel without one, at its own end."""
    parts = content.children if isinstance(content.children, list) else [content.children]
    title = next((one for one in parts if isinstance(one, html.H2)), None)
    if title is None:
        content.children = [*parts, made]
    else:
        title.children = [*(title.children if isinstance(title.children, list) else [title.children]), made]
