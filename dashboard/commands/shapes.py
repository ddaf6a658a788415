"""Make ahead what takes long of the map."""

import argparse

from dashboard import shapes
from dashboard.command import DONE, Command, at_work, say
from data.settings import Settings


def work(settings: Settings, _options: argparse.Namespace) -> int:
    """Make the shapes of all grids of a large city ahead, so that the first who looks need not wait for them."""
    with at_work(settings) as database:
        count = shapes.make_ahead(database, settings)
    if count:
        say(f"shapes of {count:,} grids are kept")
    return DONE


COMMAND = Command(name="shapes", work=work)
