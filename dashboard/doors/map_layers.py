"""Map layers: allow-listed properties, cut to what the asker may see; as GeoJSON for everybody, as a mesh for our map.

What changes only with the map is answered for ever under its version `v`, made once and kept packed.
"""

from dataclasses import dataclass

from fastapi import Request, Response

from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.parsing import Asked
from dashboard.prepared import Key, Packed
from dashboard.refusals import Refusal
from dashboard.shapes import GEOJSON, MESH, encode, key_of
from dashboard.shelf import accepts_gzip, pack_lightly
from data.areas import queries
from data.errors import NotFound
from data.people.sessions import Caller
from data.visit import Visit
from layers.layer import Window

QUESTION = frozenset({"area", "bbox", "zoom", "level", "detail", "what", "v"})
FOR_EVER = "private, max-age=31536000, immutable"
DEEPEST_ZOOM = 24
GRIDS = "grids"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What was asked: a layer, an area ("" is the asker's home), a level, a box in WGS84 degrees, a map version.

    `what` is for layers that can show several things.
    """

    name: str
    kind: str
    area: str
    level: int | None
    finest: bool
    bbox: tuple[float, float, float, float] | None
    version: str
    what: str


async def show_layer(center: Center, request: Request) -> Response:
    """Answer a layer's features inside the area and the box as GeoJSON. `zoom` changes nothing: levels follow areas."""
    return await _answer(center, request, GEOJSON)


async def show_mesh(center: Center, request: Request) -> Response:
    """Answer the same features as a mesh, where the layer has one; the form may change with any release."""
    return await _answer(center, request, MESH)


async def _answer(center: Center, request: Request, kind: str) -> Response:
    caller, wish = request.state.caller, _read_wish(request, kind)
    key = await center.run(_key_of, center, caller, wish)
    body: bytes | Packed
    if key is None:
        body = await center.run(_encode, center, caller, wish)
    else:
        body = await center.run(center.prepared.find, key) or await center.prepared.once(
            key, lambda: center.run(_encode, center, caller, wish))
    headers = {"Vary": "Accept-Encoding", "Content-Type": kind, "Cache-Control": FOR_EVER if key else "no-store"}
    if accepts_gzip(request.scope):
        packed = await center.run(pack_lightly, body) if isinstance(body, bytes) else body.packed
        return Response(packed, headers={**headers, "Content-Encoding": "gzip"})
    return Response(body if isinstance(body, bytes) else await center.run(body.plain), headers=headers)


def _read_wish(request: Request, kind: str) -> Wish:
    asked = Asked(request.scope["query_string"], QUESTION)
    asked.number("zoom", 0, DEEPEST_ZOOM)
    detail = asked.text("detail", 16)
    if detail not in ("", GRIDS):
        raise Refusal(422, "bad_parameter", name="detail", why=f"known is {GRIDS}")
    return Wish(name=request.path_params["name"], kind=kind, area=asked.text("area", 32), finest=detail == GRIDS,
                level=asked.whole("level", None, 1, 9), bbox=asked.box("bbox"), version=asked.text("v", 64),
                what=asked.text("what", 40))


def _key_of(center: Center, caller: Caller, wish: Wish) -> Key | None:
    """Return what a lasting answer is kept under, None for one that does not last. Raises whatever the wish lacks."""
    layer = center.layers.find(wish.name)
    caller.scope.require(layer.permission)
    if wish.kind == MESH and not layer.mesh_properties:
        raise NotFound("layer_not_found", layer=wish.name)
    with center.reading(caller) as visit:
        window = _window(visit, wish)
        lasts = (layer.is_geometry_only and wish.version == visit.city.map_version and window.bbox is None
                 and not window.what)
        return key_of(visit, layer, window, wish.kind) if lasts else None


def _encode(center: Center, caller: Caller, wish: Wish) -> bytes:
    layer = center.layers.find(wish.name)
    with center.reading(caller) as visit:
        return encode(visit, layer, _window(visit, wish), wish.kind)


def _window(visit: Visit, wish: Wish) -> Window:
    area = wish.area or visit.scope.home(visit.city.code)
    queries.find(visit, area)
    if wish.level is not None and wish.level > visit.city.leaf_level():
        raise Refusal(422, "bad_parameter", name="level", why=f"this city has {visit.city.leaf_level()} levels")
    return Window(area=area, level=wish.level, finest=wish.finest, bbox=wish.bbox, what=wish.what)


DOOR = Door(name="map_layers", paths=(
    Path(template="/layers/{name}.geojson", method="GET", answer=show_layer),
    Path(template="/layers/{name}.mesh", method="GET", answer=show_mesh),
))
