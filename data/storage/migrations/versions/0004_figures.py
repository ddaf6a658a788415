"""What a source says about a case's deadline where it gives no moments.

Revision 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column('cases', sa.Column('kept_time', sa.Boolean(), nullable=True))


def downgrade() -> None:
    """Take the schema back."""
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.drop_column('kept_time')
