"""The cases of large areas are counted by hour and outcome as they change.

Revision 0007, after 0006. What stands in the table of cases is counted here.
"""

import sqlalchemy as sa
from alembic import op

from data.storage import rollups

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

CODE = sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql')
WATCHED = ('area_code', 'hour_no', 'state', 'closed_at', 'due_at', 'kept_time', 'suspicions')
OUTCOME = """CASE {r}.state WHEN 'closed' THEN CASE
 WHEN {r}.due_at IS NULL AND {r}.kept_time IS NULL THEN 'no_deadline' WHEN {r}.suspicions <> 0 THEN 'doubted'
 WHEN {r}.kept_time IS TRUE OR ({r}.kept_time IS NULL AND {r}.closed_at <= {r}.due_at) THEN 'on_time' ELSE 'late' END
 WHEN 'declined' THEN 'declined' WHEN 'voided' THEN 'voided' WHEN 'merged' THEN 'merged' ELSE 'open' END"""
HOUR = {'sqlite': "unixepoch(substr({r}.closed_at, 1, 19)) / 3600",
        'postgresql': "floor(extract(epoch FROM {r}.closed_at) / 3600)::integer"}
STEPS = """INSERT INTO rollup_steps SELECT {{r}}.area_code, {{r}}.hour_no,
 {outcome}, {{one}}, 0;
INSERT INTO rollup_steps SELECT {{r}}.area_code, {hour},
 {outcome}, 0, {{one}} WHERE {{r}}.state = 'closed' AND {{r}}.closed_at IS NOT NULL;"""


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('rollups',
    sa.Column('area_code', CODE, nullable=False),
    sa.Column('hour_no', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('outcome', sa.String(length=16), nullable=False),
    sa.Column('received', sa.Integer(), nullable=False),
    sa.Column('closed', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('area_code', 'hour_no', 'outcome', name=op.f('pk_rollups')),
    sqlite_with_rowid=False)
    op.create_index('ix_rollups_empty', 'rollups', ['received'], unique=False,
                    sqlite_where=sa.text('received = 0 AND closed = 0'), postgresql_where=sa.text('received = 0 AND closed = 0'))
    op.create_table('rollup_steps',
    sa.Column('area_code', CODE, nullable=False),
    sa.Column('hour_no', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=16), nullable=False),
    sa.Column('received', sa.Integer(), nullable=False),
    sa.Column('closed', sa.Integer(), nullable=False))
    dialect = op.get_bind().dialect.name
    for statement in (sqlite_triggers() if dialect == 'sqlite' else postgresql_triggers()):
        op.execute(sa.text(statement.replace(':', r'\:')))
    rollups.rebuild(op.get_bind())


def downgrade() -> None:
    """Take the schema back."""
    if op.get_bind().dialect.name == 'sqlite':
        for name in ('inserted', 'deleted', 'updated'):
            op.execute(f'DROP TRIGGER cases_{name}')
    else:
        op.execute('DROP TRIGGER cases_counted ON cases')
        op.execute('DROP TRIGGER cases_counted_again ON cases')
        op.execute('DROP FUNCTION count_case()')
    op.drop_table('rollup_steps')
    op.drop_table('rollups')


def steps(dialect: str, row: str, one: int) -> str:
    """Return the statements that write down a case as it is (one = 1), or as it was (one = -1)."""
    return STEPS.format(outcome=OUTCOME, hour=HOUR[dialect]).format(r=row, one=one)


def sqlite_triggers() -> list[str]:
    """Return one trigger for each way a case changes."""
    new, old = steps('sqlite', 'NEW', 1), steps('sqlite', 'OLD', -1)
    return [f'CREATE TRIGGER cases_inserted AFTER INSERT ON cases BEGIN {new} END',
            f'CREATE TRIGGER cases_deleted AFTER DELETE ON cases BEGIN {old} END',
            f'CREATE TRIGGER cases_updated AFTER UPDATE OF {", ".join(WATCHED)} ON cases WHEN {differs("IS NOT")}'
            f' BEGIN {old} {new} END']


def postgresql_triggers() -> list[str]:
    """Return the function and its triggers."""
    new, old = steps('postgresql', 'NEW', 1), steps('postgresql', 'OLD', -1)
    return [f"CREATE FUNCTION count_case() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF TG_OP <> 'INSERT' THEN {old} END IF; IF TG_OP <> 'DELETE' THEN {new} END IF; RETURN NULL; END $$",
            "CREATE TRIGGER cases_counted AFTER INSERT OR DELETE ON cases FOR EACH ROW EXECUTE FUNCTION count_case()",
            f"CREATE TRIGGER cases_counted_again AFTER UPDATE OF {', '.join(WATCHED)} ON cases FOR EACH ROW"
            f" WHEN ({differs('IS DISTINCT FROM')}) EXECUTE FUNCTION count_case()"]


def differs(word: str) -> str:
    """Return the condition that something counted has changed."""
    return f'({key_of("OLD")}) {word} ({key_of("NEW")})'


def key_of(row: str) -> str:
    """Return what a case is counted by, separated by commas."""
    same = ', '.join(f'{row}.{name}' for name in ('area_code', 'hour_no', 'closed_at'))
    return f'{same}, {OUTCOME.format(r=row)}'
