"""Doing one thing from several threads at the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from data.errors import CityError


def race(act: Callable[[int], str], runners: int) -> list[str]:
    """Return what each runner's `act(number)` returned, or the code of its refusal; all start together."""
    line = threading.Barrier(runners)

    def run(number: int) -> str:
        line.wait(timeout=10)
        try:
            return act(number)
        except CityError as error:
            return error.code

    with ThreadPoolExecutor(runners) as pool:
        return list(pool.map(run, range(runners), timeout=60))
