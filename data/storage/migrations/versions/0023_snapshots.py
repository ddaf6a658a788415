"""A screen can be kept as it stood.

Revision 0023, after 0022.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import AreaCode, Moment

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('snapshots',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('area', AreaCode, nullable=False),
    sa.Column('moment', Moment(timezone=True), nullable=False),
    sa.Column('address', sa.String(length=4_000), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('layout', sa.String(length=32), nullable=False),
    sa.Column('audience', sa.String(length=8), nullable=False),
    sa.Column('made_by', sa.String(length=64), nullable=False),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('made_at', Moment(timezone=True), nullable=False),
    sa.Column('ends_at', Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_snapshots')))
    op.create_index(op.f('ix_snapshots_made_by'), 'snapshots', ['made_by'])


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table('snapshots')
