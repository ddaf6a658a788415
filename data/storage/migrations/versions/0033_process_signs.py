"""Signs of the program's processes.

Revision 0033, after 0031.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import Moment

revision = '0033'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('process_signs',
    sa.Column('host', sa.String(length=80), nullable=False),
    sa.Column('pid', sa.Integer(), nullable=False),
    sa.Column('began_at', Moment(timezone=True), nullable=False),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('host', 'pid', name=op.f('pk_process_signs')))


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table('process_signs')
