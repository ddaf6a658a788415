"""Topics say how many of their cases are stuck and how many came back.

Revision 0039, after 0038.
"""

import sqlalchemy as sa
from alembic import op

revision = '0039'
down_revision = '0038'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    with op.batch_alter_table('topics') as batch:
        batch.add_column(sa.Column('troubles', sa.JSON(), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table('topics') as batch:
        batch.drop_column('troubles')
