"""Old detail moves into files and back: every case's course stays, what is counted stays, nothing is in two places."""

import itertools
import stat
from datetime import timedelta

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, text

from data import clock
from data.archive import files, moving
from data.audit import verify
from data.cases import queries, workflow
from data.cases.given import Given
from data.errors import Busy, Conflict
from data.figures import evaluation, period, weights
from data.figures.conditions import TABLE
from data.models.archive import ArchivedCase, ArchiveFile
from data.models.case import Case, CaseEvent, StageClock
from data.models.tables import OF_A_CASE
from data.scope import Scope
from data.storage import months, turn
from tests import cast
from tests.data.archive.old import (
    BY_NOBODY,
    DECEMBER,
    HOUR,
    JANUARY,
    LOOP,
    NOW,
    cast_zone,
    closed,
    everything_else,
    go_on,
    moved,
    told,
)


@pytest.fixture
def past(write) -> dict[str, str]:
    """Two cases that ended in December, one in January, one still open; one of them was signed for too late."""
    return {"d1": closed(write, "d1", DECEMBER), "d2": closed(write, "d2", DECEMBER, gap=5 * HOUR),
            "j": closed(write, "j", JANUARY), "open": closed(write, "open", DECEMBER, LOOP[:1])}


def rows_of(database, job, model) -> int:
    with database.read(job) as session:
        return session.execute(select(func.count()).select_from(model)).scalar_one()


def test_every_course_is_the_one_it_was_and_the_rest_is_untouched(database, settings, read, job, past):
    before, others = told(read), everything_else(database, job)
    found = moved(database, settings, "2026-01")
    assert [(one.month, one.cases, one.rows["case_events"], one.changed) for one in found] == [("2025-12", 2, 20, 0)]
    assert told(read) == before
    assert everything_else(database, job) == others
    assert rows_of(database, job, CaseEvent) == 10 + 2, "January's and the open one's"


def test_figures_lists_and_rollups_stay(database, settings, read, past):
    def all_of_it():
        with read() as visit:
            over = period.of_days(visit, DECEMBER.date(), JANUARY.date() + timedelta(days=1))
            tables = [evaluation.tabulate(visit, by, evaluation.gather(visit, "9901", by, over), None,
                                          weights.count_with(weights.in_force(visit))) for by in evaluation.BY]
            late = set(visit.session.scalars(select(Case.case_no).where(TABLE.sign_was_late(visit.now))))
            return tables, late, [case.case_no for case in queries.latest(visit, "9901", 10)]

    before = all_of_it()
    assert before[1] == {past["d2"]}
    moved(database, settings, "2026-02")
    assert all_of_it() == before


def test_files_are_ours_alone_and_sorted_by_case(database, settings, past):
    moved(database, settings, "2026-02")
    folder = settings.archive_path
    found = sorted(path.relative_to(folder).as_posix() for path in folder.glob("*/*"))
    assert found == [f"{table}/{month}.parquet" for table in ("case_events", "stage_clocks")
                     for month in ("2025-12", "2026-01")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.glob("*/*")} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.glob("*/")]} == {0o700}
    held = pq.read_table(folder / found[0]).select(["case_id", "version"]).to_pylist()
    assert held == sorted(held, key=lambda row: (row["case_id"], row["version"]))
    assert pq.read_metadata(folder / found[0]).row_group(0).column(0).compression == "ZSTD"


def test_a_second_time_there_is_nothing_left_to_move(database, settings, past):
    assert moved(database, settings, "2026-01")
    assert moved(database, settings, "2026-01") == []


def test_what_is_planned_is_what_then_goes_and_nothing_is_written(database, settings, read, past):
    planned = moving.planned(database, cast_zone(), "2026-02")
    assert not settings.archive_path.exists()
    went = moved(database, settings, "2026-02")
    assert [(one.month, one.cases, one.rows) for one in planned] == [(one.month, one.cases, one.rows) for one in went]
    assert all(one.bytes > 1_000 for one in planned)


def test_the_months_are_the_citys_own(database, settings, write):
    """Half past one in the night of 1 January in Shanghai is still December in UTC."""
    closed(write, "night", DECEMBER.replace(day=31, hour=8, minute=30), gap=HOUR)
    assert moved(database, settings, "2026-01") == []
    assert [one.month for one in moved(database, settings, "2026-02")] == ["2026-01"]


