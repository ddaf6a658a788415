"""Takes the pictures of docs/screens (`make screens`): each a real screen of a fresh demo city in Debian's Chromium.

One file of this folder is one subject: SHOTS are its pictures, and a picture's name is its file's.
"""

import argparse
import contextlib
import importlib
import pkgutil
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import tests.screens
from tests import stand
from tests.browser.conftest import ZONE
from tests.screens.picture import Picture, keep
from tests.screens.walls import PROFILES
from tests.stand import Server

DAYS = "45"
"""So much history forecasts and profiles of grids need to tell anything."""


def main(arguments: list[str]) -> int:
    """Take every picture, or those that are named; return 2 where a name is unknown."""
    asked = _asked(arguments)
    pictures = {one.name: one for one in all_pictures()}
    unknown = sorted(set(asked.names) - set(pictures))
    if unknown:
        sys.stderr.write(f"no such picture: {', '.join(unknown)}; there are {', '.join(sorted(pictures))}\n")
        return 2
    with tempfile.TemporaryDirectory(prefix="yiping-screens-") as scratch:
        built = asked.data or Path(scratch) / "built"
        if not built.exists():
            stand.command(built, "demo", "--size", "small", "--days", DAYS, YIPING_ZONE=ZONE)
            stand.command(built, "think", YIPING_ZONE=ZONE)
        take_all([pictures[name] for name in asked.names or pictures], built, asked.to)
    return 0


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.screens", description=__doc__)
    parser.add_argument("names", nargs="*", help="pictures; all where none is named")
    parser.add_argument("--data", type=Path, help="a demo city to use again; built there where there is none")
    parser.add_argument("--to", type=Path, default=stand.ROOT / "docs" / "screens", help="where pictures are put")
    return parser.parse_args(arguments)


def all_pictures() -> Iterator[Picture]:
    """Yield the pictures of every subject."""
    for found in pkgutil.iter_modules(tests.screens.__path__, "tests.screens."):
        if not found.name.endswith("__main__"):
            yield from getattr(importlib.import_module(found.name), "SHOTS", ())


def take_all(pictures: list[Picture], built: Path, to: Path) -> None:
    """Take pictures: what only looks on one server, what changes the city on one of its own each."""
    to.mkdir(parents=True, exist_ok=True)
    groups = [[one for one in pictures if not one.writes], *([one] for one in pictures if one.writes)]
    with stand.browser() as opened:
        for group in filter(None, groups):
            with serving_copy(built) as server:
                for one in group:
                    size = keep(one.take(opened, server), to / f"{one.name}.png")
                    sys.stdout.write(f"{one.name}: {size / 1000:,.0f} kB\n")
                    sys.stdout.flush()


@contextlib.contextmanager
def serving_copy(built: Path) -> Iterator[Server]:
    """Yield a server over a copy of a demo city, beside which the walls of the pictures stand.

    Somebody has signed for what is most urgent: else every wall would show that alarm and not what its picture is of.
    """
    with tempfile.TemporaryDirectory(prefix="yiping-screens-") as scratch:
        data = Path(scratch) / "city"
        shutil.copytree(built, data)
        with closing(sqlite3.connect(data / "yiping.db")) as database:
            database.execute("UPDATE cases SET acknowledged_at = received_at WHERE priority = 1")
            database.commit()
        (data / "walls").mkdir(exist_ok=True)
        for name, said in PROFILES.items():
            (data / "walls" / f"{name}.yaml").write_text(said, encoding="utf-8")
        with stand.serving(data, YIPING_ZONE=ZONE, YIPING_TEST="1",
                           YIPING_SOURCES_ALLOW="127.0.0.1") as server:
            yield server


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
