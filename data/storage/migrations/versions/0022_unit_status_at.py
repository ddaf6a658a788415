"""A unit's status says since when it is so.

Revision 0022, after 0021.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import Moment

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward. A column without a default: nothing is rewritten."""
    op.add_column('units', sa.Column('status_at', Moment(timezone=True), nullable=True))


def downgrade() -> None:
    """Take the schema back."""
    op.drop_column('units', 'status_at')
