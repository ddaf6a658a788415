"""Screens that are kept: `POST /snapshots` keeps one as it stands, `GET /snapshots/{id}` shows it, `GET /snapshots`
lists one's own, `POST /snapshots/{id}/withdraw` takes one away.

What is kept is the very answer that a screen of that moment gets (dashboard.screen). Whoever opens it is shown no more
of it than their own permissions let them see today.
"""

import gzip
from typing import Any
from urllib.parse import urlencode

import orjson
from fastapi import Request, Response

from dashboard import filters
from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.panel import discover
from dashboard.parsing import iso, read_json
from dashboard.refusals import Refusal
from dashboard.screen import answer_screen
from data import clock
from data.json_values import read_moment
from data.models.snapshot import Snapshot
from data.people.sessions import Caller
from data.snapshots import keeping
from data.visit import Visit

SURFACE = "desk"
ASKED = frozenset({"area", "norm", "shape", "t", "detail", *filters.KEYS})
"""What a screen may be asked for; a snapshot is of a whole area, so a map that was moved does not narrow it."""
LONGEST, LONGEST_ADDRESS = 4_000, 3_500
LEVEL = 6
"""Of gzip: a snapshot is packed once and read often."""


async def keep(center: Center, request: Request) -> dict[str, Any]:
    """Keep a screen: {"asked": {area, norm, …}, "address": "?…", "lasts", "audience"}; answer its address."""
    given = read_json(await request.body())
    if not isinstance(given, dict):
        raise Refusal(422, "not_an_object")
    keeping.require_sound(str(given.get("lasts")), str(given.get("audience")))
    asked, address = _asked(given), _address(given)
    return await center.run(_keep, center, request.state.caller, given, asked, address)


def _asked(given: dict[str, Any]) -> dict[str, Any]:
    """Return what the screen was asked for; whatever is missing is empty."""
    asked = given.get("asked")
    if not isinstance(asked, dict) or not set(asked) <= ASKED or not all(
            isinstance(one, str) and len(one) <= LONGEST and one.isprintable() for one in asked.values()):
        raise Refusal(422, "bad_parameter", name="asked", why=f"texts are needed of {', '.join(sorted(ASKED))}")
    return {**dict.fromkeys((*ASKED, "scene", "watch", "type", "cards"), ""), "box": None, **asked}


def _address(given: dict[str, Any]) -> str:
    address = given.get("address")
    if not isinstance(address, str) or not address.startswith("?") or len(address) > LONGEST_ADDRESS or not (
            address.isprintable() and address.isascii()):
        raise Refusal(422, "bad_parameter", name="address", why=f"? and at most {LONGEST_ADDRESS} signs are needed")
    return address


def _keep(center: Center, caller: Caller, given: dict[str, Any], asked: dict[str, Any], address: str) -> dict[str, Any]:
    asked["t"] = asked["t"] or iso(clock.now())
    body = orjson.loads(answer_screen(center, caller, SURFACE, asked))
    at = read_moment(str(body["past"]["at"] or ""))
    if at is None:
        raise Refusal(422, "bad_parameter", name="t", why="nothing can be shown of that moment")
    own = {panel.slot(SURFACE) for panel in discover() if panel.is_own}
    body["slots"] = {slot: tree for slot, tree in body["slots"].items() if slot not in own}
    with center.writing(caller) as visit:
        kept = keeping.keep(visit, keeping.Taken(
            area=str(body["stamp"]).split("|")[0], moment=at, address=address,
            body=gzip.compress(orjson.dumps(body), LEVEL), layout=center.edition(), lasts=str(given["lasts"]),
            audience=str(given["audience"])))
        return told(kept)


def told(kept: Snapshot) -> dict[str, Any]:
    """Return what a script needs of a snapshot: its address, of when, by whom, and until when it can be opened."""
    query = urlencode({"t": iso(kept.moment), "snap": kept.id})
    return {"id": kept.id, "address": f"/desk/overview{kept.address}&{query}", "at": iso(kept.moment),
            "by": kept.by_name, "made_at": iso(kept.made_at), "until": iso(kept.ends_at), "audience": kept.audience}


async def show(center: Center, request: Request) -> dict[str, Any]:
    """Answer a snapshot as a screen's answer, without what the caller may not see."""
    return await center.run(_show, center, request.state.caller, request.path_params["id"])


def _show(center: Center, caller: Caller, snapshot_id: str) -> dict[str, Any]:
    with center.reading(caller) as visit:
        kept = keeping.find(visit, snapshot_id)
        body = orjson.loads(gzip.decompress(kept.body))
        return {**as_seen(visit, body), "snapshot": told(kept)}


def as_seen(visit: Visit, body: dict[str, Any]) -> dict[str, Any]:
    """Return a kept answer without the panels and units that this visitor has no permission to see."""
    may_not = {panel.slot(SURFACE) for panel in discover() if panel.permission not in visit.scope.may}
    frame = body["frame"] if "units.view" in visit.scope.may else {**body["frame"], "units": []}
    return {**body, "frame": frame,
            "slots": {slot: tree for slot, tree in body["slots"].items() if slot not in may_not}}


async def list_own(center: Center, request: Request) -> dict[str, Any]:
    """Answer the caller's own snapshots, the newest first."""
    def listed() -> list[dict[str, Any]]:
        with center.reading(request.state.caller) as visit:
            return [told(kept) for kept in keeping.own(visit)]

    return {"snapshots": await center.run(listed)}


async def withdraw(center: Center, request: Request) -> Response:
    """Take a snapshot away for everybody."""
    def gone() -> None:
        with center.writing(request.state.caller) as visit:
            keeping.withdraw(visit, request.path_params["id"])

    await center.run(gone)
    return Response(status_code=204)


DOOR = Door(name="snapshots", paths=(
    Path(template="/snapshots", method="GET", answer=list_own),
    Path(template="/snapshots", method="POST", answer=keep),
    Path(template="/snapshots/{id}", method="GET", answer=show),
    Path(template="/snapshots/{id}/withdraw", method="POST", answer=withdraw),
))
