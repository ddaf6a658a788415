"""When a report is about what is open already: how near, how recent, how alike; and what many voices change.

50 metres and 24 hours for the same class are what municipal systems in use suspect a duplicate by.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.cases.similarity import SAME_MATTER
from data.models.case import Case
from data.profiles import kind
from data.visit import Visit

KIND = "duplicates"
DEFAULT: dict[str, Any] = {
    "within_m": 50, "hours": 24, "likeness": SAME_MATTER,
    "raises": [{"supporters": 3, "priority": 3}, {"supporters": 10, "priority": 2}],
}
"""Where a city has no profile of this kind."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What counts as the same matter, and from how many supporters on a case is at least how urgent."""

    within_m: float
    hours: float
    likeness: float
    """From which likeness of two texts on they may be about the same, where the class of one is not known."""
    raises: tuple[tuple[int, int], ...]
    """(supporters, priority)"""


def rules_in_force(visit: Visit) -> Rules:
    """Return the city's rules."""
    return read_rules(kind.body_of(visit, KIND)[0])


def read_rules(body: Mapping[str, Any]) -> Rules:
    """Return the rules of a body that was checked."""
    return Rules(within_m=float(body["within_m"]), hours=float(body["hours"]), likeness=float(body["likeness"]),
                 raises=tuple((one["supporters"], one["priority"]) for one in body.get("raises", ())))


def raise_priority(case: Case, rules: Rules) -> dict[str, int]:
    """Make a case as urgent as its supporters demand, and return what an event says of it; {} where nothing changed.

    It is never made less urgent: what many asked for stays so when some of them turn out to have meant something else.
    """
    wanted = min((priority for supporters, priority in rules.raises if case.supporters >= supporters),
                 default=case.priority)
    if wanted >= case.priority:
        return {}
    before, case.priority = case.priority, wanted
    return {"priority_before": before, "priority": wanted}
