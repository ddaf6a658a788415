"""Whatever is done to the trail behind the program's back, the verifier names the first record it was done to."""

import hashlib
import shutil
from datetime import timedelta

import pytest
from sqlalchemy import select

from data.audit import blame, chain, keys, verify
from data.errors import Invalid
from data.models.case import Case
from data.models.person import AuditRow
from data.people import trail
from data.storage.database import Database
from tests import cast

RECORDS = 120
COUNTER = "UPDATE serials SET value = {} WHERE name = 'audit'"
FORGED = ("INSERT INTO audit SELECT {}, at, 'Mallory', person, what, outcome, area_code, subject, details, key_id,"
          " prev_mac, mac FROM audit WHERE seq = {}")
CHANGES = {
    "at": "'2020-01-01 00:00:00.000000'", "who": "'Bo'", "person": "NULL", "what": "'case_close'",
    "outcome": "'refused'", "area_code": "'990101'", "subject": "''", "details": "'{}'",
    "prev_mac": "mac", "mac": "prev_mac",
}


def found(verdict) -> tuple[str, int] | None:
    return (verdict.fault.what, verdict.fault.seq) if verdict.fault else None


def test_an_empty_trail_is_whole_and_needs_no_key(prove):
    verdict = prove()
    assert verdict.is_sound()
    assert verdict.records == 0


def test_a_trail_nobody_touched_is_whole(fill, prove, drop_anchor, monkeypatch):
    monkeypatch.setattr(verify, "BATCH", 50)
    fill(RECORDS)
    drop_anchor()
    fill(3)
    verdict = prove()
    assert verdict.is_sound()
    assert (verdict.records, verdict.anchored) == (RECORDS + 3, RECORDS)


@pytest.mark.parametrize("field", CHANGES)
def test_a_changed_field_is_found(fill, prove, tamper, field):
    fill(RECORDS)
    tamper(f"UPDATE audit SET {field} = {CHANGES[field]} WHERE seq = 57")
    verdict = prove()
    assert found(verdict) == (blame.CHANGED, 57)
    assert verdict.records == 56
    if field != "at":
        assert verdict.fault.at == cast.NOW + timedelta(seconds=56)


def test_a_blank_more_in_the_details_is_a_change(fill, prove, tamper):
    fill(RECORDS)
    tamper("UPDATE audit SET details = details || ' ' WHERE seq = 57")
    assert found(prove()) == (blame.CHANGED, 57)


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize(("field", "value"), [
    ("at", "'yesterday'"), ("at", "77"), ("details", "x'00ff'"), ("details", "'{'"), ("who", "12"), ("who", "x'00'"),
    ("mac", "x'00'"), ("area_code", "1.5"),
])
def test_a_value_of_another_kind_is_a_change(fill, prove, tamper, field, value):
    """SQLite keeps what it is given, whatever the column's type."""
    fill(RECORDS)
    tamper(f"UPDATE audit SET {field} = {value} WHERE seq = 57")
    assert found(prove()) == (blame.CHANGED, 57)


@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_moment_that_is_none_is_a_change(fill, prove, tamper):
    fill(RECORDS)
    tamper("UPDATE audit SET at = 'infinity' WHERE seq = 57")
    assert found(prove()) == (blame.CHANGED, 57)


@pytest.mark.parametrize("middle", [1, 57, RECORDS - 1])
def test_a_removed_record_is_found(fill, prove, tamper, middle):
    fill(RECORDS)
    tamper(f"DELETE FROM audit WHERE seq = {middle}")
    assert found(prove()) == (blame.REMOVED, middle)


def test_a_removed_record_is_found_where_the_others_were_numbered_anew(fill, prove, tamper):
    fill(RECORDS)
    tamper("DELETE FROM audit WHERE seq = 57", "UPDATE audit SET seq = -seq WHERE seq > 57",
           "UPDATE audit SET seq = -seq - 1 WHERE seq < 0", COUNTER.format(RECORDS - 1))
    assert found(prove()) == (blame.REMOVED, 57)


def test_a_tail_cut_off_is_found_by_the_counter(fill, prove, tamper):
    fill(RECORDS)
    tamper(f"DELETE FROM audit WHERE seq > {RECORDS - 50}")
    assert found(prove()) == (blame.TAIL_MISSING, RECORDS - 49)


