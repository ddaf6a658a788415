"""When the next report is due, by a rule that is said: the more urgent, the sooner; what changes is told at once."""

from datetime import timedelta

from dashboard.briefing.content import Number, Sentence
from dashboard.briefing.sentences import say
from dashboard.speech import Words
from data.visit import Visit

EVERY = {1: 30, 2: 60, 3: 120, 4: 240}
"""Minutes between two reports by priority; a warning's level counts as one: red is 1."""
HOUR = timedelta(hours=1)
UNITS = (("minutes", HOUR / 60, 3 * HOUR), ("hours", HOUR, 72 * HOUR))
"""Name, length, and the span from which on the next is used."""


def next_report(visit: Visit, t: Words, priority: int) -> Sentence:
    """Return when the next report is due and by which rule."""
    minutes = EVERY[priority]
    return say(t, "flash.next", time=t.when(visit.now + timedelta(minutes=minutes), visit.now),
               n=Number(text=t.number(minutes), value=minutes, figure="flash_every"))


def span_number(t: Words, span: timedelta, figure: str) -> tuple[Number, str]:
    """Return a length of time as a number and its unit: minutes below 3 hours, hours below 3 days, else days."""
    unit, length = next(((unit, length) for unit, length, most in UNITS if span < most), ("days", 24 * HOUR))
    value = int(span / length)
    return Number(text=t.number(value), value=value, figure=figure), t(f"flash.{unit}")


def with_unit(t: Words, span: timedelta, figure: str) -> Number:
    """Return the same as one number that reads with its unit, for a sentence."""
    number, unit = span_number(t, span, figure)
    return number.model_copy(update={"text": f"{number.text} {unit}"})
