"""Map layers as GeoJSON: allow-listed properties, cut to what the asker may see.

A layer that changes only with the map is answered for ever under its version `v`, packed once and
kept. The key of what is kept holds the asker's areas, so nobody is handed what was cut for others.
"""

import hashlib
from dataclasses import dataclass

from fastapi import Request, Response

from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.parsing import Asked
from dashboard.refusals import Refusal
from dashboard.shelf import Stored, accepts_gzip, pack
from data.areas import queries
from data.people.sessions import Caller
from data.visit import Visit
from layers import geojson
from layers.layer import Layer, Window

QUESTION = frozenset({"area", "bbox", "zoom", "level", "v"})
KIND = b"application/geo+json"
FOR_EVER = "private, max-age=31536000, immutable"
DEEPEST_ZOOM = 24


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What was asked: a layer, an area ("" is the asker's home), a level, a box in WGS84 degrees, a map version."""

    name: str
    area: str
    level: int | None
    bbox: tuple[float, float, float, float] | None
    version: str


async def show_layer(center: Center, request: Request) -> Response:
    """Answer a layer's features inside the area and the box. `zoom` changes nothing: levels follow areas."""
    asked = Asked(request.scope["query_string"], QUESTION)
    asked.number("zoom", 0, DEEPEST_ZOOM)
    wish = Wish(name=request.path_params["name"], area=asked.text("area", 32), bbox=asked.box("bbox"),
                level=asked.whole("level", None, 1, 9), version=asked.text("v", 64))
    body, is_lasting = await center.run(_encoded, center, request.state.caller, wish)
    headers = {"Vary": "Accept-Encoding", "Content-Type": KIND.decode()}
    headers["Cache-Control"] = FOR_EVER if is_lasting else "no-store"
    if body.packed is not None and accepts_gzip(request.scope):
        return Response(body.packed, headers={**headers, "Content-Encoding": "gzip"})
    return Response(body.plain, headers=headers)


def _encoded(center: Center, caller: Caller, wish: Wish) -> tuple[Stored, bool]:
    layer = center.layers.find(wish.name)
    caller.scope.require(layer.permission)
    with center.reading(caller) as visit:
        window = _window(visit, wish)
        is_lasting = layer.is_geometry_only and wish.version == visit.city.map_version
        if not is_lasting or window.bbox is not None:
            return _pack(visit, layer, window), is_lasting
        key = (layer.name, window.area, window.level, visit.city.map_version, tuple(sorted(caller.scope.areas)))
        found = center.layer_shelf.find(key)
        if found is None:
            found = _pack(visit, layer, window)
            center.layer_shelf.put(key, found)
        return found, True


def _window(visit: Visit, wish: Wish) -> Window:
    area = wish.area or visit.scope.home(visit.city.code)
    queries.find(visit, area)
    if wish.level is not None and wish.level > visit.city.leaf_level():
        raise Refusal(422, "bad_parameter", name="level", why=f"this city has {visit.city.leaf_level()} levels")
    return Window(area=area, level=wish.level, bbox=wish.bbox)


def _pack(visit: Visit, layer: Layer, window: Window) -> Stored:
    frame = layer.features(visit, window)
    if window.bbox is not None:
        west, south, east, north = window.bbox
        frame = frame.cx[west:east, south:north]
    body = geojson.encode(frame, layer.properties)
    return pack(KIND, body, hashlib.blake2b(body, digest_size=12).hexdigest())


DOOR = Door(name="map_layers", paths=(Path(template="/layers/{name}.geojson", method="GET", answer=show_layer),))
