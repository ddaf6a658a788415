"""The figure of the audit trail: how fast it is proven."""

import time
from datetime import timedelta
from pathlib import Path

from data import clock
from data.audit import chain
from data.audit.anchor import Anchor
from data.audit.verify import verify
from data.models.change import Serial
from data.models.person import AuditRow
from data.people.trail import SEQUENCE
from data.scope import Scope
from data.settings import Settings
from data.storage import schema
from data.storage.bulk import insert_rows
from data.storage.database import Database
from tests import stand
from tests.bench.table import Row

RECORDS, PIECE = 200_000, 20_000
NOTE = {"who": "张伟", "person": "demo-dispatcher", "what": "case_dispatch", "outcome": "done",
        "area_code": "990101001001001", "details": {"units": ["U-1"], "version": 3, "note": "已派"}}


def rows() -> list[Row]:
    """Return the one figure."""
    with stand.folder() as data:
        return [proven(data)]


def proven(folder: Path) -> Row:
    """Return: records per second of a walk over the whole trail; the promise is a million in a minute."""
    settings = Settings(data_dir=folder)
    database = Database.of(settings)
    schema.migrate(database)
    _fill(database)
    began = time.monotonic()
    verdict = verify(database, Anchor(settings.anchor_path), clock.now())
    seconds = time.monotonic() - began
    database.close()
    if verdict.records != RECORDS:
        raise RuntimeError(f"the trail is not whole: {verdict}")
    return Row(name=f"audit trail proven, by a walk over {RECORDS:,} records", value=RECORDS / seconds, unit="r/s",
               goal=1_000_000 / 60, smaller_is_better=False)


def _fill(database: Database) -> None:
    key_id, key = database.keys.signing()  # type: ignore[union-attr]
    now, mac = clock.now(), chain.GENESIS
    with database.write(Scope.of_job("bench")) as session:
        for done in range(0, RECORDS, PIECE):
            rows = [{**NOTE, "at": now + timedelta(seconds=done + number), "subject": f"260318{done + number:06d}"}
                    for number in range(PIECE)]
            chain.link(rows, first=done + 1, prev_mac=mac, key_id=key_id, key=key)
            mac = rows[-1]["mac"]
            insert_rows(session, AuditRow, rows)
        session.add(Serial(name=SEQUENCE, value=RECORDS))