def test_an_old_case_that_changes_is_in_the_tables_again_and_goes_on(database, settings, read, write, job, past):
    moved(database, settings, "2026-01")
    before = told(read)
    go_on(write, past["d1"], NOW - 2 * HOUR, [("cara", "reopen", {})])
    after = told(read)[past["d1"]]
    assert after[0][:-1] == before[past["d1"]][0]
    assert after[0][-1].verb == "reopen"
    assert after[2][:-1] == before[past["d1"]][2]
    assert [one.month for one in moved(database, settings, "2026-03")] == ["2026-01"], "it is open"
    go_on(write, past["d1"], NOW - HOUR, LOOP[1:], timedelta(minutes=1))
    again = told(read)
    assert [one.cases for one in moved(database, settings, "2026-04", NOW + timedelta(days=30))] == [1]
    assert told(read) == again
    with database.read(job) as session:
        assert verify.first_bad_case(session) is None


def test_a_word_on_an_ended_case_brings_it_back_and_its_month_takes_it_again(database, settings, read, write, past):
    moved(database, settings, "2026-01")
    go_on(write, past["d2"], NOW - HOUR, [("alice", "remark", {"note": "后记"})])
    before = told(read)
    found = moved(database, settings, "2026-01")
    assert [(one.month, one.cases, one.rows["case_events"]) for one in found] == [("2025-12", 1, 21)]
    assert told(read) == before
    assert (settings.archive_path / "case_events/2025-12-2.parquet").exists()


def test_who_handled_an_old_case_may_still_not_verify_it(database, settings, write, past):
    """The rule asks the events; a case that is opened again has all of them."""
    moved(database, settings, "2026-01")
    go_on(write, past["d1"], NOW - 3 * HOUR, [("cara", "reopen", {}), *LOOP[1:2]], timedelta(minutes=1))
    with write(now=NOW) as visit:
        case = workflow.find(visit, past["d1"])
        verbs = set(visit.session.scalars(select(CaseEvent.verb).where(CaseEvent.case_id == case.id)))
    assert {"sign", "start", "finish"} <= verbs


def test_a_case_that_changes_while_its_month_is_written_stays_in_the_tables(database, settings, read, write, past,
                                                                            monkeypatch):
    put = moving._Month._put_in_force

    def put_and_be_overtaken(month, rows):
        put(month, rows)
        go_on(write, past["d1"], NOW - HOUR, [("alice", "remark", {"note": "正在归档"})])

    monkeypatch.setattr(moving._Month, "_put_in_force", put_and_be_overtaken)
    found = moved(database, settings, "2026-01")
    assert [(one.cases, one.changed) for one in found] == [(1, 1)]
    assert [event.verb for event in told(read)[past["d1"]][0]][-1] == "remark"
    monkeypatch.undo()
    before = told(read)
    assert [(one.cases, one.changed) for one in moved(database, settings, "2026-01")] == [(1, 0)]
    assert told(read) == before


@pytest.mark.parametrize("step", ["_write", "_put_in_force", "_flip"])
def test_wherever_it_stops_every_case_is_whole_and_the_next_time_goes_on(database, settings, read, past, monkeypatch,
                                                                        step):
    monkeypatch.setattr(moving, "AT_ONCE", 1)
    work, calls = getattr(moving._Month, step), []

    def stop_the_second_time(month, *given):
        calls.append(step)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return work(month, *given)

    before = told(read)
    monkeypatch.setattr(moving._Month, step, stop_the_second_time)
    with pytest.raises(KeyboardInterrupt):
        moved(database, settings, "2026-02")
    assert told(read) == before
    assert not list(settings.archive_path.glob("*/*.part"))
    monkeypatch.setattr(moving._Month, step, work)
    moved(database, settings, "2026-02")
    assert told(read) == before
    assert moved(database, settings, "2026-02") == []


def test_a_file_that_is_not_what_was_written_lets_no_row_go(database, settings, read, job, past, monkeypatch):
    finish = files.Writing.finish

    def lose_a_page(writing):
        finish(writing)
        body = bytearray(writing.path.read_bytes())
        body[40:60] = bytes(20)
        writing.path.write_bytes(body)

    monkeypatch.setattr(files.Writing, "finish", lose_a_page)
    before, count = told(read), rows_of(database, job, CaseEvent)
    with pytest.raises(Conflict, match="archive_unreadable"):
        moved(database, settings, "2026-01")
    assert (told(read), rows_of(database, job, CaseEvent)) == (before, count)


def test_only_one_at_a_time_writes(database, settings, past):
    with turn.taken(database, "archive"), pytest.raises(Busy, match="archive_busy"):
        moved(database, settings, "2026-01")


