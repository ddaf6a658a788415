"""The current schema."""

import argparse

from dashboard.command import DONE, Command, at_work, say
from data.settings import Settings


def work(settings: Settings, _options: argparse.Namespace) -> int:
    """Bring the database to the current schema."""
    with at_work(settings):
        say("the schema is current")
    return DONE


COMMAND = Command(name="migrate", work=work)
