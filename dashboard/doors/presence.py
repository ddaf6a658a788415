"""Being at one's desk: `POST /presence` as the desk opens and while somebody works there.

Answers {"since": ISO 8601}: since when things are new to this person. Only for who leads; others are refused (403).
"""

from typing import Any

from fastapi import Request

from dashboard.center import Center
from dashboard.door import Door, Path
from data.people import presence
from data.people.sessions import Caller


async def note(center: Center, request: Request) -> dict[str, Any]:
    """Answer since when things are new."""
    return await center.run(_note, center, request.state.caller)


def _note(center: Center, caller: Caller) -> dict[str, Any]:
    with center.writing(caller) as visit:
        presence.note(visit)
        since, _ = presence.since(visit)
    return {"since": since.isoformat(timespec="seconds")}


DOOR = Door(name="presence", paths=(Path(template="/presence", method="POST", answer=note),))
