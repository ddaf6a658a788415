"""The ledger of units' duty, and finding a unit's dispatches by time.

Revision 0034, after 0026.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import AreaCode, Moment

revision = '0034'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('duty_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.String(length=32), nullable=False),
    sa.Column('before', sa.String(length=16), nullable=False),
    sa.Column('after', sa.String(length=16), nullable=False),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('area_code', AreaCode, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_entries')))
    op.create_index('ix_duty_entries_area_code', 'duty_entries', ['area_code'])
    op.create_index('ix_duty_entries_unit', 'duty_entries', ['unit_id', 'at'])
    op.create_index('ix_dispatches_unit_sent', 'dispatches', ['unit_id', 'sent_at'])


def downgrade() -> None:
    """Take the schema back."""
    op.drop_index('ix_dispatches_unit_sent', 'dispatches')
    op.drop_table('duty_entries')
