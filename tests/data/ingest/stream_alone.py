"""A process of its own that reads a stream until it is killed, and says how many reports it is about to store.

With `stays` it says how many it has stored, and stays between the commit and the acknowledgement.
"""

import logging
import sys
import threading
from dataclasses import replace
from pathlib import Path

from dashboard.remembered import Grids
from data.ingest.streams.reader import Reader
from data.ingest.streams.stream import discover
from data.ingest.streams.taking import storing
from data.settings import Settings
from data.storage.database import Database


def main(folder: str, database_url: str, name: str, url: str, key: str, how: str = "") -> None:
    """Read; never returns."""
    logging.basicConfig()
    stream = next(one for one in discover() if one.name == name)
    settings = replace(Settings(data_dir=Path(folder), database_url=database_url), **{name: url, f"{name}_key": key})
    database = Database.of(settings)
    store = storing(database, settings, Grids(database, settings).index, key)

    def receive(reports):
        outcome = store(reports) if how else None
        sys.stdout.write(f"{len(reports)}\n")
        sys.stdout.flush()
        if outcome:
            threading.Event().wait()
        return store(reports)

    Reader(stream, database, settings, receive, count=lambda *_, **__: None).start()
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
