"""Proving the archive finds every file that is not as it was written, and every case it leads elsewhere."""

import pytest
from sqlalchemy import insert, text, update

from data.archive import files, proving
from data.models.archive import ArchiveFile
from data.models.case import Case, CaseEvent
from tests.data.archive.old import DECEMBER, DECLINED, JANUARY, closed, moved
from tests.data.archive.test_reading import FILE, SPOILT


@pytest.fixture
def archived(database, settings, write) -> list[str]:
    """Return the numbers of two archived cases, of two months."""
    numbers = [closed(write, name, at, DECLINED) for name, at in (("d", DECEMBER), ("j", JANUARY))]
    moved(database, settings, "2026-02")
    return numbers


def proof(database, settings, job):
    with database.read(job) as session:
        return proving.prove(session, settings.archive_path)


def test_what_is_whole_is_found_whole(database, settings, job, archived):
    found = proof(database, settings, job)
    assert (found.files, found.faults, found.bad_case, found.is_sound()) == (4, (), None, True)
    assert found.bytes == sum(path.stat().st_size for path in settings.archive_path.glob("*/*.parquet"))


def test_an_empty_archive_is_whole(database, settings, job, city):
    assert proof(database, settings, job).is_sound()


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_file_that_is_not_as_it_was_written_is_named(database, settings, job, archived, spoil):
    spoil(settings.archive_path / FILE)
    found = proof(database, settings, job)
    assert [fault.split(":")[0] for fault in found.faults] == [FILE]
    assert not found.is_sound()


def test_one_bit_is_enough(database, settings, job, archived):
    path = settings.archive_path / FILE
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(body)
    assert proof(database, settings, job).faults == (f"{FILE}: it is not as it was written",)


def test_a_case_that_its_archived_events_do_not_lead_to_is_named(database, settings, job, write, archived):
    with write() as visit:
        visit.session.execute(update(Case).where(Case.case_no == archived[1]).values(version=7))
    assert proof(database, settings, job).bad_case == archived[1]


def test_an_event_in_the_table_beside_the_archived_ones_is_found(database, settings, job, write, archived):
    with write() as visit:
        visit.session.execute(insert(CaseEvent), [{
            "case_id": visit.session.scalars(text("SELECT min(id) FROM cases")).one(), "version": 2, "verb": "decline",
            "before": "", "after": "declined", "at": visit.now, "by_name": "x", "note": "", "details": {}}])
    assert proof(database, settings, job).bad_case == archived[0]


def test_a_file_put_in_anothers_place_is_found(database, settings, job, write, archived):
    """Even where somebody made the hash fit."""
    path = settings.archive_path / FILE
    path.write_bytes((settings.archive_path / "case_events/2026-01.parquet").read_bytes())
    with write() as visit:
        visit.session.execute(update(ArchiveFile).where(ArchiveFile.file == FILE).values(sha256=files.sha256_of(path)))
    assert proof(database, settings, job).bad_case == archived[0]
