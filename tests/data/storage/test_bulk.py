"""Rows written in bulk are the rows the mapper would have written, to the last value."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.errors import UniqueViolation
from sqlalchemy import insert, select, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError

from data.models.base import Moment
from data.models.case import Case, CaseEvent, Department
from data.storage import bulk
from tests import cast

PEKING = timezone(timedelta(hours=8))
AWKWARD = "‘quoted’ \"double\" \\N \\. \t tab \n line \r return , comma 🏙 ‮rtl"


def row(number: int, **changes) -> dict:
    return {
        "id": number, "case_no": f"n{number}", "source": "s", "event_id": str(number), "channel": "import",
        "state": "reported", "is_open": number % 2 == 0, "version": 1, "class_scheme": "demo", "class_code": "01",
        "major_code": "01", "text": AWKWARD, "address": "", "priority": 4, "lon": 120.123456789, "lat": -0.1,
        "placed": "point", "area_code": cast.GRIDS[0, 0], "occurred_at": cast.NOW.astimezone(PEKING),
        "received_at": cast.NOW + timedelta(microseconds=number), "hour_no": -1, "first_response_at": None,
        "due_at": None, "handled_at": None, "closed_at": None, "department": None,
        "reporter": {"name": AWKWARD, "tags": [1, None, True]} if number % 2 else None,
        "acknowledged_at": None, "acknowledged_by": None, **changes,
    }


def stored(database, job) -> list[tuple]:
    with database.read(job) as session:
        raw = session.execute(text("SELECT * FROM cases ORDER BY id")).all()
        return [tuple(one) for one in raw]


def test_every_value_is_stored_as_the_mapper_stores_it(database, job):
    rows = [row(number) for number in range(1, 5)]
    with database.write(job) as session:
        session.execute(insert(Case), rows)
    expected = stored(database, job)
    with database.write(job) as session:
        session.execute(text("DELETE FROM cases"))
        bulk.insert_rows(session, Case, rows)
    assert [tuple(map(str, one)) for one in stored(database, job)] == [tuple(map(str, one)) for one in expected]
    with database.read(job) as session:
        first = session.get(Case, 1)
        assert (first.text, first.received_at, first.occurred_at) == (
            AWKWARD, cast.NOW + timedelta(microseconds=1), cast.NOW)
        assert first.reporter == {"name": AWKWARD, "tags": [1, None, True]}
        assert session.scalar(select(Case.reporter).where(Case.id == 2)) is None
        assert session.scalar(text("SELECT count(*) FROM cases WHERE reporter IS NULL")) == 2


def test_what_waits_in_the_session_is_written_first(database, job):
    with database.write(job) as session:
        session.add(Department(code="d", name="处", name_en="Office"))
        bulk.insert_rows(session, Case, [row(1, department="d")])
        bulk.insert_rows(session, CaseEvent, [])
    with database.read(job) as session:
        assert session.get(Case, 1).department == "d"


def test_a_row_that_breaks_a_rule_leaves_none(database, job):
    with pytest.raises((IntegrityError, UniqueViolation)), database.write(job) as session:
        bulk.insert_rows(session, Case, [row(1), row(2), row(3, event_id="2")])
    assert stored(database, job) == []


@pytest.mark.parametrize("backend", ["sqlite"])
def test_memory_for_a_large_insert_is_given_back_also_after_a_fault(database, job, monkeypatch):
    monkeypatch.setattr(bulk, "MANY_ROWS", 2)
    with database.write(job) as session:
        usual = session.execute(text("PRAGMA cache_size")).scalar_one()
        bulk.insert_rows(session, Case, [row(1), row(2)])
        assert session.execute(text("PRAGMA cache_size")).scalar_one() == usual
        with pytest.raises(DBAPIError):
            bulk.insert_rows(session, Case, [row(2), row(3)])
        assert session.execute(text("PRAGMA cache_size")).scalar_one() == usual


@given(st.datetimes(timezones=st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours))),
                    min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1)))  # noqa: DTZ001  the zone follows
def test_a_moment_is_the_text_that_its_column_type_makes(moment):
    dialect = sqlite.dialect()
    process = Moment().dialect_impl(dialect).bind_processor(dialect)
    assert bulk.as_sqlite_keeps_it(moment) == process(moment)


def test_no_moment_stays_none_and_a_naive_one_is_refused():
    assert bulk.as_sqlite_keeps_it(None) is None
    with pytest.raises(ValueError, match="needs a zone"):
        bulk.as_sqlite_keeps_it(cast.NOW.replace(tzinfo=None))
    assert bulk.as_sqlite_keeps_it(datetime(2026, 1, 1, tzinfo=UTC)) == "2026-01-01 00:00:00.000000"
