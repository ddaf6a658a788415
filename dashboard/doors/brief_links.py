"""Links to released briefings for readers who do not sign in: `GET /brief-link/{token}` says what there is,
`GET /brief-link/{token}/{format}` is a file. One briefing, the formats that were named, until the link ends; one that
has ended says so in both languages (410).
"""

import asyncio
from dataclasses import replace
from zoneinfo import ZoneInfo

from fastapi import Request, Response

from dashboard.briefing import archive, link_page
from dashboard.briefing.archive import Opened
from dashboard.briefing.orders import have
from dashboard.briefing.press import patiently
from dashboard.briefing.rendered import formats
from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.refusals import refusal_of
from data import visit as visits
from data.briefings import links
from data.errors import CityError, Gone, NotFound
from data.models.briefing import BriefLink
from data.scope import Scope

JOB = Scope.of_job("brief-link")
HTML = "text/html; charset=utf-8"


async def show(center: Center, request: Request) -> Response:
    """Answer what a link gives, as a page in the briefing's language."""
    token = request.path_params["token"]
    try:
        link, opened, zone = await center.run(_opened, center, token, "")
        await center.run(_receive, center, token, "")
    except (Gone, NotFound) as ended:
        return _ended(request, ended)
    page = link_page.render(opened.brief, link, token, zone)
    return Response(page, media_type=HTML)


async def fetch(center: Center, request: Request) -> Response:
    """Answer a file that a link gives. It counts once it was made."""
    token, name = request.path_params["token"], request.path_params["format"]
    try:
        link, opened, _ = await center.run(_opened, center, token, name)
        form = formats.find(name)
        copy = link_page.copy_for(opened.brief, link)
        found = await patiently(asyncio.ensure_future(have(center, replace(opened, brief=copy), form)))
        await center.run(_receive, center, token, name)
    except (Gone, NotFound) as ended:
        return _ended(request, ended)
    return Response(found.plain(), media_type=form.media_type, headers={
        "Content-Disposition": formats.disposition(opened.brief, form.name)})


def _opened(center: Center, token: str, form: str) -> tuple[BriefLink, Opened, ZoneInfo]:
    """Return a link that holds, and its briefing. Nothing is kept of a token that leads nowhere."""
    with visits.reading(center.database, JOB, center.settings) as visit:
        link, kept = links.follow(visit, _keys(center), token, form)
        return link, archive.handed(visit, kept.id, is_wide=link.is_wide), visit.zone


def _receive(center: Center, token: str, form: str) -> None:
    with visits.writing(center.database, JOB, center.settings) as visit:
        link, _ = links.follow(visit, _keys(center), token, form)
        links.receive(visit, link, form)


def _keys(center: Center) -> dict[str, bytes]:
    return center.database.keys.known() if center.database.keys else {}


def _ended(request: Request, ended: CityError) -> Response:
    """Return that a link leads nowhere, as a page to a person; a program is told in JSON."""
    refusal = refusal_of(ended)
    if not request.state.is_read:
        raise refusal
    return Response(link_page.ended(refusal.code), refusal.status, media_type=HTML)


DOOR = Door(name="brief_links", paths=(
    Path(template="/brief-link/{token}", method="GET", answer=show),
    Path(template="/brief-link/{token}/{format}", method="GET", answer=fetch),
))
