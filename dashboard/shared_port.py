"""One port for several workers, each with a door of its own: the system spreads callers over them.

With one door for all, the worker that wakes first takes every caller who stands before it, and keeps them: a second
worker on a quiet machine answered nobody.
"""

import contextlib
import socket
from multiprocessing.reduction import ForkingPickler
from typing import Any

from data.errors import Busy


class SharedPort(socket.socket):
    """A door that was bound and does not listen. Sent to another process, it is a new one beside it."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how the other process makes its own."""
        return _beside, (self.family, self.getsockname()[:2])


def share(host: str, port: int) -> SharedPort:
    """Return the door of a port that is free. Raises Busy("port_taken")."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with contextlib.closing(socket.socket(family)) as alone:
        alone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            # Whoever shares may stand beside others of the same owner: only one that shares with nobody can tell.
            alone.bind((host, port))
        except OSError:
            raise Busy("port_taken", port=port) from None
        address = alone.getsockname()[:2]
    return _beside(family, address)


def _beside(family: int, address: tuple[str, int]) -> SharedPort:
    door = SharedPort(family)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    door.bind(address)
    door.set_inheritable(True)
    return door


ForkingPickler.register(SharedPort, SharedPort.__reduce__)
