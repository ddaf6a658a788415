"""Being at one's desk: `POST /presence` as the desk opens and while somebody works there.

Answers {"since": ISO 8601}: since when things are new to this person. Only for who leads; others are refused (403).
"""

import orjson
from fastapi import Request, Response

from dashboard.center import Center
from dashboard.door import Door, Path
from data.people import presence
from data.people.sessions import Caller


async def note(center: Center, request: Request) -> Response:
    """Answer since when things are new."""
    body = await center.run(_note, center, request.state.caller)
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})


def _note(center: Center, caller: Caller) -> bytes:
    with center.writing(caller) as visit:
        presence.note(visit)
        since, _ = presence.since(visit)
    return orjson.dumps({"since": since.isoformat(timespec="seconds")})


DOOR = Door(name="presence", paths=(Path(template="/presence", method="POST", answer=note),))
