"""Stock for programs: what depots have, and movements in; for every row whether it was stored, known, or why not.

`GET /api/v1/stock?area=&kind=`, `POST /api/v1/stock`. Answered after the commit; a refused row leaves the others alone.
"""

from typing import Any

from fastapi import Request

from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.parsing import Asked, iso, read_rows
from dashboard.told_rows import id_of
from dashboard.wiring import refused_in_words, sentence, words_for
from data.people.sessions import Caller
from data.stock import looking, taking
from data.stock.looking import Level
from data.stock.taking import MOST_ROWS

QUESTION = frozenset({"area", "kind"})


async def list_stock(center: Center, request: Request) -> dict[str, Any]:
    """Answer what the depots of an area have."""
    asked = Asked(request.scope["query_string"], QUESTION)
    return await center.run(listed, center, request.state.caller, asked.text("area", 32), asked.text("kind", 32))


def listed(center: Center, caller: Caller, area: str, kind: str) -> dict[str, Any]:
    """Return it, of all areas that this caller sees where none is named."""
    with center.reading(caller) as visit:
        found = looking.levels(visit, area or visit.city.code, kind=kind)
        return {"at": iso(visit.now), "items": [level_body(one) for one in found]}


def level_body(one: Level) -> dict[str, Any]:
    """Return one level; `free` is what is on hand and has not expired."""
    return {
        "depot": str(one.depot.id), "name": one.depot.name, "name_en": one.depot.name_en, "area": one.depot.area_code,
        "lon": one.depot.lon, "lat": one.depot.lat, "kind": one.material.code, "unit": one.material.unit_en,
        "on_hand": one.on_hand, "expired": one.expired, "free": one.free, "low_at": one.low_at, "state": one.state,
        "next_expiry": one.next_day or None, "as_of": iso(one.as_of),
    }


async def post_stock(center: Center, request: Request) -> dict[str, Any]:
    """Carry the movements out and answer what became of each."""
    return await center.run(take, center, request.state.caller, read_rows(await request.body(), MOST_ROWS))


def take(center: Center, caller: Caller, rows: list[Any]) -> dict[str, Any]:
    """Return what is answered: every row stands in exactly one of the three lists."""
    with center.writing(caller) as visit, refused_in_words(visit):
        outcome, t = taking.take(visit, rows), words_for(visit)
        return {
            "received": len(rows), "stored": [id_of(rows[i], "key") for i in outcome.stored],
            "duplicate": [id_of(rows[i], "key") for i in outcome.duplicate],
            "rejected": [{"index": i, "key": id_of(rows[i], "key"), "code": error.code, "message": sentence(t, error)}
                         for i, error in outcome.rejected]}


DOOR = Door(name="stock", paths=(
    Path(template="/api/v1/stock", method="GET", answer=list_stock),
    Path(template="/api/v1/stock", method="POST", answer=post_stock),
))
