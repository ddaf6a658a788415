"""The proof of the audit trail."""

import argparse
import contextlib

from dashboard.command import DONE, FOUND, Command, say
from dashboard.speech import shared_words
from data import clock, startup
from data.archive import proving
from data.audit.anchor import Anchor
from data.audit.verify import JOB
from data.audit.verify import verify as prove
from data.settings import Settings


def work(settings: Settings, _options: argparse.Namespace) -> int:
    """Prove the audit trail by record, the archive by file, and that every case stands where its events led."""
    with contextlib.closing(startup.open_as_it_is(settings)) as database:
        found = prove(database, Anchor(settings.anchor_path), clock.now())
        with database.read(JOB) as session:
            archive = proving.prove(session, settings.archive_path)
    if found.fault is None:
        anchored = f"anchored up to record {found.anchored:,} in {settings.anchor_path}"
        say(f"{found.records:,} records, chain whole")
        say(anchored if found.anchored else "not anchored yet")
    else:
        words = shared_words("en")[f"audit.{found.fault.what}"].format(seq=found.fault.seq)
        at = f"{found.fault.at:%Y-%m-%d %H:%M:%S}Z" if found.fault.at else "time unknown"
        say(f"{words} ({at}); sound before it: {found.records:,} records")
    bad_case = found.bad_case or archive.bad_case
    if bad_case is None:
        say("every case stands where its events led")
    else:
        say(f"case {bad_case}: its events do not lead to where it stands")
    for fault in archive.faults:
        say(f"archive: {fault}")
    if archive.files and not archive.faults:
        say(f"{archive.files:,} files of the archive are as they were written")
    return DONE if found.is_sound() and archive.is_sound() else FOUND


COMMAND = Command(name="verify", work=work)
