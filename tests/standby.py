"""A real standby of a PostgreSQL that runs: copied by pg_basebackup, following by streaming replication."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg

PORT = 5433


class Standby:
    """Copies the server at an address into a folder and follows it once it is started."""

    def __init__(self, folder: Path, primary_url: str) -> None:
        with psycopg.connect(primary_url) as connection:
            (data,) = connection.execute("SHOW data_directory").fetchone() or ("",)
        # `postgres` runs as whoever runs the primary: never as root.
        postmaster = psutil.Process(int((Path(data) / "postmaster.pid").read_text().split()[0]))
        self._user = postmaster.username() if os.geteuid() == 0 else None
        self._programs = Path(postmaster.exe()).parent
        self.folder, self.data = folder, folder / "data"
        folder.chmod(0o755)
        shutil.chown(folder, self._user or os.geteuid())
        self._run("pg_basebackup", "-d", primary_url, "-D", str(self.data), "-R", "-X", "stream", "-c", "fast")
        head, query = primary_url.split("?", 1)
        self.url = f"{head}?" + "&".join([*(part for part in query.split("&") if not part.startswith("host=")),
                                          f"host={folder}", f"port={PORT}"])

    def start(self) -> None:
        """Start it; returns once it takes questions."""
        self._run("pg_ctl", "-w", "-D", str(self.data), "-l", str(self.folder / "log"),
                  "-o", f'-h "" -k {self.folder} -p {PORT}', "start")

    def stop(self) -> None:
        """Stop it; who is connected is sent away."""
        self._run("pg_ctl", "-w", "-D", str(self.data), "-m", "fast", "stop")

    def is_running(self) -> bool:
        """Is it running?"""
        return (self.data / "postmaster.pid").exists()

    def ask(self, question: str) -> object:
        """Return the one value that it answers."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            row = connection.execute(question).fetchone()  # type: ignore[call-overload]
        return row[0] if row else None

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run([str(self._programs / program), *arguments], check=True, user=self._user, cwd=self.folder,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)


@contextlib.contextmanager
def standby_of(url: str) -> Iterator[Standby]:
    """Yield a standby that runs; at the end nothing of it is left."""
    with tempfile.TemporaryDirectory(prefix="ys", ignore_cleanup_errors=True) as folder:
        made = Standby(Path(folder), url)
        made.start()
        try:
            yield made
        finally:
            if made.is_running():
                made.stop()
