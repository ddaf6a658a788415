"""A large import in pieces: the same as a whole, and what was interrupted goes on, nothing twice and nothing lost."""

import csv
from collections import Counter

import pytest
from sqlalchemy import func, select

from data.errors import Busy, Invalid
from data.ingest import in_pieces, journal, source, spool
from data.ingest.sources import csv_table
from data.models.case import Case, CaseClass, CaseEvent
from data.models.change import Change
from data.models.imported import Import
from data.scope import Scope
from data.storage import rollups, turn
from tests.data.ingest import files

JOB = Scope.of_job("test")
ROWS = [{}, {"at": "?"}, {}, {"id": "1"}, {"lon": "10", "lat": "50"}, {}, {}, {"at": "?"}, {}, {}, {"id": "3"}, {}]
"""Stored 7, duplicate 2, rejected 3, in pieces of three rows."""


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch):
    for where in (source, spool, in_pieces):
        monkeypatch.setattr(where, "PIECE_ROWS", 3)


@pytest.fixture
def feed(tmp_path):
    return files.write_cases(tmp_path / "c.csv", ROWS)


class Cut:
    """Interrupts the import once so many pieces are stored."""

    def __init__(self, pieces):
        self.left = pieces

    def __call__(self, stage, _done, _of):
        if stage == "stored":
            self.left -= 1
            if self.left < 0:
                raise KeyboardInterrupt


def count(database, model):
    with database.read(JOB) as session:
        return session.scalar(select(func.count()).select_from(model))


def figures(report):
    return (report.received, report.stored, report.duplicate, report.rejected, report.reasons)


def rejected_rows(report):
    with report.rejected_csv_path.open(encoding="utf-8-sig") as lines:
        return [(row["row"], row["reason"]) for row in csv.DictReader(lines)]


WHOLE = (12, 7, 2, 3, {"unreadable_date": 2, "outside_every_area": 1})
REJECTED = [("3", "unreadable_date"), ("6", "outside_every_area"), ("9", "unreadable_date")]


def test_many_pieces_are_one_import(with_districts, database, feed):
    report = with_districts(feed, files.CASE_MAPPING)
    assert figures(report) == WHOLE
    assert (rejected_rows(report), report.notes["classes_made"]) == (REJECTED, 1)
    assert (count(database, Case), count(database, CaseEvent), count(database, Import)) == (7, 7, 0)


@pytest.mark.parametrize("pieces", [1, 2, 3, 4])
def test_an_interrupted_import_goes_on_where_it_stopped(with_districts, database, feed, pieces):
    with pytest.raises(Busy) as stopped:
        with_districts(feed, files.CASE_MAPPING, tell=Cut(pieces))
    assert (stopped.value.code, stopped.value.values["of"]) == ("import_stopped", "12")
    before = count(database, Case)
    assert (str(before), count(database, Import)) == (stopped.value.values["stored"], 1)
    report = with_districts(feed, files.CASE_MAPPING)
    assert figures(report) == WHOLE
    assert (report.received_before, report.stored_before) == (min(12, 3 * pieces), before)
    assert rejected_rows(report) == REJECTED
    assert (count(database, Case), count(database, CaseEvent), count(database, Import)) == (7, 7, 0)


def test_what_was_interrupted_twice_still_adds_up(with_districts, database, feed):
    for pieces in (1, 2):
        with pytest.raises(Busy):
            with_districts(feed, files.CASE_MAPPING, tell=Cut(pieces))
    report = with_districts(feed, files.CASE_MAPPING)
    assert (figures(report), rejected_rows(report), report.received_before) == (WHOLE, REJECTED, 9)


def test_a_crash_between_the_list_of_rejected_rows_and_the_commit_leaves_no_row_in_it_twice(
        with_districts, database, feed, monkeypatch):
    def crash(*_said):
        raise KeyboardInterrupt

    kept = journal.write
    with pytest.raises(Busy):
        with_districts(feed, files.CASE_MAPPING, tell=Cut(1))
    with monkeypatch.context() as once:
        once.setattr(journal, "write", crash)
        with pytest.raises(Busy):
            with_districts(feed, files.CASE_MAPPING)
    assert journal.write is kept
    report = with_districts(feed, files.CASE_MAPPING)
    assert (figures(report), rejected_rows(report)) == (WHOLE, REJECTED)


def test_before_the_first_piece_nothing_is_stored_and_nothing_is_kept(with_districts, database, feed):
    with pytest.raises(Busy) as stopped:
        with_districts(feed, files.CASE_MAPPING, tell=Cut(0))
    assert (stopped.value.code, count(database, Case), count(database, Import)) == ("import_undone", 0, 0)


def test_a_file_that_changed_is_another_import(with_districts, database, feed, tmp_path):
    with pytest.raises(Busy):
        with_districts(feed, files.CASE_MAPPING, tell=Cut(2))
    files.write_cases(tmp_path / "c.csv", [*ROWS, {}])
    report = with_districts(feed, files.CASE_MAPPING)
    assert (report.received, report.stored, report.duplicate, report.rejected) == (13, 5, 5, 3)
    assert (report.received_before, count(database, Case)) == (0, 8)


