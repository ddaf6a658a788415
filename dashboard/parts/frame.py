"""The frame every panel stands in: title that says the finding, state, as-of, source."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.speech import Words

LIVE_SECONDS = 60
"""Panels are refreshed by the live feed; older than this they are late."""


def panel(
    name: str,
    title: Any,
    body: Any,
    *,
    as_of: datetime | None,
    note: str = "",
    source: str = "",
    state: str = "fresh",
    tone: str = "",
) -> Component:
    """Return a panel: `note` stands small beside the title, `source` under the content."""
    return html.Section(
        [
            html.H2([html.Span(title, className="finding"), html.Small(note)], className="panel-title"),
            html.Div(body, className="panel-body"),
            html.Div(source, className="panel-source") if source else None,
        ],
        className=f"panel panel-{name} {tone}".strip(),
        **marks(name, state, as_of),
    )


def marks(name: str, state: str, as_of: datetime | None) -> dict[str, str]:
    """Return the hooks a page, a watchdog and a test read: name, state, as-of, expected period in seconds."""
    stamp = as_of.isoformat(timespec="seconds") if as_of else ""
    return {"data-panel": name, "data-state": state, "data-asof": stamp, "data-period": str(LIVE_SECONDS)}


def skeleton(name: str) -> Component:
    """Return the panel's shape before its first data."""
    lines = [html.I(className="bone") for _ in range(4)]
    return html.Section(lines, className=f"panel panel-{name} is-loading", **marks(name, "loading", None))


def problem(name: str, t: Words, said: str, state: str = "error") -> Component:
    """Return a panel that says what is wrong, and at a desk offers to try again; it never looks like zero or empty."""
    words = t("app.restricted") if state == "denied" else t("app.source_error")
    retry = None if state == "denied" else html.Button(t("problem.retry"), **{"data-retry": "1"})
    return html.Section(
        [html.H2(html.Span(t(f"panels.{name}"), className="finding"), className="panel-title"),
         html.Div([html.B("!"), words, html.Small(said), retry], className="panel-problem")],
        className=f"panel panel-{name}",
        **marks(name, state, None),
    )


def more(t: Words, hidden: int) -> Component | None:
    """Return the line that says how many rows are left out; none where none are. A wall's script adds its own."""
    return html.Small(t("app.more", n=hidden), className="more", **{"data-hidden": str(hidden)}) if hidden > 0 else None


def empty(words: str) -> Component:
    """Return the words that stand where a list would be."""
    return html.Div(words, className="panel-empty")


def unfiltered(t: Words, kinds: Iterable[str]) -> Component:
    """Return the line of a panel whose numbers are not narrowed by these kinds of filter."""
    said = t("filters.joint").join(t(f"filters.{kind}") for kind in sorted(kinds))
    return html.Small(t("filters.unfiltered", kinds=said), className="unfiltered",
                      **{"data-unfiltered": " ".join(sorted(kinds))})


def filtered(name: str, t: Words, title: Any, *, as_of: datetime) -> Component:
    """Return a panel of which the filter leaves nothing: neither zero nor an error, and one press takes it away."""
    body = html.Div([html.Span(t("filters.nothing_left")),
                     html.Button(t("filters.clear"), **{"data-clear-filters": "1"})], className="panel-empty")
    return panel(name, title, body, as_of=as_of, state="filtered")
