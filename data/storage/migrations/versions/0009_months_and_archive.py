"""Events lie in months on PostgreSQL; which files hold the detail of which cases.

Revision 0009, after 0008. On PostgreSQL the events are copied in the order of their cases, into months made for what
is there; until the old table is dropped, at the end, both need room. SQLite keeps its table of events.
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NAMES = ('id', 'case_id', 'version', 'verb', 'before', 'after', 'at', 'person', 'by_name', 'note', 'details')
COLUMNS = ', '.join(NAMES)


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('archive_files',
    sa.Column('rows_of', sa.String(length=40), nullable=False),
    sa.Column('month', sa.String(length=7), nullable=False),
    sa.Column('file', sa.String(length=80), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('bytes', sa.BigInteger(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('at', MOMENT, nullable=False),
    sa.PrimaryKeyConstraint('rows_of', 'month', name=op.f('pk_archive_files')))
    op.create_table('archived_cases',
    sa.Column('case_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('month', sa.String(length=7), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_archived_cases_case_id_cases')),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_archived_cases')))
    op.create_index('ix_archived_cases_month', 'archived_cases', ['month', 'case_id'])
    if op.get_bind().dialect.name == 'postgresql':
        _into_months()


def downgrade() -> None:
    """Take the schema back. Raises RuntimeError where detail lies in files that the earlier schema cannot read."""
    if op.get_bind().execute(sa.text('SELECT EXISTS (SELECT 1 FROM archived_cases)')).scalar():
        raise RuntimeError('there are archived cases: the earlier schema cannot read them')
    if op.get_bind().dialect.name == 'postgresql':
        _into_one_table()
    op.drop_table('archived_cases')
    op.drop_table('archive_files')


def _into_months() -> None:
    _put_aside()
    op.execute('CREATE SCHEMA months')
    op.execute(f'CREATE TABLE case_events ({_lines()}) PARTITION BY RANGE (at)')
    op.execute('CREATE TABLE months.case_events_rest PARTITION OF case_events DEFAULT')
    found = op.get_bind().execute(sa.text(
        "SELECT DISTINCT date_trunc('month', at AT TIME ZONE 'UTC')::date FROM old_case_events")).scalars()
    for month in sorted(found):
        op.execute(f"CREATE TABLE months.case_events_{month:%Y_%m} PARTITION OF case_events"
                   f" FOR VALUES FROM ('{month} 00:00+00') TO ('{_following(month)} 00:00+00')")
    _copy_back()
    # A unique key of a parted table must hold what it is parted by. No two events of a case bear the same version all
    # the same: who writes one has raised the case's version and holds its row.
    op.create_primary_key(op.f('pk_case_events'), 'case_events', ['id', 'at'])
    op.create_unique_constraint(op.f('uq_case_events_case_id_version'), 'case_events', ['case_id', 'version', 'at'])
    _finish()


def _into_one_table() -> None:
    _put_aside()
    op.execute(f'CREATE TABLE case_events ({_lines()})')
    _copy_back()
    op.create_primary_key(op.f('pk_case_events'), 'case_events', ['id'])
    op.create_unique_constraint(op.f('uq_case_events_case_id_version'), 'case_events', ['case_id', 'version'])
    _finish()
    op.execute('DROP SCHEMA months')


def _put_aside() -> None:
    """Give the old table, and what bears its names, other names."""
    for name in ('fk_case_events_case_id_cases', 'pk_case_events', 'uq_case_events_case_id_version'):
        op.drop_constraint(name, 'case_events')
    op.drop_index('ix_case_events_case_id', 'case_events')
    op.rename_table('case_events', 'old_case_events')


def _lines() -> str:
    return """id integer NOT NULL DEFAULT nextval('case_events_id_seq'), case_id integer NOT NULL, version integer NOT NULL,
 verb varchar(24) NOT NULL, before varchar(24) NOT NULL, after varchar(24) NOT NULL, at timestamptz NOT NULL,
 person varchar(64), by_name varchar(80) NOT NULL, note text NOT NULL, details json NOT NULL"""


def _copy_back() -> None:
    op.execute(f'INSERT INTO case_events ({COLUMNS}) SELECT {COLUMNS} FROM old_case_events ORDER BY case_id, version')
    op.execute('ALTER SEQUENCE case_events_id_seq OWNED BY case_events.id')
    op.drop_table('old_case_events')


def _finish() -> None:
    op.create_index(op.f('ix_case_events_case_id'), 'case_events', ['case_id'])
    op.create_foreign_key(op.f('fk_case_events_case_id_cases'), 'case_events', 'cases', ['case_id'], ['id'])
    op.execute('ANALYZE case_events')


def _following(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
