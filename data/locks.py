"""A file that one process holds alone: it ends with the process that has it, however that ends."""

import fcntl


def take(descriptor: int) -> bool:
    """Return whether this process holds an open file alone now; does not wait for whoever holds it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
