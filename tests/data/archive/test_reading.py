"""Reading one case out of a month's file: only its group of rows, and a clear refusal where the file is not sound."""

from datetime import timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import delete, func, select

from data.archive import files, moving, reading
from data.cases import queries, workflow
from data.cases.given import Given
from data.errors import Conflict
from data.models.archive import ArchivedCase, ArchiveFile
from data.models.case import Case, CaseEvent
from tests import cast
from tests.data.archive.old import DECEMBER, DECLINED, LOOP, NOW, closed, go_on, moved, told

FILE = "case_events/2025-12.parquet"


@pytest.fixture
def archived(database, settings, write, monkeypatch) -> list[str]:
    """Return the numbers of three cases whose detail lies in three groups of one file."""
    monkeypatch.setattr(moving, "AT_ONCE", 1)
    numbers = [closed(write, f"a-{n}", DECEMBER + timedelta(days=n), DECLINED) for n in range(3)]
    moved(database, settings, "2026-01")
    return numbers


def history(read, number):
    with read() as visit:
        return queries.history(visit, workflow.find(visit, number))


def test_it_is_told_from_which_month_it_was_read(read, archived, write):
    assert history(read, archived[1]).archived == "2025-12"
    assert len(history(read, archived[1]).events) == 2
    with write() as visit:
        fresh = cast.open_case(visit, "fresh")
    assert history(read, fresh).archived is None


def test_only_the_groups_that_hold_the_case_are_read(settings, read, archived, monkeypatch):
    groups = []
    read_groups = pq.ParquetFile.read_row_groups
    monkeypatch.setattr(pq.ParquetFile, "read_row_groups",
                        lambda opened, wanted: groups.append(wanted) or read_groups(opened, wanted))
    history(read, archived[1])
    assert groups == [[1]]


def test_many_at_once_are_read_wherever_they_lie(read, write, archived):
    hot = closed(write, "hot", NOW - timedelta(days=2), LOOP[:1])
    with read() as visit:
        cases = [workflow.find(visit, number) for number in (archived[0], hot)]
        assert {len(events) for events in queries.timelines(visit, cases).values()} == {2}


def spoil_missing(path):
    path.unlink()


def spoil_cut(path):
    path.write_bytes(path.read_bytes()[:-100])


def spoil_bits(path):
    body = bytearray(path.read_bytes())
    body[60:90] = bytes(30)
    path.write_bytes(body)


def spoil_other(path):
    path.write_text("not a table", encoding="ascii")


def spoil_columns(path):
    pq.write_table(pa.table({"x": [1]}), path)


def spoil_rows(path):
    pq.write_table(pq.read_table(path).slice(0, 0), path)


def spoil_json(path):
    rows = pq.read_table(path)
    place = rows.schema.get_field_index("details")
    pq.write_table(rows.set_column(place, "details", pa.array(["{"] * rows.num_rows)), path)


SPOILT = [spoil_missing, spoil_cut, spoil_bits, spoil_other, spoil_columns, spoil_rows, spoil_json]


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_file_that_cannot_be_read_is_named_and_nothing_is_told(settings, read, archived, spoil):
    spoil(settings.archive_path / FILE)
    found = history(read, archived[0])
    assert (found.events, found.archived, found.fault.code) == ((), "2025-12", "archive_unreadable")
    assert found.fault.values["file"] == FILE
    assert found.fault.values["reason"]
    assert "\n" not in found.fault.values["reason"]


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_case_whose_file_cannot_be_read_stays_as_it_is(settings, read, write, archived, spoil):
    spoil(settings.archive_path / FILE)
    with pytest.raises(Conflict, match="archive_unreadable"):
        go_on(write, archived[0], NOW, [("cara", "reopen", {})])
    with read() as visit:
        case = workflow.find(visit, archived[0])
        assert (case.state, case.version) == ("declined", 2)
        assert visit.session.execute(select(func.count()).select_from(CaseEvent)).scalar_one() == 0


def test_a_month_of_which_no_file_is_known_is_named(read, write, archived):
    with write() as visit:
        visit.session.execute(delete(ArchiveFile))
    assert history(read, archived[0]).fault.values["reason"] == "no such file is known"


def test_an_open_case_is_not_looked_for_in_the_archive(read, write, archived, monkeypatch):
    with write() as visit:
        fresh = cast.open_case(visit, "fresh")
    monkeypatch.setattr(files, "rows_between", None)
    with read() as visit:
        case = workflow.find(visit, fresh)
        assert reading.months_of(visit.session, [case]) == {}
        assert len(queries.timeline(visit, case)) == 1


def test_what_came_back_has_numbers_that_nobody_else_has(database, settings, read, write, archived):
    """SQLite gives the numbers of rows that left to others."""
    taken = [closed(write, f"b-{n}", NOW - timedelta(days=3), DECLINED) for n in range(3)]
    before = told(read)
    go_on(write, archived[2], NOW, [("cara", "reopen", {})])
    after = told(read)
    assert {number: after[number] for number in taken} == {number: before[number] for number in taken}
    assert after[archived[2]][0][:-1] == before[archived[2]][0]


def test_a_merged_case_of_old_is_taken_apart_with_what_its_event_says(database, settings, read, write):
    with write(now=DECEMBER) as visit:
        into, case = (cast.open_case(visit, name, occurred_at=DECEMBER) for name in ("into", "from"))
    with write(scope=cast.ALICE, now=DECEMBER) as visit:
        workflow.move(visit, case, "merge", version=1, given=Given(into=into, note="同一件"))
    moved(database, settings, "2026-01")
    assert history(read, case).archived == "2025-12"
    with write(scope=cast.ALICE) as visit:
        workflow.move(visit, case, "unmerge", version=2, given=Given(note="不是一件"))
    with read() as visit:
        assert {workflow.find(visit, number).supporters for number in (into, case)} == {0}
        assert visit.session.scalars(select(ArchivedCase)).all() == []
        assert [one.state for one in visit.session.scalars(select(Case).order_by(Case.id))] == ["reported", "reported"]
