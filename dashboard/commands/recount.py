"""Kept counts made anew."""

import argparse

from dashboard.command import DONE, FOUND, Command, at_work, say
from data.scope import Scope
from data.settings import Settings
from data.storage import rollups


def work(settings: Settings, _options: argparse.Namespace) -> int:
    """Count the cases of large areas anew by hour and outcome; say whether the counts kept so far were right."""
    with at_work(settings) as database, database.write(Scope.of_job("recount")) as session:
        wrong = rollups.recount(session.connection())
    say(f"{wrong:,} counts were wrong and are right now" if wrong else "every count was right")
    return FOUND if wrong else DONE


COMMAND = Command(name="recount", work=work)
