"""Fetching from others with care: public addresses or named ones, a deadline, a size, a kind; nothing is trusted.

An answer is read piece by piece and left off at its limit, so that 2 GB cost what the limit costs. Faults carry
codes; neither addresses nor credentials stand in them.
"""

import asyncio
import base64
import contextlib
import socket
import zlib
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import httpcore

from data.sources.address import Allowed
from data.sources.declared import Credential

CONNECTIONS, KEPT_CONNECTIONS, KEPT_SECONDS = 40, 10, 30.0
MOST_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
OK, NOT_MODIFIED, NO_CONTENT, NOT_FOUND = 200, 304, 204, 404
AGENT = "Yiping"
GZIP = 31
PORTS = {"http": 80, "https": 443}


class SourceFault(Exception):
    """A source that did not give what was asked; `code` is a key of the words, `detail` a number or short word."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code, self.detail = code, detail
        super().__init__(code)


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What to fetch: an address, how long and how much at most, which kinds of answer, what goes with it."""

    url: str
    seconds: float
    most_bytes: int
    kinds: tuple[str, ...]
    """Beginnings of the content types that are taken."""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """An answer: 200 with a body, or 304, 204, 404 without one."""

    status: int
    body: bytes = b""
    kind: str = ""
    etag: str = ""
    modified: str = ""


class CheckedNetwork(httpcore.AsyncNetworkBackend):
    """Connects to addresses that were looked up and judged here, and to no name."""

    def __init__(self, allowed: Allowed) -> None:
        self._allowed = allowed
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
                          socket_options: Iterable[Any] | None = None) -> httpcore.AsyncNetworkStream:
        """Return a connection to the first address of the host that may be connected to. Raises SourceFault."""
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise SourceFault("unreachable") from None
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
        if not addresses or not all(self._allowed.lets(host, address) for address in addresses):
            raise SourceFault("address_refused")
        return await self._network.connect_tcp(addresses[0], port, timeout, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


class Fetcher:
    """Fetches for one process, on its event loop: no thread waits for a source."""

    def __init__(self, allowed: Allowed) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            max_connections=CONNECTIONS, max_keepalive_connections=KEPT_CONNECTIONS, keepalive_expiry=KEPT_SECONDS,
            network_backend=CheckedNetwork(allowed))

    async def fetch(self, ask: Ask) -> Fetched:
        """Return the answer. Raises SourceFault: unreachable, address_refused, timeout, status, too_large,
        wrong_kind, redirected."""
        async with _in_time(ask.seconds):
            return await self._follow(ask)

    async def post(self, url: str, body: bytes, *, seconds: float, most_bytes: int) -> bytes:
        """Send JSON to an address and return the answer's body; nothing leads elsewhere. Raises SourceFault."""
        headers = [("User-Agent", AGENT), ("Content-Type", "application/json"), ("Accept-Encoding", "identity")]
        waits = dict.fromkeys(("connect", "read", "write", "pool"), seconds)
        async with _in_time(seconds), self._pool.stream(
                "POST", url, headers=headers, content=body, extensions={"timeout": waits}) as answer:
            if answer.status != OK:
                raise SourceFault("status", str(answer.status))
            return await _read(answer.aiter_stream(), {}, most_bytes)

    async def close(self) -> None:
        """Give back every connection."""
        await self._pool.aclose()

    async def _follow(self, ask: Ask) -> Fetched:
        url = ask.url
        for _ in range(MOST_REDIRECTS + 1):
            found = await self._once(url, ask)
            if isinstance(found, Fetched):
                return found
            if origin(found) != origin(url):
                raise SourceFault("redirected")
            url = found
        raise SourceFault("redirected")

    async def _once(self, url: str, ask: Ask) -> Fetched | str:
        """Return the answer, or where else to ask."""
        headers = list({"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity", **ask.headers}.items())
        waits = dict.fromkeys(("connect", "read", "write", "pool"), ask.seconds)
        async with self._pool.stream("GET", url, headers=headers, extensions={"timeout": waits}) as answer:
            told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
            if answer.status in REDIRECTS:
                return urljoin(url, told.get("location", ""))
            if answer.status in (NOT_MODIFIED, NO_CONTENT, NOT_FOUND):
                return Fetched(status=answer.status)
            if answer.status != OK:
                raise SourceFault("status", str(answer.status))
            kind = told.get("content-type", "").partition(";")[0].strip().lower()
            if not kind.startswith(ask.kinds):
                raise SourceFault("wrong_kind", kind[:40])
            body = await _read(answer.aiter_stream(), told, ask.most_bytes)
            return Fetched(status=OK, body=body, kind=kind, etag=told.get("etag", "")[:200],
                           modified=told.get("last-modified", "")[:64])


@contextlib.asynccontextmanager
async def _in_time(seconds: float) -> AsyncIterator[None]:
    """Let an exchange take so long. Raises SourceFault: "timeout", "unreachable"."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except (TimeoutError, httpcore.TimeoutException):
        raise SourceFault("timeout") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError):
        raise SourceFault("unreachable") from None


async def _read(pieces: AsyncIterator[bytes], told: Mapping[str, str], most: int) -> bytes:
    """Return the body, unpacked. Raises SourceFault("too_large") as soon as it is."""
    length = told.get("content-length", "")
    if length.isdigit() and int(length) > most:
        raise SourceFault("too_large")
    packing = told.get("content-encoding", "identity").strip().lower()
    if packing not in ("identity", "gzip", ""):
        raise SourceFault("wrong_kind", packing[:40])
    unpack = zlib.decompressobj(GZIP) if packing == "gzip" else None
    body = bytearray()
    async for piece in pieces:
        try:
            body += piece if unpack is None else unpack.decompress(piece, most + 1 - len(body))
        except zlib.error:
            raise SourceFault("wrong_kind", "gzip") from None
        if len(body) > most or (unpack is not None and unpack.unconsumed_tail):
            raise SourceFault("too_large")
    return bytes(body)


def origin(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port of a URL; what is none has an origin of its own."""
    try:
        parts = urlsplit(url)
        return parts.scheme, (parts.hostname or "").lower(), parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        return "", url, 0


def with_secret(url: str, credential: Credential | None, secret: str) -> tuple[str, dict[str, str]]:
    """Return the URL and the headers of a request that carries its credential."""
    if credential is None:
        return url, {}
    if credential.send == "query":
        return f"{url}{'&' if '?' in url else '?'}{urlencode({credential.name: secret})}", {}
    if credential.send == "basic":
        return url, {"Authorization": f"Basic {base64.b64encode(secret.encode()).decode('ascii')}"}
    return url, {credential.name: secret}
