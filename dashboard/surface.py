"""The surfaces there are: what stands on each, and who may see it."""

from types import ModuleType

from dashboard.page import discover
from dashboard.surfaces import desk, office, wall

SURFACES: dict[str, ModuleType] = {"wall": wall, "desk": desk, "office": office}
MAY_SEE = {"wall": "wall.view", "desk": "desk.view", "office": "desk.view"}
PAGE_PATH = "/desk/"


def of_path(path: str) -> tuple[str, str]:
    """Return (surface, page) of an address: a page of the desk stands in the office, what is none is the map's desk."""
    if path.startswith("/wall/"):
        return "wall", ""
    name = path.removeprefix(PAGE_PATH)
    return ("office", name) if any(page.name == name for page in discover()) else ("desk", "")


REFRESHED = "refreshed"
"""Suffix of the element that says which area, norm and moment a surface's panels were last painted for."""
