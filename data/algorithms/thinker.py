"""The thread that has due algorithms run, in a process of their own: they hold up nobody who looks at a screen."""

import contextlib
import logging
import os
import subprocess
import sys
from pathlib import Path

from data import locks
from data.algorithms import runs
from data.background import Background
from data.errors import NotFound
from data.settings import Settings
from data.storage.database import UNAVAILABLE, Database
from data.visit import reading

LOG = logging.getLogger(__name__)
PROGRAM = Path(__file__).parents[2] / "app.py"
FIRST_SECONDS, LOOK_SECONDS, CHECK_SECONDS = 20.0, 20.0, 0.5
"""The first screens are served before the first look."""
GENTLE = 15
"""Whoever looks at the city meanwhile goes first."""
HELD = "think.lock"


class Thinker(Background):
    """Looks in the background until stopped. Every process has one; who comes second finds the lock held."""

    def __init__(self, database: Database, settings: Settings) -> None:
        super().__init__("thinker")
        self._database, self._settings = database, settings

    def _work(self) -> None:
        pause = FIRST_SECONDS
        while self._settings.think and not self._stopping.wait(pause):
            pause = LOOK_SECONDS
            try:
                if self._is_needed():
                    self._think()
            except (NotFound, *UNAVAILABLE):
                LOG.info("nothing to think about, or nowhere to look")

    def _is_needed(self) -> bool:
        with reading(self._database, runs.JOB, self._settings) as visit:
            return bool(runs.due(visit))

    def _think(self) -> None:
        """Have a process run what is due; it ends with this one."""
        with (self._settings.data_dir / HELD).open("wb") as held:
            if not locks.take(held.fileno()):
                return
            process = subprocess.Popen([sys.executable, str(PROGRAM), "think"],  # noqa: S603 - nothing from outside
                                       stdout=subprocess.DEVNULL)
            with contextlib.suppress(OSError):  # over already, or not ours to say
                os.setpriority(os.PRIO_PROCESS, process.pid, GENTLE)
            while process.poll() is None:
                if self._stopping.wait(CHECK_SECONDS):
                    process.terminate()
                    process.wait()
