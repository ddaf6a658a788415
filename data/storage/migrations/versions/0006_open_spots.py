"""Open cases are found by where they stand; the index by major class, which no question asked, goes.

Revision 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.drop_index('ix_cases_class_area')
        batch_op.create_index('ix_cases_open_spot', ['lat', 'lon', 'is_open'], unique=False, sqlite_where=sa.text('is_open IS 1 AND lat IS NOT NULL'), postgresql_where=sa.text('is_open IS TRUE AND lat IS NOT NULL'))


def downgrade() -> None:
    """Take the schema back."""
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.create_index('ix_cases_class_area', ['major_code', 'hour_no', 'area_code'], unique=False)
        batch_op.drop_index('ix_cases_open_spot', sqlite_where=sa.text('is_open IS 1 AND lat IS NOT NULL'), postgresql_where=sa.text('is_open IS TRUE AND lat IS NOT NULL'))
