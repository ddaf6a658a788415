"""Briefings: `POST /briefings` {"kind", "area", "t", "topic"} makes one (201), `GET /briefings` finds those there
are by `area`, `words`, `kind`, `state`, `from`, `to`,
`GET /brief/{id}` is one as a page, `GET /brief/{id}/{format}` a file,
`POST /brief/{id}/release` lets it go out, `GET /brief/{id}/against/{other}` is two of one kind side by side.
`?circle=wide` is the form for the wider circle, from which small counts are kept; each file of it stands on the trail.

What is made of a frozen briefing is kept by its digest and this build of the program. A file that takes a browser is
waited for, 45 seconds at most: then 503 says that it should be asked for again, and it will be there.
"""

import asyncio
from typing import Any

import orjson
from fastapi import Request, Response

from dashboard.briefing import comparing
from dashboard.briefing.archive import Opened, Wanted, handed, open_kept, own_copy, told
from dashboard.briefing.orders import have, make_one
from dashboard.briefing.press import patiently
from dashboard.briefing.rendered import compared as comparison
from dashboard.briefing.rendered import formats
from dashboard.briefing.rendered.formats import Format
from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.parsing import Asked, read_object
from dashboard.refusals import Refusal
from dashboard.wiring import refused_in_words, said_in_words, words_for
from data.briefings import keeping, searching
from data.errors import Invalid
from data.people.sessions import Caller

SOUGHT = frozenset({"area", "words", "kind", "state", "from", "to", "after"})
FIELDS = ("kind", "area", "t", "topic")
LONGEST, LONGEST_TOPIC = 64, 4_000
"""Signs of a text; a topic may be a drawing of a hundred corners."""
JSON = "application/json"


async def make(center: Center, request: Request) -> Response:
    """Make a briefing and answer its id and address."""
    given = _given(await request.body())
    base = str(request.base_url).rstrip("/")
    caller = request.state.caller
    with said_in_words(caller.language):
        body = await center.press.compose(make_one, center, caller, Wanted(
            kind=given["kind"], area=given["area"], at=given["t"], topic=given["topic"]), base)
    return Response(orjson.dumps(body), status_code=201, media_type=JSON, headers={"Location": body["address"]})


def _given(body: bytes) -> dict[str, str]:
    given = read_object(body)
    for name, value in given.items():
        if name not in FIELDS or not isinstance(value, str) or not value.isprintable() or len(value) > (
                LONGEST_TOPIC if name == "topic" else LONGEST):
            raise Refusal(422, "bad_parameter", name=name[:40], why=f"short texts are needed: {', '.join(FIELDS)}")
    return {name: given.get(name, "") for name in FIELDS}


async def list_them(center: Center, request: Request) -> dict[str, Any]:
    """Answer the briefings of an area and those inside it that the caller may open, the newest first.

    "after" in the answer is what the next page is asked for with, "" where there is none.
    """
    asked = Asked(request.scope["query_string"], SOUGHT)
    wanted = searching.Wanted(
        area=asked.text("area", LONGEST), words=asked.words("words"), kind=asked.text("kind", LONGEST),
        state=asked.text("state", LONGEST), begin=asked.moment("from"), end=asked.moment("to"))
    after = asked.text("after", LONGEST)

    def listed() -> dict[str, Any]:
        with center.reading(request.state.caller) as visit, refused_in_words(visit):
            found = searching.search(visit, wanted, after=after, limit=keeping.MOST_LISTED + 1)
            shown = found[:keeping.MOST_LISTED]
            return {"briefings": [told(kept) for kept in shown], "after": shown[-1].id if found[len(shown):] else ""}

    return await center.run(listed)


async def show(center: Center, request: Request) -> Response:
    """Answer a briefing as a page."""
    body, _ = await _had(center, request, formats.find("html"), is_file=False)
    return Response(body, media_type="text/html; charset=utf-8")


async def compare(center: Center, request: Request) -> Response:
    """Answer two briefings of one kind side by side, as a page."""
    def compared() -> str:
        with center.reading(request.state.caller) as visit, refused_in_words(visit):
            one, other = (open_kept(visit, request.path_params[name]).brief for name in ("id", "other"))
            return comparison.render(comparing.compare(one, other), words_for(visit))

    return Response(await center.run(compared), media_type="text/html; charset=utf-8")


async def fetch(center: Center, request: Request) -> Response:
    """Answer a briefing as a file to keep."""
    try:
        form = formats.find(request.path_params["format"])
    except Invalid:
        raise Refusal(404, "not_found") from None
    body, opened = await _had(center, request, form, is_file=True)
    return Response(body, media_type=form.media_type, headers={
        "Content-Disposition": formats.disposition(opened.brief, form.name)})


async def _had(center: Center, request: Request, form: Format, *, is_file: bool) -> tuple[bytes, Opened]:
    """Return a briefing in a form, made now or earlier, and the briefing; a file is the caller's own copy."""
    caller = request.state.caller
    opened = await center.run(_open, center, caller, request.path_params["id"], _is_wide(request),
                              is_file)
    with said_in_words(caller.language):
        found = await patiently(asyncio.ensure_future(have(center, opened, form)))
    if opened.brief.circle:
        await center.run(_note_wide, center, caller, opened, form)
    return found.plain(), opened


def _is_wide(request: Request) -> bool:
    circle = Asked(request.scope["query_string"], frozenset({"circle"})).text("circle", LONGEST)
    if circle not in ("", "wide"):
        raise Refusal(422, "bad_parameter", name="circle", why="wide, or nothing")
    return circle == "wide"


def _open(center: Center, caller: Caller, briefing_id: str, is_wide: bool, is_file: bool) -> Opened:
    with center.reading(caller) as visit, refused_in_words(visit):
        opened = handed(visit, briefing_id, is_wide=is_wide)
        return own_copy(visit, opened) if is_file else opened


def _note_wide(center: Center, caller: Caller, opened: Opened, form: Format) -> None:
    with center.writing(caller) as visit:
        keeping.note_wide(visit, opened.brief.id, digest=opened.digest, format=form.name)


async def release(center: Center, request: Request) -> dict[str, Any]:
    """Mark a briefing as released and answer it."""
    def released() -> dict[str, Any]:
        with center.writing(request.state.caller) as visit, refused_in_words(visit):
            return told(keeping.release(visit, request.path_params["id"]))

    return await center.run(released)


DOOR = Door(name="briefings", paths=(
    Path(template="/briefings", method="GET", answer=list_them),
    Path(template="/briefings", method="POST", answer=make),
    Path(template="/brief/{id}", method="GET", answer=show),
    Path(template="/brief/{id}/{format}", method="GET", answer=fetch),
    Path(template="/brief/{id}/against/{other}", method="GET", answer=compare),
    Path(template="/brief/{id}/release", method="POST", answer=release),
))