def test_a_tail_cut_off_with_the_counter_turned_back_is_found_by_the_anchor(fill, prove, tamper, drop_anchor):
    fill(RECORDS)
    drop_anchor()
    tamper(f"DELETE FROM audit WHERE seq > {RECORDS - 50}", COUNTER.format(RECORDS - 50))
    verdict = prove()
    assert found(verdict) == (blame.TAIL_MISSING, RECORDS - 49)
    assert verdict.fault.at == cast.NOW, "when it was still there"


def test_a_trail_emptied_whole_is_found_by_the_anchor(fill, prove, tamper, drop_anchor):
    fill(RECORDS)
    drop_anchor()
    tamper("DELETE FROM audit", "DELETE FROM serials")
    assert found(prove()) == (blame.TAIL_MISSING, 1)


def test_an_inserted_record_is_found(fill, prove, tamper):
    fill(RECORDS)
    tamper("UPDATE audit SET seq = -seq WHERE seq >= 57", "UPDATE audit SET seq = 1 - seq WHERE seq < 0",
           FORGED.format(57, 56), COUNTER.format(RECORDS + 1))
    assert found(prove()) == (blame.INSERTED, 57)


@pytest.mark.parametrize("place", [0, RECORDS + 1])
def test_a_record_put_at_an_end_is_found(fill, prove, tamper, place):
    fill(RECORDS)
    tamper(FORGED.format(place, 5))
    assert found(prove()) == (blame.INSERTED, place)


def test_a_true_record_told_twice_is_found(fill, prove, tamper):
    fill(RECORDS)
    tamper(FORGED.replace("'Mallory'", "who").format(RECORDS + 1, 5), COUNTER.format(RECORDS + 1))
    assert found(prove()) == (blame.INSERTED, RECORDS + 1)


@pytest.mark.parametrize(("one", "other"), [(57, 58), (57, 90), (1, RECORDS)])
def test_two_records_that_changed_places_are_found(fill, prove, tamper, one, other):
    fill(RECORDS)
    tamper(f"UPDATE audit SET seq = -1 WHERE seq = {one}", f"UPDATE audit SET seq = {one} WHERE seq = {other}",
           f"UPDATE audit SET seq = {other} WHERE seq = -1")
    assert found(prove()) == (blame.REORDERED, one)


def test_a_chain_made_anew_without_the_key_is_found(fill, prove, tamper, database, job):
    fill(RECORDS)
    with database.read(job) as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.seq >= 57).order_by(AuditRow.seq)).all()
    mac, statements = rows[0].prev_mac, ["UPDATE audit SET who = 'Bo' WHERE seq = 57"]
    for row in rows:
        record = {name: getattr(row, name) for name in chain.SEALED} | {"prev_mac": mac}
        record["who"] = "Bo" if row.seq == 57 else row.who
        before, mac = mac, hashlib.sha256(chain.canonical(record)).hexdigest()
        statements.append(f"UPDATE audit SET prev_mac = '{before}', mac = '{mac}' WHERE seq = {row.seq}")
    tamper(*statements)
    assert found(prove()) == (blame.CHANGED, 57)


def test_a_record_sealed_with_a_key_of_ones_own_is_found(fill, prove, tamper):
    fill(RECORDS)
    tamper("UPDATE audit SET key_id = 'mine' WHERE seq = 57")
    assert found(prove()) == (blame.KEY_UNKNOWN, 57)


def test_a_true_record_of_another_past_does_not_follow_the_one_before(fill, prove, tamper):
    fill(60)
    tamper("UPDATE audit SET seq = 1060 WHERE seq = 60", "DELETE FROM audit WHERE seq = 59", COUNTER.format(58))
    fill(2, what="case_close")
    tamper("DELETE FROM audit WHERE seq = 60", "UPDATE audit SET seq = 60 WHERE seq = 1060")
    assert found(prove()) == (blame.UNLINKED, 60)


def test_a_counter_turned_back_is_found(fill, prove, tamper):
    fill(RECORDS)
    tamper(COUNTER.format(RECORDS - 1))
    assert found(prove()) == (blame.COUNTER_DIFFERS, RECORDS)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_yesterdays_copy_put_back_is_found(fill, prove, drop_anchor, database, tmp_path):
    fill(RECORDS)
    copy(database, tmp_path / "yesterday.db")
    fill(10)
    drop_anchor()
    database.close()
    for suffix in ("-wal", "-shm"):
        (tmp_path / f"yiping.db{suffix}").unlink(missing_ok=True)
    shutil.copy(tmp_path / "yesterday.db", tmp_path / "yiping.db")
    database.writer.connect().close()
    assert found(prove()) == (blame.TAIL_MISSING, RECORDS + 1)
    fill(20, what="case_close")
    assert found(prove()) == (blame.REWRITTEN, RECORDS + 10), "also once it has grown past the anchor"


