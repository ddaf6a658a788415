"""One door for several workers, at which each takes one caller at a time: whoever has time takes the next.

The event loop's own way is to take everybody who stands there as soon as it wakes, up to the length of the queue; then
the first worker to wake has all callers, and on a quiet machine a second one answered nobody. So the loop is told that
the queue is one long, and the door knows better. It stays open while workers come and go: callers wait in its queue.
"""

import socket
from multiprocessing import reduction
from multiprocessing.reduction import ForkingPickler
from typing import Any

from data.errors import Busy

QUEUE = 2_048
ONE_AT_A_TIME = 1
"""What the event loop is told, and so takes at each wake."""


class Door(socket.socket):
    """A listening socket with a long queue, whatever it is told."""

    def listen(self, _backlog: int = QUEUE, /) -> None:
        """Let callers queue."""
        super().listen(QUEUE)


def open_door(host: str, port: int) -> Door:
    """Return the door at a port, to be handed to the workers. Raises Busy("port_taken")."""
    door = Door(socket.AF_INET6 if ":" in host else socket.AF_INET)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
    except OSError:
        door.close()
        raise Busy("port_taken", port=port) from None
    door.set_inheritable(True)
    return door


def _sent(door: Door) -> tuple[Any, ...]:
    return _received, (reduction.DupFd(door.fileno()), door.family, door.type, door.proto)


def _received(handed: Any, family: int, kind: int, proto: int) -> Door:
    return Door(family, kind, proto, fileno=handed.detach())


ForkingPickler.register(Door, _sent)
