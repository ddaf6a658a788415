"""What is being made of briefings: `POST /brief-jobs` {"brief", "format"} has a file made, {"kind", "area"} a briefing
of each area directly inside one (202); `GET /brief-jobs` lists what the caller asked for, or may cancel, `GET
/brief-jobs/{id}` is one of it, `POST /brief-jobs/{id}/cancel` takes it out of the queue or ends its drawing.

Who may release briefings of its area sees and cancels what others asked for. Whoever may see it no more, or never
could, is told that there is none. A file that was made is fetched as ever, `GET /brief/{id}/{format}`.
"""

from functools import partial
from typing import Any

import orjson
from fastapi import Request, Response

from dashboard.briefing import making
from dashboard.briefing.archive import names_inside
from dashboard.briefing.board import ACTIVE, Entry, may_see
from dashboard.briefing.orders import make_each, make_file, open_one
from dashboard.briefing.press import MOST_WAITING
from dashboard.briefing.rendered import formats
from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.parsing import iso, read_object
from dashboard.refusals import Refusal
from dashboard.wiring import said_in_words
from data.areas import queries
from data.briefings import keeping
from data.errors import Busy, Conflict
from data.people.sessions import Caller

LONGEST = 64
JSON = "application/json"
FIELDS = ({"brief", "format"}, {"kind", "area"})
MOST_TOLD = 20


async def start(center: Center, request: Request) -> Response:
    """Have something made and answer what there is to know of it."""
    given = read_object(await request.body())
    if set(given) not in FIELDS or not all(isinstance(one, str) and len(one) <= LONGEST for one in given.values()):
        raise Refusal(422, "bad_parameter", name="body", why='{"brief", "format"} or {"kind", "area"} is needed')
    caller = request.state.caller
    with said_in_words(caller.language):
        if "brief" in given:
            entry = await _start_file(center, caller, given["brief"], given["format"])
        else:
            base = str(request.base_url).rstrip("/")
            entry = await _start_each(center, caller, given["kind"], given["area"], base)
    return Response(orjson.dumps(await center.run(_told, center, entry)), status_code=202, media_type=JSON,
                    headers={"Location": f"/brief-jobs/{entry.id}"})


async def _start_file(center: Center, caller: Caller, briefing_id: str, name: str) -> Entry:
    form = formats.find(name)
    opened = await center.run(open_one, center, caller, briefing_id)
    brief = opened.brief
    entry, is_new = await center.run(partial(
        _entry, center, caller, area=brief.area, brief=brief.id, title=brief.title, format=form.name))
    if is_new:
        center.press.go_on(make_file(center, caller, opened, form, entry), entry)
    return entry


async def _start_each(center: Center, caller: Caller, kind: str, area: str, base: str) -> Entry:
    areas, code = await center.run(_areas, center, caller, kind, area)
    entry, is_new = await center.run(partial(_entry, center, caller, area=code, kind=kind))
    if is_new:
        center.press.go_on(make_each(center, caller, areas, base, entry), entry)
    return entry


def _areas(center: Center, caller: Caller, kind: str, area: str) -> tuple[dict[str, str], str]:
    """Return the names of the areas directly inside one by their codes, and its own code.

    Raises Invalid: "brief_kind_unknown", "brief_no_areas"; NotAllowed, NotFound, Busy("too_many_briefings").
    """
    with center.reading(caller) as visit:
        making.find(visit, kind)
        code = queries.find(visit, area or visit.scope.home(visit.city.code)).area_code
        keeping.require_may_make(visit, code)
        return names_inside(visit, code), code


def _entry(center: Center, caller: Caller, area: str, **what: str) -> tuple[Entry, bool]:
    """Return the entry of what the caller asks for, and whether it is new: asked for twice, it is made once.

    Raises Busy("briefings_wait"), Conflict("brief_each_running").
    """
    board, person = center.press.board, str(caller.scope.person)
    active = [one for one in board.entries() if one.state in ACTIVE]
    for one in active:
        if one.person == person and one.area == area and all(getattr(one, name) == what[name] for name in what):
            return one, False
    if len(active) >= MOST_WAITING:
        raise Busy("briefings_wait")
    if "kind" in what and any(one.kind for one in active):
        raise Conflict("brief_each_running")
    return board.put(person=person, name=caller.scope.name, area=area, **what), True


async def list_them(center: Center, request: Request) -> dict[str, Any]:
    """Answer what the caller asked for or may cancel, the newest first."""
    def listed() -> list[dict[str, Any]]:
        entries = center.press.board.entries()
        return [_as_told(one, entries) for one in reversed(entries)
                if may_see(request.state.caller.scope, one)][:MOST_TOLD]

    return {"jobs": await center.run(listed)}


async def show(center: Center, request: Request) -> dict[str, Any]:
    """Answer one."""
    def shown() -> dict[str, Any]:
        entries = center.press.board.entries()
        return _as_told(_find(entries, request.state.caller, request.path_params["id"]), entries)

    return await center.run(shown)


async def cancel(center: Center, request: Request) -> dict[str, Any]:
    """Cancel one and answer it; one that is over stays as it is."""
    def cancelled() -> dict[str, Any]:
        entry = _find(center.press.board.entries(), request.state.caller, request.path_params["id"])
        if entry.state in ACTIVE:
            center.press.board.stop(entry)
        return _told(center, entry)

    return await center.run(cancelled)


def _find(entries: list[Entry], caller: Caller, entry_id: str) -> Entry:
    """Return one of the entries. Raises Refusal(404) also for one that is not for them."""
    for one in entries:
        if one.id == entry_id and may_see(caller.scope, one):
            return one
    raise Refusal(404, "not_found")


def _told(center: Center, entry: Entry) -> dict[str, Any]:
    """Return what there is to know of an entry by now."""
    entries = center.press.board.entries()
    return _as_told(next((one for one in entries if one.id == entry.id), entry), entries)


def _as_told(entry: Entry, entries: list[Entry]) -> dict[str, Any]:
    before = [one for one in entries if one.state in ACTIVE and one.asked_at < entry.asked_at]
    return {"id": entry.id, "kind": entry.kind, "brief": entry.brief, "title": entry.title, "format": entry.format,
            "area": entry.area, "by": entry.name, "asked_at": iso(entry.asked_at), "state": entry.state,
            "before": len(before), "done": entry.done, "of": entry.of,
            "failed": [{"which": which, "why": why} for which, why in entry.failed]}


DOOR = Door(name="brief_jobs", paths=(
    Path(template="/brief-jobs", method="GET", answer=list_them),
    Path(template="/brief-jobs", method="POST", answer=start),
    Path(template="/brief-jobs/{id}", method="GET", answer=show),
    Path(template="/brief-jobs/{id}/cancel", method="POST", answer=cancel),
))
