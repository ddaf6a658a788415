"""Build a synthetic city."""

import argparse

from dashboard import shapes
from dashboard.command import DONE, Command, at_work, say, show_progress
from data import clock, startup
from data.demo import city as demo_city
from data.demo import feeds as demo_feeds
from data.settings import Settings


def work(settings: Settings, options: argparse.Namespace) -> int:
    """Build a synthetic city in an empty data folder."""
    with at_work(settings) as database:
        facts = demo_city.build(
            database,
            settings,
            size=options.size,
            days=options.days,
            seed=options.seed,
            now=clock.now(),
            progress=show_progress,
        )
        demo_feeds.declare(database, settings)
        startup.fix_breaks(database, settings)
        shapes.make_ahead(database, settings)
    say(", ".join(f"{name} {count:,}" for name, count in facts.items()))
    return DONE


def _grammar(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--size", choices=["small", "city", "mega"], default="small")
    verb.add_argument("--days", type=int, default=90)
    verb.add_argument("--seed", type=int, default=1)


COMMAND = Command(name="demo", work=work, grammar=_grammar)
