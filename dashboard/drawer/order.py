"""Reading an order of the drawer: which move of which case at which version, and what is given with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from data import clock
from data.cases.given import Given, read_given
from data.errors import Invalid

ABOUT_THE_ORDER = frozenset({"verb", "case", "version", "id"})
"""Fields of an order that say what is moved; the rest is what is given with the move."""
FIRST_YEAR, LAST_YEAR = 1900, 2200


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
        given["until"] = read_until(given["until"], zone)
    return Order(verb=str(order.get("verb", "")), case_no=str(order.get("case", "")), version=version,
                 given=read_given(given))


def read_until(text: Any, zone: ZoneInfo) -> str:
    """Return the moment as ISO 8601 with its offset. Raises Invalid("bad_moment")."""
    try:
        found = datetime.fromisoformat(text)
        moment = found if found.tzinfo else clock.moment_on_clock(text, zone)
    except (TypeError, ValueError):
        raise Invalid("bad_moment", value=str(text)[:40]) from None
    if not FIRST_YEAR < moment.year < LAST_YEAR:
        raise Invalid("bad_moment", value=str(text)[:40])
    return moment.isoformat()
