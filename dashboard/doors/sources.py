"""Layers from outside for screens: which there are and how it stands with them, their shapes, their tiles.

Browsers ask here alone: neither a source's address nor its credential leaves the server. `GET /sources`,
`GET /sources/{name}/shapes`, `GET /sources/{name}/tiles/{z}/{x}/{y}?at=MOMENT`.
"""

from typing import Any

from fastapi import Request, Response

from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.parsing import Asked, iso
from dashboard.refusals import Refusal
from dashboard.shelf import accepts_gzip, pack_lightly
from dashboard.source_list import listed_to
from data import clock
from data.errors import NotFound
from data.people.sessions import Caller
from data.settings import zone_of
from data.sources import tiles
from data.sources.declared import Source
from data.sources.fetching import SourceFault
from data.sources.tiles import DEEPEST

NOTHING: frozenset[str] = frozenset()
LONGEST_KEEP_SECONDS = 300
RETRY_SECONDS = "15"
GEOJSON = "application/geo+json"


async def show_list(center: Center, request: Request) -> dict[str, Any]:
    """Answer the layers from outside that the caller may see, broken ones included."""
    Asked(request.scope["query_string"], NOTHING)
    return await center.run(_list, center, request.state.caller)


async def show_shapes(center: Center, request: Request) -> Response:
    """Answer a GeoJSON layer's collection; X-Layer-State says how it stands with its source."""
    Asked(request.scope["query_string"], NOTHING)
    source = _find(center, request)
    if source.is_picture():
        raise NotFound("layer_not_found", layer=source.name)
    zone = await center.run(_zone, center, request.state.caller)
    try:
        body, kept = await center.sources.shapes(source, zone)
    except SourceFault as fault:
        raise _unavailable(fault) from None
    headers = {"Vary": "Accept-Encoding", "Cache-Control": "no-store", "Content-Type": GEOJSON,
               "X-Layer-Good-At": iso(kept.good_at) or "", "X-Layer-Fault": kept.fault}
    if accepts_gzip(request.scope):
        packed = await center.run(pack_lightly, body)
        return Response(packed, headers={**headers, "Content-Encoding": "gzip"})
    return Response(body, headers=headers)


async def show_tile(center: Center, request: Request) -> Response:
    """Answer one tile of a picture layer; 204 where the source has none there."""
    at = Asked(request.scope["query_string"], frozenset({"at"})).moment("at")
    source = _find(center, request)
    if not source.is_picture() or (at is not None) != (source.time is not None):
        raise NotFound("layer_not_found", layer=source.name)
    spot = _spot(request)
    if not source.min_zoom <= spot[0] <= source.max_zoom:
        raise Refusal(422, "no_such_tile")
    if at is not None and not tiles.is_moment(source, at, clock.now()):
        raise Refusal(422, "bad_parameter", name="at", why="not one of the layer's moments")
    try:
        tile = await center.sources.tile(source, spot, at)
    except SourceFault as fault:
        raise _unavailable(fault) from None
    if not tile.body:
        return Response(status_code=204)
    keep = 0 if tile.is_old else min(source.refresh_seconds, LONGEST_KEEP_SECONDS)
    return Response(tile.body, media_type=tile.kind, headers={"Cache-Control": f"private, max-age={keep}"})


def _find(center: Center, request: Request) -> Source:
    source = center.sources.find(request.path_params["name"])
    request.state.caller.scope.require(source.permission)
    return source


def _spot(request: Request) -> tuple[int, int, int]:
    said = [request.path_params[name] for name in ("z", "x", "y")]
    if not all(one.isascii() and one.isdigit() and len(one) <= len(str(2**DEEPEST)) for one in said):
        raise Refusal(422, "no_such_tile")
    z, x, y = (int(one) for one in said)
    return z, x, y


def _unavailable(fault: SourceFault) -> Refusal:
    return Refusal(503, "layer_unavailable", {"Retry-After": RETRY_SECONDS}, why=fault.code)


def _zone(center: Center, caller: Caller) -> Any:
    with center.reading(caller) as visit:
        return zone_of(center.settings, visit.city.zone)


def _list(center: Center, caller: Caller) -> dict[str, Any]:
    with center.reading(caller) as visit:
        return {"at": iso(visit.now), "layers": listed_to(visit, center.sources.listed())}


DOOR = Door(name="sources", paths=(
    Path(template="/sources", method="GET", answer=show_list),
    Path(template="/sources/{name}/shapes", method="GET", answer=show_shapes),
    Path(template="/sources/{name}/tiles/{z}/{x}/{y}", method="GET", answer=show_tile),
))
