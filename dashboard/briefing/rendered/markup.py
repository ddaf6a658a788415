"""Markup in which every text is escaped: what a case says can never become part of a page."""

import html
import re
from collections.abc import Iterable

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What XML and HTML do not allow in a text; a replacement sign would look like a letter of another script."""
EMPTY = frozenset({"line", "rect", "circle", "polyline", "polygon", "path", "meta", "link", "img",
                   "br"})


class Markup(str):
    """A text that is markup already."""

    __slots__ = ()


def clean(said: object) -> str:
    """Return a text without what no document may hold."""
    return FORBIDDEN.sub("", str(said))


def escaped(said: object) -> Markup:
    """Return a text as markup; markup as it is."""
    return said if isinstance(said, Markup) else Markup(html.escape(clean(said), quote=True))


def join(parts: Iterable[object]) -> Markup:
    """Return parts one after the other; nothing for None."""
    return Markup("".join(escaped(part) for part in parts if part is not None))


def el(tag: str, *inside: object, **attributes: str) -> Markup:
    """Return an element; `class_` is class, an underscore a dash, an empty value leaves the attribute out."""
    said = "".join(f' {name.rstrip("_").replace("_", "-")}="{escaped(value)}"'
                   for name, value in attributes.items() if value)
    if tag in EMPTY and not inside:
        return Markup(f"<{tag}{said}/>")
    return Markup(f"<{tag}{said}>{join(inside)}</{tag}>")
