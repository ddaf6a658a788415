"""`--make-grid`: squares as the finest level, where the deepest polygons have nothing below them."""

import numpy as np
import shapely
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data import codes
from data.areas.nesting import in_reading_order
from data.areas.polygons import Shapes
from data.areas.squares import lay_squares
from data.errors import Invalid
from data.ingest.area_store import NewAreas, write_areas
from data.ingest.city_row import add_level
from data.ingest.mapping import CityPlan, Level
from data.models.area import Area
from data.models.city import City

GRID = Level(key="grid", zh="Grid", en="Grid", width=0)
"""The level's names where the plan of the city has none; a mapping's own are better."""
LEAST_DIGITS = 3


def store_squares(session: Session, city: City, plan: CityPlan | None, size_m: float) -> list[tuple[str, bytes]]:
    """Lay squares of `size_m` metres over the polygons that have no finer areas; return (code, WKB) of each.

    Cells are numbered west to east, north to south inside their parent. Raises Invalid:
    nothing_to_grid, too_many_cells, no_code_left.
    """
    above, is_new = _level_above(city, plan)
    parents = _childless(session, above)
    if not parents:
        raise Invalid("nothing_to_grid", level=city.levels[above - 1]["key"])
    shapes = shapely.from_wkb(np.array([shape for _code, shape in parents], dtype=object))
    cells, owner = lay_squares(shapes, size_m)
    parent_codes = np.array([code for code, _shape in parents], dtype=object)
    if is_new:
        most = int(np.bincount(owner).max())
        add_level(city, _grid_level(city, plan, digits=max(LEAST_DIGITS, len(str(most)))))
    return write_areas(session, above + 1, _cells(city, cells, parent_codes[owner], above + 1))


def _level_above(city: City, plan: CityPlan | None) -> tuple[int, bool]:
    """Return the level whose polygons get squares, and whether the grid level is new."""
    last_key = plan.levels[-1].key if plan else GRID.key
    has_grid = len(city.levels) > 1 and city.levels[-1]["key"] in (last_key, GRID.key)
    return (len(city.levels) - 1, False) if has_grid else (len(city.levels), True)


def _grid_level(city: City, plan: CityPlan | None, digits: int) -> Level:
    named = plan.levels[-1] if plan else GRID
    return Level(key=named.key, zh=named.zh, en=named.en, width=int(city.levels[-1]["width"]) + digits)


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


def count_leaves(session: Session, city: City) -> int:
    """Return how many areas the finest level has."""
    return int(session.execute(select(func.count()).where(Area.level == city.leaf_level())).scalar_one())
