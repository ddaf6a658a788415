"""A process of its own that reads the stream until it is killed, and says how many reports it is about to store."""

import logging
import sys
import threading
from pathlib import Path

from dashboard.remembered import Grids
from data.ingest.streams.reader import Reader
from data.ingest.streams.taking import storing
from data.settings import Settings
from data.storage.database import Database


def main(folder: str, database_url: str, mqtt: str, key: str) -> None:
    """Read; never returns."""
    logging.basicConfig()
    settings = Settings(data_dir=Path(folder), database_url=database_url, mqtt=mqtt, mqtt_key=key)
    database = Database.of(settings)
    store = storing(database, settings, Grids(database, settings).index)

    def receive(reports):
        sys.stdout.write(f"{len(reports)}\n")
        sys.stdout.flush()
        return store(reports)

    Reader(database, settings, receive, count=lambda *_, **__: None).start()
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
