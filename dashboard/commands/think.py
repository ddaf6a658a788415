"""Run the algorithms."""

import argparse

from dashboard.command import DONE, FOUND, Command, at_work, say
from data.algorithms import runs
from data.algorithms.algorithm import discover
from data.errors import NotFound
from data.settings import Settings


def grammar(parser: argparse.ArgumentParser) -> None:
    """Add which algorithms to run."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="run these, whether they are due or not")


def work(settings: Settings, options: argparse.Namespace) -> int:
    """Run the algorithms that are due, or those that are named, and print what came of each."""
    known = discover()
    for name in options.names:
        if name not in known or not known[name].runs_itself():
            able = ", ".join(sorted(one.name for one in known.values() if one.runs_itself()))
            raise NotFound("algorithm_runs_not", algorithm=name, known=able)
    with at_work(settings) as database:
        done = ([runs.run(database, settings, known[name]) for name in options.names]
                if options.names else runs.run_due(database, settings))
    if not done:
        say("nothing is due")
    for one in done:
        score = ", ".join(f"{name} {value:.5g}" for name, value in one.score.items())
        told = [", ".join(one.notes or ()), score, one.fault]
        say("; ".join([f"{one.name} {one.version}: {one.state}, {one.rows:,} rows, {one.seconds:.1f} s",
                       *(part for part in told if part)]))
    return FOUND if any(one.state == runs.FAILED for one in done) else DONE


COMMAND = Command(name="think", work=work, grammar=grammar)
