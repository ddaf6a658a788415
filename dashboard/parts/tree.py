"""Components as small plain trees that assets/paint.js builds with createElement, text as text nodes.

Dash's own renderer wraps every component and tells each of them about every change: a refresh of
six hundred components held the page for a third of a second. A tree is painted in a few
milliseconds, and a panel that did not change is not touched.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from dash import dcc
from dash.development.base_component import Component

RENAMED = {"className": "class", "tabIndex": "tabindex", "htmlFor": "for", "colSpan": "colspan", "rowSpan": "rowspan"}
"""Attributes that HTML spells differently."""


@dataclass(frozen=True)
class Element:
    """An HTML element that Dash has no component for, such as the fields of a form."""

    tag: str
    attributes: Mapping[str, Any] = field(default_factory=dict)
    children: Sequence[Any] = ()


def tree(node: Any) -> Any:
    """Return a component as [tag, attributes, children]; text and lists stay what they are, nothing is None."""
    if node is None or isinstance(node, str):
        return node
    if isinstance(node, list | tuple):
        return [tree(one) for one in node if one is not None]
    if isinstance(node, Element):
        kept = {name: value for name, value in node.attributes.items() if value is not None and value is not False}
        return [node.tag, kept, tree(node.children)]
    if isinstance(node, dcc.Graph):
        return ["graph", {"id": node.id, "class": node.className}, plotted(node)]
    if isinstance(node, Component):
        return [type(node).__name__.lower(), _attributes(node), tree(_listed(getattr(node, "children", None)))]
    return str(node)


def encode(value: Any) -> str:
    """Return trees, or a dictionary of them, as JSON text."""
    return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY).decode()


def plotted(graph: Any) -> dict[str, Any]:
    """Return what Plotly needs to draw a graph: data, layout, config."""
    figure = graph.figure.to_plotly_json()
    figure["layout"].pop("template", None)
    return {"data": figure["data"], "layout": figure["layout"], "config": graph.config}


def _listed(children: Any) -> list[Any]:
    if children is None:
        return []
    return list(children) if isinstance(children, list | tuple) else [children]


def _attributes(node: Any) -> dict[str, Any]:
    given = {name: value for name, value in node.to_plotly_json()["props"].items() if name != "children"}
    return {RENAMED.get(name, name): value for name, value in given.items() if value is not None and value is not False}
