"""The server's websocket protocol, with an end to every goodbye and to every peer that does not keep up.

Closing a connection waits until what was written has left. A peer that reads nothing would keep
its buffer and its place for as long as it likes; here it is dropped after a moment. The kernel takes
megabytes for a peer before a write has to wait, so waiting writes alone would find a slow one late:
a ping whose answer is due tells earlier, as the answer comes after everything that was sent before.
Hand this class to uvicorn as `ws=`, and it PING_SECONDS and ANSWER_SECONDS.
"""

import asyncio
import socket
from asyncio.transports import BaseTransport
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from dashboard.live_client import CUT_SLOW

STRAIGHT = "yiping.straight"
"""The name of the extension in a connection's scope: a function that writes a finished frame."""
SWITCHING_PROTOCOLS = 101
LINGER_SECONDS = 2.0
PING_SECONDS, ANSWER_SECONDS = 3.0, 4.0
"""How often a peer is asked whether it keeps up, and how long it may take to say so."""
LARGE_BYTES = 64 * 1024
LEAST_BYTES_PER_SECOND = 32 * 1024
MOST_PATIENCE_SECONDS = 30.0
"""What is large, a snapshot, may take longer than an answer: as long as it takes at this pace."""
DEAD_MS = 10_000
"""After so long the kernel gives up a peer that takes nothing; its part of the goodbye would last a quarter hour."""


class BoundedSocket(WebSocketsSansIOProtocol):
    """Cuts who does not keep up, and drops each connection `LINGER_SECONDS` after the program is done with it."""

    patient_until = 0.0

    def connection_made(self, transport: BaseTransport) -> None:
        """Called when there is a connection."""
        super().connection_made(transport)
        wire = transport.get_extra_info("socket")
        if hasattr(socket, "TCP_USER_TIMEOUT") and wire.family in (socket.AF_INET, socket.AF_INET6):
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, DEAD_MS)

    def handle_connect(self, event: Request) -> None:
        """Called when the peer asks for a socket; the program is told how to write straight to it."""
        super().handle_connect(event)
        if self.response.status_code == SWITCHING_PROTOCOLS:
            self.scope["extensions"][STRAIGHT] = self.write_straight  # type: ignore[assignment]

    def write_straight(self, wire: bytes) -> bool:
        """Write a finished frame and return True; False when it has to wait for its turn, or there is no more turn.

        Hundreds of screens get the same bytes several times a second; the way of messages, with a frame
        made anew for each of them, would take twice the processor.
        """
        if not self.writable.is_set() or self.close_sent or self.disconnected or self.conn.extensions:
            return False
        self._allow_for(len(wire))
        self.transport.write(wire)
        return True

    async def send(self, message: Any) -> None:
        """Called by the program for everything else that leaves."""
        self._allow_for(len(message.get("text") or ""))
        await super().send(message)
        if message["type"] == "websocket.http.response.body" and not message.get("more_body"):
            self.handshake_complete = True  # refused in due form; uvicorn would log it as a failure of ours

    def _allow_for(self, size: int) -> None:
        if size > LARGE_BYTES:
            patience = min(MOST_PATIENCE_SECONDS, size / LEAST_BYTES_PER_SECOND)
            self.patient_until = max(self.patient_until, self.loop.time() + patience)

    def on_task_complete(self, task: asyncio.Task[None]) -> None:
        """Called when the program's part is over."""
        super().on_task_complete(task)
        self.loop.call_later(LINGER_SECONDS, self.transport.abort)

    def keepalive_timeout(self) -> None:
        """Called when the peer did not answer a ping in time; tells it, and the program, that it is too slow."""
        if self.loop.time() < self.patient_until:
            self.pong_timer = self.loop.call_at(self.patient_until, self.keepalive_timeout)
            return
        self.stop_keepalive()
        if self.close_sent or self.transport.is_closing():
            return
        self.close_sent = True
        self.conn.send_close(CUT_SLOW, "too slow")
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.queue.put_nowait({"type": "websocket.disconnect", "code": CUT_SLOW})
