"""Composition root and command line: read the settings, build the parts, serve. No `if` about the city.

Exit codes: 0 done; 1 done, and something was rejected or found; 2 could not be done (one line says why).
"""

import argparse
import contextlib
import functools
import gc
import logging
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from dashboard import live, routes, shell
from dashboard.center import Center, open_center
from dashboard.compress import StaticCompressor
from dashboard.guard import Guard
from dashboard.live_socket import ANSWER_SECONDS, PING_SECONDS
from dashboard.speech import in_both, shared_words
from data import clock, startup
from data.audit.anchor import Anchor
from data.audit.keeper import Keeper
from data.audit.verify import verify as prove
from data.cases import diagram
from data.cases.clerk import Clerk
from data.demo import city as demo_city
from data.demo.heart import Heart
from data.errors import CityError
from data.figures.ahead import Ahead
from data.ingest import replay, run
from data.ingest.report import ImportReport
from data.ingest.streams.reader import Reader, readers
from data.people import accounts
from data.scope import Scope
from data.settings import Settings, export, read
from data.storage import rollups, schema
from data.storage.database import Database
from data.visit import reading, writing

DONE, FOUND, IMPOSSIBLE = 0, 1, 2
WS_FRAME_BYTES = 65_536
CONNECTIONS = 600
WORKER_SILENCE_SECONDS = 20
"""A worker that is still starting cannot answer. After uvicorn's own 5 s it would be ended and begun anew, on a slow
machine for ever; much longer, and one that died while it started would be missed, and a stop wait, for as long."""


def open_database(settings: Settings) -> Database:
    """Return the database, brought to the current schema."""
    database = Database.of(settings, connections=settings.threads + 4)
    schema.migrate(database)
    return database


def open_to_the_web(settings: Settings) -> Database:
    """Return the database, current already, as a web process uses it: no question keeps whoever asked for long."""
    return Database.of(settings, connections=settings.threads + 4, is_waited_for=True)


@contextlib.contextmanager
def at_work(settings: Settings) -> Iterator[Database]:
    """Yield the database for one command; what it puts on the audit trail is anchored on the way and at its end."""
    database = open_database(settings)
    keeper = make_keeper(settings, database)
    database.on_commit(keeper.look)
    try:
        yield database
    finally:
        keeper.look(is_last=True)
        database.close()


