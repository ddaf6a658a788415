"""`--make-grid`: squares as the finest level, where the deepest polygons have nothing below them."""

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from data import codes
from data.areas.nesting import in_reading_order
from data.areas.polygons import Shapes
from data.areas.squares import lay_squares
from data.errors import Invalid
from data.ingest.area_store import NewAreas, cover_city, write_areas
from data.ingest.city_row import add_level, find_or_make_city
from data.ingest.mapping import CityPlan, Level
from data.models.area import Area
from data.models.city import City

WORDS = {"zh-CN": {"grid": "网格"}, "en": {"grid": "Grid"}}
"""What the level of squares is called, whatever the plan calls its own finest level: they are not that."""
GRID = "grid"
LEAST_DIGITS = 3
WIDEST_DEGREES = 3.0
"""Points spread wider are no city: some have their coordinates swapped, or a sign lost."""
MARGIN_DEGREES = 0.002


def store_squares(session: Session, city: City, size_m: float) -> list[tuple[str, bytes]]:
    """Lay squares of `size_m` metres over the polygons that have no finer areas; return (code, WKB) of each.

    Cells are numbered west to east, north to south inside their parent. Where everything has its
    squares already none are made. Raises Invalid: nothing_to_grid, too_many_cells, no_code_left.
    """
    is_new = city.levels[-1]["key"] != GRID
    above = len(city.levels) if is_new else len(city.levels) - 1
    parents = _childless(session, above)
    if not parents and not is_new:
        return []
    if not parents:
        raise Invalid("nothing_to_grid", level=city.levels[above - 1]["key"])
    shapes = shapely.from_wkb(np.array([shape for _code, shape in parents], dtype=object))
    cells, owner = lay_squares(shapes, size_m)
    parent_codes = np.array([code for code, _shape in parents], dtype=object)
    if is_new:
        most = int(np.bincount(owner).max())
        width = city.width_of(above) + max(LEAST_DIGITS, len(str(most)))
        add_level(city, Level(key=GRID, zh=WORDS["zh-CN"]["grid"], en=WORDS["en"]["grid"], width=width))
    return write_areas(session, above + 1, _cells(city, cells, parent_codes[owner], above + 1))


def _childless(session: Session, level: int) -> list[tuple[str, bytes]]:
    with_children = select(Area.parent_code).where(Area.level == level + 1)
    rows = session.execute(
        select(Area.area_code, Area.geometry)
        .where(Area.level == level, Area.area_m2 > 0, Area.area_code.not_in(with_children)).order_by(Area.area_code)
    )
    return [(code, shape) for code, shape in rows]


def _cells(city: City, cells: Shapes, owners: np.ndarray, level: int) -> NewAreas:
    digits = city.width_of(level) - city.width_of(level - 1)
    order: list[int] = []
    made: list[str] = []
    for parent in sorted(set(owners)):
        mine = np.flatnonzero(owners == parent)
        order += mine[in_reading_order(cells[mine])].tolist()
        made += codes.next_codes(parent, (), len(mine), digits)
    names = city.levels[level - 1]
    tails = [str(int(code[-digits:])) for code in made]
    return NewAreas(
        codes=made, parents=owners[order].tolist(), names=[f"{names['zh']}{tail}" for tail in tails],
        names_en=[f"{names['en']} {tail}" for tail in tails], shares=np.ones(len(order)), shapes=cells[order],
        population=[None] * len(order), households=[None] * len(order),
    )


def city_around(session: Session, plan: CityPlan | None, lon: NDArray[np.float64],
                lat: NDArray[np.float64]) -> tuple[City, list[tuple[str, bytes]]]:
    """Make a city of the plan whose outline is the box around the points; return it with (code, WKB).

    For data that come without any polygon. Raises Invalid: no_city_plan, no_extent, extent_too_large.
    """
    there = ~np.isnan(lon)
    if not there.any():
        raise Invalid("no_extent")
    west, south, east, north = (lon[there].min(), lat[there].min(), lon[there].max(), lat[there].max())
    if east - west > WIDEST_DEGREES or north - south > WIDEST_DEGREES:
        raise Invalid("extent_too_large", bounds=f"{west:.4f} {south:.4f} {east:.4f} {north:.4f}")
    city = find_or_make_city(session, plan)
    outline = shapely.box(west, south, east, north).buffer(MARGIN_DEGREES, join_style="mitre")
    return city, cover_city(session, city, np.array([outline], dtype=object))
