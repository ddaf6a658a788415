"""Play imported history as live traffic."""

import argparse
import signal
import threading

from dashboard.command import DONE, Command, at_work, say
from data.ingest import replay
from data.scope import Scope
from data.settings import Settings
from data.visit import reading, writing


def work(settings: Settings, options: argparse.Namespace) -> int:
    """Feed imported history as live traffic until it ends or is stopped."""
    with at_work(settings) as database:
        with reading(database, Scope.of_job("replay"), settings) as visit:
            start = replay.read_moment(options.start, visit.zone) if options.start else None
        if options.clear:
            with writing(database, Scope.of_job("replay"), settings) as visit:
                say(f"removed {replay.clear(visit):,} replayed cases")
            return DONE
        stop = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        replay.play(database, settings, from_at=start, speed=options.speed, stop=stop, tell=_follow)
    return DONE


def _follow(played: replay.Played) -> None:
    if played.received or played.closed or played.is_over:
        say(f"{played.at:%Y-%m-%d %H:%M:%S}Z received {played.received:,} closed {played.closed:,}")


def _grammar(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--from", dest="start", help="begin at this moment of the history, ISO 8601")
    verb.add_argument("--speed", type=float, default=1.0, help="how many times as fast as it happened")
    verb.add_argument("--clear", action="store_true", help="remove what earlier replays brought in")


COMMAND = Command(name="replay", work=work, grammar=_grammar)
