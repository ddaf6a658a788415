"""Walls are let in by a code that they show.

Revision 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import Moment

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('pairings',
    sa.Column('secret_hash', sa.String(length=64), nullable=False),
    sa.Column('code', sa.String(length=6), nullable=False),
    sa.Column('asked_at', Moment(timezone=True), nullable=False),
    sa.Column('ends_at', Moment(timezone=True), nullable=False),
    sa.Column('person', sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint('secret_hash', name=op.f('pk_pairings')),
    sa.UniqueConstraint('code', name=op.f('uq_pairings_code')))


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table('pairings')
