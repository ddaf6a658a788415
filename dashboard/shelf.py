"""Bodies kept in memory as they are sent, plain and packed, within a bound."""

import gzip
import re
import threading
from collections import OrderedDict
from collections.abc import Hashable, MutableMapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

LEVEL = 9
SMALLEST = 500
MOST_BYTES = 64 * 1024 * 1024
COMPRESSIBLE = (b"text/", b"application/javascript", b"application/json", b"application/geo+json", b"image/svg+xml")


@dataclass(frozen=True)
class Stored:
    """A body as it is sent: plain, and packed where that helps."""

    kind: bytes
    plain: bytes
    packed: bytes | None
    tag: bytes

    @property
    def size(self) -> int:
        """Bytes it takes in memory."""
        return len(self.plain) + len(self.packed or b"")


class Sized(Protocol):
    """Whatever says how many bytes it takes."""

    @property
    def size(self) -> int:
        """Bytes it takes in memory."""
        ...


Body = TypeVar("Body", bound=Sized)


class Shelf(Generic[Body]):
    """Bodies by key, from any thread; the one unused for longest is given up when the shelf is full."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._bodies: OrderedDict[Hashable, Body] = OrderedDict()
        self._most_bytes, self._bytes = most_bytes, 0
        self._lock = threading.Lock()

    def find(self, key: Hashable) -> Body | None:
        """Return the body of a key."""
        with self._lock:
            if key in self._bodies:
                self._bodies.move_to_end(key)
            return self._bodies.get(key)

    def put(self, key: Hashable, body: Body) -> None:
        """Keep a body, unless it alone would fill the shelf."""
        with self._lock:
            if body.size > self._most_bytes or key in self._bodies:
                return
            self._bodies[key] = body
            self._bytes += body.size
            while self._bytes > self._most_bytes:
                self._bytes -= self._bodies.popitem(last=False)[1].size


def pack(kind: bytes, body: bytes, tag: str) -> Stored:
    """Return the body with its packed form, where its kind and size make that worth it. Takes a while: use a thread."""
    packed = gzip.compress(body, LEVEL, mtime=0) if len(body) >= SMALLEST and kind.startswith(COMPRESSIBLE) else None
    return Stored(kind, body, packed if packed and len(packed) < len(body) else None, b'W/"' + tag.encode() + b'"')


def pack_lightly(body: bytes) -> bytes:
    """Return a body that one asker gets, as gzip: a seventh of its size for a quarter of a millisecond."""
    return gzip.compress(body, 1, mtime=0)


def accepts_gzip(scope: MutableMapping[str, Any]) -> bool:
    """Does the asker take gzip? A quality of zero is a no."""
    for name, value in scope["headers"]:
        if name.lower() == b"accept-encoding":
            for part in value.decode("latin-1").lower().split(","):
                coding, _, quality = part.partition(";")
                if coding.strip() in ("gzip", "*"):
                    return not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", quality)
    return False
