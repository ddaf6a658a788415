"""What a figure is: its definition, and one value of it with all that is needed to believe it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

SMALL_SAMPLE = 20
"""A rate or a median of fewer cases is said to be one; nobody is ranked by it."""


@dataclass(frozen=True, kw_only=True)
class Definition:
    """One figure of the dictionary. Conditions are keys of data.figures.conditions; several must all hold.

    What every figure of cases leaves out besides its `exclusions`: cases that were voided or merged into another.
    """

    name: str
    kind: str
    """count; rate (numerator by denominator); median and p90 (of `span`); weighted (of other figures); told (its own
    rule counts it)"""
    unit: str
    """cases, percent, hours, minutes, units, points"""
    window: str = "period"
    """period: cases received in it, as they stand; now; today; week (closed in 7 days); day (received in 24 h)"""
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    """For a count: nothing. For a median: what a case must be besides having both moments."""
    exclusions: tuple[str, ...] = ()
    """Any one of these leaves a case out, and the figure says how many it left out."""
    span: str = ""
    """A key of data.figures.spans.SPANS."""
    owner: str = "dispatch_centre"
    source: str = "case_register"
    good_when: str = ""
    """high, low, or nothing for volumes"""

    @property
    def is_sampled(self) -> bool:
        """Does the figure need a sample to say anything: is it a rate or a median?"""
        return self.kind in ("rate", "median", "p90", "weighted")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number with what it needs to be believed. `value` None means there is nothing to count from."""

    name: str
    value: float | None
    unit: str
    """That of its definition."""
    as_of: datetime
    before: float | None = None
    """The comparison's value in the same unit; None where there is none."""
    numerator: int | None = None
    sample: int | None = None
    """The denominator, for rates and medians."""
    left_out: int = 0
    """How many cases the exclusions kept out of the denominator, or out of the count."""
    good_when: str = ""
    """"low" or "high": which direction is better; empty for volumes."""
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def definition(self) -> str:
        """The id of the definition: the words hold its sentence."""
        return f"figure.{self.name}"

    @property
    def is_small(self) -> bool:
        """Is there something, but of fewer than SMALL_SAMPLE cases?"""
        return self.sample is not None and 0 < self.sample < SMALL_SAMPLE


def is_enough(value: float | None, sample: int | None) -> bool:
    """Is there a value of a sample that can be compared? Without a sample any value is one."""
    return value is not None and (sample is None or sample >= SMALL_SAMPLE)


def share(numerator: int, denominator: int) -> float | None:
    """Return the percentage; None of nothing."""
    return 100 * numerator / denominator if denominator else None
