"""What may be seen of a reporter by whoever must know that there is one, but not who: 王**, 190****1234."""

import re
from collections.abc import Mapping
from typing import Any

HIDDEN = "**"
GAP = "****"
WHOLE_NUMBER, SOME_NUMBER = 11, 7
"""Digits from which on the first three and last four, or the last two alone, tell nobody apart from others."""
COUNTRY = re.compile(r"^\s*(?:\+|00)86")
NAMES, NUMBERS = ("name",), ("phone", "mobile", "tel", "telephone")
"""Under which keys sources send a reporter's name and number. What stands under any other key is not shown at all."""


def mask_name(name: str) -> str:
    """Return the first character and two stars, however long the name is; "" of nothing."""
    plain = name.strip()
    return f"{plain[0]}{HIDDEN}" if plain else ""


def mask_phone(phone: str) -> str:
    """Return the first three and last four digits of a whole number, the last two of a shorter one; "" of nothing.

    China's own prefix (+86) is left out. Of fewer than seven digits none is shown.
    """
    digits = "".join(sign for sign in COUNTRY.sub("", phone) if sign.isascii() and sign.isdigit())
    if len(digits) >= WHOLE_NUMBER:
        return f"{digits[:3]}{GAP}{digits[-4:]}"
    if len(digits) >= SOME_NUMBER:
        return f"{GAP}{digits[-2:]}"
    return GAP if phone.strip() else ""


def masked(reporter: Mapping[str, Any] | None) -> dict[str, str]:
    """Return {"name", "phone"} of a reporter with both masked; "" for what is not known."""
    return {"name": mask_name(_first(reporter, NAMES)), "phone": mask_phone(_first(reporter, NUMBERS))}


def plain(reporter: Mapping[str, Any] | None) -> dict[str, str]:
    """Return {"name", "phone"} as they are; "" for what is not known. For those alone whose view is on the trail."""
    return {"name": _first(reporter, NAMES), "phone": _first(reporter, NUMBERS)}


def _first(reporter: Mapping[str, Any] | None, keys: tuple[str, ...]) -> str:
    found = (reporter or {}).get(next((key for key in keys if (reporter or {}).get(key)), ""), "")
    return str(found) if isinstance(found, str | int) else ""
