"""The whole server in this process, as uvicorn runs it: guard outermost, and an event loop of its own.

`ask` speaks like a browser or a program, `raw` like somebody who does not keep to HTTP's manners,
`knock` opens a websocket.
"""

import asyncio
import concurrent.futures
import contextlib
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import httpx
from fastapi import FastAPI

from dashboard import live, routes, shell
from dashboard.center import Center, open_center
from dashboard.compress import StaticCompressor
from dashboard.guard import Guard
from dashboard.identity import COOKIE
from dashboard.rates import Buckets
from data import clock
from data.models.person import Person
from data.people import sessions
from data.scope import Scope
from data.settings import Settings
from data.storage.database import Database

HERE = "http://127.0.0.1:8050"
PATIENCE = 30.0
JOB = Scope.of_job("test")


class Stage:
    """The running server, and who may be sent to its door."""

    def __init__(self, center: Center, guard: Guard, server: FastAPI, loop: asyncio.AbstractEventLoop) -> None:
        self.center, self.guard, self.server, self._loop = center, guard, server, loop
        self._tokens: dict[str, str] = {}
        self._lock = threading.Lock()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Return what `work` returns on the server's event loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    def token(self, who: Scope) -> str:
        """Return a session's token of one of the cast, the same each time."""
        with self._lock:
            if str(who.person) not in self._tokens:
                self._tokens[str(who.person)] = self.fresh_token(who)
            return self._tokens[str(who.person)]

    def fresh_token(self, who: Scope) -> str:
        """Return the token of a new session of one of the cast."""
        with self.center.database.write(JOB) as session:
            return sessions.begin(session, session.get_one(Person, str(who.person)), clock.now())

    def key(self, *may: str, area: str = "") -> str:
        """Return a new key."""
        with self.center.database.write(JOB) as session:
            return sessions.make_key(session, f"key-{len(self._tokens)}-{clock.now().timestamp()}", list(may), [area],
                                     clock.now())

    def ask(self, method: str, path: str, who: Scope | None = None, *, key: str = "",
            headers: dict[str, str] | None = None,
            base: str = HERE, client: str = "127.0.0.1", **more: Any) -> httpx.Response:
        """Return the answer to a request by one of the cast, by a key, or by nobody; redirects are not followed."""
        return self.ask_later(method, path, who, key=key, headers=headers, base=base, client=client,
                              **more).result(PATIENCE)

    def ask_later(self, method: str, path: str, who: Scope | None = None, *, key: str = "",
                  headers: dict[str, str] | None = None, base: str = HERE, client: str = "127.0.0.1",
                  **more: Any) -> concurrent.futures.Future[httpx.Response]:
        """Return what will be the answer to the same request, without waiting for it."""
        sent = {} if method in ("GET", "HEAD") else {"Origin": base}
        if who is not None:
            sent["Cookie"] = f"{COOKIE}={self.token(who)}"
        if key:
            sent["Authorization"] = f"Bearer {key}"
        sent |= headers or {}

        async def talk() -> httpx.Response:
            transport = httpx.ASGITransport(self.guard, client=(client, 40_000))
            async with httpx.AsyncClient(transport=transport, base_url=base) as browser:
                return await browser.request(method, path, headers={k: v for k, v in sent.items() if v}, **more)

        return asyncio.run_coroutine_threadsafe(talk(), self._loop)

    def raw(self, method: str, path: str, *, headers: list[tuple[bytes, bytes]] | None = None, query: bytes = b"",
            chunks: tuple[bytes, ...] = (b"",), **scope: Any) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body of the answer to a request put together by hand."""
        parts = [{"type": "http.request", "body": chunk, "more_body": i < len(chunks) - 1} for i,
                 chunk in enumerate(chunks)]
        sent: list[Any] = []

        async def receive() -> Any:
            return parts.pop(0) if parts else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        whole = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": path, "raw_path": path.encode("utf-8", "replace"), "query_string": query, "root_path": "",
            "client": ("127.0.0.1", 40_000), "server": ("127.0.0.1", 8050),
            "headers": [(b"host", b"127.0.0.1:8050")] if headers is None else headers, **scope,
        }
        self.run(self.guard(whole, receive, send))
        told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], told, b"".join(message.get("body", b"") for message in sent[1:])

    def knock(self, path: str, *, headers: dict[str, str], frames: tuple[Any, ...] = (), wanted: int = 1) -> list[Any]:
        """Return the first messages a websocket is sent, after the given frames were."""
        said = [{"type": "websocket.connect"}, *frames]
        sent: list[Any] = []

        async def talk() -> None:
            enough = asyncio.Event()

            async def receive() -> Any:
                if said:
                    return said.pop(0)
                await enough.wait()
                return {"type": "websocket.disconnect", "code": 1000}

            async def send(message: Any) -> None:
                sent.append(message)
                if len(sent) >= wanted or message["type"] == "websocket.close":
                    enough.set()

            plain, _, query = path.partition("?")
            scope = {
                "type": "websocket", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "ws", "path": plain,
                "raw_path": plain.encode(), "query_string": query.encode(), "root_path": "", "subprotocols": [],
                "client": ("127.0.0.1", 40_000), "server": ("127.0.0.1", 8050),
                "headers": [(name.lower().encode(), value.encode()) for name, value in
                            ({"Host": "127.0.0.1:8050"} | headers).items()],
            }
            async with asyncio.timeout(PATIENCE):
                await self.guard(scope, receive, send)

        self.run(talk())
        return sent


@contextlib.contextmanager
def staged(settings: Settings, database: Database, *, buckets: Buckets | None = None) -> Iterator[Stage]:
    """Yield the whole server over a database that holds the toy city."""
    center = open_center(settings, database)
    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    routes.mount(server, center)
    hub = live.mount(server, center)
    page = shell.build(server, center)
    inside = StaticCompressor(server, center.executor)
    guard = Guard(inside, center, csp_hashes=page.csp_hashes(), callbacks=page.callback_map, buckets=buckets)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="stage", daemon=True)
    thread.start()
    stage = Stage(center, guard, server, loop)
    end = stage.run(_open(guard))
    try:
        yield stage
    finally:
        stage.run(hub.close())
        stage.run(center.sources.close())
        center.press.close()
        stage.run(end())
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
        loop.close()
        center.grouped.close()
        center.executor.shutdown(wait=True)
        center.doormen.shutdown(wait=True)
        center.signers.shutdown(wait=True)


async def _open(guard: Guard) -> Callable[[], Coroutine[Any, Any, None]]:
    """Go through the server's start-up, and return what ends it."""
    asked: asyncio.Queue[Any] = asyncio.Queue()
    told: asyncio.Queue[Any] = asyncio.Queue()
    task = asyncio.create_task(guard({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, asked.get,
                                     told.put))
    await asked.put({"type": "lifespan.startup"})
    assert (await told.get())["type"] == "lifespan.startup.complete"

    async def end() -> None:
        await asked.put({"type": "lifespan.shutdown"})
        await task

    return end
