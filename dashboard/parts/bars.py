"""Rows with bars: rankings that can be read and pressed."""

from collections.abc import Callable
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.speech import Words


def bar_row(
    rank: int,
    name: str,
    share: float,
    value: str,
    *,
    remark: str = "",
    tone: str = "",
    hooks: dict[str, Any] | None = None,
) -> Component:
    """Return one row of a ranking; `share` 0 to 1 is the bar's length, `hooks` make it pressable."""
    pressable = {"role": "button", "tabIndex": 0} if hooks else {}
    return html.Div(
        [
            html.Span(str(rank), className="rank"),
            html.Span(name, className="name", title=name),
            html.Span(html.I(style={"width": f"{max(share, 0.01) * 100:.0f}%"}), className="bar"),
            html.B(value),
            html.Em(remark, className=tone),
        ],
        className="bar-row" + (" is-first" if rank == 1 else ""),
        **pressable,
        **(hooks or {}),
    )


def difference(count: int, before: int) -> str:
    """Return the change in cases with arrow; in percent once the base is at least 20."""
    if count == before:
        return "＝"
    mark = "▲" if count > before else "▼"
    if before >= 20:
        return f"{mark} {abs(count - before) / before * 100:.0f}%"
    return f"{mark} {abs(count - before)}"


def changed_rows(t: Words, counts: dict[str, int], before: dict[str, int] | None, name_of: Callable[[str], str], *,
                 most: int, hooks: Callable[[str], dict[str, Any]] | None = None) -> list[Component]:
    """Return the most frequent first, each with its bar and, where there is a before, its change since.

    One that is pressed already is shown however rare it is, among the last.
    """
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    places = {code: place for place, (code, _) in enumerate(ordered, start=1)}
    found = {code: hooks(code) if hooks else {} for code in counts}
    pressed = [one for one in ordered[most:] if found[one[0]].get("aria-pressed") == "true"][:most]
    return [
        bar_row(places[code], name_of(code), count / ordered[0][1], t.number(count), hooks=found[code],
                remark=difference(count, before.get(code, 0)) if before is not None else "")
        for code, count in ordered[:most - len(pressed)] + pressed
    ]
