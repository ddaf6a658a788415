"""Everything a desk asks about open cases stands in one index of the open ones alone.

Revision 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.drop_index('ix_cases_open_area')
        batch_op.create_index('ix_cases_open', ['area_code', 'state', 'stage_due_at', 'due_at', 'priority', 'class_code', 'department', 'asked_due_at', 'is_supervised', 'paused_at', 'is_open'], unique=False, sqlite_where=sa.text('is_open IS 1'), postgresql_where=sa.text('is_open IS TRUE'))
        batch_op.create_index('ix_cases_proposed', ['area_code', 'is_open'], unique=False, sqlite_where=sa.text('is_open IS 1 AND proposal IS NOT NULL'), postgresql_where=sa.text('is_open IS TRUE AND proposal IS NOT NULL'))


def downgrade() -> None:
    """Take the schema back."""
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.drop_index('ix_cases_proposed', sqlite_where=sa.text('is_open IS 1 AND proposal IS NOT NULL'), postgresql_where=sa.text('is_open IS TRUE AND proposal IS NOT NULL'))
        batch_op.drop_index('ix_cases_open', sqlite_where=sa.text('is_open IS 1'), postgresql_where=sa.text('is_open IS TRUE'))
        batch_op.create_index('ix_cases_open_area', ['is_open', 'area_code', 'due_at', 'priority'], unique=False)
