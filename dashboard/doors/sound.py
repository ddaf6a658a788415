"""Muting, which is always on record: `POST /sound` {"where": "desk" or "walls", "muted": true or false}.

Answers {"until"} in epoch seconds; 0: not muted. Walls are muted for all, a desk by whoever sits there.
"""

from typing import Any

from fastapi import Request

from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.parsing import read_json
from dashboard.refusals import Refusal
from data.alarms import muting
from data.people.sessions import Caller

FIELDS = {"where", "muted"}
WHERE = ("desk", "walls")


async def mute(center: Center, request: Request) -> dict[str, Any]:
    """Mute or unmute and answer what holds then."""
    said = read_json(await request.body())
    if not isinstance(said, dict):
        raise Refusal(422, "not_an_object")
    if unknown := set(said) - FIELDS:
        raise Refusal(422, "unknown_field", field=str(min(unknown))[:40])
    if said.get("where") not in WHERE or not isinstance(said.get("muted"), bool):
        raise Refusal(422, "bad_parameter", name="where, muted", why="desk or walls, true or false")
    return await center.run(_mute, center, request.state.caller, said["where"], said["muted"])


def _mute(center: Center, caller: Caller, where: str, muted: bool) -> dict[str, Any]:
    with center.writing(caller) as visit:
        if where == "walls":
            return muting.mute_walls(visit, muted=muted)
        muting.note_desk(visit, muted=muted)
        return {"until": round((visit.now + muting.LASTS).timestamp()) if muted else 0}


DOOR = Door(name="sound", paths=(Path(template="/sound", method="POST", answer=mute),))
