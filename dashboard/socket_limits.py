"""What a websocket may send us: frames of a bounded size, at a bounded pace."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from dashboard.rates import Buckets, Rate

LARGEST_FRAME = 64 * 1024
FRAMES = {"frames": Rate(10, 100)}
"""A screen says where it looks and that it is alive; this is far more than that."""
TOO_BIG, TOO_MANY = 1009, 1008

Message = MutableMapping[str, Any]


class LimitedSocket:
    """Stands between a connection and the application; closes it when a limit is broken."""

    def __init__(self, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]) -> None:
        self._receive, self._send = receive, send
        self._buckets = Buckets(FRAMES)
        self.is_closed = False

    async def receive(self) -> Message:
        """Return the next message; one that breaks a limit ends the connection instead."""
        message = await self._receive()
        if message["type"] != "websocket.receive":
            self.is_closed = self.is_closed or message["type"] == "websocket.disconnect"
            return message
        if _size(message) > LARGEST_FRAME:
            return await self._cut(TOO_BIG)
        if self._buckets.wait_seconds("frames", ""):
            return await self._cut(TOO_MANY)
        return message

    async def send(self, message: Message) -> None:
        """Pass a message on, unless the connection is closed already."""
        if self.is_closed:
            return
        self.is_closed = message["type"] == "websocket.close"
        await self._send(message)

    async def close(self, code: int) -> None:
        """Close the connection."""
        await self.send({"type": "websocket.close", "code": code})

    async def _cut(self, code: int) -> Message:
        await self.close(code)
        return {"type": "websocket.disconnect", "code": code}


def _size(message: Message) -> int:
    text = message.get("text")
    return len(text.encode("utf-8", "surrogatepass")) if text is not None else len(message.get("bytes") or b"")