def test_without_its_list_of_rejected_rows_it_begins_anew_and_finds_what_is_stored(with_districts, database, feed,
                                                                                   settings):
    with pytest.raises(Busy):
        with_districts(feed, files.CASE_MAPPING, tell=Cut(2))
    for path in (settings.data_dir / "reports").glob("*-rejected.csv"):
        path.unlink()
    report = with_districts(feed, files.CASE_MAPPING)
    assert (report.received, report.stored, report.duplicate, report.rejected) == (12, 4, 5, 3)
    assert (report.received_before, rejected_rows(report)) == (0, REJECTED)


def test_a_finished_import_run_again_is_all_duplicates(with_districts, feed):
    with_districts(feed, files.CASE_MAPPING)
    again = with_districts(feed, files.CASE_MAPPING)
    assert (again.received, again.stored, again.duplicate, again.received_before) == (12, 0, 9, 0)


def test_screens_hear_once_and_only_when_the_last_piece_is_stored(with_districts, database, feed):
    before = count(database, Change)
    with pytest.raises(Busy):
        with_districts(feed, files.CASE_MAPPING, tell=Cut(3))
    assert count(database, Change) == before
    with_districts(feed, files.CASE_MAPPING)
    assert count(database, Change) == before + 1


def test_the_kept_counts_are_right_after_an_interruption(with_districts, database, feed):
    with pytest.raises(Busy):
        with_districts(feed, files.CASE_MAPPING, tell=Cut(2))
    with_districts(feed, files.CASE_MAPPING)
    with database.write(JOB) as session:
        assert rollups.recount(session.connection()) == 0


def test_a_file_cut_off_behind_many_pieces_stores_nothing_of_any(with_districts, database, tmp_path):
    folder = tmp_path / "feed"
    folder.mkdir()
    files.write_cases(folder / "a.csv", ROWS)
    whole = files.write_cases(folder / "b.csv", [{"id": f"b{n}"} for n in range(20)])
    whole.write_text(whole.read_text()[:-60])
    with pytest.raises(Invalid) as refused:
        with_districts(folder, files.CASE_MAPPING)
    assert (refused.value.code, refused.value.values["file"]) == ("file_ends_early", "b.csv")
    assert (count(database, Case), count(database, CaseClass)) == (0, 0)


def test_the_department_that_answers_most_often_is_counted_over_all_pieces(with_districts, database, tmp_path):
    mapping = files.CASE_MAPPING.replace('closed = "closed"\n', "") + 'department = "closed"\n'
    rows = [{"closed": "FD"}, {"closed": "FD"}, *[{"closed": "SAN"}] * 4]
    with_districts(files.write_cases(tmp_path / "c.csv", rows), mapping)
    with database.read(JOB) as session:
        assert [one.department for one in session.scalars(select(CaseClass))] == ["san"]


def test_a_city_without_polygons_is_the_box_around_the_rows_of_all_pieces(bring, database, tmp_path):
    rows = [{"lon": str(121 + n / 100), "lat": str(31 + n / 100)} for n in range(8)]
    mapping = files.CASE_MAPPING.replace('[[area]]\ncolumn = "district"\nby = "name"\nlevel = "district"\n', "")
    report = bring(files.write_cases(tmp_path / "c.csv", rows), mapping + files.CITY, make_grid="1km")
    assert figures(report) == (8, 8, 0, 0, {})
    assert report.notes["grid_cells"] > 6


def test_broken_rows_keep_their_numbers_across_pieces(with_districts, tmp_path, monkeypatch):
    monkeypatch.setattr(csv_table, "BLOCK_BYTES", 400)
    path = files.write_cases(tmp_path / "c.csv", [{} for _ in range(40)])
    lines = path.read_text().splitlines()
    for number in (2, 9, 25, 40):
        lines[number] = "just,three,columns"
    path.write_text("\n".join([*lines, "one,two"]) + "\n")
    report = with_districts(path, files.CASE_MAPPING)
    assert (report.received, report.stored, report.reasons) == (41, 36, {"unreadable_row": 5})
    assert [row for row, _reason in rejected_rows(report)] == ["3", "10", "26", "41", "42"]


def test_two_imports_of_cases_at_once_are_refused(with_districts, database, feed):
    with turn.taken(database, "import") as is_ours:
        assert is_ours
        with pytest.raises(Busy) as refused:
            with_districts(feed, files.CASE_MAPPING)
    assert refused.value.code == "import_running"


def test_a_folder_goes_on_amid_its_second_file(with_districts, database, tmp_path):
    folder = tmp_path / "feed"
    folder.mkdir()
    for name in "ab":
        files.write_cases(folder / f"{name}.csv", [{"id": f"{name}{n}"} for n in range(7)] + [{"at": "?"}])
    with pytest.raises(Busy):
        with_districts(folder, files.CASE_MAPPING, tell=Cut(4))
    report = with_districts(folder, files.CASE_MAPPING)
    assert (figures(report), report.stored_before) == ((16, 14, 0, 2, {"unreadable_date": 2}), 10)
    assert Counter(row for row, _reason in rejected_rows(report)) == {"9": 2}