def test_what_no_longer_counts_is_removed_after_a_while(database, settings, past):
    moved(database, settings, "2026-01")
    folder = settings.archive_path / "case_events"
    for name in ("2025-11.parquet", "2025-10.parquet.part"):
        (folder / name).write_bytes(b"x")
    moved(database, settings, "2026-01")
    assert not list(folder.glob("*.part"))
    assert (folder / "2025-11.parquet").exists(), "somebody may still be reading it"
    assert moved(database, settings, "2026-01", clock.now() + timedelta(hours=2)) == []
    assert [path.name for path in folder.iterdir()] == ["2025-12.parquet"]


def test_it_stands_on_the_audit_trail_with_the_hash_of_each_file(database, settings, job, past):
    moved(database, settings, "2026-01")
    with database.read(job) as session:
        known = {one.file: one.sha256 for one in session.scalars(select(ArchiveFile))}
        noted = session.execute(text("SELECT subject, details FROM audit WHERE what = 'archive'")).one()
    assert noted.subject == "2025-12"
    assert all(sha in noted.details for sha in known.values())
    assert known == {file: files.sha256_of(settings.archive_path / file) for file in known}


def test_on_postgresql_a_month_of_events_goes_when_all_of_it_is_archived(database, settings, write):
    if database.is_sqlite:
        return
    closed(write, "d", DECEMBER)
    months.settle(database, NOW)
    moved(database, settings, "2026-02")
    with database.writer.connect() as connection:
        assert not {month.isoformat() for month in months.known(connection)} & {"2025-12-01"}


STORY = st.tuples(st.integers(0, 110), st.integers(0, len(LOOP)), st.booleans())
"""Days since the first moment, how many steps of the loop, and whether it is opened again after the archiving."""


def test_whatever_happened_and_whenever_it_is_archived_every_course_stays(database, settings, read, write, job):
    names = itertools.count()

    @hypothesis_settings(max_examples=10)
    @given(stories=st.lists(STORY, min_size=1, max_size=4), month=st.sampled_from(["2025-12", "2026-01", "2026-03"]),
           size=st.integers(1, 3))
    def check(stories, month, size):
        start = DECEMBER - timedelta(days=20)
        numbers = [closed(write, f"s-{next(names)}", start + timedelta(days=days), BY_NOBODY[:steps])
                   for days, steps, _ in stories]
        before, others = told(read), everything_else(database, job)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(moving, "AT_ONCE", size)
            moved(database, settings, month)
        assert told(read) == before
        assert everything_else(database, job) == others
        for number, (_, steps, is_reopened) in zip(numbers, stories, strict=True):
            if is_reopened and steps == len(LOOP):
                go_on(write, number, NOW - HOUR, [("cara", "reopen", {})])
                assert told(read)[number][0][:-1] == before[number][0]
        now = told(read)
        moved(database, settings, "2026-03")
        assert told(read) == now
        with write() as visit:
            for rows in (ArchiveFile, *OF_A_CASE, Case):
                visit.session.execute(delete(rows))

    check()


def test_a_stranger_to_the_area_reads_nothing_of_it_from_the_archive_either(database, settings, read, write, past):
    moved(database, settings, "2026-01")
    far = Scope(person="x", name="X", areas=frozenset({cast.EAST_DISTRICT}), may=cast.BO.may)
    assert told(read, far) == {}
    with read(scope=far) as visit, pytest.raises(Exception, match="case_not_found"):
        workflow.find(visit, past["d1"])
    assert told(read, cast.BO)[past["d1"]] == told(read)[past["d1"]]


def test_words_for_leaders_stay_theirs(database, settings, read, write):
    number = closed(write, "i", DECEMBER, LOOP[:3])
    with write(scope=cast.BO, now=DECEMBER + 4 * HOUR) as visit:
        case = workflow.find(visit, number)
        workflow.move(visit, number, "instruct", version=case.version, given=Given(note="只给领导", audience="leaders"))
    go_on(write, number, DECEMBER + 5 * HOUR, LOOP[3:])
    before = [told(read, scope) for scope in (cast.ALICE, cast.BO, cast.CHEN)]
    assert "只给领导" in repr(before[1])
    assert "只给领导" not in repr(before[2])
    moved(database, settings, "2026-01")
    assert [told(read, scope) for scope in (cast.ALICE, cast.BO, cast.CHEN)] == before


def test_a_case_and_its_clocks_are_never_told_twice(database, settings, read, job, past):
    moved(database, settings, "2026-01")
    with database.read(job) as session:
        left = list(session.scalars(select(StageClock).join(ArchivedCase, ArchivedCase.case_id == StageClock.case_id)))
    assert [one.stage for one in left] == ["sign"], "what a figure counts stays, and is not shown"
    assert [stage for stage, *_ in told(read)[past["d2"]][2]].count("sign") == 1
