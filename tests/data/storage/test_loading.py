"""What is loaded at once is checked, filed and counted as if it had come one by one, or none of it is there."""

from datetime import timedelta

import pytest
from psycopg.errors import ForeignKeyViolation
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import IntegrityError

from data.models.case import Case, CaseEvent, Dispatch
from data.models.rollup import ROLLUPS
from data.storage import bulk, loading, months, rollups
from tests import cast, pile
from tests.data.storage.test_bulk import row

NOW = cast.NOW
LONG_AGO = NOW - timedelta(days=100)
on_postgresql = pytest.mark.parametrize("backend", ["postgresql"])


def event(case_id, at=NOW):
    return {"case_id": case_id, "version": 1, "verb": "report", "before": "", "after": "reported", "at": at,
            "person": None, "by_name": "x", "note": "", "details": {}}


def load(session, cases, events):
    with loading.at_once(session.connection(), [Case, CaseEvent], LONG_AGO, NOW):
        bulk.insert_rows(session, Case, cases)
        bulk.insert_rows(session, CaseEvent, events)


def made(database):
    """Return what hangs on the table of cases and on that of events: indexes, references, triggers."""
    look = inspect(database.writer)
    with database.writer.connect() as connection:
        triggers = [] if database.is_sqlite else connection.execute(text(
            "SELECT tgname, tgenabled FROM pg_trigger WHERE tgrelid = 'cases'::regclass AND NOT tgisinternal")).all()
    hanging = [(name, str(look.get_foreign_keys(name)), sorted(one["name"] for one in look.get_indexes(name)))
               for name in ("cases", "case_events")]
    return hanging, sorted(map(tuple, triggers))


def test_the_tables_are_afterwards_as_they_were_before_and_the_counts_are_right(database, write):
    before = made(database)
    with write() as visit:
        load(visit.session, [row(n, state="closed", closed_at=NOW, is_open=False) for n in (1, 2, 3)],
             [event(1), event(2, LONG_AGO)])
    assert made(database) == before
    with write() as visit:
        found = visit.session.execute(select(func.sum(ROLLUPS.c.received), func.sum(ROLLUPS.c.closed)).where(
            ROLLUPS.c.area_code == "9901")).one()
        assert tuple(found) == (3, 3)
        assert rollups.recount(visit.session.connection()) == 0


def test_what_changes_after_a_load_is_counted_as_ever(write):
    with write() as visit:
        load(visit.session, [row(1)], [])
        pile.put(visit, id=2)
    with write() as visit:
        assert rollups.recount(visit.session.connection()) == 0
        total = select(func.sum(ROLLUPS.c.received)).where(ROLLUPS.c.area_code == "9901")
        assert visit.session.execute(total).scalar_one() == 2


def test_an_event_of_no_case_is_refused_and_nothing_of_the_load_stays(database, write):
    before = made(database)
    with pytest.raises(IntegrityError), write() as visit:
        load(visit.session, [row(1)], [event(1), event(77)])
    assert made(database) == before
    with write() as visit:
        assert visit.session.execute(select(func.count()).select_from(Case)).scalar_one() == 0
        assert visit.session.execute(select(func.count()).select_from(CaseEvent)).scalar_one() == 0


@on_postgresql
def test_each_month_of_the_history_has_its_place(write):
    with write() as visit:
        load(visit.session, [row(1)], [event(1), event(1, LONG_AGO) | {"version": 2}])
        connection = visit.session.connection()
        assert months.waiting(connection) == []
        assert {months.month_of(LONG_AGO), months.month_of(NOW)} <= set(months.known(connection))
    with write() as visit:  # the next test finds no month but its own
        connection = visit.session.connection()
        visit.session.execute(text("DELETE FROM case_events"))
        for month in months.known(connection):
            connection.execute(text(f"DROP TABLE {months.partition_name(month)}"))


@on_postgresql
def test_a_table_that_is_not_loaded_keeps_its_rules(write):
    with write() as visit:
        load(visit.session, [row(1)], [])
        with pytest.raises(ForeignKeyViolation), visit.session.begin_nested():
            bulk.insert_rows(visit.session, Dispatch, [
                {"case_id": 9, "unit_id": "nobody", "sent_at": NOW, "sent_by": "x", "area_code": pile.HERE}])


@on_postgresql
def test_the_look_over_what_was_loaded_leaves_its_pages_known_as_seen_by_all(database, write):
    with write() as visit:
        load(visit.session, [row(n) for n in range(1, 50)], [])
    with database.writer.connect() as connection:
        loading.settle(connection)
    with database.writer.connect() as connection:
        seen = connection.execute(text("SELECT relallvisible FROM pg_class WHERE oid = 'cases'::regclass")).scalar_one()
    assert seen > 0
