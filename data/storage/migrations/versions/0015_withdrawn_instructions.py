"""An instruction may be called back.

Revision 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import Moment

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column('instructions', sa.Column('withdrawn_at', Moment(timezone=True), nullable=True))


def downgrade() -> None:
    """Take the schema back."""
    op.drop_column('instructions', 'withdrawn_at')
