"""The board of key items: when one is near its end, what each state's light looks like, who is in charge of whom."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from data.cases import departments
from data.cases.lights import COLOURS, DEFAULT, STATES
from data.cases.lights import KIND as NAME
from data.errors import Invalid
from data.profiles.kind import Body, Kind, require_fields
from data.visit import Visit

NUMBER = (int, float)
FIELDS: Mapping[str, type | tuple[type, ...]] = {
    "near_percent": NUMBER, "near_hours": NUMBER, "colours": dict, "words": dict, "words_en": dict, "leaders": dict}
BOUNDS = {"near_percent": (1, 100), "near_hours": (0.25, 720)}
WORD_LENGTH, NAME_LENGTH = 12, 40


def check(visit: Visit, _name: str, body: Body) -> None:
    """Raise Invalid for an unknown state, colour or department, a word too long, a number out of bounds."""
    require_fields(body, FIELDS, NAME)
    for field, (lowest, highest) in BOUNDS.items():
        if field in body and not lowest <= body[field] <= highest:
            raise Invalid("profile_bad_field", at=NAME, field=field, value=str(body[field])[:60])
    _check_table(body, "colours", STATES, COLOURS)
    for field in ("words", "words_en"):
        _check_table(body, field, STATES, None, WORD_LENGTH)
    _check_table(body, "leaders", departments.by_code(visit), None, NAME_LENGTH)


def _check_table(body: Body, field: str, keys: Iterable[str], values: Iterable[str] | None, longest: int = 0) -> None:
    """Raise Invalid unless each entry has a known key, and a known value or one that is not too long."""
    table: dict[str, Any] = body.get(field, {})
    require_fields(table, dict.fromkeys(keys, str), field)
    for key, value in table.items():
        is_sound = value in values if values is not None else bool(value.strip()) and len(value) <= longest
        if not is_sound:
            raise Invalid("profile_bad_field", at=field, field=key, value=value[:60])


def default(_visit: Visit, _name: str) -> Body:
    """Return the program's own board."""
    return deepcopy(DEFAULT)


KIND = Kind(name=NAME, check=check, default=default)
