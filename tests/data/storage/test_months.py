"""On PostgreSQL events lie in months: made ahead, moved out of the rest, taken away when empty, in nobody's way."""

from datetime import UTC, date, datetime, timedelta

import pytest
from alembic import command
from sqlalchemy import insert, select, text
from sqlalchemy.orm import load_only

from data.cases import queries, workflow
from data.models.case import Case, CaseEvent
from data.storage import months, schema
from tests import cast
from tests.data.cases.courses import moved

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


@pytest.fixture
def backend() -> str:
    """These are PostgreSQL's own; that SQLite has none is said below."""
    return "postgresql"


@pytest.fixture(autouse=True)
def _take_away(request):
    """Begin and end without months of the past, which another test may have left as well."""
    database = request.getfixturevalue("database")
    _drop_past(database)
    yield
    _drop_past(database)


def _drop_past(database) -> None:
    with database.writer.begin() as connection:
        for month in months.known(connection):
            if month < date(2026, 11, 1):
                connection.exec_driver_sql(f"DROP TABLE {months.partition_name(month)}")


def counted(database, table: str) -> int:
    with database.writer.connect() as connection:
        return connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


def test_this_month_and_the_next_three_are_there(database):
    months.settle(database, cast.NOW)
    with database.writer.connect() as connection:
        assert set(months.known(connection)) >= {MARCH, APRIL, date(2026, 5, 1), date(2026, 6, 1)}


def test_a_year_ends():
    assert months.following(date(2026, 12, 1)) == date(2027, 1, 1)
    assert months.following(date(2026, 11, 1), 3) == date(2027, 2, 1)
    assert months.month_of(datetime(2026, 12, 31, 23, 59, tzinfo=UTC)) == date(2026, 12, 1)


def test_an_event_without_a_month_lies_in_the_rest_until_its_month_is_made(database, write):
    with write() as visit:
        number = cast.open_case(visit)
    assert counted(database, months.REST) == 1
    assert MARCH in months.settle(database, cast.NOW)
    assert (counted(database, months.REST), counted(database, months.partition_name(MARCH))) == (0, 1)
    moved(write, number, "accept")
    assert counted(database, months.partition_name(MARCH)) == 2
    with write() as visit:
        assert [one.verb for one in queries.timeline(visit, workflow.find(visit, number))] == ["report", "accept"]
    assert months.settle(database, cast.NOW) == []


def test_events_of_ten_years_and_of_times_to_come_are_taken_and_find_their_months(database, write):
    with write() as visit:
        cast.open_case(visit)
        first = visit.session.scalars(select(CaseEvent)).one()
        for years in (-10, 10):
            visit.session.execute(insert(CaseEvent), [{
                "case_id": first.case_id, "version": 20 + years, "verb": "remark", "before": "", "after": "reported",
                "at": cast.NOW + timedelta(days=365 * years), "by_name": "x", "note": "", "details": {}}])
    made = months.settle(database, cast.NOW)
    assert {date(2016, 3, 1), date(2036, 3, 1)} <= set(made)
    assert (counted(database, months.REST), counted(database, "case_events")) == (0, 3)


def test_an_event_older_than_its_case_is_told_too(database, write, read):
    with write() as visit:
        number = cast.open_case(visit)
        case = workflow.find(visit, number)
        visit.session.execute(insert(CaseEvent), [{
            "case_id": case.id, "version": 2, "verb": "remark", "before": "reported", "after": "reported",
            "at": cast.NOW - timedelta(days=400), "by_name": "x", "note": "", "details": {}}])
        case.version = 2
    months.settle(database, cast.NOW)
    assert [one.version for one in told(read, number)] == [1, 2]


def test_a_month_goes_only_when_it_is_empty_and_over(database, write):
    months.settle(database, cast.NOW)
    with write() as visit:
        cast.open_case(visit)
    assert MARCH not in months.drop_empty(database, APRIL)
    with write() as visit:
        visit.session.execute(text("DELETE FROM stage_clocks"))
        visit.session.execute(text("DELETE FROM case_events"))
    assert months.drop_empty(database, MARCH) == []
    assert months.drop_empty(database, APRIL) == [MARCH]
    with write() as visit:
        cast.open_case(visit, "e-2")
    assert counted(database, months.REST) == 1, "what comes all the same is not refused"


def test_a_month_waits_for_a_question_that_began_before_it_was_emptied(database, job, monkeypatch):
    monkeypatch.setattr(months, "OLD_QUESTIONS_SECONDS", 0.3)
    months.settle(database, cast.NOW)
    with database.read(job) as session:
        session.execute(text("SELECT count(*) FROM cases")).scalar_one()
        assert months.drop_empty(database, APRIL) == []
    assert months.drop_empty(database, APRIL) == [MARCH]


def test_who_is_in_the_way_is_not_waited_for_long(database, write, monkeypatch):
    monkeypatch.setattr(months, "LOCK_SECONDS", 1)
    with write() as visit:
        cast.open_case(visit)
        visit.session.flush()
        assert MARCH not in months.settle(database, cast.NOW)
    assert counted(database, "case_events") == 1
    assert MARCH in months.settle(database, cast.NOW)


def test_every_event_is_kept_when_the_table_becomes_months_and_one_table_again(database, write, read):
    with write() as visit:
        number = cast.open_case(visit)
    moved(write, number, "accept")
    before = told(read, number)
    for move, to in ((command.downgrade, "0007"), (command.upgrade, "head")):
        config = schema._config()
        with database.writer.begin() as connection:
            config.attributes.update(connection=connection, keys=database.keys)
            move(config, to)
        assert told(read, number) == before
    assert counted(database, months.partition_name(MARCH)) == 2
    moved(write, number, "remark")
    assert [one.version for one in told(read, number)] == [1, 2, 3]


def told(read, number):
    with read() as visit:
        # An earlier schema has not every column of today's.
        case = visit.session.scalars(
            select(Case).where(Case.case_no == number).options(load_only(Case.id, Case.case_no, Case.area_code))).one()
        return queries.timeline(visit, case)
