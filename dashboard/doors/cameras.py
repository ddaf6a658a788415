"""Looking through a camera: leave is asked for with a case or a reason and noted; pictures and streams come through us.

`POST /cameras/{id}/leave`, then `GET /cameras/{id}/picture`, or `/cameras/{id}/stream.m3u8` and what its playlist
names (`/cameras/{id}/part`), each with the proof as `leave`. Nothing is kept.
"""

import functools
import hmac
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from fastapi import Request, Response

from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.parsing import Asked, read_json
from dashboard.refusals import Refusal
from dashboard.wiring import refused_in_words
from data.cameras import leave, playlist
from data.cameras.leave import Leave
from data.cameras.register import Camera
from data.errors import NotFound
from data.people.sessions import Caller
from data.sources import tiles
from data.sources.fetching import Fetched, SourceFault

PROOF = frozenset({"leave"})
PART = frozenset({"leave", "at", "sign"})
FIELDS = frozenset({"case", "reason"})
PLAYLISTS = ("application/vnd.apple.mpegurl", "application/x-mpegurl", "audio/mpegurl", "audio/x-mpegurl", "text/plain",
             "application/octet-stream")
PARTS = ("video/", "audio/", "application/octet-stream", "binary/octet-stream", "application/mp4", "text/vtt",
         *PLAYLISTS[:4])
LARGEST_PICTURE, LARGEST_PART = 8 * 1024 * 1024, 24 * 1024 * 1024
M3U8 = "application/vnd.apple.mpegurl"
LONGEST_ADDRESS = 2_000
Signer = Callable[[str], str]
NOT_KEPT = {"Cache-Control": "no-store"}


async def give_leave(center: Center, request: Request) -> dict[str, Any]:
    """Answer with leave to look, and with what must stand beside the picture."""
    said = read_json(await request.body())
    if not isinstance(said, dict) or not all(isinstance(one, str) for one in said.values()):
        raise Refusal(422, "not_an_object")
    for name in said.keys() - FIELDS:
        raise Refusal(422, "unknown_field", field=name[:40])
    return await center.run(_leave, center, request.state.caller, request.path_params["id"], said)


def _leave(center: Center, caller: Caller, camera_id: str, said: Mapping[str, str]) -> dict[str, Any]:
    with center.writing(caller) as visit, refused_in_words(visit):
        found = leave.ask(visit, _key(center), camera_id, case_no=said.get("case", ""), reason=said.get("reason", ""))
        return _told(found, is_english=visit.language == "en")


def _told(found: Leave, *, is_english: bool) -> dict[str, Any]:
    camera = found.camera
    path = "picture" if camera.kind == "picture" else "stream.m3u8"
    return {
        "id": camera.id, "kind": camera.kind, "name": (is_english and camera.name_en) or camera.name,
        "owner": camera.owner, "purpose": camera.purpose, "retention": camera.retention,
        "refresh_seconds": camera.refresh_seconds, "seconds": found.seconds,
        "source": f"/cameras/{camera.id}/{path}?{urlencode({'leave': found.proof})}",
    }


async def show_picture(center: Center, request: Request) -> Response:
    """Answer the camera's picture of now; X-Taken-At is what its server says of its age."""
    camera, _ = await _admitted(center, request, Asked(request.scope["query_string"], PROOF))
    if camera.kind != "picture":
        raise NotFound("camera_not_found", camera=camera.id)
    found = await _fetched(center, camera, camera.url, ("image/",), LARGEST_PICTURE)
    kind = tiles.picture_kind(found.body)
    if not kind:
        raise _unavailable(SourceFault("wrong_kind"))
    return Response(found.body, media_type=kind, headers={**NOT_KEPT, "X-Taken-At": found.modified})


async def show_stream(center: Center, request: Request) -> Response:
    """Answer the camera's playlist, every address in it one of ours."""
    asked = Asked(request.scope["query_string"], PROOF)
    camera, signed = await _admitted(center, request, asked)
    if camera.kind != "hls":
        raise NotFound("camera_not_found", camera=camera.id)
    found = await _fetched(center, camera, camera.url, PLAYLISTS, playlist.LARGEST)
    return _playlist(camera.url, found.body, functools.partial(_part_of, camera, asked.text("leave"), signed))


async def show_part(center: Center, request: Request) -> Response:
    """Answer a part that a playlist named, and nothing else of the camera's server."""
    asked = Asked(request.scope["query_string"], PART)
    camera, signed = await _admitted(center, request, asked)
    spot = asked.text("at", LONGEST_ADDRESS)
    if not hmac.compare_digest(asked.text("sign").encode(), signed(spot).encode()):
        raise Refusal(403, "leave_ended")
    whole = urlsplit(camera.url)
    url = f"{whole.scheme}://{whole.netloc}{spot}"
    found = await _fetched(center, camera, url, PARTS, LARGEST_PART)
    if found.body.lstrip(b"\xef\xbb\xbf").startswith(playlist.BEGINS.encode()):
        return _playlist(url, found.body, functools.partial(_part_of, camera, asked.text("leave"), signed))
    return Response(found.body, media_type=found.kind, headers=NOT_KEPT)


async def _admitted(center: Center, request: Request, asked: Asked) -> tuple[Camera, Signer]:
    """Return the camera, and what signs the addresses of its parts. Raises NotAllowed, NotFound."""
    return await center.run(_admit, center, request.state.caller, request.path_params["id"], asked.text("leave"))


def _admit(center: Center, caller: Caller, camera_id: str, proof: str) -> tuple[Camera, Signer]:
    key = _key(center)
    with center.reading(caller) as visit:
        camera = leave.require(visit, key, camera_id, proof)
    return camera, lambda spot: leave.seal(key, f"{proof}|{spot}")


def _key(center: Center) -> bytes:
    assert center.database.keys is not None
    return leave.key_of(center.database.keys)


def _part_of(camera: Camera, proof: str, signed: Signer, url: str) -> str:
    """Return our address of a part; of the camera's own it holds path and parameters, not the host."""
    parts = urlsplit(url)
    spot = parts.path + (f"?{parts.query}" if parts.query else "")
    return f"/cameras/{camera.id}/part?{urlencode({'leave': proof, 'at': spot, 'sign': signed(spot)})}"


def _playlist(url: str, body: bytes, ours: Signer) -> Response:
    try:
        text = playlist.rewrite(body.decode("utf-8", "replace"), url, ours)
    except SourceFault as fault:
        raise _unavailable(fault) from None
    return Response(text, media_type=M3U8, headers=NOT_KEPT)


async def _fetched(center: Center, camera: Camera, url: str, kinds: tuple[str, ...], most: int) -> Fetched:
    try:
        return await center.sources.look(camera, url, kinds, most)
    except SourceFault as fault:
        raise _unavailable(fault) from None


def _unavailable(fault: SourceFault) -> Refusal:
    return Refusal(503, "camera_unavailable", {"Retry-After": "5"}, why=fault.code)


DOOR = Door(name="cameras", paths=(
    Path(template="/cameras/{id}/leave", method="POST", answer=give_leave),
    Path(template="/cameras/{id}/picture", method="GET", answer=show_picture),
    Path(template="/cameras/{id}/stream.m3u8", method="GET", answer=show_stream),
    Path(template="/cameras/{id}/part", method="GET", answer=show_part),
))
