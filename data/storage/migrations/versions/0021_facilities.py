"""Facilities tell how many places they have free.

Revision 0021, after 0020.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import AreaCode, Moment

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('facilities',
    sa.Column('source', sa.String(length=64), nullable=False),
    sa.Column('facility_id', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('lon', sa.Float(), nullable=False),
    sa.Column('lat', sa.Float(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('free', sa.Integer(), nullable=False),
    sa.Column('as_of', Moment(timezone=True), nullable=False),
    sa.Column('received_at', Moment(timezone=True), nullable=False),
    sa.Column('area_code', AreaCode, nullable=False),
    sa.PrimaryKeyConstraint('source', 'facility_id', name=op.f('pk_facilities')))
    op.create_index('ix_facilities_kind_area', 'facilities', ['kind', 'area_code'], unique=False)
    op.create_index(op.f('ix_facilities_area_code'), 'facilities', ['area_code'], unique=False)


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table('facilities')
