"""Areas as prefixes of codes: the same rows either way, the way to them left to who knows better."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.dialects import postgresql, sqlite

from data.cases import queries, windows
from data.models.case import Case
from data.storage.prefix import begins_with, lies_in
from tests import cast, pile

DAY = timedelta(days=1)
on_postgresql = pytest.mark.parametrize("backend", ["postgresql"])


@pytest.mark.parametrize("prefix", ["9901", cast.WEST_DISTRICT, cast.COMMUNITY, pile.HERE, "99", "", "9901~"])
def test_both_conditions_mean_the_same_rows(write, prefix):
    with write() as visit:
        pile.put_all(visit, [pile.case(grid, visit.now) for grid in cast.GRIDS.values()])
        led, beside = (set(visit.session.scalars(select(Case.area_code).where(condition(Case.area_code, prefix))))
                       for condition in (begins_with, lies_in))
        assert led == beside == {grid for grid in cast.GRIDS.values() if grid.startswith(prefix)}


def test_only_sqlite_is_kept_from_the_index():
    condition = lies_in(Case.area_code, "9901")
    assert "coalesce(cases.area_code, '') >=" in str(condition.compile(dialect=sqlite.dialect()))
    assert "coalesce" not in str(condition.compile(dialect=postgresql.dialect()))


@on_postgresql
def test_postgresql_reads_the_codes_in_the_index_of_the_time_before_any_row(write):
    """The table holds a whole city's week for every community's ten cases of it."""
    with write() as visit:
        visit.session.execute(text("SET LOCAL enable_seqscan = off"))
        beside = visit.session.begin_nested()  # of a table without rows any index is as good
        forget_what_was_counted(visit)
        visit.session.execute(text("DROP INDEX ix_cases_area_received"))
        plan = plan_of(visit, lambda: windows.closed(visit, cast.COMMUNITY, visit.now - 7 * DAY, visit.now))
        beside.rollback()
    (condition,) = re.findall("Index Cond: .*", plan)
    assert "closed_at" in condition
    assert "area_code" in condition


@on_postgresql
def test_postgresql_finds_the_latest_of_a_small_area_in_its_index(write):
    with write() as visit:
        forget_what_was_counted(visit)
        visit.session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = plan_of(visit, lambda: queries.latest(visit, cast.COMMUNITY, 3))
    assert "ix_cases_area_received" in plan or "ix_cases_received" in plan
    assert not re.search(r"^\s*Filter", plan, re.MULTILINE)


@on_postgresql
def test_postgresql_keeps_a_thousand_steps_of_the_codes_of_areas(write):
    """With a hundred it takes a street of 36,000 cases for one of a hundred, and reads them all for a week of it."""
    with write() as visit:
        kept = visit.session.execute(text("SELECT attstattarget FROM pg_attribute WHERE attname = 'area_code'"
                                          " AND attrelid = 'cases'::regclass")).scalar_one()
    assert kept == 1_000


def forget_what_was_counted(visit):
    """PostgreSQL may have looked at what another test left in the table, and would plan for that."""
    visit.session.execute(text("DELETE FROM pg_statistic WHERE starelid = 'cases'::regclass"))
    visit.session.execute(text("UPDATE pg_class SET reltuples = -1, relpages = 0, relallvisible = 0 WHERE oid IN ("
                               "SELECT 'cases'::regclass UNION"
                               " SELECT indexrelid FROM pg_index WHERE indrelid = 'cases'::regclass)"))


def plan_of(visit, work):
    """Return PostgreSQL's plan of what is asked about cases."""
    plans, connection = [], visit.session.connection()

    def explain(_connection, _cursor, statement, parameters, _context, _many):
        if "FROM cases" in statement:
            plans.extend(line for (line,) in connection.connection.cursor().execute(f"EXPLAIN {statement}", parameters))

    event.listen(connection, "before_cursor_execute", explain)
    work()
    event.remove(connection, "before_cursor_execute", explain)
    return "\n".join(plans)
