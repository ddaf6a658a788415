"""The city stage is announced by people and kept.

Revision 0016, after 0015.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import Moment

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('city_stages',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('stage', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('person', sa.String(length=64), nullable=True),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.Column('until', Moment(timezone=True), nullable=True),
    sa.Column('basis', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_city_stages')))


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table('city_stages')
