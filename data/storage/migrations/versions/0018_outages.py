"""Signs of life are kept, and the times without one.

Revision 0018, after 0017.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import Moment

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('heartbeats',
    sa.Column('name', sa.String(length=16), nullable=False),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_heartbeats')))
    op.create_table('outages',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('began_at', Moment(timezone=True), nullable=False),
    sa.Column('ended_at', Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outages')))
    with op.batch_alter_table('outages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outages_ended_at'), ['ended_at'], unique=False)


def downgrade() -> None:
    """Take the schema back."""
    with op.batch_alter_table('outages', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outages_ended_at'))
    op.drop_table('outages')
    op.drop_table('heartbeats')
