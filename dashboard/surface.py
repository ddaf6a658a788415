"""The surfaces there are: what stands on each, and who may see it."""

from types import ModuleType

from dashboard.page import discover
from dashboard.surfaces import desk, office, wall

SURFACES: dict[str, ModuleType] = {"wall": wall, "desk": desk, "office": office}
MAY_SEE = {"wall": "wall.view", "desk": "desk.view", "office": "desk.view"}
PAGE_PATH = "/desk/"
VIEWS = ("overview", "area", "case")
"""Views of the map's desk: the whole, an area's work, one case; other names are pages of the office."""


def of_path(path: str) -> tuple[str, str]:
    """Return (surface, view) of an address: a page of the desk stands in the office, what is none is the map's desk.

    The view of a wall is ""; that of the map's desk is one of VIEWS, the overview where the address names none.
    """
    if path.startswith("/wall/"):
        return "wall", ""
    name = path.removeprefix(PAGE_PATH)
    if any(page.name == name for page in discover()):
        return "office", name
    return "desk", name if name in VIEWS else VIEWS[0]


def is_strange(path: str) -> bool:
    """Does an address of the desk name a view that there is not?"""
    name = path.removeprefix(PAGE_PATH) if path.startswith(PAGE_PATH) else ""
    return bool(name) and name not in VIEWS and of_path(path)[0] == "desk"


REFRESHED = "refreshed"
"""Suffix of the element that says which area, norm and moment a surface's panels were last painted for."""