def make_keeper(settings: Settings, database: Database) -> Keeper:
    """Return who keeps the anchor up with the audit trail."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return Keeper(database, Anchor(settings.anchor_path))


def build(settings: Settings, database: Database) -> tuple[Guard, Center]:
    """Return the server: the guard outermost, then compression, then routes, live feed and Dash on one FastAPI."""
    center = open_center(settings, database)
    hubs: list[live.Hub] = []
    streams = readers(database, settings, center.index,
                      functools.partial(center.measures.count, "yiping_events_total", door="mqtt"))
    for stream in streams:
        center.measures.gauge("yiping_stream_connected", stream.is_reading)

    @contextlib.asynccontextmanager
    async def life(_server: FastAPI) -> AsyncIterator[None]:
        beside: tuple[Heart | Clerk | Keeper | Ahead | Reader, ...] = (
            Heart(database, settings), Clerk(database, settings), make_keeper(settings, database),
            Ahead(database, settings), *streams)
        for one in beside:
            one.start()
        settle()
        yield
        for one in beside:
            one.stop()
        for hub in hubs:
            await hub.close()
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
        _say("building the small demo city …")
        demo_city.build(database, settings, size="small", days=90, seed=1, now=clock.now(), progress=_progress)
        startup.fix_breaks(database, settings)
    if settings.is_demo():
        startup.ensure_demo_people(database)
    database.close()
    _say(f"http://{settings.host}:{settings.port}")
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
        uvicorn.run("app:make_server", factory=True, workers=settings.workers, **how)  # type: ignore[arg-type]
    return DONE


def demo(settings: Settings, options: argparse.Namespace) -> int:
    """Build a synthetic city in an empty data folder."""
    with at_work(settings) as database:
        facts = demo_city.build(
            database,
            settings,
            size=options.size,
            days=options.days,
            seed=options.seed,
            now=clock.now(),
            progress=_progress,
        )
        startup.fix_breaks(database, settings)
    _say(", ".join(f"{name} {count:,}" for name, count in facts.items()))
    return DONE


def bring_in(settings: Settings, options: argparse.Namespace) -> int:
    """Import a file or a folder of files by a mapping; print what became of every row."""
    with at_work(settings) as database:
        report = run.run_import(
            database, settings, Path(options.file), options.mapping, make_grid=options.make_grid, now=clock.now()
        )
        startup.fix_breaks(database, settings)
    for line in _told(report):
        _say(line)
    return FOUND if report.rejected else DONE


def _told(report: ImportReport) -> list[str]:
    reasons = ", ".join(f"{reason} {count:,}" for reason, count in sorted(report.reasons.items()))
    lines = [
        f"received {report.received:,} = stored {report.stored:,} + duplicate {report.duplicate:,}"
        f" + rejected {report.rejected:,} ({report.kind}, {report.seconds:.1f} s, {report.rows_per_second:,.0f} rows/s)"
    ]
    lines += [f"rejected: {reasons}"] if reasons else []
    lines += [f"{note}: {fact}" for note, fact in report.notes.items()]
    if report.poorly_nested:
        lines.append(f"{len(report.poorly_nested):,} areas lie less than 95 % in their parent; the report lists them")
    lines.append(f"report: {report.report_path}")
    lines += [f"rejected rows: {report.rejected_csv_path}"] if report.rejected_csv_path else []
    return lines


def play(settings: Settings, options: argparse.Namespace) -> int:
    """Feed imported history as live traffic until it ends or is stopped."""
    with at_work(settings) as database:
        with reading(database, Scope.of_job("replay"), settings) as visit:
            start = replay.read_moment(options.start, visit.zone) if options.start else None
        if options.clear:
            with writing(database, Scope.of_job("replay"), settings) as visit:
                _say(f"removed {replay.clear(visit):,} replayed cases")
            return DONE
        stop = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        replay.play(database, settings, from_at=start, speed=options.speed, stop=stop, tell=_follow)
    return DONE


def _follow(played: replay.Played) -> None:
    if played.received or played.closed or played.is_over:
        _say(f"{played.at:%Y-%m-%d %H:%M:%S}Z received {played.received:,} closed {played.closed:,}")


def user(settings: Settings, options: argparse.Namespace) -> int:
    """Add a person, set a password, or take their access away."""
    with at_work(settings) as database:
        _say(
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


def key(settings: Settings, options: argparse.Namespace) -> int:
    """Make or revoke a program's key; a new one is printed once, alone on the last line."""
    with at_work(settings) as database:
        if options.what == "revoke":
            is_gone = accounts.revoke(database, options.name, now=clock.now())
            _say("revoked" if is_gone else "there is no such key in force")
        else:
            _say(accounts.make_key(database, options.name, options.may, options.area or [""], now=clock.now()))
    return DONE


def check(settings: Settings, options: argparse.Namespace) -> int:
    """Print the settings, run the start-up checks, list layers, panels, doors and mappings."""
    if options.diagram:
        page = Path(__file__).parent / "docs" / "cases.md"
        page.write_text(diagram.put_into(page.read_text(encoding="utf-8"), diagram.draw(in_both)), encoding="utf-8")
        return DONE
    for name, value, about in settings.rows():
        _say(f"{name:14} {value:40} {about}")
    faults = 0
    for finding in [*startup.findings(settings), *shell.findings()]:
        faults += not finding.is_fine
        _say(f"{'ok  ' if finding.is_fine else 'FAIL'} {finding.id:24} {finding.words}")
    return FOUND if faults else DONE


def migrate(settings: Settings, _options: argparse.Namespace) -> int:
    """Bring the database to the current schema."""
    with at_work(settings):
        _say("the schema is current")
    return DONE


