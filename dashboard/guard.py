"""The outermost door, for http and websockets alike: host, policy, identity, origin, rates, sizes, shape, headers.

uvicorn runs `Guard(app, ...)`; nothing wraps it. The row guard and the permission checks behind it
stand on their own: this is the first wall, not the only one.
"""

import asyncio
import contextvars
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import orjson

from dashboard import callback_shape, identity, refused_page
from dashboard.center import Center
from dashboard.policy import Entry, Kind, Policy, Who
from dashboard.rates import Buckets
from dashboard.refusals import RETRY_AFTER_SECONDS, Refusal, error_body, new_request_id
from dashboard.response_headers import content_policy, finished
from dashboard.socket_limits import LimitedSocket
from data.errors import NotSignedIn
from data.people.sessions import Caller
from data.storage.database import UNAVAILABLE

log = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

SAFE = frozenset({"GET", "HEAD"})
BODY_SECONDS = 30.0
"""A body that has not arrived by then is not waited for."""
HTML = {"Content-Type": "text/html; charset=utf-8"}
KEEP: dict[Kind, bytes] = {Kind.STATIC: b"no-cache"}
"""Cache-Control where an answer names none; everything else is data and is not stored."""

_caller: contextvars.ContextVar[Caller | None] = contextvars.ContextVar("caller", default=None)


def current_caller() -> Caller:
    """Return who is behind the request being answered. Raises NotSignedIn."""
    caller = _caller.get()
    if caller is None:
        raise NotSignedIn
    return caller


@dataclass(frozen=True, kw_only=True)
class Admission:
    """A request that may come in."""

    entry: Entry
    caller: Caller | None


