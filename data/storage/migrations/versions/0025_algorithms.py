"""Runs of algorithms, and which are switched off.

Revision 0025, after 0024.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import Moment

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('algorithm_runs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('version', sa.String(length=40), nullable=False),
    sa.Column('began_at', Moment(timezone=True), nullable=False),
    sa.Column('seconds', sa.Float(), nullable=False),
    sa.Column('cpu_seconds', sa.Float(), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('score', sa.JSON(), nullable=False),
    sa.Column('unknown', sa.JSON(), nullable=False),
    sa.Column('fault', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_algorithm_runs')))
    op.create_index('ix_algorithm_runs_name_began_at', 'algorithm_runs', ['name', 'began_at'])
    op.create_table('algorithm_switches',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('is_on', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('at', Moment(timezone=True), nullable=True),
    sa.Column('asked_at', Moment(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_algorithm_switches')))


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table('algorithm_switches')
    op.drop_table('algorithm_runs')
