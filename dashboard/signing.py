"""The thread by which a server process says what it takes: memory, processor time, the loop's lag, who waits."""

import logging
import time
from typing import Any

from dashboard.center import Center
from dashboard.loop_lag import LoopLag
from data import clock
from data.background import Background
from data.platform import machine, signs
from data.scope import Scope
from data.storage.database import UNAVAILABLE

LOG = logging.getLogger(__name__)
JOB = Scope.of_job("signs")
PATIENCE_SECONDS = 5.0


class Signs(Background):
    """Leaves a sign in the background until stopped; every process has one."""

    def __init__(self, center: Center, lag: LoopLag) -> None:
        super().__init__("signs")
        self._center, self._lag = center, lag

    def _work(self) -> None:
        while True:
            try:
                with self._center.database.write(JOB) as session:
                    signs.leave(session, clock.now(), self._center.started_at, self.facts())
            except UNAVAILABLE:
                LOG.warning("no sign: the database does not answer")
            if self._stopping.wait(signs.EVERY.total_seconds()):
                return

    def facts(self) -> dict[str, Any]:
        """Return what this process takes at this moment."""
        return {**machine.process(), **self._lag.said(), "waiting_rows": self._center.grouped.waiting(),
                **self._wait()}

    def _wait(self) -> dict[str, float]:
        """Return wait_ms: how long it takes until a thread is free for an answer; nothing where it is too long."""
        began = time.perf_counter()
        try:
            self._center.executor.submit(int).result(timeout=PATIENCE_SECONDS)
        except (TimeoutError, RuntimeError):  # too many wait, or the server is ending
            return {}
        return {"wait_ms": round((time.perf_counter() - began) * 1000, 1)}
