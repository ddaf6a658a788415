"""What a door is: one frozen record that says which paths it answers. Doors are found by scanning `dashboard/doors`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from dashboard import doors
from dashboard.center import Center
from data.collecting import collect

Handler = Callable[[Center, Any], Awaitable[Any]]
"""(center, request) -> a response of its own, or what is said as JSON and kept by nobody"""


@dataclass(frozen=True, kw_only=True)
class Path:
    """One path and method, and the function that answers it."""

    template: str
    method: str
    answer: Handler


@dataclass(frozen=True, kw_only=True)
class Door:
    """One outside protocol."""

    name: str
    paths: tuple[Path, ...]


def discover() -> tuple[Door, ...]:
    """Return every door by name. Raises ValueError when two answer the same path and method."""
    found: list[Door] = collect(doors, "DOOR")
    answered = [(path.template, path.method) for door in found for path in door.paths]
    if len(set(answered)) != len(answered):
        raise ValueError(f"two doors answer the same path: {sorted(answered)}")
    return tuple(sorted(found, key=lambda door: door.name))
