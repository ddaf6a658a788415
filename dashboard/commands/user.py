"""People and their access."""

import argparse

from dashboard.command import DONE, Command, at_work, say
from data import clock
from data.people import accounts
from data.settings import Settings


def work(settings: Settings, options: argparse.Namespace) -> int:
    """Add a person, set a password, or take their access away."""
    with at_work(settings) as database:
        say(
            accounts.carry_out(
                database,
                options.what,
                options.name,
                role=options.role,
                areas=options.area,
                password=options.password,
                shown_name=options.shown_name,
                now=clock.now(),
            )
        )
    return DONE


def _grammar(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("what", choices=["add", "password", "disable", "enable", "list"])
    verb.add_argument("name", nargs="?", default="")
    verb.add_argument("--role", choices=["dispatcher", "leader", "officer", "wall", "admin"], default="officer")
    verb.add_argument("--area", action="append", help="code prefix; omit for the whole city")
    verb.add_argument("--password", help="read from standard input when omitted")
    verb.add_argument("--shown-name", default="")


COMMAND = Command(name="user", work=work, grammar=_grammar)
