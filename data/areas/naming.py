"""Names of many areas at once, each with the one around it, so that a list of cases costs one question."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from data.models.area import Area
from data.visit import Visit

INSIDE = " › "
OUTERMOST = 2
"""A city's own name is on every screen already."""


def places(visit: Visit, codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return {area code: (Chinese, English) names of the area around it and of itself}, of those the visitor sees."""
    widths = [visit.city.width_of(level) for level in range(OUTERMOST, visit.city.leaf_level() + 1)]
    paths = {code: [code[:width] for width in widths if width <= len(code)] or [code] for code in codes}
    rows = visit.session.execute(
        select(Area.area_code, Area.name, Area.name_en)
        .where(Area.area_code.in_({one for path in paths.values() for one in path})))
    names = {code: (name, name_en or name) for code, name, name_en in rows}
    return {code: _joined([names[one] for one in path if one in names][-2:]) for code, path in paths.items()}


def said(names: Sequence[str]) -> str:
    """Return areas from the outermost inward as one place; one whose name the next bears already is not said twice."""
    return INSIDE.join(name for name, inner in zip(names, [*names, ""][1:], strict=True) if not inner.startswith(name))


def street(address: str, areas: Iterable[Area]) -> str:
    """Return an address without the areas from the outermost inward that it begins with: these are said before it."""
    for area in areas:
        address = address.removeprefix(area.name)
    return address


def _joined(shown: list[tuple[str, str]]) -> tuple[str, str]:
    return said([zh for zh, _ in shown]), said([en for _, en in shown])
