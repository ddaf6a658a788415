"""Screens at the live feed as bare sockets: they read at whatever pace they are told, and note when what came."""

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator
from typing import Any

import orjson
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.http11 import Response
from websockets.uri import parse_uri

SENT = "发送于"
ALL, NOTHING = 1 << 16, 0
"""Bytes read at once: all there is; a screen that reads less reads so much a second."""


class Screen:
    """One screen: what it was told so far, and how it ended."""

    def __init__(self, port: int, key: str, *, through: int = 0, buffer_bytes: int = 0) -> None:
        """`through` is another port that leads there; `buffer_bytes` is what the kernel may keep for it."""
        self.reads = ALL
        self.status = 0
        self.seq, self.values, self.cases_total = 0, dict[str, list[int]](), 0
        self.delays_ms: list[float] = []
        self.was_restarted = 0
        self.is_over = False
        self._port, self._through = port, through or port
        self._protocol = ClientProtocol(parse_uri(f"ws://127.0.0.1:{port}/live"), max_size=None)
        self._key = key
        self._wire = socket.socket()
        if buffer_bytes:
            self._wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer_bytes)
        self._wire.setblocking(False)

    @property
    def port(self) -> int:
        """Its own end, as the server sees it."""
        return int(self._wire.getsockname()[1]) if self._wire.fileno() >= 0 else 0

    @property
    def close_code(self) -> int | None:
        """The code it was told at the end; 1006 when it was told none."""
        return self._protocol.close_code

    async def listen(self) -> None:
        """Connect and take what comes until the other side ends it."""
        loop = asyncio.get_running_loop()
        try:
            await loop.sock_connect(self._wire, ("127.0.0.1", self._through))
            request = self._protocol.connect()
            if self._key:
                request.headers["Authorization"] = f"Bearer {self._key}"
            self._protocol.send_request(request)
            await self._answer(loop)
            while await self._take(loop):
                await self._answer(loop)
        except OSError:
            self._protocol.receive_eof()
        finally:
            self.is_over = True
            self._wire.close()

    async def _answer(self, loop: asyncio.AbstractEventLoop) -> None:
        for part in self._protocol.data_to_send():
            if part:
                await loop.sock_sendall(self._wire, part)

    async def _take(self, loop: asyncio.AbstractEventLoop) -> bool:
        """Read once; return whether there may be more."""
        while self.reads == NOTHING:
            await asyncio.sleep(0.1)
        if self.reads != ALL:
            await asyncio.sleep(1.0)
        data = await loop.sock_recv(self._wire, self.reads or ALL)
        if not data:
            self._protocol.receive_eof()
            return False
        self._protocol.receive_data(data)
        for event in self._protocol.events_received():
            if isinstance(event, Response):
                self.status = event.status_code
            elif isinstance(event, Frame) and event.opcode is Opcode.TEXT:
                self._note(orjson.loads(event.data))
        return True

    def _note(self, frame: dict[str, Any]) -> None:
        now = time.time()
        self.seq = max(self.seq, frame.get("seq", 0))
        if frame["type"] == "snapshot":
            self.was_restarted += 1
            self.values = dict(frame["values"])
        elif frame["type"] == "changes":
            self.values.update(frame["values"])
            self.delays_ms += [1000 * (now - float(item["text"].split()[1])) for item in frame["items"]
                               if item.get("version") == 1 and str(item.get("text", "")).startswith(SENT)]
        self.cases_total = frame.get("cases_total", self.cases_total)


class Proxy:
    """Forwards both ways until it goes dark: then both ends stay open and nothing passes, as when a cable is cut."""

    def __init__(self) -> None:
        self.is_lit = asyncio.Event()
        self.is_lit.set()
        self.port = 0
        self.ports: list[int] = []
        """Its own ends towards the server."""

    @contextlib.asynccontextmanager
    async def leading_to(self, port: int) -> AsyncIterator["Proxy"]:
        """Listen, and lead to another port while the context lasts."""
        passing: set[asyncio.Task[None]] = set()

        async def join(near_in: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
            far_in, far_out = await asyncio.open_connection("127.0.0.1", port)
            self.ports.append(far_out.get_extra_info("sockname")[1])
            passing.update(asyncio.create_task(self._forward(*ends)) for ends in (
                (near_in, far_out), (far_in, near_out)))

        server = await asyncio.start_server(join, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            for task in passing:
                task.cancel()
            server.close()

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65_536):
                await self.is_lit.wait()
                writer.write(data)
                await writer.drain()
        writer.close()
