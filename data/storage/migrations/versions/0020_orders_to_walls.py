"""Walls are told from a desk what to show.

Revision 0020, after 0019.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import Moment

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('wall_orders',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('target', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('what', sa.String(length=64), nullable=False),
    sa.Column('person', sa.String(length=64), nullable=True),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('by_name_en', sa.String(length=80), nullable=False),
    sa.Column('by_title', sa.String(length=32), nullable=False),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.Column('until', Moment(timezone=True), nullable=False),
    sa.Column('ended_at', Moment(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_wall_orders')))
    op.create_index(op.f('ix_wall_orders_target'), 'wall_orders', ['target'], unique=False)


def downgrade() -> None:
    """Take the schema back."""
    op.drop_index(op.f('ix_wall_orders_target'), table_name='wall_orders')
    op.drop_table('wall_orders')
