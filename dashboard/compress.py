"""Static files sent small: compressed once, kept in memory, revalidated by ETag. Stands right inside the guard.

A component file cannot change while the process lives, so it is kept under its path without the
fingerprint; an asset is read anew each time and kept by its content. Neither key holds anything a
stranger can vary, so nobody can make us compress the same bytes twice.
"""

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import Executor
from typing import Any

from dashboard.refusals import Refusal
from dashboard.shelf import Shelf, Stored, accepts_gzip, pack

SUITES, ASSETS = "/_dash-component-suites/", "/assets/"
FINGERPRINT = re.compile(r"\.v[\w-]+m[0-9a-fA-F]+\.")
NOT_PASSED = frozenset({b"range", b"if-none-match", b"if-modified-since", b"if-range", b"accept-encoding"})
FOR_EVER = b"public, max-age=31536000, immutable"

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class StaticCompressor:
    """ASGI middleware for component files and assets; everything else passes untouched."""

    def __init__(self, app: App, executor: Executor | None = None) -> None:
        self.app = app
        self._executor = executor
        self._shelf: Shelf[Stored] = Shelf()
        self._locks: dict[str, asyncio.Lock] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        path = scope.get("path", "")
        if scope["type"] != "http" or not path.startswith((SUITES, ASSETS)):
            await self.app(scope, receive, send)
            return
        suite = path.startswith(SUITES)
        file = await (self._suite(path, scope, receive, send) if suite else self._fetch(scope, receive, send, ""))
        if file is not None:
            await _reply(scope, send, file, for_ever=_is_fingerprinted(scope))

    async def _suite(self, path: str, scope: Scope, receive: Receive, send: Send) -> Stored | None:
        key = FINGERPRINT.sub(".", path)
        found = self._shelf.find(key)
        if found is not None:
            return found
        lock = self._locks.setdefault(key, asyncio.Lock())
        try:
            async with lock:
                return self._shelf.find(key) or await self._fetch(scope, receive, send, key)
        finally:
            self._locks.pop(key, None)

    async def _fetch(self, scope: Scope, receive: Receive, send: Send, key: str) -> Stored | None:
        """Return the file as the application has it; any other answer is passed on and None returned.

        A component file that Dash does not know is a 500 or its index there, and a 404 here.
        """
        held = _Held()
        plain = [(name, value) for name, value in scope["headers"] if name.lower() not in NOT_PASSED]
        await self.app({**scope, "headers": plain}, receive, held.send)
        if held.status >= 500 or (scope["path"].startswith(SUITES) and held.kind.startswith(b"text/html")):
            raise Refusal(404, "not_found")
        if held.status != 200:
            for message in held.messages:
                await send(message)
            return None
        tag = hashlib.blake2b(held.body, digest_size=12).hexdigest()
        key = key or f"{ASSETS}{tag}"
        found = self._shelf.find(key)
        if found is None:
            found = await asyncio.get_running_loop().run_in_executor(self._executor, pack, held.kind, held.body, tag)
            self._shelf.put(key, found)
        return found


class _Held:
    """An answer that is held back until it is known what to do with it."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def send(self, message: Message) -> None:
        """Keep a message of the answer."""
        self.messages.append(message)

    @property
    def status(self) -> int:
        """The answer's status; 500 when there was none."""
        return int(self.messages[0]["status"]) if self.messages else 500

    @property
    def kind(self) -> bytes:
        """The answer's media type."""
        found = [value for name, value in self.messages[0]["headers"] if name.lower() == b"content-type"]
        return bytes(found[0]) if found else b"application/octet-stream"

    @property
    def body(self) -> bytes:
        """The whole body."""
        return b"".join(message.get("body", b"") for message in self.messages[1:])


def _is_fingerprinted(scope: Scope) -> bool:
    return bool(FINGERPRINT.search(scope["path"])) or scope.get("query_string", b"").startswith(b"m=")


async def _reply(scope: Scope, send: Send, file: Stored, *, for_ever: bool) -> None:
    keep = FOR_EVER if for_ever else b"no-cache"
    headers = [(b"etag", file.tag), (b"vary", b"accept-encoding"), (b"cache-control", keep)]
    known = next((value for name, value in scope["headers"] if name.lower() == b"if-none-match"), b"")
    if file.tag in [one.strip() for one in known.split(b",")]:
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    body = file.plain
    if file.packed is not None and accepts_gzip(scope):
        body = file.packed
        headers.append((b"content-encoding", b"gzip"))
    headers += [(b"content-type", file.kind), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
