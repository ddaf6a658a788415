"""An alarm may be kept off the walls for a while.

Revision 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import Moment

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward. A column without a default: nothing is rewritten, however many cases there are."""
    op.add_column('cases', sa.Column('shelved_until', Moment(timezone=True), nullable=True))


def downgrade() -> None:
    """Take the schema back."""
    op.drop_column('cases', 'shelved_until')
