"""Tables of figures and rows: numbers right-aligned, a header that sorts, rows and cells that lead on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

from dash import html
from dash.development.base_component import Component

from dashboard.parts.tree import Element


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its key, heading, and what hovering the heading says."""

    key: str
    heading: str
    about: str = ""
    is_number: bool = False


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell. `go` are parameters of the address that pressing it sets; `hooks` its data- attributes."""

    text: str
    title: str = ""
    tone: str = ""
    """is-worse, is-better, is-missing or nothing"""
    go: dict[str, str] = field(default_factory=dict)
    hooks: dict[str, str] = field(default_factory=dict)
    lead: Component | None = None
    """A mark before the text, such as the priority's shape."""
    marks: dict[str, str] = field(default_factory=dict)
    """data- attributes that lead nowhere: the cell is not pressable by them."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row: its cells by column; `hooks` such as data-case make the whole row pressable."""

    cells: dict[str, Cell]
    hooks: dict[str, str] = field(default_factory=dict)


def table(columns: Sequence[Column], rows: Sequence[Row], *, empty: str, sorted_by: str = "",
          caption: str = "") -> Component:
    """Return the table, or the words that stand where it would be."""
    if not rows:
        return html.P(empty, className="panel-empty")
    head = Element("tr", {}, [_heading(column, sorted_by) for column in columns])
    body = [Element("tr", _pressable(row.hooks), [_cell(column, row.cells.get(column.key)) for column in columns])
            for row in rows]
    parts: list[Any] = [Element("caption", {}, [caption])] if caption else []
    return html.Div(Element("table", {"class": "table"}, [*parts, Element("thead", {}, [head]),
                                                         Element("tbody", {}, body)]), className="table-holder")


def plain_table(headings: Sequence[str], rows: Sequence[Element]) -> Component:
    """Return a table of rows that were built by hand, with buttons in them for example."""
    head = Element("tr", {}, [Element("th", {"scope": "col"}, [heading]) for heading in headings])
    parts = [Element("thead", {}, [head]), Element("tbody", {}, rows)]
    return html.Div(Element("table", {"class": "table"}, parts), className="table-holder")


def go(parameters: dict[str, str]) -> str:
    """Return what a data-go hook says: the parameters that pressing it sets."""
    return "&".join(f"{name}={_quoted(value)}" for name, value in parameters.items())


_quoted = lru_cache(maxsize=4096)(quote_plus)
"""A table's cells say the same few names again and again."""


def _heading(column: Column, sorted_by: str) -> Element:
    is_sorted = sorted_by.lstrip("-") == column.key
    to = column.key if sorted_by == f"-{column.key}" else f"-{column.key}"
    sort = "none" if not is_sorted else "descending" if sorted_by.startswith("-") else "ascending"
    heading = Element("span", _pressable({"data-go": go({"sort": to})}), [column.heading])
    return Element("th", {"scope": "col", "class": "is-number" if column.is_number else None,
                          "title": column.about or None, "aria-sort": sort if sorted_by else None},
                   [heading if sorted_by else column.heading])


def _cell(column: Column, cell: Cell | None) -> Element:
    if cell is None:
        return Element("td", {"class": "is-missing"}, ["—"])
    classes = " ".join(part for part in ("is-number" if column.is_number else "", cell.tone) if part)
    hooks = {**cell.hooks, **({"data-go": go(cell.go)} if cell.go else {})}
    return Element("td", {"class": classes or None, "title": cell.title or None, **cell.marks, **_pressable(hooks)},
                   [cell.lead, " ", cell.text] if cell.lead is not None else [cell.text])


def _pressable(hooks: dict[str, str]) -> dict[str, str]:
    return {**hooks, "role": "button", "tabindex": "0"} if hooks else {}