def recount(settings: Settings, _options: argparse.Namespace) -> int:
    """Count the cases of large areas anew by hour and outcome; say whether the counts kept so far were right."""
    with at_work(settings) as database, database.write(Scope.of_job("recount")) as session:
        wrong = rollups.recount(session.connection())
    _say(f"{wrong:,} counts were wrong and are right now" if wrong else "every count was right")
    return FOUND if wrong else DONE


def verify(settings: Settings, _options: argparse.Namespace) -> int:
    """Prove the audit trail record by record, and that every case stands where its events led; name what is wrong."""
    with contextlib.closing(startup.open_as_it_is(settings)) as database:
        found = prove(database, Anchor(settings.anchor_path), clock.now())
    if found.fault is None:
        anchored = f"anchored up to record {found.anchored:,} in {settings.anchor_path}"
        _say(f"{found.records:,} records, chain whole")
        _say(anchored if found.anchored else "not anchored yet")
    else:
        words = shared_words("en")[f"audit.{found.fault.what}"].format(seq=found.fault.seq)
        at = f"{found.fault.at:%Y-%m-%d %H:%M:%S}Z" if found.fault.at else "time unknown"
        _say(f"{words} ({at}); sound before it: {found.records:,} records")
    if found.bad_case is None:
        _say("every case stands where its events led")
    else:
        _say(f"case {found.bad_case}: its events do not lead to where it stands")
    return DONE if found.is_sound() else FOUND


def parser() -> argparse.ArgumentParser:
    """Return the command line's grammar."""
    root = argparse.ArgumentParser(prog="app.py", description="Yiping: the city on one screen")
    verbs = root.add_subparsers(dest="verb")

    def verb(name: str, work: Callable[[Settings, argparse.Namespace], int]) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=work.__doc__, description=work.__doc__)
        made.set_defaults(work=work)
        return made

    serving = verb("serve", serve)
    for name in ("host", "port", "workers"):
        serving.add_argument(f"--{name}", type=int if name != "host" else str)
    building = verb("demo", demo)
    building.add_argument("--size", choices=["small", "city", "mega"], default="small")
    building.add_argument("--days", type=int, default=90)
    building.add_argument("--seed", type=int, default=1)
    importing = verb("import", bring_in)
    importing.add_argument("file")
    importing.add_argument("--mapping", required=True)
    importing.add_argument("--make-grid", metavar="SIZE", help="lay a square grid over the areas, for example 500m")
    playing = verb("replay", play)
    playing.add_argument("--from", dest="start", help="begin at this moment of the history, ISO 8601")
    playing.add_argument("--speed", type=float, default=1.0, help="how many times as fast as it happened")
    playing.add_argument("--clear", action="store_true", help="remove what earlier replays brought in")
    people = verb("user", user)
    people.add_argument("what", choices=["add", "password", "disable", "enable", "list"])
    people.add_argument("name", nargs="?", default="")
    people.add_argument("--role", choices=["dispatcher", "leader", "officer", "wall", "admin"], default="officer")
    people.add_argument("--area", action="append", help="code prefix; omit for the whole city")
    people.add_argument("--password", help="read from standard input when omitted")
    people.add_argument("--shown-name", default="")
    keys = verb("key", key)
    keys.add_argument("what", choices=["add", "revoke"])
    keys.add_argument("name")
    keys.add_argument("--may", nargs="+", default=[])
    keys.add_argument("--area", action="append")
    checking = verb("check", check)
    checking.add_argument("--diagram", action="store_true", help="draw the workflow anew into docs/cases.md instead")
    verb("verify", verify)
    verb("migrate", migrate)
    verb("recount", recount)
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
    words = shared_words("en").get(f"errors.{error.code}", error.code)
    detail = ", ".join(f"{name}: {value}" for name, value in error.values.items())
    return f"{words} ({detail})" if detail else str(words)


def _configure_logging() -> None:
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr
    )


def _say(words: object) -> None:
    print(words, flush=True)


def _progress(what: str, share: float) -> None:
    if sys.stderr.isatty():
        print(f"\r{what:40} {share:4.0%}", end="" if share < 1 else "\n", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
