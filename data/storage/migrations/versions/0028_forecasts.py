"""Forecasts and the ledger.

Revision 0028, after 0029.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import AreaCode, Moment

revision = '0028'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('forecasts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('class_code', sa.String(length=16), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('target', sa.Date(), nullable=False),
    sa.Column('ahead', sa.Integer(), nullable=False),
    sa.Column('made_at', Moment(timezone=True), nullable=False),
    sa.Column('is_replayed', sa.Boolean(), nullable=False),
    sa.Column('version', sa.String(length=40), nullable=False),
    sa.Column('shown', sa.String(length=16), nullable=False),
    sa.Column('mean', sa.Float(), nullable=False),
    sa.Column('quantiles', sa.JSON(), nullable=False),
    sa.Column('hours', sa.JSON(), nullable=True),
    sa.Column('truth', sa.Integer(), nullable=True),
    sa.Column('loss', sa.Float(), nullable=True),
    sa.Column('loss_weekday', sa.Float(), nullable=True),
    sa.Column('loss_yesterday', sa.Float(), nullable=True),
    sa.Column('is_within', sa.Boolean(), nullable=True),
    sa.Column('hours_within', sa.Float(), nullable=True),
    sa.Column('scored_at', Moment(timezone=True), nullable=True),
    sa.Column('area_code', AreaCode, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_forecasts')),
    sa.UniqueConstraint('area_code', 'class_code', 'target', 'ahead', name=op.f('uq_forecasts_area_code_class_code_target_ahead')))
    op.create_index(op.f('ix_forecasts_area_code'), 'forecasts', ['area_code'])
    op.create_index('ix_forecasts_target', 'forecasts', ['target', 'scored_at'])
    op.create_table('ledger_scores',
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('subject', sa.String(length=40), nullable=False),
    sa.Column('target', sa.Date(), nullable=False),
    sa.Column('score', sa.Float(), nullable=False),
    sa.Column('reference', sa.Float(), nullable=True),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('noted_at', Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'subject', 'target', name=op.f('pk_ledger_scores')))


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table('ledger_scores')
    op.drop_table('forecasts')
