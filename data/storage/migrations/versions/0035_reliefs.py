"""Units that were told to stand by elsewhere.

Revision 0035, after 0028.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import AreaCode, Moment

revision = '0035'
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('reliefs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.String(length=32), nullable=False),
    sa.Column('lon', sa.Float(), nullable=False),
    sa.Column('lat', sa.Float(), nullable=False),
    sa.Column('grid', sa.String(length=32), nullable=False),
    sa.Column('home_lon', sa.Float(), nullable=False),
    sa.Column('home_lat', sa.Float(), nullable=False),
    sa.Column('ordered_at', Moment(timezone=True), nullable=False),
    sa.Column('ordered_by', sa.String(length=64), nullable=True),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('ended_at', Moment(timezone=True), nullable=True),
    sa.Column('area_code', AreaCode, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reliefs')))
    op.create_index('ix_reliefs_unit', 'reliefs', ['unit_id', 'ended_at'])
    op.create_index(op.f('ix_reliefs_area_code'), 'reliefs', ['area_code'])


def downgrade() -> None:
    """Take the change back."""
    op.drop_table('reliefs')
