"""One lookup for every code there is: areas and their other names, blocks, cases, units, objects, organisations."""

from dataclasses import dataclass

from sqlalchemy import select

from data.areas import queries as areas
from data.models.area import Area
from data.models.case import Case
from data.models.ledger import Block, BlockGrid, Element
from data.models.unit import Unit
from data.visit import Visit

MOST = 20
LONGEST = 64


@dataclass(frozen=True, kw_only=True)
class Hit:
    """Something that a code or a name names: what it is, its code, its names, the area it lies in."""

    kind: str
    """area, block, case, unit, object, organisation"""
    code: str
    name: str
    name_en: str
    area_code: str


def look_up(visit: Visit, words: str) -> list[Hit]:
    """Return what a code or the beginning of a name names, exact codes first; only what the visitor may see."""
    wanted = words.strip()[:LONGEST]
    if not wanted or not wanted.isprintable():
        return []
    hits = [*_areas(visit, wanted), *_blocks(visit, wanted), *_cases(visit, wanted), *_units(visit, wanted),
            *_elements(visit, wanted)]
    hits.sort(key=lambda hit: (hit.code != wanted, hit.kind, hit.code))
    return hits[:MOST]


def _areas(visit: Visit, wanted: str) -> list[Hit]:
    code = areas.resolve(visit, wanted)
    found = visit.session.scalars(
        select(Area).where((Area.area_code == (code or wanted)) | Area.name.startswith(wanted, autoescape=True)
                           | Area.name_en.istartswith(wanted, autoescape=True)).order_by(Area.level, Area.area_code)
        .limit(MOST))
    return [Hit(kind="area", code=one.area_code, name=one.name, name_en=one.name_en, area_code=one.area_code)
            for one in found]


def _blocks(visit: Visit, wanted: str) -> list[Hit]:
    rows = visit.session.execute(
        select(Block.code, Block.name, Block.name_en, BlockGrid.area_code)
        .join(BlockGrid, (BlockGrid.overlay == Block.overlay) & (BlockGrid.block == Block.code))
        .where((Block.code == wanted) | Block.name.startswith(wanted, autoescape=True)).order_by(BlockGrid.area_code))
    first: dict[str, Hit] = {}
    for code, name, name_en, area in rows:
        first.setdefault(code, Hit(kind="block", code=code, name=name, name_en=name_en, area_code=area))
    return list(first.values())


def _cases(visit: Visit, wanted: str) -> list[Hit]:
    found = visit.session.scalars(select(Case).where(Case.case_no == wanted))
    return [Hit(kind="case", code=one.case_no, name=one.text[:60], name_en=one.text[:60], area_code=one.area_code)
            for one in found]


def _units(visit: Visit, wanted: str) -> list[Hit]:
    found = visit.session.scalars(
        select(Unit).where((Unit.id == wanted) | Unit.name.startswith(wanted, autoescape=True)).order_by(Unit.id)
        .limit(MOST))
    return [Hit(kind="unit", code=one.id, name=one.name, name_en=one.name_en, area_code=one.area_code)
            for one in found] if "units.view" in visit.scope.may else []


def _elements(visit: Visit, wanted: str) -> list[Hit]:
    if "ledger.view" not in visit.scope.may:
        return []
    found = visit.session.scalars(
        select(Element).where((Element.code == wanted) | Element.name.startswith(wanted, autoescape=True))
        .order_by(Element.code).limit(MOST))
    return [Hit(kind=one.kind, code=one.code, name=one.name, name_en=one.name_en, area_code=one.area_code)
            for one in found]
