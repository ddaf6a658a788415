"""The server's websocket protocol, with an end to every goodbye.

Closing a connection waits until what was written has left. A peer that reads nothing would keep
its buffer and its place for as long as it likes; here it is dropped after a moment. Hand this
class to uvicorn as `ws=`.
"""

import asyncio

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

LINGER_SECONDS = 2.0


class BoundedSocket(WebSocketsSansIOProtocol):
    """Drops the connection `LINGER_SECONDS` after the program is done with it."""

    def on_task_complete(self, task: asyncio.Task[None]) -> None:
        """Called when the program's part is over."""
        super().on_task_complete(task)
        self.loop.call_later(LINGER_SECONDS, self.transport.abort)

    def keepalive_timeout(self) -> None:
        """Called when the peer did not answer the protocol's own ping."""
        super().keepalive_timeout()
        self.loop.call_later(LINGER_SECONDS, self.transport.abort)
