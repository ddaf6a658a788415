"""The audit trail is a sealed chain that the database itself keeps.

Revision 0003, after 0002. Rows that stand there already are taken into the chain in their order.
"""

import sqlalchemy as sa
from alembic import context, op

from data.audit import chain
from data.models.base import Moment, SealedJson

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

KEPT = {
    'sqlite': (
        "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit"
        " BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END",
        "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit"
        " BEGIN SELECT RAISE(ABORT, 'audit rows are never removed'); END",
        # INSERT OR REPLACE removes a row without asking the trigger above.
        "CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit"
        " WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq)"
        " BEGIN SELECT RAISE(ABORT, 'audit rows are never replaced'); END",
    ),
    'postgresql': (
        "CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'audit rows are never changed or removed'; END $$",
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit"
        " FOR EACH ROW EXECUTE FUNCTION audit_is_kept()",
        "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept()",
    ),
}
EARLIER = sa.table('audit', sa.column('id', sa.Integer), sa.column('at', Moment), sa.column('who', sa.String),
    sa.column('what', sa.String), sa.column('outcome', sa.String), sa.column('details', sa.JSON))
CHAINED = sa.table('audit', sa.column('seq', sa.Integer), sa.column('at', Moment), sa.column('who', sa.String),
    sa.column('person', sa.String), sa.column('what', sa.String), sa.column('outcome', sa.String),
    sa.column('area_code', sa.String), sa.column('subject', sa.String), sa.column('details', SealedJson),
    sa.column('key_id', sa.String), sa.column('prev_mac', sa.String), sa.column('mac', sa.String))
SERIALS = sa.table('serials', sa.column('name', sa.String), sa.column('value', sa.Integer))


def upgrade() -> None:
    """Bring the schema forward."""
    there = op.get_bind().execute(sa.select(EARLIER).order_by(EARLIER.c.id)).mappings().all()
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_at'))

    op.drop_table('audit')
    op.create_table('audit',
    sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('who', sa.String(length=80), nullable=False),
    sa.Column('person', sa.String(length=96), nullable=True),
    sa.Column('what', sa.String(length=64), nullable=False),
    sa.Column('outcome', sa.String(length=16), nullable=False),
    sa.Column('area_code', sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql'), nullable=True),
    sa.Column('subject', sa.String(length=120), nullable=True),
    sa.Column('details', SealedJson(), nullable=False),
    sa.Column('key_id', sa.String(length=16), nullable=False),
    sa.Column('prev_mac', sa.String(length=64), nullable=False),
    sa.Column('mac', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_audit'))
    )
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_person'), ['person'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_subject'), ['subject'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_who'), ['who'], unique=False)

    if there:
        _take_into_the_chain(there)
    for statement in KEPT[op.get_bind().dialect.name]:
        op.execute(statement)


def _take_into_the_chain(there) -> None:
    rows = [{'person': None, 'area_code': None, 'subject': None,
             **{name: row[name] for name in ('at', 'who', 'what', 'outcome', 'details')}} for row in there]
    key_id, key = context.config.attributes['keys'].signing()
    chain.link(rows, first=1, prev_mac=chain.GENESIS, key_id=key_id, key=key)
    op.bulk_insert(CHAINED, rows)
    op.bulk_insert(SERIALS, [{'name': 'audit', 'value': len(rows)}])


def downgrade() -> None:
    """Take it back; what is left of each row is what the earlier table had room for."""
    there = op.get_bind().execute(sa.select(CHAINED).order_by(CHAINED.c.seq)).mappings().all()
    op.execute(SERIALS.delete().where(SERIALS.c.name == 'audit'))
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_who'))
        batch_op.drop_index(batch_op.f('ix_audit_subject'))
        batch_op.drop_index(batch_op.f('ix_audit_person'))
        batch_op.drop_index(batch_op.f('ix_audit_at'))

    op.drop_table('audit')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP FUNCTION audit_is_kept()')
    op.create_table('audit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('who', sa.String(length=80), nullable=False),
    sa.Column('what', sa.String(length=64), nullable=False),
    sa.Column('outcome', sa.String(length=16), nullable=False),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit'))
    )
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_at'), ['at'], unique=False)

    op.bulk_insert(EARLIER, [{'id': row['seq'], **{name: row[name] for name in ('at', 'who', 'what', 'outcome', 'details')}}
                             for row in there])
