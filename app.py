"""Composition root: read the settings, build the parts, serve, or do one verb of the command line.

No `if` about the city; the other verbs are the files of dashboard/commands.
"""

import argparse
import asyncio
import contextlib
import functools
import gc
import logging
import sys
from collections.abc import AsyncIterator
from dataclasses import replace

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from dashboard import live, routes, shell
from dashboard.briefing.scheduled import Scheduler
from dashboard.briefing.sending import Sender
from dashboard.center import Center, open_center
from dashboard.command import DONE, IMPOSSIBLE, Command, discover, make_keeper, open_database, say, show_progress
from dashboard.compress import StaticCompressor
from dashboard.guard import Guard
from dashboard.live_socket import ANSWER_SECONDS, PING_SECONDS
from dashboard.loop_lag import LoopLag
from dashboard.shapes import begin_ahead
from dashboard.shared_port import ONE_AT_A_TIME, open_door
from dashboard.signing import Signs
from dashboard.speech import shared_words
from data import clock, startup
from data.alarms.heartbeat import Heartbeat
from data.algorithms.thinker import Thinker
from data.background import Background
from data.cases.clerk import Clerk
from data.demo import city as demo_city
from data.demo import feeds as demo_feeds
from data.demo.heart import Heart
from data.errors import CityError
from data.figures.ahead import Ahead
from data.ingest.streams.reader import readers
from data.settings import Settings, export, read
from data.storage.almanac import Almanac
from data.storage.database import Database

WS_FRAME_BYTES = 65_536
CONNECTIONS = 600
WORKER_SILENCE_SECONDS = 20
"""A worker that is still starting cannot answer. After uvicorn's own 5 s it would be ended and begun anew, on a slow
machine for ever; much longer, and one that died while it started would be missed, and a stop wait, for as long."""


def open_to_the_web(settings: Settings) -> Database:
    """Return the database, current already, as a web process uses it: no question keeps whoever asked for long."""
    return Database.of(settings, connections=settings.threads + 4, is_waited_for=True)


def build(settings: Settings, database: Database) -> tuple[Guard, Center]:
    """Return the server: the guard outermost, then compression, then routes, live feed and Dash on one FastAPI."""
    center = open_center(settings, database)
    hubs: list[live.Hub] = []
    lag = LoopLag()
    streams = readers(database, settings, center.index,
                      functools.partial(center.measures.count, "yiping_events_total"))
    for stream in streams:
        center.measures.gauge("yiping_stream_connected", stream.is_reading, door=stream.stream.name)

    @contextlib.asynccontextmanager
    async def life(_server: FastAPI) -> AsyncIterator[None]:
        beside: tuple[Background, ...] = (
            Heart(database, settings), Heartbeat(database), Clerk(database, settings), make_keeper(settings, database),
            Ahead(database, settings), Almanac(database), Thinker(database, settings),
            Scheduler(database, settings), Sender(database, settings, center.press.drawer), center.hearing,
            Signs(center, lag), *([center.replica] if center.replica else []), *streams)
        for one in beside:
            one.start()
        settle()
        watching = asyncio.create_task(lag.watch())
        yield
        watching.cancel()
        for one in beside:
            one.stop()
        for hub in hubs:
            await hub.close()
        await center.sources.close()
        center.close()

    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=life)
    routes.mount(server, center)
    hubs.append(live.mount(server, center))
    dash = shell.build(server, center)
    return Guard(
        StaticCompressor(server, center.executor), center, csp_hashes=dash.csp_hashes(), callbacks=dash.callback_map
    ), center


def settle() -> None:
    """Take what the start has made out of the garbage collector's rounds.

    It lives as long as the process; a round over all of it would hold up whatever is being answered by 0.1 s.
    """
    gc.collect()
    gc.freeze()


def make_server() -> Guard:
    """Return the server of one worker process, from the environment."""
    settings = read()
    _configure_logging()
    open_database(settings).close()
    return build(settings, open_to_the_web(settings))[0]


