"""One message of a stream: an event or a list of events, read into reports; what cannot be read says why."""

from dataclasses import dataclass
from typing import Any

import orjson

from data.cases.event import MOST_EVENTS, REASONS, read_event
from data.cases.intake import Report
from data.ingest.streams.stream import Letter
from data.json_values import DEEPEST, is_deeper

LARGEST_BYTES = 512 * 1024
EXCERPT_CHARACTERS = 4_096
"""What is kept of a rejected message or event."""

FAULTS = {
    **REASONS,
    "unreadable_json": "the message must be JSON in UTF-8: one event, or a list of events",
    "too_deep": f"lists and objects may be nested {DEEPEST} deep",
    "too_large": f"a message has at most {LARGEST_BYTES} bytes",
    "batch_size": f"a list has 1 to {MOST_EVENTS} events",
    "not_storable": "the database refuses this message by itself, while it takes others",
}
"""What is said about a rejected message or event, by reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as it came in. With a `fault` it is rejected as a whole, and counts as one that was received."""

    letter: Letter
    """What it came as, without which it cannot be settled."""
    reports: tuple[Report, ...] = ()
    texts: tuple[str, ...] = ()
    """What is kept of each event where it is rejected; of the whole message where that has a fault."""
    fault: str = ""

    def received(self) -> int:
        """Return how many this message counts for."""
        return max(1, len(self.reports))


def read_message(letter: Letter) -> Message:
    """Return the message with a report for each of its events, or with its fault."""
    found, fault = _events_of(letter.payload)
    if fault:
        return Message(letter=letter, texts=(_excerpt(letter.payload),), fault=fault)
    return Message(letter=letter, reports=tuple(read_event(one) for one in found),
                   texts=tuple(_excerpt(orjson.dumps(one)) for one in found))


def _events_of(payload: bytes) -> tuple[list[Any], str]:
    """Return the events and "", or nothing and the reason why the message holds none."""
    if len(payload) > LARGEST_BYTES:
        return [], "too_large"
    try:
        value = orjson.loads(payload)
    except orjson.JSONDecodeError:
        return [], "unreadable_json"
    if is_deeper(value, DEEPEST):
        return [], "too_deep"
    events = value if isinstance(value, list) else [value]
    return (events, "") if 1 <= len(events) <= MOST_EVENTS else ([], "batch_size")


def _excerpt(payload: bytes) -> str:
    """Return the beginning as text; bytes that are none stand as U+FFFD."""
    return payload[:4 * EXCERPT_CHARACTERS].decode("utf-8", "replace")[:EXCERPT_CHARACTERS]
