"""Boxes of longitude and latitude: the one condition by which a query finds what stands about a spot."""

from typing import Any

from sqlalchemy import ColumnElement, and_

Box = tuple[float, float, float, float]
"""West, south, east, north; WGS84 degrees."""


def stands_in(rows: Any, box: Box) -> ColumnElement[bool]:
    """Return the condition that rows with `lon` and `lat` stand in a box, its edges included.

    Every row has a latitude; SQLite must be told so again to take an index whose condition names it.
    """
    west, south, east, north = box
    return and_(rows.lat.is_not(None), rows.lat.between(south, north), rows.lon.between(west, east))
