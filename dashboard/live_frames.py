"""The frames of the live feed: what each says, encoded once as JSON text. Moments are epoch seconds."""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
import websockets.frames

from data.models.change import Change

Values = Mapping[str, tuple[int, int, int, int]]
"""{area code: (open, overdue, urgent, received today)}; an area with nothing to count is absent."""
NOTHING = (0, 0, 0, 0)


@dataclass(frozen=True)
class Frame:
    """One frame, ready to send: the same object goes to everybody who gets it."""

    kind: str
    text: str
    size: int
    """Bytes of the text."""

    @functools.cached_property
    def wire(self) -> bytes:
        """The bytes as a server's socket sends them, made once for all who get them."""
        return websockets.frames.Frame(websockets.frames.Opcode.TEXT, self.text.encode()).serialize(mask=False)


def encode(kind: str, /, **fields: Any) -> Frame:
    """Return the frame of a kind with its fields."""
    data = orjson.dumps({"type": kind, **fields})
    return Frame(kind, data.decode(), len(data))


def seconds(moment: datetime) -> float:
    """Return epoch seconds to the millisecond."""
    return round(moment.timestamp(), 3)


def ping(now: datetime, seq: int) -> Frame:
    """Return the sign of life: everything up to `seq` that concerns the receiver was sent before it."""
    return encode("ping", at=seconds(now), seq=seq)


def refused(area: str, error: str) -> Frame:
    """Return the answer to a wish for an area that cannot be had; what was shown goes on."""
    return encode("refused", code=area, error=error)


def unit_item(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a unit for the wire: `kind` says "unit" like in every item, `unit_kind` what sort of unit."""
    return {**body, "kind": "unit", "unit_kind": body.get("kind", "")}


def items_of(lines: Iterable[Change], *, units: bool) -> list[dict[str, Any]]:
    """Return what screens draw for these changes: the latest state of each thing, in the order of the log.

    Units are left out for those who may not see them.
    """
    latest: dict[tuple[str, str], dict[str, Any]] = {}
    for line in lines:
        if line.kind == "unit" and not units:
            continue
        latest.pop((line.kind, line.key), None)
        latest[line.kind, line.key] = unit_item(line.body) if line.kind == "unit" else {**line.body, "kind": line.kind}
    return list(latest.values())


def differing(new: Values, old: Values) -> dict[str, tuple[int, int, int, int]]:
    """Return the new figures of those areas whose figures are not the same in both."""
    return {code: new.get(code, NOTHING) for code in sorted({*new, *old})
            if new.get(code, NOTHING) != old.get(code, NOTHING)}
