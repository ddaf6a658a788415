"""PostgreSQL knows the codes of cases' areas well enough to tell a street of seven years from an empty one.

With the usual hundred steps it took a street of 36,000 cases for one of a hundred, and walked all of them for what was
closed in a week. Revision 0012, after 0011.
"""

from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('ALTER TABLE cases ALTER area_code SET STATISTICS 1000')
        op.execute('ANALYZE cases (area_code)')


def downgrade() -> None:
    """Take the schema back."""
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('ALTER TABLE cases ALTER area_code SET STATISTICS -1')