def serve(settings: Settings, _options: argparse.Namespace) -> int:
    """Serve the screens; in the demo profile an empty data folder gets the small demo city first."""
    database = open_database(settings)
    if settings.is_demo() and not startup.has_city(database):
        say("building the small demo city …")
        demo_city.build(database, settings, size="small", days=90, seed=1, now=clock.now(), progress=show_progress)
        demo_feeds.declare(database, settings)
        startup.fix_breaks(database, settings)
    if settings.is_demo():
        startup.ensure_demo_people(database)
    with contextlib.ExitStack() as at_end:
        beside = begin_ahead(database, settings)
        if beside is not None:
            at_end.callback(beside.wait)
            at_end.callback(beside.terminate)
        database.close()
        _serve(settings)
    return DONE


def _serve(settings: Settings) -> None:
    say(f"http://{settings.host}:{settings.port}")
    how = {
        "host": settings.host,
        "port": settings.port,
        "ws": "dashboard.live_socket:BoundedSocket",
        "ws_max_size": WS_FRAME_BYTES,
        "ws_per_message_deflate": False,
        "ws_ping_interval": PING_SECONDS,
        "ws_ping_timeout": ANSWER_SECONDS,
        "limit_concurrency": CONNECTIONS,
        "timeout_graceful_shutdown": 10,
        "server_header": False,
        "access_log": False,
        "log_config": None,
        "timeout_keep_alive": 30,
        "timeout_worker_healthcheck": WORKER_SILENCE_SECONDS,
    }
    if settings.workers == 1:
        uvicorn.run(build(settings, open_to_the_web(settings))[0], **how)  # type: ignore[arg-type]
    else:
        export(settings)
        how |= {"backlog": ONE_AT_A_TIME, "factory": True, "workers": settings.workers}
        config = uvicorn.Config("app:make_server", **how)  # type: ignore[arg-type]
        Multiprocess(config, sockets=[open_door(settings.host, settings.port)]).run()


def _serving(verb: argparse.ArgumentParser) -> None:
    for name in ("host", "port", "workers"):
        verb.add_argument(f"--{name}", type=int if name != "host" else str)


SERVE = Command(name="serve", work=serve, grammar=_serving)


def parser() -> argparse.ArgumentParser:
    """Return the command line's grammar: serving, and every verb of dashboard/commands."""
    root = argparse.ArgumentParser(prog="app.py", description="Yiping: the city on one screen")
    verbs = root.add_subparsers(dest="verb")
    for command in (SERVE, *discover()):
        verb = verbs.add_parser(command.name, help=command.work.__doc__, description=command.work.__doc__)
        verb.set_defaults(work=command.work)
        if command.grammar is not None:
            command.grammar(verb)
    return root


def main(arguments: list[str]) -> int:
    """Run one verb and return its exit code; a refusal is one line, never a traceback."""
    _configure_logging()
    options = parser().parse_args(arguments or ["serve"])
    if options.verb is None:
        options = parser().parse_args(["serve"])
    try:
        settings = read()
        asked = {
            name: getattr(options, name)
            for name in ("host", "port", "workers")
            if getattr(options, name, None) is not None
        }
        return int(options.work(replace(settings, **asked), options))
    except CityError as error:
        print(_refusal(error), file=sys.stderr)
        return IMPOSSIBLE
    except KeyboardInterrupt:
        return DONE


def _refusal(error: CityError) -> str:
    if "faults" in error.values:
        return "\n".join(str(fault) for fault in error.values["faults"])
    words = str(shared_words("en").get(f"errors.{error.code}", error.code))
    besides = {name: value for name, value in error.values.items() if f"{{{name}}}" not in words}
    for name in error.values.keys() - besides.keys():
        words = words.replace(f"{{{name}}}", str(error.values[name]))
    detail = ", ".join(f"{name}: {value}" for name, value in besides.items())
    return f"{words} ({detail})" if detail else words


def _configure_logging() -> None:
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
