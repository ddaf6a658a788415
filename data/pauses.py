"""How long to wait before something that failed is tried again, for ever."""

import random
from collections.abc import Iterator

SHORTEST_SECONDS, LONGEST_SECONDS = 0.5, 30.0
BY_CHANCE = random.SystemRandom()


def pauses() -> Iterator[float]:
    """Yield seconds to wait before each further try: twice as long each time up to half a minute, spread by chance."""
    longest = SHORTEST_SECONDS
    while True:
        yield BY_CHANCE.uniform(longest / 2, longest)
        longest = min(2 * longest, LONGEST_SECONDS)
