"""Coming in and going out: the sign-in page, signing out, the language, and everybody's way home."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from dashboard import signin
from dashboard.center import Center, in_thread
from dashboard.door import Door, Path
from dashboard.identity import COOKIE, LONGEST_TOKEN
from dashboard.identity import DOOR as RIGHTS
from dashboard.page import discover
from dashboard.parsing import Asked, read_json
from dashboard.refusals import Refusal
from dashboard.signin import SignInPage
from data import clock, visit
from data.errors import Busy, NotAllowed, NotFound
from data.people import demo_people, sessions, trail
from data.people.sessions import Caller

QUESTION = frozenset({"next", "language"})
HOMES = ((frozenset({"desk.view", "cases.view"}), "/desk/overview"), (frozenset({"wall.view"}), "/wall/hall-1"),
         (frozenset({"phone.view"}), "/m/task"))
"""Where somebody begins: the first of these of which they have all permissions."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the form said."""

    person: str
    login: str
    password: str
    wanted: str
    language: str


async def show(center: Center, request: Request) -> Response:
    """Answer with the sign-in page."""
    asked = Asked(request.scope["query_string"], QUESTION)
    wish = Wish(person="", login="", password="", wanted=signin.safe_next(asked.text("next", 2_000)),
                language=asked.text("language", 10))
    return HTMLResponse(await center.run(_page, center, wish, _client(request), ""))


async def enter(center: Center, request: Request) -> Response:
    """Sign somebody in and lead them on; where that fails, show the page again and say why.

    A browser that asks for HTML gets the page, a program the error body, both with the status.
    """
    wish = _read_form(await request.body())
    old_token = request.cookies.get(COOKIE, "")
    try:
        token = await in_thread(center.signers, _sign_in, center, wish, _client(request), old_token)
    except (NotAllowed, Busy) as refused:
        status = 503 if isinstance(refused, Busy) else 401
        if "text/html" not in request.headers.get("accept", ""):
            raise Refusal(status, refused.code) from None
        return HTMLResponse(await center.run(_page, center, wish, _client(request), refused.code), status_code=status)
    answer = RedirectResponse(wish.wanted, status_code=303)
    answer.set_cookie(COOKIE, token, httponly=True, samesite="lax", path="/", secure=request.scope["scheme"] == "https")
    return answer


async def leave(center: Center, request: Request) -> Response:
    """End the session; its token is worth nothing from now on."""
    caller: Caller = request.state.caller
    await center.ask(_sign_out, center, caller)
    # The phone's page wipes what is this person's; what another has to send on the same phone stays theirs.
    wiped = {} if "x-person" in request.headers else {"Clear-Site-Data": '"storage"'}
    answer = RedirectResponse("/signin", status_code=303, headers=wiped)
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
    return answer


async def choose_language(center: Center, request: Request) -> Response:
    """Store the language somebody reads: 204 to a script that sent JSON, a way back to a form."""
    body = await request.body()
    is_json = request.headers.get("content-type", "").lower().startswith("application/json")
    said = read_json(body) if is_json else dict(_pairs(body))
    language = said.get("language") if isinstance(said, dict) else None
    if language not in signin.LANGUAGES:
        raise Refusal(422, "unknown_language")
    await center.ask(_store_language, center, request.state.caller, language)
    if is_json:
        return Response(status_code=204)
    return RedirectResponse(_way_back(said.get("next"), request), status_code=303)


async def go_home(_center: Center, request: Request) -> Response:
    """Lead somebody to the page they begin with; an administrator, who sees no cases, to the last one of the rail."""
    may = request.state.caller.scope.may
    for permissions, path in HOMES:
        if permissions <= may:
            return RedirectResponse(path, status_code=303)
    open_to = [page.name for page in discover() if page.is_listed and "desk.view" in may and page.opens_to(may)]
    if open_to:
        return RedirectResponse(f"/desk/{open_to[-1]}", status_code=303)
    raise Refusal(403, "not_allowed", permission="desk.view")


