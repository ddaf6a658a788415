"""NATS JetStream: a durable pull consumer, so nothing is on its way but what was asked for.

The client library lives in an event loop; the line has a loop of its own, which runs while a method does. Between
two calls nothing is read, and the server, which asks every two minutes whether we live, waits.
"""

import asyncio
import contextlib
import hashlib
import threading
from collections.abc import Coroutine, Sequence
from time import monotonic
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import nats
import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig
from nats.js.errors import APIError, NotFoundError

from data.ingest.streams.stream import MOST_LETTERS, Address, Letter, LineLost, Stream

PORT = 4222
LONGEST_TOPICS = 1_000
CONNECT_SECONDS = 5
ANSWER_SECONDS = 5.0
CLOSE_SECONDS = 2.0
AT_ONCE = 20
"""Asked for at a time: each may be a list of 1,000 events."""
MORE_SECONDS = 0.005
RESEND_SECONDS = 30.0
"""What is not settled for so long comes again, unless we say that we are at it."""
AT_IT_SECONDS = 10.0
T = TypeVar("T")
LOST = (nats.errors.Error, OSError, asyncio.TimeoutError)
"""What the client raises when the server is away, refuses us, or does not answer."""


def read_address(url: str) -> Address:
    """Return the address. Raises ValueError with what is wrong; the words never hold the password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError("its host or port cannot be read") from None
    if parts.scheme not in ("nats", "tls") or not parts.hostname:
        raise ValueError("it must look like nats://user:password@host:4222/city.events.>, or tls://")
    subject = unquote(parts.path.removeprefix("/"))
    if parts.query or parts.fragment or not is_subject(subject):
        raise ValueError("after the host a subject is needed, such as /city.events.>")
    return Address(host=parts.hostname, port=port or PORT, topics=subject, user=unquote(parts.username or ""),
                   password=unquote(parts.password or ""), is_encrypted=parts.scheme == "tls")


def is_subject(subject: str) -> bool:
    """Is this a subject to read: tokens between dots, * alone in its token, > alone in the last one?"""
    parts = subject.split(".")
    return (0 < len(subject) <= LONGEST_TOPICS and subject.isprintable() and " " not in subject
            and all(part and (part == "*" or "*" not in part) for part in parts)
            and all((part == ">" and i == len(parts) - 1) or ">" not in part for i, part in enumerate(parts)))


class Line:
    """One connection to a NATS server and the consumer it keeps for us."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._client = Client()
        self._consumer: Any = None
        self._why = ""
        self._taken: list[Msg] = []
        self._said_at = monotonic()

    def open(self, address: Address, name: str) -> None:
        """Connect and take up the consumer of this name, which the server makes at the first time. Raises LineLost."""
        self._run(self._open(address, name))

    def take(self, seconds: float) -> list[Letter]:
        """Return the letters that are there, waiting so long for a first one."""
        found = self._run(self._fetch(seconds))
        self._taken += found
        self._said_at = monotonic() if found else self._said_at
        return [Letter(topic=one.subject, payload=one.data, receipt=one) for one in found]

    def settle(self, sound: Sequence[Letter], refused: Sequence[Letter]) -> None:
        """Acknowledge the sound ones, and end the others: those do not come again either."""
        self._run(self._settle([one.receipt for one in sound], [one.receipt for one in refused]))
        self._taken = []

    def hold(self, seconds: float, stopping: threading.Event) -> None:
        """Say now and then that we are at what we took, so that it is not sent again."""
        until = monotonic() + seconds
        while not stopping.is_set() and (left := until - monotonic()) > 0:
            if monotonic() - self._said_at > AT_IT_SECONDS:
                self._run(self._say_at_it())
            self._run(asyncio.sleep(min(left, 0.25)))

    def close(self) -> None:
        """End the connection; the server keeps the consumer and what was not settled."""
        try:
            self._loop.run_until_complete(self._close())
        finally:
            self._loop.close()

    async def _close(self) -> None:
        with contextlib.suppress(*LOST):
            await asyncio.wait_for(self._client.close(), CLOSE_SECONDS)
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _open(self, address: Address, name: str) -> None:
        scheme = "tls" if address.is_encrypted else "nats"
        is_token = bool(address.user and not address.password)  # as NATS writes a token into an address
        await self._client.connect(
            f"{scheme}://{_bracketed(address.host)}:{address.port}", name=name, allow_reconnect=False,
            max_reconnect_attempts=1, reconnect_time_wait=0, connect_timeout=CONNECT_SECONDS, error_cb=self._wrong,
            token=address.user if is_token else None,
            user=None if is_token else address.user or None, password=address.password or None)
        streams = self._client.jetstream(timeout=ANSWER_SECONDS)
        wanted = ConsumerConfig(ack_policy=AckPolicy.EXPLICIT, ack_wait=RESEND_SECONDS, max_ack_pending=MOST_LETTERS,
                                max_deliver=-1)
        try:
            self._consumer = await streams.pull_subscribe(address.topics, durable=_durable(name, address.topics),
                                                          config=wanted)
        except NotFoundError:
            raise LineLost(f"no stream there keeps {address.topics}") from None
        except APIError as error:
            raise LineLost(f"the server refuses the consumer: {error.description}") from None

    async def _fetch(self, seconds: float) -> list[Msg]:
        """The library waits for as many as were asked for; so the first is asked for alone."""
        found: list[Msg] = []
        for count, wait in ((1, seconds), (AT_ONCE - 1, MORE_SECONDS)):
            try:
                found += await self._consumer.fetch(count, timeout=wait)
            except asyncio.TimeoutError:  # noqa: UP041 - the library's own is a child of it
                break
        if not self._client.is_connected:
            raise LineLost(self._why or "the connection ended")
        return found

    async def _settle(self, sound: Sequence[Msg], refused: Sequence[Msg]) -> None:
        for one in sound:
            await one.ack()
        for one in refused:
            await one.term()
        await self._client.flush(timeout=int(ANSWER_SECONDS))  # the server has read what was sent before it

    async def _say_at_it(self) -> None:
        for one in self._taken:
            await one.in_progress()
        await self._client.flush(timeout=int(ANSWER_SECONDS))
        self._said_at = monotonic()

    async def _wrong(self, error: Exception) -> None:
        self._why = self._why or _said(error)

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            return self._loop.run_until_complete(work)
        except LOST as error:
            raise LineLost(self._why or _said(error)) from None


def connect(address: Address, name: str) -> Line:
    """Return an open line. Raises LineLost."""
    line = Line()
    try:
        line.open(address, name)
    except LineLost:
        line.close()
        raise
    return line


def _durable(name: str, subject: str) -> str:
    """Return what the consumer is called: another subject needs another one, for a consumer keeps the one it has."""
    return f"{name}-{hashlib.sha256(subject.encode()).hexdigest()[:8]}"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]


STREAM = Stream(name="nats", title="NATS", read_address=read_address, open=connect)
