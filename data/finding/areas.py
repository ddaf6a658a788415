"""Areas by name, code, or the id that a source knows them by."""

from sqlalchemy import or_, select

from data.finding.spelling import MOST_READ, among, is_spelling
from data.finding.typed import closeness, holds
from data.models.area import Area, AreaAlias
from data.storage.prefix import begins_with
from data.visit import Visit

CODE_FROM = 4
NAMES = Area.name, Area.name_en


def find(visit: Visit, text: str, limit: int) -> list[Area]:
    """Return the areas named or coded so: the same name first, then those that begin so; the largest first."""
    found = _coded(visit, text, limit) or list(visit.session.scalars(
        select(Area).where(holds(NAMES, text))
        .order_by(closeness(NAMES, text), Area.level, Area.area_code).limit(limit)))
    return found + _spelled(visit, text, limit - len(found), {one.area_code for one in found})


def _spelled(visit: Visit, text: str, limit: int, known: set[str]) -> list[Area]:
    """Return more areas, by how their names are spelled; grids, which are many and called by numbers, are left out."""
    if limit <= 0 or not is_spelling(text):
        return []
    named = visit.session.execute(select(Area.area_code, Area.name).where(Area.level < visit.city.leaf_level())
                                  .order_by(Area.level, Area.area_code).limit(MOST_READ))
    codes = among(((code, name) for code, name in named if code not in known), text, limit)
    if not codes:
        return []
    found = visit.session.scalars(select(Area).where(Area.area_code.in_(codes)))
    return sorted(found, key=lambda one: codes.index(one.area_code))


def _coded(visit: Visit, text: str, limit: int) -> list[Area]:
    if len(text) < CODE_FROM or not text.isascii() or " " in text:
        return []
    aliases = select(AreaAlias.code).where(AreaAlias.alias == text)
    return list(visit.session.scalars(
        select(Area).where(or_(begins_with(Area.area_code, text), Area.area_code.in_(aliases)))
        .order_by(Area.level, Area.area_code).limit(limit)))
