"""Programs' keys."""

import argparse

from dashboard.command import DONE, Command, at_work, say
from data import clock
from data.people import accounts
from data.settings import Settings


def work(settings: Settings, options: argparse.Namespace) -> int:
    """Make or revoke a program's key; a new one is printed once, alone on the last line."""
    with at_work(settings) as database:
        if options.what == "revoke":
            is_gone = accounts.revoke(database, options.name, now=clock.now())
            say("revoked" if is_gone else "there is no such key in force")
        else:
            say(accounts.make_key(database, options.name, options.may, options.area or [""], now=clock.now()))
    return DONE


def _grammar(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("what", choices=["add", "revoke"])
    verb.add_argument("name")
    verb.add_argument("--may", nargs="+", default=[])
    verb.add_argument("--area", action="append")


COMMAND = Command(name="key", work=work, grammar=_grammar)
