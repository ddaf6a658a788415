"""Taking in movements that other systems send: each is carried out, was done already, or is refused for a reason.

A refused one leaves nothing behind and the others alone.
"""

from dataclasses import dataclass, field
from typing import Any

from data.errors import CityError, Invalid
from data.json_values import holds_nul
from data.stock.moving import ANY_DAY, RIGHT, Wish, move
from data.visit import Visit

MOST_ROWS = 1_000
LONGEST = {"key": 80, "act": 20, "kind": 32, "depot": 200, "to": 200, "case_no": 40, "unit": 40, "expires_on": 10,
           "reason": 240}
NEEDED = ("key", "act", "kind")


@dataclass(frozen=True)
class Outcome:
    """Which rows were stored, were done already, or were refused and by which error, by their index."""

    stored: list[int] = field(default_factory=list)
    duplicate: list[int] = field(default_factory=list)
    rejected: list[tuple[int, CityError]] = field(default_factory=list)


def read_row(row: Any) -> Wish:
    """Return the wish that a row holds. Raises Invalid("stock_row") naming the first field that cannot be read."""
    if not isinstance(row, dict) or holds_nul(row):
        raise Invalid("stock_row", field="?")
    for name in row:
        if name not in LONGEST and name != "quantity":
            raise Invalid("stock_row", field=str(name)[:40])
    given = {name: row.get(name, ANY_DAY if name == "expires_on" else "") for name in LONGEST}
    for name, value in given.items():
        if not isinstance(value, str) or len(value) > LONGEST[name] or (name in NEEDED and not value.strip()):
            raise Invalid("stock_row", field=name)
    quantity = row.get("quantity")
    if type(quantity) is not int:
        raise Invalid("stock_row", field="quantity")
    return Wish(**given, quantity=quantity)


def take(visit: Visit, rows: list[Any]) -> Outcome:
    """Carry out each row and return what became of it. Raises NotAllowed without the right; the visit must write."""
    visit.scope.require(RIGHT)
    outcome = Outcome()
    for number, row in enumerate(rows):
        try:
            with visit.session.begin_nested():
                done = move(visit, read_row(row))
        except CityError as error:
            outcome.rejected.append((number, error))
        else:
            (outcome.duplicate if done.was_done else outcome.stored).append(number)
    return outcome