class Guard:
    """The ASGI application that uvicorn runs."""

    def __init__(self, app: App, center: Center, policy: Policy | None = None, *, csp_hashes: Iterable[str],
                 callbacks: Mapping[str, Mapping[str, Any]], buckets: Buckets | None = None) -> None:
        """`callbacks` is the Dash app's own `callback_map`, looked at anew for each request."""
        self.app = app
        self.center = center
        self.policy = policy or Policy()
        self.callbacks = callbacks
        self.buckets = buckets or Buckets()
        self.hosts = identity.Hosts.of(center.settings)
        self.content_policy = content_policy(csp_hashes, center.settings.tiles)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = _Answer(self, scope, send)
        try:
            await self._answer(scope, receive, answer)
        except Refusal as refusal:
            await answer.refuse(refusal)
        except UNAVAILABLE:
            log.warning("request %s: the database does not answer", answer.request_id)
            await answer.refuse(Refusal(503, "busy", {"Retry-After": str(RETRY_AFTER_SECONDS)}))
        except Exception:  # the outermost translator: logged once, told without details
            log.exception("request %s failed", answer.request_id)
            await answer.refuse(Refusal(500, "failed"))
        finally:
            self.center.measures.count("yiping_requests_total", kind=answer.kind.value, status=str(answer.status))

    async def _answer(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        admission = await self._admit(scope, answer)
        body = await _read_body(scope, receive, admission.entry.max_body)
        if admission.entry.kind is Kind.CALLBACK:
            body = self._checked_callback(scope, body)
        inner = _introduced(scope, admission, answer.request_id, is_read=answer.is_read)
        if admission.entry.kind is Kind.CALLBACK:
            inner["headers"] = _with_length(inner["headers"], len(body))
        token = _caller.set(admission.caller)
        try:
            await self.app(inner, _replay(body, receive), answer.send)
        finally:
            _caller.reset(token)
        if answer.failed_inside:
            log.error("request %s failed behind the door (%s)", answer.request_id, admission.entry.path)
            await answer.refuse(Refusal(500, "failed"))

    async def _admit(self, scope: Scope, answer: "_Answer") -> Admission:
        self.hosts.require(scope)
        identity.require_readable(scope)
        entry = _entry_for(scope, self.policy)
        answer.entry = entry
        caller = await self._identify(scope, entry)
        answer.language = caller.language if caller else answer.language
        if entry.methods.isdisjoint(SAFE) and (caller is None or caller.by_cookie):
            self.hosts.require_origin(scope)
        identity.require_same_person(scope, caller)
        self._require_rights(scope, entry, caller)
        self._require_rate(entry.rate, caller.token_hash if caller else _peer(scope))
        return Admission(entry=entry, caller=caller)

    async def _identify(self, scope: Scope, entry: Entry) -> Caller | None:
        """Return who asks, from the session or the key; never from anything in the body."""
        if entry.who is Who.ANYBODY:
            return None
        shown = identity.credentials(scope)
        if shown is None:
            raise Refusal(401, "not_signed_in", identity.challenge(entry))
        caller = await self.center.ask(identity.look_up, self.center.database, shown)
        if caller is None:
            self._require_rate("stranger", _peer(scope))
            raise Refusal(401, "bad_key" if shown.is_key else "not_signed_in", identity.challenge(entry))
        return caller

    def _require_rights(self, scope: Scope, entry: Entry, caller: Caller | None) -> None:
        if caller is None:
            return
        if entry.who is Who.PROGRAM and caller.by_cookie:
            raise Refusal(403, "key_needed")
        if entry.who is Who.PERSON and not caller.by_cookie:
            raise Refusal(403, "person_needed")
        if entry.may and not caller.scope.may.intersection(entry.may):
            self._note_refusal(scope, entry, caller)
            raise Refusal(403, "not_allowed", permission=" or ".join(entry.may))

    def _note_refusal(self, scope: Scope, entry: Entry, caller: Caller) -> None:
        """Put the refusal on the trail; a program that hammers a shut door does not fill it."""
        if not self.buckets.wait_seconds("trail", caller.token_hash):
            self.center.doormen.submit(identity.note_refusal, self.center.database, caller, entry.path,
                                       str(scope.get("method", "websocket")))

    def _require_rate(self, kind: str, who: str) -> None:
        wait = self.buckets.wait_seconds(kind, who)
        if wait:
            seconds = str(int(wait) + 1)
            raise Refusal(429, "too_many_requests", {"Retry-After": seconds}, seconds=seconds)

    def _checked_callback(self, scope: Scope, body: bytes) -> bytes:
        if not (identity.header(scope, b"content-type") or "").lower().startswith("application/json"):
            raise Refusal(415, "not_json")
        return callback_shape.checked(body, self.callbacks)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = new_request_id()
        try:
            admission = await self._admit_socket(scope)
        except (Refusal, *UNAVAILABLE) as refused:
            log.info("socket %s refused: %s", request_id, getattr(refused, "code", "busy"))
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            self.center.measures.count("yiping_requests_total", kind=Kind.LIVE.value, status="403")
            return
        self.center.measures.count("yiping_requests_total", kind=Kind.LIVE.value, status="101")
        socket = LimitedSocket(receive, send)
        token = _caller.set(admission.caller)
        try:
            await self.app(_introduced(scope, admission, request_id), socket.receive, socket.send)
        except Exception:  # the outermost translator
            if not socket.is_closed:
                log.exception("socket %s failed", request_id)
            await socket.close(1011)
        finally:
            _caller.reset(token)

    async def _admit_socket(self, scope: Scope) -> Admission:
        self.hosts.require(scope)
        identity.require_readable(scope)
        entries = self.policy.entries(scope["path"], websocket=True)
        if not entries:
            raise Refusal(404, "not_found")
        caller = await self._identify(scope, entries[0])
        if caller is None or caller.by_cookie:
            self.hosts.require_origin(scope)
        self._require_rights(scope, entries[0], caller)
        self._require_rate(entries[0].rate, caller.token_hash if caller else _peer(scope))
        return Admission(entry=entries[0], caller=caller)


class _Answer:
    """One http answer on its way out: our headers, our error body, and what was answered for the measures."""

    def __init__(self, guard: Guard, scope: Scope, send: Send) -> None:
        self.request_id = new_request_id()
        self.status = 0
        self.failed_inside = False
        self.entry: Entry | None = None
        self.language = guard.center.settings.language
        self._may_be_read = scope["method"] in SAFE and b"text/html" in b",".join(
            value for name, value in scope["headers"] if name.lower() == b"accept")
        self._guard, self._send = guard, send
        self._path, self._query, self._method = scope["path"], scope.get("query_string", b""), scope["method"]

    @property
    def kind(self) -> Kind:
        """What kind of thing was asked for."""
        return self.entry.kind if self.entry else Kind.DATA

    @property
    def is_read(self) -> bool:
        """Does a person look for a page here? Programs, and the scripts of pages, are told in JSON."""
        return self._may_be_read and (self.entry is None or self.kind is Kind.PAGE)

    async def send(self, message: Message) -> None:
        """Pass an answer on. A 500 from inside is held back: `refuse` says the same in our shape."""
        if message["type"] == "http.response.start" and message["status"] == 500:
            self.failed_inside = True
        if not self.failed_inside:
            await self._pass_on(message)

    async def _pass_on(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message = {**message, "headers": finished(
                message.get("headers", []), policy=self._content_policy(), request_id=self.request_id,
                keep=KEEP.get(self.kind, b"no-store"))}
        elif self._method == "HEAD":
            message = {**message, "body": b""}
        await self._send(message)

    def _content_policy(self) -> str:
        """Return the policy of this answer; a refusal is a page of ours, whatever was asked for."""
        own = self.entry.content_policy if self.entry and self.status == 200 else ""
        return own or self._guard.content_policy

    async def refuse(self, refusal: Refusal) -> None:
        """Answer with the error body, or send a person who has not signed in to the sign-in page."""
        if self.status:
            return
        if refusal.status == 401 and self.kind is Kind.PAGE and self._method in SAFE:
            # A wall has no keyboard: it shows a code instead of a form.
            door = "/pair" if self._path.startswith("/wall/") else "/signin"
            await self._reply(303, b"", {"Location": f"{door}?next={quote(self._wanted(), safe='')}"})
            return
        if self.is_read:
            page = refused_page.render(self.language, refusal, path=self._path, request_id=self.request_id)
            await self._reply(refusal.status, page.encode(), {**refusal.headers, **HTML})
            return
        body = orjson.dumps(error_body(refusal.code, self.request_id, refusal.values), default=str)
        await self._reply(refusal.status, body, {**refusal.headers, "Content-Type": "application/json"})

    def _wanted(self) -> str:
        query = self._query.decode("latin-1")
        return f"{quote(self._path)}?{query}" if query else quote(self._path)

    async def _reply(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        lines = [(name.lower().encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
        lines += [(b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
        if status in (408, 413):
            lines.append((b"connection", b"close"))
        await self._pass_on({"type": "http.response.start", "status": status, "headers": lines})
        await self._pass_on({"type": "http.response.body", "body": body})


def _introduced(scope: Scope, admission: Admission, request_id: str, *, is_read: bool = False) -> Scope:
    """Return the connection as the application sees it. HEAD is answered like GET, the body left out on the way."""
    state = {**scope.get("state", {}), "caller": admission.caller, "request_id": request_id,
             "is_read": is_read}
    inner = {**scope, "state": state}
    if inner.get("method") == "HEAD":
        inner["method"] = "GET"
    return inner


def _with_length(headers: Iterable[tuple[bytes, bytes]], length: int) -> list[tuple[bytes, bytes]]:
    kept = [(name, value) for name, value in headers if name.lower() != b"content-length"]
    return [*kept, (b"content-length", str(length).encode())]


def _entry_for(scope: Scope, policy: Policy) -> Entry:
    entries = policy.entries(scope["path"])
    if not entries:
        raise Refusal(404, "not_found")
    method = "GET" if scope["method"] == "HEAD" else scope["method"]
    for entry in entries:
        if method in entry.methods:
            return entry
    allowed = sorted({method for entry in entries for method in entry.methods})
    raise Refusal(405, "method_not_allowed", {"Allow": ", ".join(allowed)})


def _peer(scope: Scope) -> str:
    return str((scope.get("client") or ("?",))[0])


async def _read_body(scope: Scope, receive: Receive, limit: int) -> bytes:
    """Return the whole body. Raises Refusal: 413 too large (said or sent), 408 too slow, 415 encoded."""
    if (identity.header(scope, b"content-encoding") or "identity").lower() != "identity":
        raise Refusal(415, "encoded_body")
    said = identity.header(scope, b"content-length") or "0"
    if not (said.isascii() and said.isdigit()):
        raise Refusal(400, "bad_request")
    if int(said[:20]) > limit:
        raise Refusal(413, "too_large", limit=limit)
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await _collect(receive, limit)
    except TimeoutError:
        raise Refusal(408, "too_slow") from None


async def _collect(receive: Receive, limit: int) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refusal(400, "bad_request")
        body += message.get("body", b"")
        if len(body) > limit:
            raise Refusal(413, "too_large", limit=limit)
        if not message.get("more_body"):
            return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    sent = False

    async def replay() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
