"""Trees written as HTML, every text and attribute escaped: these pages come ready from the server."""

import html
from collections.abc import Mapping
from typing import Any

import orjson

from dashboard.parts.tree import Element, tree

VOID = frozenset({"input", "img", "link", "meta", "br", "hr"})


def write(node: Any) -> str:
    """Return a component, an Element, text or a list of them as HTML; None is nothing."""
    return _written(tree(node))


def _written(node: Any) -> str:
    if node is None:
        return ""
    if isinstance(node, str):
        return html.escape(node)
    if len(node) == 3 and isinstance(node[0], str) and isinstance(node[1], Mapping):
        tag, attributes, children = node
        opening = tag + "".join(f' {_attribute(name, value)}' for name, value in attributes.items())
        return f"<{opening}>" if tag in VOID else f"<{opening}>{_written(children)}</{tag}>"
    return "".join(_written(one) for one in node)


def _attribute(name: str, value: Any) -> str:
    return name if value is True else f'{name}="{html.escape(str(value))}"'


def element(tag: str, *children: Any, **attributes: Any) -> Element:
    """Return an element; of its attributes `class_` is class, `data_x` is data-x; None and False are left out."""
    return Element(tag, {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}, children)


def data_block(name: str, value: Any) -> str:
    """Return JSON that a script reads from the page; it is no script itself and cannot end early."""
    text = orjson.dumps(value).decode().replace("<", "\\u003c").replace("&", "\\u0026")
    return f'<script type="application/json" id="{html.escape(name)}">{text}</script>'
