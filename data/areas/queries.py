"""Reading areas: one, its ancestors, its children, and how deep a screen can draw it."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, select

from data.errors import NotFound
from data.models.area import Area, AreaAlias
from data.storage.prefix import begins_with
from data.visit import Visit

MOST_DRAWN = 3_000
"""A screen draws the finest level that has at most this many polygons inside the chosen area."""


def find(visit: Visit, code: str) -> Area:
    """Return the area. Raises NotFound, also for one outside the visitor's scope."""
    area = visit.session.scalars(select(Area).where(Area.area_code == code)).one_or_none()
    if area is None:
        raise NotFound("area_not_found", area=code)
    return area


def inside(visit: Visit, prefix: str, level: int) -> list[Area]:
    """Return the areas of a level inside an area (itself, when it is of that level), by code; no geometry."""
    return list(
        visit.session.scalars(
            select(Area)
            .where(Area.level == level, begins_with(Area.area_code, prefix))
            .order_by(Area.area_code)
        )
    )


def path_to(visit: Visit, code: str) -> list[Area]:
    """Return the area's ancestors, outermost first, then itself; those outside the scope are left out."""
    codes = [code[: level["width"]] for level in visit.city.levels if level["width"] <= len(code)]
    return list(visit.session.scalars(select(Area).where(Area.area_code.in_(codes)).order_by(Area.level)))


def along(visit: Visit, codes: set[str]) -> dict[str, Area]:
    """Return {code: area} of many areas and all their ancestors at once; those outside the scope are left out."""
    widths = [level["width"] for level in visit.city.levels]
    wanted = sorted({code[:width] for code in codes for width in widths if width <= len(code)})
    return {area.area_code: area for area in visit.session.scalars(select(Area).where(Area.area_code.in_(wanted)))}


def count_by_level(visit: Visit, prefix: str) -> dict[int, int]:
    """Return {level: how many areas} inside an area."""
    return _counted(visit, prefix)


def _counted(visit: Visit, prefix: str, *conditions: ColumnElement[bool]) -> dict[int, int]:
    rows = visit.session.execute(
        select(Area.level, func.count())
        .where(begins_with(Area.area_code, prefix), *conditions)
        .group_by(Area.level)
    )
    return {level: count for level, count in rows}


def display_level(visit: Visit, prefix: str, *, finest: bool = False) -> int:
    """Return the finest level a screen can draw inside an area: at most MOST_DRAWN polygons.

    Areas known only by name and code have no polygon and are not counted. The whole city is drawn
    no finer than tells something: its `breaks["detail"]`, chosen once. With `finest` every polygon is
    drawn, however many there are.
    """
    counts = _counted(visit, prefix, Area.area_m2 > 0)
    if finest:
        return max(counts, default=visit.city.level_of(prefix))
    limit = (
        visit.city.breaks.get("detail", visit.city.leaf_level())
        if prefix == visit.city.code
        else visit.city.leaf_level()
    )
    drawable = [level for level, count in counts.items() if count <= MOST_DRAWN and level <= limit]
    return max(drawable, default=visit.city.level_of(prefix))


def name_of(area: Area, language: str) -> str:
    """Return the area's name in a language."""
    return area.name_en if language == "en" and area.name_en else area.name


def names_of(visit: Visit, codes: Iterable[str]) -> dict[str, str]:
    """Return {code: name in the visit's language} of those areas that may be seen."""
    found = visit.session.scalars(select(Area).where(Area.area_code.in_(list(codes))))
    return {area.area_code: name_of(area, visit.language) for area in found}


def resolve(visit: Visit, code_or_alias: str) -> str | None:
    """Return the code that a code or a source's own id names, None where neither is known."""
    known = visit.session.scalars(select(Area.area_code).where(Area.area_code == code_or_alias)).first()
    return (
        known
        or visit.session.scalars(
            select(AreaAlias.code).where(AreaAlias.alias == code_or_alias).order_by(AreaAlias.source)
        ).first()
    )
