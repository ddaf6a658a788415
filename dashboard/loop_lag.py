"""How late the event loop wakes whoever sleeps in it: everybody who waits for an answer waits as long besides."""

import asyncio
import time
from collections import deque

NAP_SECONDS, NAPS = 0.5, 120
"""The last minute is kept."""


class LoopLag:
    """Naps in the loop and notes by how much each nap was too long."""

    def __init__(self) -> None:
        self._late: deque[float] = deque(maxlen=NAPS)

    async def watch(self) -> None:
        """Nap until cancelled."""
        while True:
            began = time.perf_counter()
            await asyncio.sleep(NAP_SECONDS)
            self._late.append(max(0.0, time.perf_counter() - began - NAP_SECONDS) * 1000)

    def said(self) -> dict[str, float]:
        """Return lag_ms (the median of the last minute) and lag_worst_ms; nothing before the first nap."""
        late = sorted(self._late)
        return {"lag_ms": round(late[len(late) // 2], 1), "lag_worst_ms": round(late[-1], 1)} if late else {}
