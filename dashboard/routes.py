"""Puts every door on the server and turns whatever goes wrong behind one into the error body."""

import logging
from collections.abc import Awaitable, Callable

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from dashboard import door, refused_page
from dashboard.center import Center
from dashboard.door import Handler
from dashboard.identity import note_refusal
from dashboard.policy import Policy
from dashboard.refusals import RETRY_AFTER_SECONDS, Refusal, error_body, refusal_of
from data.errors import CityError
from data.storage.database import SILENT

log = logging.getLogger(__name__)

JSON = "application/json"
CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 401: "not_signed_in", 403: "not_allowed"}


def mount(app: FastAPI, center: Center, policy: Policy | None = None) -> None:
    """Register every door and the translators of errors.

    Doors stand before whatever was registered earlier, Dash's own index for example. Raises
    ValueError for a door whose path the policy does not know: it could never be reached.
    """
    policy = policy or Policy()
    earlier = list(app.router.routes)
    for one in door.discover():
        for path in one.paths:
            if not policy.knows(path.template, path.method):
                raise ValueError(f"the policy has no line for {path.method} {path.template}")
            app.add_api_route(path.template, _endpoint(center, path.answer), methods=[path.method], name=one.name,
                              response_model=None, include_in_schema=False)
    added = [route for route in app.router.routes if route not in earlier]
    app.router.routes[:] = [*added, *earlier]
    _translate_errors(app, center)


def _endpoint(center: Center, answer: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        said = await answer(center, request)
        return said if isinstance(said, Response) else Response(
            orjson.dumps(said, option=orjson.OPT_SERIALIZE_NUMPY), media_type=JSON)

    return endpoint


def _translate_errors(app: FastAPI, center: Center) -> None:
    async def refused(request: Request, error: Exception) -> Response:
        refusal = refusal_of(error) if isinstance(error, CityError) else error
        assert isinstance(refusal, Refusal)
        caller = getattr(request.state, "caller", None)
        if refusal.status == 403 and caller is not None:
            center.doormen.submit(note_refusal, center.database, caller, request.url.path, request.method)
        return _told(request, refusal)

    app.add_exception_handler(Refusal, refused)
    app.add_exception_handler(CityError, refused)
    app.add_exception_handler(HTTPException, _not_served)
    app.add_exception_handler(RequestValidationError, _not_served)
    for kind in SILENT:
        app.add_exception_handler(kind, _unavailable)


async def _not_served(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 422
    return _told(request, Refusal(status, CODES.get(status, "invalid"), limit="?", permission="?"))


async def _unavailable(request: Request, error: Exception) -> Response:
    log.warning("request %s: the database does not answer (%s)", _id_of(request), type(error).__name__)
    return _told(request, Refusal(503, "busy", {"Retry-After": str(RETRY_AFTER_SECONDS)}))


def _told(request: Request, refusal: Refusal) -> Response:
    if getattr(request.state, "is_read", False):
        caller = getattr(request.state, "caller", None)
        page = refused_page.render(caller.language if caller else "", refusal, path=request.url.path,
                                   request_id=_id_of(request))
        return Response(page, refusal.status, headers=refusal.headers, media_type="text/html")
    body = orjson.dumps(error_body(refusal.code, _id_of(request), refusal.values), default=str)
    return Response(body, refusal.status, headers=refusal.headers, media_type=JSON)


def _id_of(request: Request) -> str:
    return str(getattr(request.state, "request_id", "-"))
