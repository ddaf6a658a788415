"""Cases and places that came before finer areas did: moved into them as soon as those are there."""

from typing import Any

import numpy as np
from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from data.areas.locate import build_index
from data.models.case import Case
from data.models.city import City
from data.models.unit import Place


def place_again(session: Session, city: City) -> int:
    """Give every located case and place that lies in a larger area only its finest one; return how many moved."""
    index = build_index(session, city.leaf_level())
    moved = 0
    for model, located in ((Case, Case.placed == "point"), (Place, Place.id > 0)):
        rows = session.execute(
            select(model.id, model.area_code, model.lon, model.lat)
            .where(func.length(model.area_code) < city.width_of(city.leaf_level()), located)
        ).all()
        if rows:
            codes = index.locate_many(np.array([row[2] for row in rows]), np.array([row[3] for row in rows]))
            moved += _move(session, model, [{"row": row[0], "code": code} for row, code in zip(rows, codes, strict=True)
                                            if code is not None and code != row[1]])
    return moved


def _move(session: Session, model: Any, moves: list[dict[str, Any]]) -> int:
    if moves:
        session.connection().execute(
            update(model).where(model.id == bindparam("row")).values(area_code=bindparam("code")), moves)
    return len(moves)
