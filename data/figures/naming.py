"""What the groups of an evaluation table are called, in both languages."""

from sqlalchemy import select

from data.areas import queries as areas
from data.models.area import Area
from data.models.case import Department
from data.models.unit import Unit
from data.visit import Visit

Names = dict[str, tuple[str, str]]
"""Key of a line -> (Chinese name, English name)."""


def names_of(visit: Visit, by: str, prefix: str) -> Names:
    """Return the names of every group of a table; kinds of units are words of the program and are not here."""
    if by == "area":
        level = min(visit.city.level_of(prefix) + 1, visit.city.leaf_level())
        return {area.area_code: (area.name, area.name_en) for area in areas.inside(visit, prefix, level)}
    if by == "department":
        return {one.code: (one.name, one.name_en) for one in visit.session.scalars(select(Department))}
    if by == "unit":
        return {code: (name, name_en) for code, name, name_en in visit.session.execute(
            select(Unit.id, Unit.name, Unit.name_en))}
    return {}


def area_names(visit: Visit, codes: list[str]) -> Names:
    """Return the names of these areas as far as the visitor may see them."""
    return {code: (name, name_en) for code, name, name_en in visit.session.execute(
        select(Area.area_code, Area.name, Area.name_en).where(Area.area_code.in_(set(codes))))}