def copy(database, path) -> None:
    with database.writer.connect() as connection:
        connection.connection.driver_connection.execute(f"VACUUM INTO '{path}'")


def test_a_trail_written_anew_past_its_anchor_is_found(fill, prove, tamper, drop_anchor):
    fill(RECORDS)
    drop_anchor()
    tamper("DELETE FROM audit WHERE seq > 100", COUNTER.format(100))
    fill(RECORDS, what="case_close")
    assert found(prove()) == (blame.REWRITTEN, RECORDS)


def test_an_anchor_that_went_away_is_found_once_there_should_be_one(fill, database, anchor):
    fill(RECORDS)
    assert verify.verify(database, anchor, cast.NOW + timedelta(minutes=4)).is_sound()
    assert found(verify.verify(database, anchor, cast.NOW + timedelta(minutes=5))) == (blame.ANCHOR_MISSING, RECORDS)


def test_an_anchor_that_was_written_over_is_found(fill, prove, drop_anchor, anchor):
    fill(RECORDS)
    drop_anchor()
    with anchor.path.open("a", encoding="ascii") as file:
        file.write("nothing\n")
    assert found(prove()) == (blame.ANCHOR_UNREADABLE, 2)


def test_of_two_anchors_of_one_record_the_first_is_believed(fill, prove, drop_anchor, anchor):
    fill(RECORDS)
    line = '{"seq": 57, "mac": "%s", "at": "2026-03-18T02:00:00+00:00"}\n' % ("0" * 64)
    anchor.path.write_text(line, encoding="ascii")
    drop_anchor()
    assert found(prove()) == (blame.REWRITTEN, 57)


def test_what_an_earlier_key_sealed_is_proven_with_it(fill, prove, settings, anchor, job):
    fill(5)
    with settings.key_path.open("a", encoding="ascii") as file:
        file.write(f"new:{'ab' * 32}\n")
    later = Database.of(settings)
    with later.write(job) as session:
        trail.note(session, at=cast.NOW, who="Bo", what="x", outcome="done")
    verdict = verify.verify(later, anchor, cast.NOW)
    assert (verdict.fault, verdict.records) == (None, 6)
    with later.read(job) as session:
        ids = list(session.scalars(select(AuditRow.key_id).order_by(AuditRow.seq)))
        assert verify.newest_key_id(session) == "new"
    assert ids == [*[next(iter(keys.Keys("", settings.key_path).known()))] * 5, "new"]
    later.close()
    assert found(prove()) == (blame.KEY_UNKNOWN, 6), "who read the keys before knows only the old one"


def test_without_its_key_nothing_is_proven(fill, settings, anchor):
    fill(5)
    settings.key_path.unlink()
    stranger = Database.of(settings)
    with pytest.raises(Invalid, match="audit_key_missing"):
        verify.verify(stranger, anchor, cast.NOW)
    assert not settings.key_path.exists(), "proving makes no key"
    stranger.close()


def test_an_anchor_that_cannot_be_read_proves_nothing(fill, prove, anchor):
    fill(5)
    anchor.path.mkdir()
    with pytest.raises(Invalid, match="audit_anchor_unreadable"):
        prove()


def test_a_case_whose_events_do_not_lead_to_its_version_is_named(write, prove, tamper):
    with write() as visit:
        numbers = [cast.open_case(visit, f"e-{number}") for number in range(4)]
        ids = {case.case_no: case.id for case in visit.session.scalars(select(Case))}
    assert prove().bad_case is None
    tamper(f"UPDATE cases SET version = 2 WHERE id = {ids[numbers[2]]}")
    assert prove().bad_case == numbers[2]
    tamper(f"UPDATE case_events SET version = 2 WHERE case_id = {ids[numbers[1]]}")
    assert prove().bad_case == numbers[1]
    tamper(f"DELETE FROM case_events WHERE case_id = {ids[numbers[0]]}")
    verdict = prove()
    assert verdict.bad_case == numbers[0]
    assert not verdict.is_sound()
