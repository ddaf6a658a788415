"""How a wall comes in: it asks for a code, shows it, and fetches its session once somebody at a desk has let it in."""

from typing import Any

import orjson
import segno
from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from dashboard import pair_page, signin
from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.identity import COOKIE, LONGEST_TOKEN
from dashboard.identity import DOOR as RIGHTS
from dashboard.parsing import Asked, iso, read_json
from dashboard.refusals import Refusal, refusal_of
from data import clock, visit
from data.errors import CityError, NotFound
from data.people import pairing
from data.people.pairing import Asking
from data.people.sessions import WALL_LASTS

QUESTION = frozenset({"next"})
PAGE = "/desk/walls"
LASTS_SECONDS = int(WALL_LASTS.total_seconds())


async def show(center: Center, request: Request) -> Response:
    """Answer with the page on which a wall shows its code."""
    wanted = signin.safe_next(Asked(request.scope["query_string"], QUESTION).text("next", 2_000))
    return HTMLResponse(await center.run(_page, center, wanted))


async def ask(center: Center, request: Request) -> dict[str, Any]:
    """Answer a fresh code, the secret that fetches the session, and the desk's address as a QR code's rows."""
    try:
        asking = await center.ask(_ask, center)
    except CityError as error:
        raise refusal_of(error) from None
    where = f"{request.url.scheme}://{request.headers.get('host', '')}{PAGE}?code={asking.code}"
    return {"code": asking.code, "secret": asking.secret, "ends_at": iso(asking.ends_at), "qr": rows_of(where)}


async def fetch(center: Center, request: Request) -> Response:
    """Answer {"state": "waiting"}, or set the wall's session and answer {"state": "paired"}."""
    said = read_json(await request.body())
    secret = said.get("secret") if isinstance(said, dict) else None
    if not isinstance(secret, str) or len(secret) > LONGEST_TOKEN:
        raise Refusal(422, "bad_parameter", name="secret", why="a wall sends what it was given")
    try:
        token = await center.ask(_fetch, center, secret)
    except CityError as error:
        raise refusal_of(error) from None
    answer = Response(orjson.dumps({"state": "paired" if token else "waiting"}), media_type="application/json")
    if token:
        answer.set_cookie(COOKIE, token, httponly=True, samesite="lax", path="/", max_age=LASTS_SECONDS,
                          secure=request.scope["scheme"] == "https")
    return answer


def rows_of(text: str) -> list[str]:
    """Return a QR code as rows of 0 and 1, its quiet zone not included."""
    return ["".join(str(int(bit)) for bit in row) for row in segno.make(text, error="m", micro=False).matrix]


def _ask(center: Center) -> Asking:
    with center.database.write(RIGHTS) as session:
        return pairing.ask(session, clock.now())


def _fetch(center: Center, secret: str) -> str | None:
    # A wall asks every three seconds: waiting, it keeps no writer from the database.
    with center.database.read(RIGHTS) as session:
        if pairing.waits(session, secret, clock.now()):
            return None
    with center.database.write(RIGHTS) as session:
        return pairing.fetch(session, secret, clock.now())


def _page(center: Center, wanted: str) -> str:
    language = ""
    try:
        with visit.reading(center.database, RIGHTS, center.settings) as now:
            language = now.city.language
    except NotFound:
        pass
    return pair_page.render(signin.language_of("", center.settings, language), wanted)


DOOR = Door(name="pairing", paths=(
    Path(template="/pair", method="GET", answer=show),
    Path(template="/pairings", method="POST", answer=ask),
    Path(template="/pairings/fetch", method="POST", answer=fetch),
))
