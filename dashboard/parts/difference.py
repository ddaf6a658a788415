"""What became of a text: what went is struck through, what came is underlined, words and ideographs one by one."""

import difflib
import re
from typing import Any

from dashboard.parts.tree import Element

PIECE = re.compile("\u27e6[^\u27e7]*\u27e7|[A-Za-z\u00c0-\u024f]+|[0-9]+|\\s+|.", re.DOTALL)
"""A number of a sentence, a word, digits, or one sign."""


def difference(before: str, after: str) -> list[Any]:
    """Return the text with <del> around what went and <ins> around what came, in their order."""
    old, new = PIECE.findall(before), PIECE.findall(after)
    found: list[Any] = []
    for what, begin, end, first, last in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append("".join(new[first:last]))
            continue
        if end > begin:
            found.append(Element("del", {}, ["".join(old[begin:end])]))
        if last > first:
            found.append(Element("ins", {}, ["".join(new[first:last])]))
    return found
