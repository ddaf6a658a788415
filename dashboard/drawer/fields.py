"""Fields of the drawer's forms, besides those of dashboard/parts/form.py; assets/give.js reads what they hold."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.parts.form import Option
from dashboard.parts.tree import Element


def one_of(name: str, label: str, options: Sequence[Option], value: str = "", *, kind: str = "text") -> Component:
    """Return one choice of a few, side by side. `kind` says how it travels: text, number, answer (yes or no)."""
    boxes = [Element("label", {"class": "one-of"}, [
        Element("input", {"type": "radio", "name": name, "value": key, "checked": key == value, "data-type": kind}),
        html.Span(read)]) for key, read in options]
    return html.Div([html.Span(label, className="field-label"), html.Div(boxes, className="choices")],
                    className="field is-row", role="radiogroup", **{"aria-label": label})


def searched(name: str, label: str, groups: Mapping[str, Sequence[Option]], value: str, *, search: str) -> Component:
    """Return one choice of many under headings, with a box above that narrows the list."""
    listed = [Element("optgroup", {"label": heading}, [
        Element("option", {"value": key, "selected": key == value}, [read]) for key, read in options])
        for heading, options in groups.items() if options]
    box = Element("input", {"type": "search", "placeholder": search, "autocomplete": "off", "data-narrows": name,
                            "aria-label": search})
    chosen = Element("select", {"name": name, "size": "6", "data-type": "text", "aria-label": label}, listed)
    return html.Div([html.Span(label, className="field-label"), box, chosen], className="field is-searched")


def suggested(name: str, label: str, options: Iterable[tuple[str, str, str]], *, hint: str) -> Component:
    """Return a box for a number with suggestions under it, each (value, what is read, more): pressing one fills it."""
    rows = [html.Div([html.Span(read), html.Small(more)], className="suggestion", role="button", tabIndex=0,
                     **{"data-fills": name, "data-value": key}) for key, read, more in options]
    box = Element("input", {"type": "text", "name": name, "data-type": "text", "autocomplete": "off",
                            "placeholder": hint, "maxlength": "24"})
    return html.Div([Element("label", {"class": "field"}, [html.Span(label, className="field-label"), box]),
                     html.Div(rows, className="suggestions") if rows else None], className="field")


def rows_of(name: str, label: str, row: Sequence[Any], *, add: str, remove: str, begin_with: int = 2,
            most: int = 20) -> Component:
    """Return rows of the same fields, of which more can be added; they travel as a list of objects."""
    def one_row() -> Component:
        taken = html.Button("×", type="button", className="row-remove", title=remove,
                            **{"data-row-remove": "1", "aria-label": remove})
        return html.Div([*row, taken], className="row", **{"data-row": "1"})

    rows = [one_row() for _ in range(begin_with)]
    return html.Div([
        html.Span(label, className="field-label"),
        html.Div(rows, className="rows", **{"data-rows": name, "data-most": str(most)}),
        html.Button(add, type="button", className="row-add", **{"data-row-add": name}),
    ], className="field")
