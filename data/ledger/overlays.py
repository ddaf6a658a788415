"""Block grids (块状网格): a department's own division, each block a union of base grids (全科基础网格).

There is one base grid for all. A block that cuts one is refused, with the list of cut grids and how much of
each lies inside: otherwise two departments would count the same street twice and neither the next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import shapely
from pyproj import Geod
from shapely import Geometry
from sqlalchemy import delete, select

from data.errors import Conflict, Invalid, NotFound
from data.models.area import Area
from data.models.case import Department
from data.models.ledger import Block, BlockGrid, Overlay
from data.storage.bulk import insert_rows
from data.storage.prefix import begins_with
from data.visit import Visit

WHOLE, NONE = 0.99, 0.01
"""A grid lies in a block from 99 % of its area on and outside it up to 1 %: borders drawn twice differ by a metre."""
GEOD = Geod(ellps="WGS84")
MOST_BLOCKS = 2_000
NAMED_CUTS = 50
"""So many cut grids are named in a refusal; the number of all is said."""


@dataclass(frozen=True, kw_only=True)
class NewBlock:
    """One block to be laid: by codes of areas (a community stands for all of its grids), or by a polygon in WGS84."""

    code: str
    name: str
    name_en: str = ""
    areas: tuple[str, ...] = ()
    polygon: Geometry | None = None


@dataclass(frozen=True, kw_only=True)
class Cut:
    """A base grid that a block would cut: how many square metres of it lie inside the block, and outside."""

    grid: str
    block: str
    inside_m2: float
    outside_m2: float


def lay(visit: Visit, code: str, name: str, blocks: Sequence[NewBlock], *, name_en: str = "",
        department: str = "") -> Overlay:
    """Lay an overlay, or lay it anew; return it. All of it or nothing.

    Raises NotAllowed, NotFound for an unknown department or area, Invalid for a block without grids, twice,
    or a grid in two blocks ("overlay_overlaps"), Conflict("overlay_cuts") with the cut grids.
    """
    visit.scope.require("overlays.edit")
    _require_names(visit, code, name, blocks, department)
    grids_of = _grids_of(visit, blocks)
    _require_apart(grids_of)
    shapes = _shapes(visit, [grid for grids in grids_of.values() for grid in grids])
    _take_away(visit, code)
    overlay = Overlay(code=code, name=name, name_en=name_en, department=department or None, made_by=visit.scope.name,
                      made_at=visit.now)
    visit.session.add(overlay)
    visit.session.flush()
    insert_rows(visit.session, Block, [
        {"overlay": code, "code": block.code, "name": block.name, "name_en": block.name_en,
         "geometry": shapely.to_wkb(shapely.union_all([shapes[grid] for grid in grids_of[block.code]]))}
        for block in blocks])
    insert_rows(visit.session, BlockGrid, [{"overlay": code, "area_code": grid, "block": block}
                                           for block, grids in grids_of.items() for grid in grids])
    return overlay


def _require_names(visit: Visit, code: str, name: str, blocks: Sequence[NewBlock], department: str) -> None:
    if not code or not name or len(code) > 32 or not code.isprintable():
        raise Invalid("overlay_nameless")
    if not blocks or len(blocks) > MOST_BLOCKS:
        raise Invalid("overlay_blocks", limit=MOST_BLOCKS)
    codes = [block.code for block in blocks]
    twice = next((one for one in codes if codes.count(one) > 1 or not one), None)
    if twice is not None:
        raise Invalid("block_twice", block=twice)
    if department and visit.session.get(Department, department) is None:
        raise NotFound("department_not_found", department=department)


def _grids_of(visit: Visit, blocks: Sequence[NewBlock]) -> dict[str, list[str]]:
    drawn = [block for block in blocks if block.polygon is not None]
    found = _inside(visit, drawn) if drawn else {}
    for block in blocks:
        if block.polygon is None:
            found[block.code] = sorted({grid for code in block.areas for grid in _grids_in(visit, code)})
        if not found[block.code]:
            raise Invalid("block_empty", block=block.code)
    return found


def _grids_in(visit: Visit, code: str) -> list[str]:
    grids = list(visit.session.scalars(select(Area.area_code).where(
        Area.level == visit.city.leaf_level(), begins_with(Area.area_code, code))))
    if not grids or not visit.city.level_of(code):
        raise NotFound("area_not_found", area=code)
    return grids


def _inside(visit: Visit, blocks: Sequence[NewBlock]) -> dict[str, list[str]]:
    """Return the grids that lie in each drawn block. Raises Invalid("broken_block"), Conflict("overlay_cuts")."""
    every = _base_grids(visit)
    codes, shapes = list(every), shapely.from_wkb(list(every.values()))
    tree = shapely.STRtree(shapes)
    found: dict[str, list[str]] = {}
    cuts: list[Cut] = []
    for block in blocks:
        polygon = block.polygon
        if polygon is None or polygon.is_empty or not polygon.is_valid:
            raise Invalid("broken_block", block=block.code)
        shapely.prepare(polygon)
        found[block.code] = []
        for number in sorted(tree.query(polygon, predicate="intersects").tolist()):
            share = polygon.intersection(shapes[number]).area / shapes[number].area
            if share >= WHOLE:
                found[block.code].append(codes[number])
            elif share > NONE:
                whole = area_m2(shapes[number])
                cuts.append(Cut(grid=codes[number], block=block.code, inside_m2=whole * share,
                                outside_m2=whole * (1 - share)))
    if cuts:
        raise Conflict("overlay_cuts", n=len(cuts), cuts=[
            f"{cut.grid} ({cut.block}: {cut.inside_m2:,.0f} / {cut.outside_m2:,.0f} m²)" for cut in cuts[:NAMED_CUTS]])
    return found


def area_m2(shape: Geometry) -> float:
    """Return the geodesic area of a WGS84 polygon in square metres."""
    return abs(float(GEOD.geometry_area_perimeter(shape)[0]))


def _require_apart(grids_of: Mapping[str, list[str]]) -> None:
    holder: dict[str, str] = {}
    for block, grids in grids_of.items():
        for grid in grids:
            if grid in holder:
                raise Invalid("overlay_overlaps", grid=grid, first=holder[grid], second=block)
            holder[grid] = block


def _shapes(visit: Visit, grids: Sequence[str]) -> dict[str, Geometry]:
    every = _base_grids(visit)
    return {code: shapely.from_wkb(every[code]) for code in grids}


def _base_grids(visit: Visit) -> dict[str, bytes]:
    rows = visit.session.execute(
        select(Area.area_code, Area.geometry).where(Area.level == visit.city.leaf_level()))
    return {code: wkb for code, wkb in rows}


def _take_away(visit: Visit, code: str) -> None:
    for rows in (BlockGrid, Block):
        visit.session.execute(delete(rows).where(rows.overlay == code))
    visit.session.execute(delete(Overlay).where(Overlay.code == code))


def remove(visit: Visit, code: str) -> None:
    """Take an overlay away; the base grids stay. Raises NotAllowed, NotFound("overlay_not_found")."""
    visit.scope.require("overlays.edit")
    if visit.session.get(Overlay, code) is None:
        raise NotFound("overlay_not_found", overlay=code)
    _take_away(visit, code)


def overlays(visit: Visit) -> list[Overlay]:
    """Return every overlay by code."""
    return list(visit.session.scalars(select(Overlay).order_by(Overlay.code)))


def blocks_of(visit: Visit, overlay: str) -> list[tuple[Block, list[str]]]:
    """Return the blocks of an overlay, each with those of its base grids that the visitor may see; none without."""
    grids: dict[str, list[str]] = {}
    rows = select(BlockGrid.block, BlockGrid.area_code).where(BlockGrid.overlay == overlay)
    for block, grid in visit.session.execute(rows.order_by(BlockGrid.area_code)):
        grids.setdefault(block, []).append(grid)
    found = visit.session.scalars(select(Block).where(Block.overlay == overlay).order_by(Block.code))
    return [(block, grids[block.code]) for block in found if block.code in grids]


def blocks_at(visit: Visit, grid: str) -> list[tuple[Overlay, Block]]:
    """Return the block of each overlay that a base grid belongs to."""
    rows = visit.session.execute(
        select(Overlay, Block).join(Block, Block.overlay == Overlay.code)
        .join(BlockGrid, (BlockGrid.overlay == Block.overlay) & (BlockGrid.block == Block.code))
        .where(BlockGrid.area_code == grid).order_by(Overlay.code))
    return [(overlay, block) for overlay, block in rows]
