"""What browser tests and figures stand on: a server of our own in a folder of its own, and a browser."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = "/usr/bin/chromium"


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Server:
    """A running server."""

    process: subprocess.Popen[bytes]
    port: int
    folder: Path
    began: float

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def memory_mb(self) -> float:
        """Return its resident memory, children included."""
        one = psutil.Process(self.process.pid)
        return sum(p.memory_info().rss for p in [one, *one.children(recursive=True)]) / 1e6


def command(folder: Path, *arguments: str, **extra: str) -> str:
    """Run one verb of app.py on a data folder and return what it printed."""
    done = subprocess.run(
        [sys.executable, "app.py", *arguments],
        cwd=ROOT,
        env=environment(folder, **extra),
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode > 1:
        raise RuntimeError(f"{arguments}: {done.stderr}")
    return done.stdout


def environment(folder: Path, **extra: str) -> dict[str, str]:
    """Return this process's environment with ours in it; algorithms run where a test asks for them."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YIPING_")}
    return {**kept, "YIPING_DATA_DIR": str(folder), "YIPING_THINK": "0", **extra}


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """Yield an empty data folder that goes away again."""
    with tempfile.TemporaryDirectory(prefix="yiping-") as path:
        yield Path(path)


@contextlib.contextmanager
def serving(data: Path, port: int | None = None, **extra: str) -> Iterator[Server]:
    """Yield a server over a data folder once it answers."""
    port = port or free_port()
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "app.py", "serve", "--port", str(port)],
        cwd=ROOT,
        env=environment(data, **extra),
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield Server(process, port, data, began)
    finally:
        process.terminate()
        process.wait(timeout=20)


def kill(server: Server) -> None:
    """End the server at once, as a power cut would."""
    server.process.kill()
    server.process.wait(timeout=20)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Return once the address answers. Raises RuntimeError when the server died or takes minutes."""
    for _ in range(6_000):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(url, timeout=2).status_code == httpx.codes.OK:
                return
        time.sleep(0.02)
    raise RuntimeError("the server did not answer")


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """Yield Debian's Chromium, headless."""
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


def signed_in(opened: Browser, server: Server, person: str, size: tuple[int, int]) -> Page:
    """Return a page of its own context in which a demo person has signed in."""
    context = opened.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    page.goto(f"{server.url}/signin")
    page.click(f"[data-person={person}]")
    page.wait_for_url(lambda url: "/signin" not in url, wait_until="commit")
    return page


def enter(context: BrowserContext, server: Server, person: str) -> None:
    """Sign a demo person in as the page for it would, without waiting for a picture of it."""
    answer = context.request.post(f"{server.url}/signin", form={"person": person},
                                  headers={"Origin": server.url}, max_redirects=0)
    if answer.status != httpx.codes.SEE_OTHER:
        raise RuntimeError(f"{person} was not let in: {answer.status}")


def wait_ready(page: Page) -> None:
    """Return once the first data is painted."""
    page.wait_for_selector("body[data-ready=true]", timeout=60_000)
