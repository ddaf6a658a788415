"""What the page's stores may hold, so that answers need not doubt the kind of what they are handed.

Every field may be missing or null; one that is there has its kind. What a value means is the answer's affair.
"""

from collections.abc import Callable
from typing import Any

from dashboard.parsing import BIGGEST
from data.json_values import holds_nul

LONGEST_TEXT = 5_000
MOST_TEXTS = 50


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT and not holds_nul(value)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= MOST_TEXTS and all(_is_text(one) for one in value)


def _is_whole(value: Any) -> bool:
    return type(value) is int and abs(value) <= BIGGEST


def _is_plain(value: Any) -> bool:
    return isinstance(value, bool | int | float) or _is_text(value)


def _is_answers(value: Any) -> bool:
    return isinstance(value, dict) and len(value) <= MOST_TEXTS and all(
        one is None or isinstance(one, bool) for one in value.values())


def _is_parts(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= MOST_TEXTS and all(
        isinstance(one, dict) and len(one) <= MOST_TEXTS and all(_is_text(text) for text in one.values())
        for one in value)


def _is_voice(value: Any) -> bool:
    return isinstance(value, dict) and len(value) <= MOST_TEXTS and all(
        one is None or _is_text(one) or _are_texts(one) for one in value.values())


def _are_texts(value: Any) -> bool:
    return isinstance(value, dict) and len(value) <= MOST_TEXTS and all(
        one is None or _is_text(one) for one in value.values())


def _is_place(value: Any) -> bool:
    return isinstance(value, dict) and len(value) <= MOST_TEXTS and all(
        one is None or (isinstance(one, int | float) and not isinstance(one, bool)) for one in value.values())


Check = Callable[[Any], bool]

SHAPES: dict[str, dict[str, Check]] = {
    "focus.data": {"case": _is_text, "again": _is_plain, "t": _is_text},
    "order.data": {"verb": _is_text, "case": _is_text, "version": _is_whole, "id": _is_plain, "note": _is_text,
                   "units": _is_texts, "lead": _is_text, "department": _is_text, "departments": _is_texts,
                   "class_code": _is_text, "until": _is_text, "into": _is_text, "reply": _is_answers,
                   "grade": _is_whole, "parts": _is_parts, "pictures": _is_texts, "audience": _is_text,
                   "supporter": _is_whole, "via": _is_text, "voice": _is_voice, "position": _is_place},
    "notice.data": {"text": _is_text, "tone": _is_text, "id": _is_plain},
}
VALUES: dict[str, Check] = {"url.pathname": _is_text, "url.search": _is_text}


def is_sound(name: str, value: Any) -> bool:
    """May this input ("id.property") hold this value? One that is not in the tables may hold anything."""
    if value is None:
        return True
    if name in VALUES:
        return VALUES[name](value)
    fields = SHAPES.get(name)
    if fields is None:
        return True
    return isinstance(value, dict) and all(
        field not in value or value[field] is None or check(value[field]) for field, check in fields.items())
