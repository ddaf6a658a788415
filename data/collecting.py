"""Finding what stands one to a file: the named record of every module in a package."""

import importlib
import pkgutil
from collections.abc import Callable
from types import ModuleType
from typing import Any

from data.scope import PERMISSIONS


def collect(package: ModuleType, record: str) -> list[Any]:
    """Return the attribute `record` of every module of a package, by file name."""
    return [
        getattr(importlib.import_module(f"{package.__name__}.{module.name}"), record)
        for module in pkgutil.iter_modules(package.__path__)
    ]


def collect_shown(package: ModuleType, record: str, order: Callable[[Any], Any]) -> tuple[Any, ...]:
    """Return what stands one to a file and may be seen with a permission, in order.

    Raises ValueError when two records share a name, or one asks for a permission nobody knows.
    """
    found = sorted(collect(package, record), key=order)
    names = [one.name for one in found]
    if len(set(names)) != len(names):
        raise ValueError(f"two of {package.__name__} share a name: {sorted(names)}")
    for one in found:
        if one.permission not in PERMISSIONS:
            raise ValueError(f"{one.name} of {package.__name__} asks for the unknown permission {one.permission}")
    return tuple(found)
