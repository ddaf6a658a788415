"""The numbers proposals are made by. A city may decide its own in the profile of kind "allocation"."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from data.profiles import store
from data.visit import Visit

KIND = "allocation"


@dataclass(frozen=True, kw_only=True)
class Cover:
    """What the units that stay free must still reach: a share of the grids, by people where they are known."""

    kind: str = ""
    """Of units; "" means any."""
    minutes: float = 15.0
    percent: float = 80.0
    price: float = 60.0
    """Of each percent that is reached no longer, below what is asked."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Everything a plan is weighed by. Prices are in weighted minutes."""

    weights: tuple[float, ...] = (8.0, 4.0, 2.0, 1.0)
    """What a minute of delay counts, by priority 1 to 4."""
    soon_minutes: float = 60.0
    """A case whose deadline is this near counts half as much again, one past it twice as much."""
    unmet_minutes: float = 120.0
    """A case that nobody is sent to counts as reached after this."""
    most_minutes: float = 60.0
    """Nobody is sent farther."""
    work_minutes: float = 30.0
    """At least so much of the shift must be left on arrival."""
    fair_minutes: float = 0.5
    """Price of each case that a unit has done today beyond the mean of its kind."""
    most_load: int = 12
    """Cases a unit takes in a day where its own limit is not known."""
    cover: tuple[Cover, ...] = field(default=(
        Cover(kind="fire", minutes=15.0, percent=75.0), Cover(kind="medical", minutes=15.0, percent=75.0),
        Cover(kind="police", minutes=12.0, percent=75.0), Cover(kind="repair", minutes=20.0, percent=70.0, price=5.0)))

    def weight(self, priority: int, due_in: float | None) -> float:
        """Return what a minute of a case counts: by priority, more the nearer its deadline (`due_in` minutes)."""
        known = self.weights[min(max(priority, 1), len(self.weights)) - 1]
        if due_in is None:
            return known
        return known * (1.0 + self.soon_minutes / (self.soon_minutes + max(0.0, due_in)))


NEVER_HELD = 1
"""A case of this priority is never left without a unit for the sake of coverage."""
DEFAULT = Rules()
NUMBERS = ("soon_minutes", "unmet_minutes", "most_minutes", "work_minutes", "fair_minutes", "most_load")


def as_body(rules: Rules) -> dict[str, Any]:
    """Return the rules as a profile's body."""
    return {**asdict(rules), "weights": list(rules.weights), "cover": [asdict(one) for one in rules.cover]}


def from_body(body: dict[str, Any]) -> Rules:
    """Return the rules of a profile's body; what it does not say is as in DEFAULT."""
    known = {name: body[name] for name in NUMBERS if name in body}
    if "weights" in body:
        known["weights"] = tuple(float(one) for one in body["weights"])
    if "cover" in body:
        known["cover"] = tuple(Cover(**one) for one in body["cover"])
    return replace(DEFAULT, **known)


def in_force(visit: Visit) -> Rules:
    """Return the rules that the city decided, the program's own for the rest."""
    stored = store.in_force(visit, KIND)
    return from_body(stored.body) if stored else DEFAULT
