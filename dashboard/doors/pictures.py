"""Pictures: `POST /pictures` takes one in, `GET /pictures/{sha256}` shows it to whoever sees its case."""

import re
from typing import Any

from fastapi import Request, Response

from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.refusals import Refusal
from data.errors import NotFound
from data.people.sessions import Caller
from data.pictures import prepare, store
from data.pictures.prepare import Prepared

SHA256 = re.compile("[0-9a-f]{64}")
KEEP = "private, max-age=31536000, immutable"


async def take_picture(center: Center, request: Request) -> dict[str, Any]:
    """Take a picture in and answer its name and size; the same picture has the same name for ever."""
    if not request.headers.get("content-type", "").lower().startswith("image/"):
        raise Refusal(415, "picture_kind")
    kept = await center.run(_keep, center, request.state.caller, await request.body())
    return {"sha256": kept.sha256, "width": kept.width, "height": kept.height}


async def show_picture(center: Center, request: Request) -> Response:
    """Answer the picture, which never changes under its name."""
    sha = request.path_params["sha256"]
    if not SHA256.fullmatch(sha):
        raise NotFound("picture_not_found")
    body = await center.run(_show, center, request.state.caller, sha)
    return Response(body, media_type="image/jpeg", headers={"Cache-Control": KEEP})


def _keep(center: Center, caller: Caller, raw: bytes) -> Prepared:
    picture = prepare.prepare(raw)  # before the database is held for writing
    with center.writing(caller) as visit:
        return store.keep(visit, picture)


def _show(center: Center, caller: Caller, sha: str) -> bytes:
    with center.reading(caller) as visit:
        return store.body_of(visit, sha)


DOOR = Door(name="pictures", paths=(
    Path(template="/pictures", method="POST", answer=take_picture),
    Path(template="/pictures/{sha256}", method="GET", answer=show_picture),
))
