"""Briefings that are made by themselves at a time of day.

Revision 0041, after 0039.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import AreaCode, Moment

revision = '0041'
down_revision = '0039'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('brief_schedules',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('minute', sa.Integer(), nullable=False),
    sa.Column('weekday', sa.Integer(), nullable=True),
    sa.Column('made_by', sa.String(length=64), nullable=False),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('made_at', Moment(timezone=True), nullable=False),
    sa.Column('next_at', Moment(timezone=True), nullable=False),
    sa.Column('due_at', Moment(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('last_id', sa.String(length=40), nullable=False),
    sa.Column('last_at', Moment(timezone=True), nullable=True),
    sa.Column('fault', sa.String(length=300), nullable=False),
    sa.Column('fault_at', Moment(timezone=True), nullable=True),
    sa.Column('ended_at', Moment(timezone=True), nullable=True),
    sa.Column('area_code', AreaCode, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_brief_schedules')))
    op.create_index(op.f('ix_brief_schedules_area_code'), 'brief_schedules', ['area_code'])
    op.create_index('ix_brief_schedules_next', 'brief_schedules', ['next_at'])


def downgrade() -> None:
    """Take the change back."""
    op.drop_table('brief_schedules')
