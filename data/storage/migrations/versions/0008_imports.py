"""How far an import has come is kept with what it stored.

Revision 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import Moment

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('imports',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_imports')))


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table('imports')
