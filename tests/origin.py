"""Somebody else's server on this machine: layers that are right, and every way in which one can be wrong."""

import contextlib
import io
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson
from PIL import Image

TWO_GB, PIECE = 2 * 1024**3, b"x" * 65_536
HANGS_SECONDS = 30.0


def shapes(count: int = 3, **properties: Any) -> bytes:
    """Return a collection of points inside the toy city."""
    return orjson.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"name": f"P{n}", "secret": "stays", **properties},
         "geometry": {"type": "Point", "coordinates": [120.01 + n * 0.001, 30.01]}} for n in range(count)]})


def picture(colour: tuple[int, int, int] = (200, 40, 40)) -> bytes:
    """Return a tile of one colour."""
    made = io.BytesIO()
    Image.new("RGB", (256, 256), colour).save(made, "PNG")
    return made.getvalue()


class Origin:
    """The running server: what it was asked, and what it answers by path."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.answers: dict[str, Callable[[Any], None]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.sent: Counter[str] = Counter()
        self.ending = threading.Event()

    def says(self, path: str, body: bytes, kind: str = "application/geo+json", status: int = 200,
             **headers: str) -> None:
        """Answer a path with this."""
        def answer(handler: Any) -> None:
            given = handler.headers.get("If-None-Match")
            same = given is not None and given == headers.get("etag")
            handler.send_response(304 if same else status)
            for name, value in headers.items():
                handler.send_header(name, value)
            if not same:
                handler.send_header("Content-Type", kind)
                handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            if not same:
                handler.wfile.write(body)

        self.answers[path] = answer

    def breaks(self) -> None:
        """Answer wrongly in every way: /500, /html, /huge (2 GB that never say so), /hang, /elsewhere."""
        self.says("/500", b"broken", "text/plain", 500)
        self.says("/html", b"<html><script>alert(1)</script></html>", "text/html")
        self.answers |= {"/huge": self._huge, "/hang": lambda _: self.ending.wait(HANGS_SECONDS)}
        self.says("/elsewhere", b"", status=302, location="http://169.254.169.254/latest/meta-data")

    def _huge(self, handler: Any) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/geo+json")
        handler.end_headers()
        with contextlib.suppress(OSError):
            while self.sent["huge"] < TWO_GB:
                self.sent["huge"] += handler.wfile.write(PIECE)

    def paths(self) -> list[str]:
        """Return what was asked for, without parameters."""
        return [urlsplit(path).path for path, _ in self.asked]

    def parameters(self) -> dict[str, list[str]]:
        """Return the parameters of the last request."""
        return parse_qs(urlsplit(self.asked[-1][0]).query, keep_blank_values=True)


@contextlib.contextmanager
def serving() -> Iterator[Origin]:
    """Yield the server; it goes with the test."""
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            origin.asked.append((self.path, dict(self.headers)))
            path = urlsplit(self.path).path
            found = origin.answers.get(path) or next(
                (answer for known, answer in origin.answers.items() if known.endswith("*")
                 and path.startswith(known[:-1])), None)
            if found is None:
                self.send_error(404)
            else:
                found(self)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    origin = Origin(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield origin
    finally:
        origin.ending.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def waited(holds: Callable[[], Any], seconds: float = 10.0) -> Any:
    """Return what `holds` returns once it is true, its last answer after that time."""
    until = time.monotonic() + seconds
    while not (found := holds()) and time.monotonic() < until:
        time.sleep(0.02)
    return found
