"""Work that goes on beside a test or a measurement, so many times a second."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def going_on(per_second: float, work: Callable[[int], object]) -> Iterator[None]:
    """Call `work(0)`, `work(1)`, … at this pace in a thread of its own until the block is over."""
    is_over = threading.Event()

    def go_on() -> None:
        begin, number = time.monotonic(), 0
        while not is_over.wait(max(0.0, begin + number / per_second - time.monotonic())):
            work(number)
            number += 1

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
