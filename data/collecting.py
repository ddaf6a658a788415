"""Finding what stands one to a file: the named record of every module in a package."""

import importlib
import pkgutil
from collections.abc import Iterable
from types import ModuleType
from typing import Any

from data.scope import PERMISSIONS


def collect(package: ModuleType, record: str) -> list[Any]:
    """Return the attribute `record` of every module of a package, by file name."""
    return [
        getattr(importlib.import_module(f"{package.__name__}.{module.name}"), record)
        for module in pkgutil.iter_modules(package.__path__)
    ]


def require_sound(kind: str, found: Iterable[Any]) -> None:
    """Raise ValueError when two records share a name, or one asks for a permission nobody knows."""
    listed = list(found)
    names = [one.name for one in listed]
    if len(set(names)) != len(names):
        raise ValueError(f"two {kind}s share a name: {sorted(names)}")
    for one in listed:
        if one.permission not in PERMISSIONS:
            raise ValueError(f"{kind} {one.name} asks for the unknown permission {one.permission}")
