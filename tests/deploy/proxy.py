"""A real nginx with the shipped nginx.conf, in a folder of its own, on free ports; as root or not."""

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.house.source import ROOT
from tests.stand import free_port

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
needs_nginx = pytest.mark.skipif(NGINX is None, reason="no nginx here: apt-get install -y nginx-light")
PARTS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass(frozen=True)
class Proxy:
    """A running nginx."""

    port: int
    folder: Path

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, **more: object) -> httpx.Response:
        """Return the answer over a connection of its own; redirects are not followed."""
        return httpx.request(method, self.url + path, timeout=60, **more)  # type: ignore[arg-type]


def lay_out(folder: Path, *, port: int, behind: int, listen: str = "") -> Path:
    """Put the shipped nginx.conf, byte for byte, beside a place of our own; return its path."""
    shutil.copy(ROOT / "deploy/nginx.conf", folder / "nginx.conf")
    place = (ROOT / "deploy/place.conf").read_text(encoding="utf-8")
    place = place.replace("web:8050", f"127.0.0.1:{behind}").replace("/var/cache/nginx/static", f"{folder}/static")
    place = place.replace("/var/log/nginx/access.log", f"{folder}/access.log")
    place += "".join(f"{part}_temp_path {folder}/{part};\n" for part in PARTS)
    (folder / "place.conf").write_text(place, encoding="utf-8")
    (folder / "listen.conf").write_text(listen or f"listen 127.0.0.1:{port};\n", encoding="utf-8")
    return folder / "nginx.conf"


def command(folder: Path, *more: str) -> list[str]:
    """Return the command line of an nginx that writes nowhere but into the folder."""
    # Started by root it would hand its work to another user, whom nobody lets into a test's folder.
    user = " user root;" if os.geteuid() == 0 else ""
    return [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log"),
            "-g", f"daemon off; pid {folder}/nginx.pid;{user}", *more]


@contextlib.contextmanager
def proxying(folder: Path, behind: int) -> Iterator[Proxy]:
    """Yield an nginx before a port, once it answers."""
    port = free_port()
    lay_out(folder, port=port, behind=behind)
    process = subprocess.Popen(command(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(1_000):
            assert process.poll() is None, (folder / "error.log").read_text(encoding="utf-8")
            with contextlib.suppress(httpx.TransportError):
                httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=10)
                break
            time.sleep(0.02)
        yield Proxy(port, folder)
    finally:
        process.terminate()
        process.wait(timeout=20)
