"""What a door is: one frozen record that says which paths it answers. Doors are found by scanning `dashboard/doors`."""

import importlib
import pkgutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from dashboard import doors
from dashboard.center import Center

Handler = Callable[[Center, Any], Awaitable[Any]]
"""(center, request) -> response"""


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
    names = [f"{doors.__name__}.{module.name}" for module in pkgutil.iter_modules(doors.__path__)]
    found = [importlib.import_module(name).DOOR for name in names]
    answered = [(path.template, path.method) for door in found for path in door.paths]
    if len(set(answered)) != len(answered):
        raise ValueError(f"two doors answer the same path: {sorted(answered)}")
    return tuple(sorted(found, key=lambda door: door.name))
