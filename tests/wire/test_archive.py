"""`python app.py archive`, and what programs and commands say of an archived case: never a 5xx, never silence."""

import pytest
from sqlalchemy import func, select

from data import clock
from data.models.case import CaseEvent
from tests import cast
from tests.data.archive.old import DECEMBER, DECLINED, JANUARY, closed
from tests.data.archive.test_reading import FILE, SPOILT

CASES = "/api/v1/cases"


@pytest.fixture
def past(write) -> list[str]:
    """Return the numbers of a case that ended in December and of one that ended in January."""
    return [closed(write, "d", DECEMBER, DECLINED), closed(write, "j", JANUARY, DECLINED)]


def events(database, job) -> int:
    with database.read(job) as session:
        return session.execute(select(func.count()).select_from(CaseEvent)).scalar_one()


def test_it_says_month_by_month_what_went(run, past, database, job, tmp_path):
    code, said, complaint = run("archive", "--before", "2026-02")
    assert (code, complaint) == (0, "")
    assert said[0].startswith("2025-12  1 cases, case_events 2, stage_clocks 1 rows, ")
    assert said[1].startswith("2026-01  1 cases, ")
    assert said[2].startswith("2 cases of 2 months, 6 rows, ")
    assert said[2].endswith(f" bytes moved to {tmp_path}/archive")
    assert events(database, job) == 0
    assert run("archive", "--before", "2026-02") == (
        0, ["nothing to archive: no case that ended before then has its detail in the tables"], "")


def test_a_dry_run_says_the_same_and_writes_nothing(run, past, database, job, tmp_path):
    code, said, _ = run("archive", "--before", "2026-01", "--dry-run")
    assert (code, len(said)) == (0, 2)
    assert said[0].startswith("2025-12  1 cases, case_events 2, stage_clocks 1 rows, ")
    assert said[1].endswith(" bytes would go")
    assert events(database, job) == 4
    assert not (tmp_path / "archive").exists()


@pytest.mark.parametrize("month", ["2025", "soon", "9999-01", "2025-1"])
def test_a_month_that_makes_no_sense_is_one_line_and_nothing_is_done(run, past, database, job, month):
    code, said, complaint = run("archive", "--before", month)
    assert (code, said) == (2, [])
    assert complaint.count("\n") == 1
    assert events(database, job) == 4


def test_without_a_city_it_cannot_be_done(run):
    code, _, complaint = run("archive", "--before", "2025-01")
    assert code == 2
    assert complaint.startswith("There is no city yet")


def test_a_damaged_file_that_had_to_be_added_to_is_named_and_nothing_is_lost(run, past, write, tmp_path, database, job):
    run("archive", "--before", "2026-01")
    closed(write, "late", DECEMBER, DECLINED)
    (tmp_path / "archive" / FILE).write_bytes(b"x")
    code, _, complaint = run("archive", "--before", "2026-01")
    assert code == 2
    assert FILE in complaint
    assert events(database, job) == 4


def test_an_archived_case_is_answered_as_before_and_says_where_it_was_read(house, run, past):
    before = house.ask("GET", f"{CASES}/{past[0]}", cast.ALICE).json()
    assert (before["archived"], before["events_unreadable"], len(before["events"])) == (None, None, 2)
    run("archive", "--before", "2026-01")
    assert house.ask("GET", f"{CASES}/{past[0]}", cast.ALICE).json() == {**before, "archived": "2025-12"}


def test_a_stranger_is_told_nothing_of_an_archived_case(house, run, write):
    number = closed(write, "east", DECEMBER, DECLINED, spot=(3.5, 0.5))
    run("archive", "--before", "2026-01")
    for who in (cast.BO, cast.CHEN):
        assert house.ask("GET", f"{CASES}/{number}", who).status_code == 404
    assert len(house.ask("GET", f"{CASES}/{number}", cast.ALICE).json()["events"]) == 2


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_damaged_file_is_told_with_the_case_and_never_a_fault_of_the_server(house, run, past, tmp_path, spoil):
    run("archive", "--before", "2026-01")
    spoil(tmp_path / "archive" / FILE)
    answer = house.ask("GET", f"{CASES}/{past[0]}", cast.ALICE)
    assert (answer.status_code, answer.json()["events"]) == (200, [])
    assert FILE in answer.json()["events_unreadable"]
    refused = house.ask("POST", f"{CASES}/{past[0]}/moves", cast.ALICE, json={
        "verb": "reopen", "version": 2, "note": "再看"}, headers={"Idempotency-Key": "k1"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "archive_unreadable")
    assert FILE in refused.json()["error"]["message"]
    assert len(house.ask("GET", f"{CASES}/{past[1]}", cast.ALICE).json()["events"]) == 2


def test_a_move_brings_an_archived_case_back(house, run, past):
    run("archive", "--before", "2026-01")
    answer = house.ask("POST", f"{CASES}/{past[0]}/moves", cast.ALICE, json={
        "verb": "reopen", "version": 2, "note": "再看"}, headers={"Idempotency-Key": "k1"})
    assert answer.status_code == 200
    assert ([step["verb"] for step in answer.json()["events"]], answer.json()["archived"]) == (
        ["report", "decline", "reopen"], None)


def test_check_and_verify_name_a_damaged_file(run, past, tmp_path):
    run("archive", "--before", "2026-02")
    assert run("verify")[0] == 0
    assert run("verify")[1][-1] == "4 files of the archive are as they were written"
    assert any(line.startswith("ok   archive") for line in run("check")[1])
    (tmp_path / "archive" / FILE).unlink()
    code, said, complaint = run("verify")
    assert (code, said[-1], complaint) == (1, f"archive: {FILE}: it is missing", "")
    code, said, _ = run("check")
    assert code == 1
    assert any(line.startswith("FAIL archive") and FILE in line for line in said)


def test_verify_names_a_case_that_its_archived_events_do_not_lead_to(run, past, write):
    run("archive", "--before", "2026-02")
    with write() as visit:
        visit.session.connection().exec_driver_sql(f"UPDATE cases SET version = 9 WHERE case_no = '{past[0]}'")
    code, said, _ = run("verify")
    assert (code, said[2]) == (1, f"case {past[0]}: its events do not lead to where it stands")


def test_the_present_month_is_the_last_that_can_be_named(run, past):
    assert run("archive", "--before", f"{clock.now():%Y-%m}", "--dry-run")[0] == 0
