"""Forecasts of grids.

Revision 0037, after 0036.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import AreaCode, Moment

revision = '0037'
down_revision = '0036'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('grid_forecasts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('class_code', sa.String(length=16), nullable=False),
    sa.Column('target', sa.Date(), nullable=False),
    sa.Column('ahead', sa.Integer(), nullable=False),
    sa.Column('made_at', Moment(timezone=True), nullable=False),
    sa.Column('is_replayed', sa.Boolean(), nullable=False),
    sa.Column('version', sa.String(length=40), nullable=False),
    sa.Column('shown', sa.String(length=16), nullable=False),
    sa.Column('mean', sa.Float(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('grids', sa.JSON(), nullable=False),
    sa.Column('means', sa.JSON(), nullable=False),
    sa.Column('quantiles', sa.JSON(), nullable=False),
    sa.Column('truth', sa.JSON(), nullable=True),
    sa.Column('loss', sa.Float(), nullable=True),
    sa.Column('loss_days', sa.Float(), nullable=True),
    sa.Column('loss_weekday', sa.Float(), nullable=True),
    sa.Column('within', sa.Float(), nullable=True),
    sa.Column('scored_at', Moment(timezone=True), nullable=True),
    sa.Column('area_code', AreaCode, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grid_forecasts')),
    sa.UniqueConstraint('area_code', 'class_code', 'target', 'ahead', name=op.f('uq_grid_forecasts_area_code_class_code_target_ahead')))
    op.create_index(op.f('ix_grid_forecasts_area_code'), 'grid_forecasts', ['area_code'])
    op.create_index('ix_grid_forecasts_target', 'grid_forecasts', ['target', 'scored_at'])


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table('grid_forecasts')
