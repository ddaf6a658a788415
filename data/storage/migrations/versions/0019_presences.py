"""A person's last visit is remembered, so that a desk can say what is new since then.

Revision 0019, after 0018.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import Moment

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('presences',
    sa.Column('person', sa.String(length=64), nullable=False),
    sa.Column('seen_at', Moment(timezone=True), nullable=False),
    sa.Column('since_at', Moment(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('person', name=op.f('pk_presences')))


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table('presences')
