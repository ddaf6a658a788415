"""Briefings are kept as they were made.

Revision 0024, after 0023.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import AreaCode, Moment

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('briefings',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('moment', Moment(timezone=True), nullable=False),
    sa.Column('made_at', Moment(timezone=True), nullable=False),
    sa.Column('made_by', sa.String(length=64), nullable=True),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('is_draft', sa.Boolean(), nullable=False),
    sa.Column('released_at', Moment(timezone=True), nullable=True),
    sa.Column('released_by', sa.String(length=64), nullable=True),
    sa.Column('released_by_name', sa.String(length=80), nullable=True),
    sa.Column('withdrawn_at', Moment(timezone=True), nullable=True),
    sa.Column('area_code', AreaCode, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_briefings')))
    op.create_index(op.f('ix_briefings_made_at'), 'briefings', ['made_at'])
    op.create_index(op.f('ix_briefings_area_code'), 'briefings', ['area_code'])


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table('briefings')
