"""Reading an order of the drawer: which move of which case at which version, and what is given with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from data.cases.given import Given, read_given
from data.errors import Invalid
from data.json_values import read_moment_here

ABOUT_THE_ORDER = frozenset({"verb", "case", "version", "id"})
"""Fields of an order that say what is moved; the rest is what is given with the move."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """What somebody pressed for."""

    verb: str
    case_no: str
    version: int
    given: Given


def read_order(order: Mapping[str, Any], zone: ZoneInfo) -> Order:
    """Return the order; a deadline without an offset is read on the clock of the city's zone.

    Raises Invalid, or with the code and field of what cannot be read.
    """
    version = order.get("version")
    if type(version) is not int:
        raise Invalid()
    given = {name: value for name, value in order.items() if name not in ABOUT_THE_ORDER}
    if given.get("until"):
        given["until"] = read_moment_here(given["until"], zone).isoformat()
    return Order(verb=str(order.get("verb", "")), case_no=str(order.get("case", "")), version=version,
                 given=read_given(given))
