"""Reading what callers send: bodies and query strings, each fault named, nothing guessed."""

import math
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import orjson

from dashboard.refusals import Refusal
from data.json_values import DEEPEST, holds_nul, is_deeper, read_moment

MOST_PARAMETERS = 50
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
BIGGEST = 2**31 - 1
"""What an integer column holds on every database."""


def read_json(body: bytes) -> Any:
    """Return the value of a JSON body. Raises Refusal(400): not JSON (NaN and broken Unicode included), too deep."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Refusal(400, "unreadable_json", why=str(error)) from None
    if is_deeper(value, DEEPEST):
        raise Refusal(400, "too_deep", limit=DEEPEST)
    return value


def read_object(body: bytes) -> dict[str, Any]:
    """Return the object of a JSON body. Raises Refusal(422) for anything else, and for a NUL in it."""
    found = read_json(body)
    if not isinstance(found, dict) or any(holds_nul({name: value}) for name, value in found.items()):
        raise Refusal(422, "not_an_object")
    return found


def read_rows(body: bytes, most: int) -> list[Any]:
    """Return the rows of a body. Raises Refusal(422) for no list, for none and for too many."""
    rows = read_json(body)
    if not isinstance(rows, list):
        raise Refusal(422, "not_a_list")
    if not 1 <= len(rows) <= most:
        raise Refusal(422, "batch_size", limit=most)
    return rows


def iso(moment: datetime | None) -> str | None:
    """Return a moment as ISO 8601 in UTC with a Z; None stays None."""
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


class Asked:
    """The parameters of a query string; asking for one in a form it does not have raises Refusal(422)."""

    def __init__(self, query: bytes, known: frozenset[str]) -> None:
        try:
            pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict",
                              max_num_fields=MOST_PARAMETERS)
        except ValueError:
            raise Refusal(422, "bad_parameter", name="?", why="not readable") from None
        self._values: dict[str, str] = {}
        for name, value in pairs:
            if name not in known:
                raise Refusal(422, "bad_parameter", name=name[:40], why="not known here")
            if name in self._values:
                raise Refusal(422, "bad_parameter", name=name, why="given twice")
            self._values[name] = value

    def text(self, name: str, longest: int = 200) -> str:
        """Return the parameter, "" where it is absent."""
        value = self._values.get(name, "")
        if len(value) > longest or not value.isprintable():
            raise Refusal(422, "bad_parameter", name=name, why="too long or unprintable")
        return value

    def words(self, name: str, longest: int = 200) -> str:
        """Return what somebody wrote, in one line: signs that cannot be seen are spaces, and spaces stand alone."""
        value = self._values.get(name, "")
        if len(value) > longest:
            raise Refusal(422, "bad_parameter", name=name, why=f"at most {longest} characters")
        return " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())

    def whole(self, name: str, default: int | None, lowest: int, highest: int) -> int | None:
        """Return a whole number within bounds, the default where it is absent."""
        value = self.text(name, 12)
        if not value:
            return default
        if not (value.isascii() and value.isdigit() and lowest <= int(value) <= highest):
            raise Refusal(422, "bad_parameter", name=name, why=f"a whole number from {lowest} to {highest} is needed")
        return int(value)

    def moment(self, name: str) -> datetime | None:
        """Return a moment, None where it is absent."""
        value = self.text(name, 40)
        if not value:
            return None
        found = read_moment(value.replace(" ", "+"))
        if found is None:
            raise Refusal(422, "bad_parameter", name=name, why="ISO 8601 with a zone is needed, + as %2B")
        return found

    def number(self, name: str, lowest: float, highest: float) -> float | None:
        """Return a number within bounds, None where it is absent."""
        value = self.text(name, 24)
        return None if not value else _number(name, value, lowest, highest)

    def box(self, name: str) -> tuple[float, float, float, float] | None:
        """Return west, south, east, north in WGS84 degrees, None where it is absent."""
        value = self.text(name, 120)
        if not value:
            return None
        parts = value.split(",")
        if len(parts) != 4:
            raise Refusal(422, "bad_parameter", name=name, why="west,south,east,north is needed")
        west, east = (_number(name, parts[i], -180, 180) for i in (0, 2))
        south, north = (_number(name, parts[i], -90, 90) for i in (1, 3))
        if west > east or south > north:
            raise Refusal(422, "bad_parameter", name=name, why="west,south,east,north is needed")
        return west, south, east, north


def _number(name: str, text: str, lowest: float, highest: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not lowest <= value <= highest:
        raise Refusal(422, "bad_parameter", name=name, why=f"a number from {lowest:g} to {highest:g} is needed")
    return value
