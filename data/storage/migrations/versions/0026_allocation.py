"""Dispatch proposals with their shortfalls; units know their load and rest, classes the skills they ask for.

Revision 0026, after 0033.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import AreaCode, Moment

revision = '0026'
down_revision = '0033'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward. Columns without a default, or with one for all: nothing is rewritten."""
    op.add_column('units', sa.Column('max_load', sa.Integer(), nullable=True))
    op.add_column('units', sa.Column('worked_min', sa.Float(), server_default='0', nullable=False))
    op.add_column('units', sa.Column('rests_until', Moment(timezone=True), nullable=True))
    op.add_column('case_classes', sa.Column('skills', sa.JSON(), nullable=True))
    op.add_column('case_classes', sa.Column('crew', sa.Integer(), nullable=True))
    op.create_table('allocation_plans',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('made_at', Moment(timezone=True), nullable=False),
    sa.Column('made_by', sa.String(length=64), nullable=True),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('cases', sa.Integer(), nullable=False),
    sa.Column('units', sa.Integer(), nullable=False),
    sa.Column('seconds', sa.Float(), nullable=False),
    sa.Column('gap', sa.Float(), nullable=False),
    sa.Column('delay_min', sa.Float(), nullable=False),
    sa.Column('nearest_first_min', sa.Float(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('area_code', AreaCode, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_allocation_plans')))
    op.create_index('ix_allocation_plans_area_made', 'allocation_plans', ['area_code', 'made_at'])
    op.create_index(op.f('ix_allocation_plans_area_code'), 'allocation_plans', ['area_code'])
    op.create_table('allocation_picks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.String(length=24), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('case_no', sa.String(length=24), nullable=False),
    sa.Column('case_version', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.String(length=32), nullable=False),
    sa.Column('minutes', sa.Float(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('sent_unit', sa.String(length=32), nullable=True),
    sa.Column('promised_min', sa.Float(), nullable=True),
    sa.Column('decided_at', Moment(timezone=True), nullable=True),
    sa.Column('dispatch_id', sa.Integer(), nullable=True),
    sa.Column('area_code', AreaCode, nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['allocation_plans.id'],
                            name=op.f('fk_allocation_picks_plan_id_allocation_plans')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_allocation_picks')))
    op.create_index('ix_allocation_picks_plan', 'allocation_picks', ['plan_id'])
    op.create_index('ix_allocation_picks_decided', 'allocation_picks', ['decided_at'])
    op.create_index(op.f('ix_allocation_picks_area_code'), 'allocation_picks', ['area_code'])
    op.create_table('allocation_shortfalls',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.String(length=24), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('case_no', sa.String(length=24), nullable=False),
    sa.Column('case_version', sa.Integer(), nullable=False),
    sa.Column('hour_no', sa.Integer(), nullable=False),
    sa.Column('unit_kind', sa.String(length=32), nullable=False),
    sa.Column('priority', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=24), nullable=False),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.Column('area_code', AreaCode, nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['allocation_plans.id'],
                            name=op.f('fk_allocation_shortfalls_plan_id_allocation_plans')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_allocation_shortfalls')))
    op.create_index('ix_allocation_shortfalls_plan', 'allocation_shortfalls', ['plan_id'])
    op.create_index('ix_allocation_shortfalls_hour', 'allocation_shortfalls', ['hour_no', 'area_code'])
    op.create_index(op.f('ix_allocation_shortfalls_area_code'), 'allocation_shortfalls', ['area_code'])


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table('allocation_shortfalls')
    op.drop_table('allocation_picks')
    op.drop_table('allocation_plans')
    op.drop_column('case_classes', 'crew')
    op.drop_column('case_classes', 'skills')
    op.drop_column('units', 'rests_until')
    op.drop_column('units', 'worked_min')
    op.drop_column('units', 'max_load')
