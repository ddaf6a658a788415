"""The surfaces there are: what stands on each, and who may see it."""

from types import ModuleType

from dashboard.surfaces import desk, wall

SURFACES: dict[str, ModuleType] = {"wall": wall, "desk": desk}
MAY_SEE = {"wall": "wall.view", "desk": "desk.view"}
REFRESHED = "refreshed"
"""Suffix of the element that says which area, norm and moment a surface's panels were last painted for."""
