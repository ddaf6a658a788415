"""The map as components; assets/map.js drives it. The only place that knows dash_leaflet."""

import dash_leaflet as dl
from dash import html
from dash.development.base_component import Component

from data.models.city import City

HANDLERS = "yiping.map"
"""Where assets/map.js keeps the functions named below."""


def _function(name: str) -> dict[str, str]:
    return {"variable": f"{HANDLERS}.{name}"}


def city_map(city: City, *, tiles: str, is_wall: bool) -> Component:
    """Return the map with its backdrop; areas, cases and units are drawn by the script."""
    layers = [
        dl.Pane(name="tiles", style={"zIndex": 200}, children=dl.TileLayer(url=tiles)) if tiles else None,
        dl.Pane(
            name="backdrop",
            style={"zIndex": 405, "pointerEvents": "none"},
            children=dl.GeoJSON(
                id="backdrop-layer",
                style=_function("backdropStyle"),
                interactive=False,
                hideout={"n": 0},
                disableDefaultEventHandlers=True,
            ),
        ),
    ]
    south_west, north_east = (city.south, city.west), (city.north, city.east)
    return dl.Map(
        [layer for layer in layers if layer is not None],
        id="map",
        preferCanvas=True,
        zoomControl=False,
        attributionControl=False,
        bounds=[south_west, north_east],
        zoomSnap=0 if is_wall else 0.25,  # a wall's city is as large as its frame, to the pixel
        zoomDelta=0.5,
        wheelPxPerZoomLevel=120,
        minZoom=3,
        maxZoom=19,
        zoomAnimation=not is_wall,
        fadeAnimation=False,
        markerZoomAnimation=not is_wall,
        className="city-map",
        trackViewport=False,
    )


def overlay(element_id: str, class_name: str, children: object = None) -> Component:
    """Return a box that lies over the map and is filled by the script or holds the children."""
    return html.Div(children, id=element_id, className=f"map-overlay {class_name}")
