"""When a report counts as the same as an open case, and from how many supporters on a case becomes more urgent."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from data.cases.duplicates import DEFAULT
from data.cases.duplicates import KIND as NAME
from data.errors import Invalid
from data.profiles.kind import Body, Kind, require_fields
from data.visit import Visit

NUMBER = (int, float)
FIELDS: Mapping[str, type | tuple[type, ...]] = {
    "within_m": NUMBER, "hours": NUMBER, "likeness": NUMBER, "raises": list}
BOUNDS = {"within_m": (1, 1_000), "hours": (1, 720), "likeness": (0, 1)}
"""A kilometre and thirty days: beyond these no two reports are about one matter."""
MOST_RAISES = 3
"""There are three steps from the least urgent to the most."""


def check(_visit: Visit, _name: str, body: Body) -> None:
    """Raise Invalid for what is missing, out of bounds, or a step that raises nothing."""
    require_fields(body, FIELDS, NAME, needed=tuple(BOUNDS))
    for field, (lowest, highest) in BOUNDS.items():
        _require_between(body[field], field, lowest, highest)
    raises = body.get("raises", [])
    if len(raises) > MOST_RAISES:
        raise Invalid("profile_too_long", limit=MOST_RAISES)
    for one in raises:
        _check_raise(one)
    by_number = [one["priority"] for one in sorted(raises, key=lambda one: one["supporters"])]
    if len({one["supporters"] for one in raises}) < len(raises) or by_number != sorted(set(by_number), reverse=True):
        raise Invalid("profile_bad_field", at="raises", field="priority", value=", ".join(map(str, by_number)))


def _check_raise(one: Any) -> None:
    if not isinstance(one, dict):
        raise Invalid("profile_bad_field", at="raises", field="raises", value=str(one)[:60])
    require_fields(one, {"supporters": int, "priority": int}, "raises", needed=("supporters", "priority"))
    _require_between(one["supporters"], "supporters", 1, 10_000)
    _require_between(one["priority"], "priority", 1, 3)


def _require_between(value: float, field: str, lowest: float, highest: float) -> None:
    if not lowest <= value <= highest:
        raise Invalid("profile_bad_field", at=NAME, field=field, value=str(value)[:60])


def default(_visit: Visit, _name: str) -> Body:
    """Return the program's own rules."""
    return deepcopy(DEFAULT)


KIND = Kind(name=NAME, check=check, default=default)
