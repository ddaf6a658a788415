"""A real server with nothing but the live feed, and programs that listen to it.

Who is asking is read from the request by the same session and key tables as at the real door.
"""

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import uvicorn
from fastapi import FastAPI
from websockets.sync.client import ClientConnection, connect

from dashboard import live
from dashboard.center import Center
from dashboard.live_hub import Hub, Pace
from data import clock
from data.people import sessions
from data.scope import Scope

QUICK = Pace(tick=0.01, poll=0.05, ping=0.2, recount=0.3, recheck=0.2, send=1.0, after_failure=0.05)
PATIENCE = 10.0
"""Seconds until a test gives up waiting: never a measure of speed."""


@dataclass
class Stage:
    """The running server."""

    center: Center
    hub: Hub
    port: int
    server: uvicorn.Server

    def listen(self, token: str, **query: Any) -> ClientConnection:
        """Return a connection for a token; an empty token is nobody."""
        text = "&".join(f"{name}={value}" for name, value in query.items())
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return connect(f"ws://127.0.0.1:{self.port}/live?{text}", additional_headers=headers, max_size=None,
                       open_timeout=PATIENCE, close_timeout=1)


class Doorman:
    """Says who is behind the request, as the guard does."""

    def __init__(self, app: Any, center: Center) -> None:
        self.app, self.center = app, center

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass the request on with its caller, or without one."""
        if scope["type"] == "websocket":
            sent = dict(scope["headers"]).get(b"authorization", b"").decode().removeprefix("Bearer ")
            with self.center.database.read(Scope.of_job("door")) as session:
                caller = sessions.who_has_session(session, sent, clock.now()) or sessions.who_has_key(session, sent)
            scope.setdefault("state", {})["caller"] = caller
        await self.app(scope, receive, send)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(app: Any, port: int, ping: tuple[float, float] = (20.0, 20.0)) -> Iterator[uvicorn.Server]:
    """Serve an app on a port, in a thread, while the context lasts."""
    server = uvicorn.Server(uvicorn.Config(
        app, port=port, ws=live.BoundedSocket, ws_per_message_deflate=False, log_level="warning", lifespan="off",
        ws_ping_interval=ping[0], ws_ping_timeout=ping[1], timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_until(lambda: server.started)
    try:
        yield server
    finally:
        server.should_exit = True
        thread.join(PATIENCE)


@contextlib.contextmanager
def staged(center: Center, hub: Hub, ping: tuple[float, float] = (20.0, 20.0)) -> Iterator[Stage]:
    """Serve a hub's feed while the context lasts; `ping`: seconds between two, and until one is answered."""
    app = FastAPI()
    live.serve(app, center, hub)
    port = free_port()
    with running(Doorman(app, center), port, ping) as server:
        yield Stage(center, hub, port, server)
    hub.end()


def wait_until(is_so: Callable[[], bool]) -> None:
    """Return as soon as something is so; fail when it does not come to be."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)


def hear(connection: ClientConnection) -> dict[str, Any]:
    """Return the next frame that is not a ping."""
    while True:
        frame: dict[str, Any] = json.loads(connection.recv(timeout=PATIENCE))
        if frame["type"] != "ping":
            return frame


def hear_until(connection: ClientConnection, is_enough: Callable[[dict[str, Any]], bool]) -> list[dict[str, Any]]:
    """Return the frames up to and with the first that is enough."""
    frames = [hear(connection)]
    while not is_enough(frames[-1]):
        frames.append(hear(connection))
    return frames


@contextlib.contextmanager
def stuck(port: int, token: str) -> Iterator[socket.socket]:
    """Yield a connection whose other end hangs: after the handshake it reads nothing at all."""
    with socket.socket() as wire:
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        wire.connect(("127.0.0.1", port))
        wire.sendall((f"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      f"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
                      f"Authorization: Bearer {token}\r\n\r\n").encode())
        assert wire.recv(12) == b"HTTP/1.1 101"
        yield wire
