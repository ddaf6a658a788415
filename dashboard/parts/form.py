"""Forms as trees: fields with labels, the button that sends them. assets/office.js sends what they hold as JSON.

A field's `data-type` says how its text travels: text, number, list (of the chosen ones), flag.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.parts.tree import Element

Option = tuple[str, str]
"""(value, what is read)"""


def form(act: str, fields: Iterable[Any], submit: str, *, confirm: str = "", tone: str = "primary",
         inline: bool = False, ready: bool = False) -> Element:
    """Return a form that does `act` when sent; with `confirm` it is asked once more in these words.

    One that is `ready` was filled in by a command: Ctrl+Enter sends it wherever the focus stands.
    """
    button = html.Button(submit, type="submit", className=tone)
    return Element("form", {"class": "form is-inline" if inline else "form", "data-act": act,
                            "data-confirm": confirm or None, "data-ready": "1" if ready else None},
                   [*fields, html.Div(button, className="form-end")])


def text(name: str, label: str, value: str = "", **more: Any) -> Element:
    """Return a field for one line of text."""
    return _labelled(label, Element("input", {"type": "text", "name": name, "value": value, "data-type": "text",
                                              "autocomplete": "off", **more}))


def words(name: str, label: str, value: str = "", *, rows: int = 3, **more: Any) -> Element:
    """Return a field for several lines."""
    given = {"name": name, "rows": str(rows), "data-type": "text", **more}
    return _labelled(label, Element("textarea", given, [value]))


def number(name: str, label: str, value: float | None = None, **more: Any) -> Element:
    """Return a field for a number."""
    return _labelled(label, Element("input", {"type": "number", "name": name, "data-type": "number",
                                              "value": None if value is None else str(value), **more}))


def moment(name: str, label: str, value: str = "", **more: Any) -> Element:
    """Return a field for a moment on the city's clock; it travels as YYYY-MM-DDTHH:MM without a zone."""
    return _labelled(label, Element("input", {"type": "datetime-local", "name": name, "value": value,
                                              "data-type": "text", **more}))


def choice(name: str, label: str, options: Sequence[Option], value: str = "", **more: Any) -> Element:
    """Return a field for one of several options."""
    listed = [Element("option", {"value": key, "selected": key == value}, [read]) for key, read in options]
    return _labelled(label, Element("select", {"name": name, "data-type": "text", **more}, listed))


def several(name: str, label: str, options: Sequence[Option], chosen: Iterable[str] = ()) -> Component:
    """Return boxes to tick; those ticked travel as a list."""
    ticked = set(chosen)
    boxes = [Element("label", {"class": "tick-box"}, [
        Element("input", {"type": "checkbox", "name": name, "value": key, "checked": key in ticked,
                          "data-type": "list"}), read]) for key, read in options]
    return html.Div([html.Span(label, className="field-label"), html.Div(boxes, className="tick-boxes")],
                    className="field", role="group")


def flag(name: str, label: str, *, is_set: bool = False) -> Element:
    """Return one box to tick; it travels as true or false."""
    return Element("label", {"class": "field tick-box"}, [
        Element("input", {"type": "checkbox", "name": name, "checked": is_set, "data-type": "flag"}), label])


def hidden(name: str, value: str | int) -> Element:
    """Return a field that is not seen; a whole number travels as one."""
    return Element("input", {"type": "hidden", "name": name, "value": str(value),
                             "data-type": "number" if isinstance(value, int) else "text"})


def press(act: str, label: str, give: dict[str, Any], *, confirm: str = "", tone: str = "",
          ready: bool = False) -> Element:
    """Return a button that does `act` by itself, giving these values."""
    fields = [hidden(name, value) for name, value in give.items()]
    return form(act, fields, label, confirm=confirm, tone=tone, inline=True, ready=ready)


def _labelled(label: str, field: Element) -> Element:
    return Element("label", {"class": "field"}, [html.Span(label, className="field-label"), field])
