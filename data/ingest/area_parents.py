"""Which parent each imported area belongs to: by overlap, by its code's prefix or by its parent's id."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.areas.nesting import largest_parents
from data.areas.polygons import Shapes
from data.errors import Invalid
from data.ingest.area_rows import AreaRows
from data.ingest.batch import Batch
from data.ingest.mapping import AreasMapping
from data.models.area import Area, AreaAlias
from data.models.city import City

FAR_DEGREES = 1.0
"""A new district farther than this from the city is not this city's."""


@dataclass(frozen=True, kw_only=True)
class Placing:
    """Where each row of the batch goes: its parent's code ("" without one) and the share that lies in it."""

    parents: NDArray[np.object_]
    shares: NDArray[np.float64]


def find_parents(session: Session, mapping: AreasMapping, rows: AreaRows, batch: Batch, *, city: City,
                 level: int) -> Placing:
    """Return where each row goes; rows without a parent are judged. Raises Invalid("outside_the_city")."""
    placing = Placing(parents=np.full(len(rows.ids), "", dtype=object), shares=np.ones(len(rows.ids)))
    if level == 1:
        return placing
    if mapping.parent.by != "overlap":
        _place_by_key(session, mapping, rows, placing, city=city, level=level)
        batch.judge(placing.parents == "", "unknown_parent")
    elif level == 2:
        placing.parents[:] = city.code
        if city.map_version and rows.shapes is not None:
            batch.judge(_far_from(city, rows.shapes), "outside_every_area")
    else:
        _place_by_overlap(session, rows, batch, level, placing)
    if (batch.verdicts == "outside_every_area").sum() == len(batch.verdicts):
        box = " ".join(f"{edge:.4f}" for edge in shapely.total_bounds(rows.shapes))
        raise Invalid("outside_the_city", file=batch.files[0].name, bounds=box,
                      city=f"{city.west:.4f} {city.south:.4f} {city.east:.4f} {city.north:.4f}")
    return placing


def _far_from(city: City, shapes: Shapes) -> NDArray[np.bool_]:
    around = shapely.box(city.west, city.south, city.east, city.north).buffer(FAR_DEGREES)
    return np.asarray(~shapely.intersects(shapes, around))


def _place_by_key(session: Session, mapping: AreasMapping, rows: AreaRows, placing: Placing, *, city: City,
                  level: int) -> None:
    """The parent is the code's own prefix, or a column holds the parent's id in a source."""
    above = set(session.scalars(select(Area.area_code).where(Area.level == level - 1)))
    if level == 2:
        above.add(city.code)
    width = city.width_of(level - 1)
    if mapping.parent.by == "code":
        placing.parents[:] = [code[:width] if code[:width] in above else "" for code in rows.codes]
        return
    source = mapping.parent.source or mapping.head.source
    rows_of_source = session.execute(select(AreaAlias.alias, AreaAlias.code).where(AreaAlias.source == source))
    named = {alias: code for alias, code in rows_of_source}
    placing.parents[:] = [key if key in above else named.get(key, "") for key in rows.parent_keys]
    placing.parents[[parent not in above for parent in placing.parents]] = ""


def _place_by_overlap(session: Session, rows: AreaRows, batch: Batch, level: int, placing: Placing) -> None:
    above = session.execute(
        select(Area.area_code, Area.geometry).where(Area.level == level - 1).order_by(Area.area_code)
    ).all()
    fresh = batch.open_rows()
    if rows.shapes is None or not len(fresh):
        return
    parents = shapely.from_wkb(np.array([shape for _code, shape in above], dtype=object))
    index, share = largest_parents(rows.shapes[fresh], parents)
    held = index >= 0
    found = np.array([code for code, _shape in above], dtype=object)
    placing.parents[fresh[held]] = found[index[held]]
    placing.shares[fresh] = share
    batch.judge(placing.parents == "", "outside_every_area")
