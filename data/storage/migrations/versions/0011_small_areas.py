"""The newest cases of a small area, and how many areas lie in one, are told by an index alone.

Revision 0011, after 0010.
"""

from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_index('ix_areas_sizes', 'areas', ['area_code', 'level', 'area_m2'])
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.drop_index('ix_cases_area_code')
        batch_op.create_index('ix_cases_area_received', ['area_code', 'received_at'], unique=False,
                              postgresql_include=['id'])


def downgrade() -> None:
    """Take the schema back."""
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.drop_index('ix_cases_area_received', postgresql_include=['id'])
        batch_op.create_index('ix_cases_area_code', ['area_code'], unique=False)
    op.drop_index('ix_areas_sizes', 'areas')
