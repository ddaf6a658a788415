"""The figure of a server that goes on: memory over ten minutes, a city of 20,000 grids that lives, 200 screens."""

import asyncio
import time

import numpy as np

from tests import stand
from tests.bench import live
from tests.bench.table import Row
from tests.stand import Server

IS_LONG = True
SECONDS, EACH_SECONDS = 600.0, 10.0
MOST_MB, MOST_GROWTH_MB = 700, 5
"""Over the last half of the time it may grow by so much and still count as standing; the machine's noise is 2 MB."""


def rows() -> list[Row]:
    """Return: memory after ten minutes, and by how much it grew in the last five."""
    with stand.folder() as data:
        stand.command(data, "demo", "--size", "city", "--days", "30")
        with stand.serving(data) as server:
            return figures_of(server, SECONDS)


def figures_of(server: Server, seconds: float) -> list[Row]:
    """Return the figures of a server of the demo profile that has just begun to serve."""
    samples = asyncio.run(_watch(server, seconds))
    late = samples[len(samples) // 2:]
    slope = float(np.polyfit([at for at, _ in late], [mb for _, mb in late], 1)[0])
    told = " ".join(f"{mb:.0f}" for _, mb in samples[::6])
    return [
        Row(name=f"memory of the server, 20,000 grids, {live.SCREENS} screens, after {seconds / 60:.0f} minutes",
            value=samples[-1][1], unit="MB", goal=MOST_MB, note=f"each minute: {told}"),
        Row(name="the same: growth in the last half, by a straight line", value=slope * (late[-1][0] - late[0][0]),
            unit="MB", goal=MOST_GROWTH_MB, note=f"{60 * slope:.2f} MB a minute"),
    ]


async def _watch(server: Server, seconds: float) -> list[tuple[float, float]]:
    """Return (second, MB) every ten seconds while all screens listen."""
    listeners = [asyncio.create_task(live.listen(server, token)) for token in await live.tokens(server)]
    begin, samples = time.monotonic(), []
    while (at := time.monotonic() - begin) < seconds:
        samples.append((at, server.memory_mb()))
        await asyncio.sleep(EACH_SECONDS)
    gone = sum(one.done() for one in listeners)
    for listener in listeners:
        listener.cancel()
    await asyncio.gather(*listeners, return_exceptions=True)
    if gone:
        raise RuntimeError(f"{gone} of {live.SCREENS} screens were gone at the end")
    return samples
