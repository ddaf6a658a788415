"""Who speaks: by which way a report came, under which id it was sent, and what is known of whoever said it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.scope import Scope

CHANNELS = ("desk", "hotline", "phone", "patrol", "api")
"""The ways by which people's reports come in; what sensors and files send has its own."""
WAITS = ("desk", "hotline", "phone")
"""Ways by which somebody reported who waits for an answer, also where nothing is known of them. Whoever patrols
knows; a program knows by asking."""
SPEAKS_FOR_ITSELF = ("phone", "patrol")
"""Ways by which the one who sends a report is the one who saw it, unless they name somebody else."""
OF_A_PART = "split"
"""The source of a case that is a part of another: nobody reported it, whatever its channel."""
LONGEST = {"name": 80, "phone": 40}
SOURCE_LENGTH, ID_LENGTH = 64, 128


@dataclass(frozen=True, kw_only=True)
class Voice:
    """One report of one reporter. `report_id` is the sender's own and names it for ever."""

    report_id: str
    channel: str = "phone"
    reporter: dict[str, str] | None = None
    """{"name", "phone"} of somebody else for whom the sender speaks."""

    def is_own(self) -> bool:
        """Does the sender speak for themselves?"""
        return self.reporter is None and self.channel in SPEAKS_FOR_ITSELF


def source_of(scope: Scope) -> str:
    """Return the source under which what this person or program reports is stored."""
    source = f"person:{scope.person or scope.name}"
    if len(source) <= SOURCE_LENGTH:
        return source
    return f"person:{hashlib.sha256(source.encode()).hexdigest()[:SOURCE_LENGTH - len('person:')]}"


def read_voice(value: Any) -> Voice:
    """Return the voice of a JSON object. Raises ValueError with what is wanted."""
    if not isinstance(value, dict) or set(value) - {"report_id", "channel", "reporter"}:
        raise ValueError("an object with report_id, channel, reporter")
    return Voice(report_id=read_id(value.get("report_id")), channel=read_channel(value.get("channel") or "phone"),
                 reporter=read_reporter(value.get("reporter")))


def read_id(value: Any) -> str:
    """Return a sender's own id of a report. Raises ValueError."""
    if not isinstance(value, str) or not 0 < len(value.strip()) <= ID_LENGTH or not value.isprintable():
        raise ValueError(f"text of 1 to {ID_LENGTH} characters")
    return value.strip()


def read_channel(value: Any) -> str:
    """Return a way by which people's reports come in. Raises ValueError."""
    if value not in CHANNELS:
        raise ValueError(f"one of {', '.join(CHANNELS)}")
    return str(value)


def read_reporter(value: Any) -> dict[str, str] | None:
    """Return what is known of a reporter, None where nothing is. Raises ValueError."""
    if value is None:
        return None
    if not isinstance(value, Mapping) or set(value) - set(LONGEST) or not all(map(_is_sound, value.items())):
        raise ValueError("an object with name and phone, of at most 80 and 40 characters")
    kept = {name: text.strip() for name, text in value.items() if text and text.strip()}
    return kept or None


def _is_sound(item: tuple[str, Any]) -> bool:
    name, text = item
    return text is None or (isinstance(text, str) and len(text) <= LONGEST[name] and (not text or text.isprintable()))
