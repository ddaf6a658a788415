"""`python app.py verify`: 0 the trail is whole, 1 something was found and is named, 2 it could not be looked at."""

import contextlib
import sqlite3

import pytest

from data.people import trail
from data.settings import Settings
from data.storage.database import Database
from tests import cast

RECORDS = 60
KEY = f"k1:{'ab' * 32}"


@pytest.fixture
def noted(city, write):
    """Put sixty notes on the trail, of one case too."""
    with write() as visit:
        cast.open_case(visit)
        for number in range(RECORDS):
            trail.note(visit.session, at=visit.now, who="Alice", what="test", outcome="done", number=number)


def tamper(path, *statements: str) -> None:
    with contextlib.closing(sqlite3.connect(path / "yiping.db", isolation_level=None)) as connection:
        for name in ("audit_no_update", "audit_no_delete"):
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)


@pytest.mark.usefixtures("noted")
def test_a_whole_trail_is_told_with_its_number_of_records(run):
    assert run("migrate")[0] == 0, "any command that works on the city anchors its trail"
    code, said, complaint = run("verify")
    assert (code, complaint) == (0, "")
    assert said[0] == "60 records, chain whole"
    assert said[1].startswith("anchored up to record 60 in ")


def test_an_empty_trail_is_whole(run, city):
    code, said, _ = run("verify")
    assert (code, said[:2]) == (0, ["0 records, chain whole", "not anchored yet"])


@pytest.mark.usefixtures("noted")
def test_a_changed_record_is_named(run, tmp_path):
    run("migrate")
    tamper(tmp_path, "UPDATE audit SET who = 'Bo' WHERE seq = 17")
    code, said, _ = run("verify")
    assert code == 1
    assert said[0] == "record 17 is not as it was written (2026-03-18 02:00:00Z); sound before it: 16 records"


@pytest.mark.usefixtures("noted")
def test_a_tail_cut_off_is_named(run, tmp_path):
    run("migrate")
    tamper(tmp_path, "DELETE FROM audit WHERE seq > 10", "UPDATE serials SET value = 10 WHERE name = 'audit'")
    code, said, _ = run("verify")
    assert code == 1
    assert said[0].startswith("the tail is missing from record 11 on (")


@pytest.mark.usefixtures("noted")
def test_a_case_that_does_not_stand_where_its_events_led_is_named(run, tmp_path):
    run("migrate")
    tamper(tmp_path, "UPDATE cases SET version = 7")
    code, said, _ = run("verify")
    assert (code, said[0]) == (1, "60 records, chain whole")
    assert "its events do not lead to where it stands" in said[2]


def test_what_commands_do_is_on_the_trail_and_anchored(run, city, monkeypatch):
    run("user", "add", "dora", "--password", "a password that is long")
    assert run("key", "add", "sensors", "--may", "events.write")[0] == 0
    code, said, _ = run("verify")
    assert (code, said[0]) == (0, "2 records, chain whole")
    assert said[1].startswith("anchored up to record 2 ")


def test_without_a_database_it_cannot_look_and_makes_none(run, tmp_path, database):
    database.close()
    for file in tmp_path.glob("yiping.db*"):
        file.unlink()
    code, said, complaint = run("verify")
    assert (code, said) == (2, [])
    assert complaint.startswith("There is no database")
    assert not (tmp_path / "yiping.db").exists()


@pytest.mark.usefixtures("noted")
def test_without_the_key_it_cannot_look(run, tmp_path):
    (tmp_path / "audit.key").unlink()
    code, _, complaint = run("verify")
    assert (code, complaint) == (2, "The audit trail cannot be proven without its key\n")


def test_a_file_that_is_no_database_is_told_in_one_line(run, tmp_path, database):
    database.close()
    for file in tmp_path.glob("yiping.db-*"):
        file.unlink()
    (tmp_path / "yiping.db").write_text("not a database " * 200, encoding="ascii")
    code, _, complaint = run("verify")
    assert code == 2
    assert complaint == "The database cannot be read (reason: file is not a database)\n"


def test_a_database_of_an_earlier_schema_is_told_what_to_run(run, tmp_path, database):
    database.close()
    for file in tmp_path.glob("yiping.db*"):
        file.unlink()
    Database(f"sqlite:///{tmp_path / 'yiping.db'}").close()
    code, _, complaint = run("verify")
    assert code == 2
    assert "python app.py migrate" in complaint


def test_the_key_and_the_anchor_may_lie_elsewhere(run, city, tmp_path, monkeypatch):
    (tmp_path / "secret").write_text(KEY, encoding="ascii")
    (tmp_path / "mount").mkdir()
    monkeypatch.setenv("YIPING_AUDIT_KEY_FILE", str(tmp_path / "secret"))
    monkeypatch.setenv("YIPING_AUDIT_ANCHOR", str(tmp_path / "mount" / "anchor"))
    run("user", "add", "dora", "--password", "a password that is long")
    code, said, _ = run("verify")
    assert (code, said[:2]) == (0, ["1 records, chain whole", f"anchored up to record 1 in {tmp_path}/mount/anchor"])
    assert not Settings(data_dir=tmp_path).key_path.exists()
    assert not Settings(data_dir=tmp_path).anchor_path.exists()