def _client(request: Request) -> str:
    return request.client.host if request.client else ""


def _pairs(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=20)
    except ValueError:
        raise Refusal(400, "bad_request") from None


def _read_form(body: bytes) -> Wish:
    said = dict(_pairs(body))
    if any("\0" in value for value in said.values()):
        raise Refusal(400, "bad_request")
    return Wish(
        person=said.get("person", "")[:16], login=said.get("login", "").strip()[:64],
        password=said.get("password", "")[:200], wanted=signin.safe_next(said.get("next", "/")),
        language=said.get("language", ""),
    )


def _page(center: Center, wish: Wish, client: str, fault: str) -> str:
    try:
        with visit.reading(center.database, RIGHTS, center.settings) as now:
            offered = signin.is_offered(center.settings, client)
            offers = tuple(demo_people.offers(now.session)) if offered else ()
            language, is_demo_city = now.city.language, now.city.marker == "demo"
    except NotFound:
        offers, language, is_demo_city, fault = (), "", False, fault or "no_city"
    return signin.render(SignInPage(
        language=signin.language_of(wish.language, center.settings, language), wanted=wish.wanted, offers=offers,
        is_language_chosen=wish.language in signin.LANGUAGES, fault=fault, login=wish.login, is_demo_city=is_demo_city))


def _sign_in(center: Center, wish: Wish, client: str, old_token: str) -> str:
    now = clock.now()
    person_id = _chosen(center, wish, client) if wish.person else _proven(center, wish)
    with center.database.write(RIGHTS) as session:
        if old_token:
            sessions.end(session, sessions.digest(old_token[:LONGEST_TOKEN]))
        if wish.language in signin.LANGUAGES:
            sessions.choose_language(session, person_id, wish.language)
        return sessions.admit(session, person_id, now)


def _chosen(center: Center, wish: Wish, client: str) -> str:
    """Return the id of a demo person. Raises NotAllowed where they are not offered."""
    if not signin.is_offered(center.settings, client):
        raise NotAllowed("wrong_password")
    with center.database.read(RIGHTS) as session:
        found = {offer.button: offer.person for offer in demo_people.offers(session)}
    if wish.person not in found:
        raise NotAllowed("wrong_password")
    return found[wish.person]


def _proven(center: Center, wish: Wish) -> str:
    """Return the id of whoever the password proves. Raises NotAllowed after counting the failure."""
    now = clock.now()
    try:
        with center.database.read(RIGHTS) as session:
            return sessions.check_password(session, wish.login, wish.password, now).id
    except NotAllowed as refused:
        with center.database.write(RIGHTS) as session:
            # What is nobody's name may be a mistyped password and stays off the trail.
            if refused.code == "locked" or sessions.count_failure(session, wish.login, now):
                trail.note(session, at=now, who=wish.login, what="sign_in", outcome="refused", subject=wish.login,
                           reason=refused.code)
        raise


def _sign_out(center: Center, caller: Caller) -> None:
    with center.database.write(RIGHTS) as session:
        sessions.end(session, caller.token_hash)
        trail.note(session, at=clock.now(), who=caller.scope.name, person=caller.scope.person, what="sign_out",
                   outcome="done")


def _store_language(center: Center, caller: Caller, language: str) -> None:
    with center.database.write(RIGHTS) as session:
        sessions.choose_language(session, str(caller.scope.person), language)


def _way_back(wanted: str | None, request: Request) -> str:
    if wanted:
        return signin.safe_next(wanted)
    origin, referer = request.headers.get("origin", ""), request.headers.get("referer", "")
    return signin.safe_next(referer.removeprefix(origin))


DOOR = Door(name="entrance", paths=(
    Path(template="/", method="GET", answer=go_home),
    Path(template="/signin", method="GET", answer=show),
    Path(template="/signin", method="POST", answer=enter),
    Path(template="/signout", method="POST", answer=leave),
    Path(template="/language", method="POST", answer=choose_language),
))
