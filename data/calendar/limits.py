"""Time limits: a whole number of one of the five units of the field (GB/T 30428.8 practice, standards §1.6)."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from data.errors import Invalid

MOST = 9_999
"""The largest amount: four digits, 27 years of days."""


class Unit(StrEnum):
    """What a limit is counted in; the values are the codes people write."""

    URGENT_HOUR = "UH"
    """紧急工作时: hours of the clock, through nights, weekends and holidays."""
    WORKING_HOUR = "WH"
    """工作时: hours of working time only."""
    URGENT_DAY = "UD"
    """紧急工作日: days of 24 hours, through weekends and holidays."""
    WORKING_DAY = "WD"
    """工作日: days that are worked; n of them end at the same clock time n working days later."""
    NATURAL_DAY = "ND"
    """自然日: days of 24 hours from the moment of the start, not until midnight of the last day: so a limit
    has one length whatever the hour a case comes in, and time left and pauses are measured in what it is."""


_CODES = "|".join(Unit)


@dataclass(frozen=True)
class Limit:
    """How long something may take. Raises Invalid("bad_limit") unless the amount lies in 1..MOST."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if not (1 <= self.amount <= MOST and isinstance(self.unit, Unit)):
            raise Invalid("bad_limit", value=str(self))

    def __str__(self) -> str:
        """Return the limit as it is written: "4WH"."""
        return f"{self.amount}{self.unit}"


@lru_cache(maxsize=1_024)
def read(text: str) -> Limit:
    """Return the limit that is written, such as "4WH" or "15WD". Raises Invalid("bad_limit") for anything else."""
    found = re.fullmatch(rf"([1-9][0-9]{{0,3}})({_CODES})", text)
    if found is None:
        raise Invalid("bad_limit", value=text)
    return Limit(int(found[1]), Unit(found[2]))
