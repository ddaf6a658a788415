"""One screen at the live feed: what it follows, and a bounded slot of frames it has not been sent yet."""

import asyncio
from collections import deque

from dashboard.live_frames import Frame
from dashboard.live_round import View, Wish
from data.people.sessions import Caller

MOST_FRAMES = 64
MOST_BYTES = 1 << 20

CUT_SLOW = 4008
CUT_SIGNED_OUT = 4401
CUT_GRANTS_CHANGED = 4403
CUT_AREA_GONE = 4404
CUT_FAILED = 1011
CUT_RESTART = 1012


class Client:
    """One screen: who looks, what it follows, and the frames it has not been sent yet."""

    def __init__(self, caller: Caller, wish: Wish) -> None:
        self.caller = caller
        self.wish: Wish | None = wish
        self.view: View | None = None
        self.ended = asyncio.Event()
        self.close_code = 1000
        self._pending: deque[Frame] = deque()
        self._filled = asyncio.Event()

    def offer(self, frame: Frame) -> None:
        """Put a frame in the slot; a slot that runs over ends the client.

        A snapshot replaces the frames it makes superfluous, so one is always taken, whatever its size.
        """
        if self.ended.is_set():
            return
        if frame.kind == "snapshot":
            self._pending = deque(kept for kept in self._pending if kept.kind not in ("snapshot", "changes"))
        self._pending.append(frame)
        self._filled.set()
        if len(self._pending) > MOST_FRAMES or self.pending_bytes() > MOST_BYTES:
            self.cut_as_slow()

    def pending_bytes(self) -> int:
        """Return how many bytes wait, not counting a snapshot."""
        return sum(frame.size for frame in self._pending if frame.kind != "snapshot")

    async def take(self) -> Frame:
        """Return the next frame, waiting for one if need be."""
        while not self._pending:
            self._filled.clear()
            await self._filled.wait()
        return self._pending.popleft()

    def cut_as_slow(self) -> None:
        """End the connection because its frames do not leave."""
        self.cut(CUT_SLOW)

    def cut(self, code: int) -> None:
        """End the connection with a close code; the first code counts."""
        if not self.ended.is_set():
            self.close_code = code
            self._pending.clear()
            self.ended.set()
