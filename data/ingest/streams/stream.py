"""What a kind of broker is, and finding them: every module of `brokers` that has a STREAM.

A broker's file knows addresses and connections; it takes letters out and says which are settled. What is in a
letter, and everything that is stored, is the same for all.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

from data.collecting import collect
from data.ingest.streams import brokers

MOST_LETTERS = 500
"""On their way and not settled, which bounds what waits in memory; also the most in one transaction."""


class LineLost(Exception):
    """The broker cannot be reached, refuses us, or has gone; whatever was not settled comes again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message as the broker handed it over."""

    topic: str
    payload: bytes
    receipt: Any
    """What it is settled by; its broker's own."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """A broker, who reads there, and the filter of topics."""

    host: str
    port: int
    topics: str
    user: str = ""
    password: str = field(default="", repr=False)
    is_encrypted: bool = False


class Line(Protocol):
    """One open connection. Every method but `close` raises LineLost."""

    def take(self, seconds: float) -> list[Letter]:
        """Return the letters that are there, waiting so long for a first one."""

    def settle(self, sound: Sequence[Letter], refused: Sequence[Letter]) -> None:
        """Tell the broker that it may forget these; returns when it has heard so, or the line is lost."""

    def hold(self, seconds: float, stopping: threading.Event) -> None:
        """Keep the connection and the letters that were taken ours for a while, or until `stopping` is set."""

    def close(self) -> None:
        """End the connection; the broker keeps our place and what was not settled."""


@dataclass(frozen=True, kw_only=True)
class Stream:
    """One kind of broker."""

    name: str
    """The settings are YIPING_NAME and YIPING_NAME_KEY; measures and start-up checks say it too."""
    title: str
    read_address: Callable[[str], Address]
    """Raises ValueError with what is wrong; the words never hold the password."""
    open: Callable[[Address, str], Line]
    """Connects under a name that stays the same and takes up where it was left. Raises LineLost."""


@cache
def discover() -> tuple[Stream, ...]:
    """Return every kind of broker that is a file of its own, by file name."""
    return tuple(collect(brokers, "STREAM"))
