"""Decisions on what was proposed, each beside those before it; picks and shortfalls are found by their case.

Revision 0038, after 0037.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import AreaCode, Moment

revision = '0038'
down_revision = '0037'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('allocation_decisions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pick_id', sa.Integer(), nullable=False),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('unit_id', sa.String(length=32), nullable=True),
    sa.Column('person', sa.String(length=64), nullable=True),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('area_code', AreaCode, nullable=False),
    sa.ForeignKeyConstraint(['pick_id'], ['allocation_picks.id'],
                            name=op.f('fk_allocation_decisions_pick_id_allocation_picks')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_allocation_decisions')))
    op.create_index('ix_allocation_decisions_pick', 'allocation_decisions', ['pick_id'])
    op.create_index(op.f('ix_allocation_decisions_area_code'), 'allocation_decisions', ['area_code'])
    op.create_index('ix_allocation_picks_case', 'allocation_picks', ['case_id'])
    op.create_index('ix_allocation_shortfalls_case', 'allocation_shortfalls', ['case_id'])


def downgrade() -> None:
    """Take the change back."""
    op.drop_index('ix_allocation_shortfalls_case', table_name='allocation_shortfalls')
    op.drop_index('ix_allocation_picks_case', table_name='allocation_picks')
    op.drop_index(op.f('ix_allocation_decisions_area_code'), table_name='allocation_decisions')
    op.drop_index('ix_allocation_decisions_pick', table_name='allocation_decisions')
    op.drop_table('allocation_decisions')
