"""What a map layer is: one frozen record that says what it shows, to whom, and how."""

from collections.abc import Callable
from dataclasses import dataclass, field

import geopandas as gpd

from data.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Window:
    """What part of the city is asked for: an area, a level of areas, a box in WGS84 degrees."""

    area: str
    level: int | None = None
    finest: bool = False
    """Without a level: every grid, however many, instead of the finest level that a screen draws with ease."""
    bbox: tuple[float, float, float, float] | None = None
    what: str = ""
    """What of several things a layer can show, where it can."""


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One layer. Only the listed `properties` of its features leave the server."""

    name: str
    order: int
    permission: str
    features: Callable[[Visit, Window], gpd.GeoDataFrame]
    properties: tuple[str, ...]
    words: dict[str, dict[str, str]]
    is_geometry_only: bool = False
    """True where the answer changes only with the city's map version: it may be cached for ever under it."""
    mesh_properties: tuple[str, ...] = ()
    """Some of `properties`, for polygons that share edges: what goes along when they are answered as a mesh."""
    tags: frozenset[str] = field(default_factory=frozenset)
