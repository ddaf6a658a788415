"""Lengths of time as people type them, in both languages: 3天, 8小时, 30分钟, 3d, 8h, 30min."""

import re
from datetime import timedelta

from dashboard.speech import LANGUAGES, shared_words

SPAN = re.compile(r"([0-9]{1,4})\s*(\D{1,10})")
UNITS = {"days": timedelta(days=1), "hours": timedelta(hours=1), "minutes": timedelta(minutes=1)}
LONGEST = timedelta(days=366)


def read_span(text: str) -> timedelta | None:
    """Return the length of time that the text says, None where it says none or more than a year."""
    found = SPAN.fullmatch(text.lower())
    if found is None:
        return None
    for unit, length in UNITS.items():
        if any(found[2] in str(shared_words(language)[f"lengths.{unit}"]).split() for language in LANGUAGES):
            whole = int(found[1]) * length
            return whole if timedelta() < whole <= LONGEST else None
    return None
