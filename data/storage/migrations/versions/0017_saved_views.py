"""People save views of the working list.

Revision 0017, after 0016.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import Moment

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('saved_views',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person', sa.String(length=64), nullable=False),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('query', sa.JSON(), nullable=False),
    sa.Column('shared', sa.String(length=16), nullable=False),
    sa.Column('shared_with', sa.String(length=32), nullable=False),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_views')),
    sa.UniqueConstraint('person', 'name', name=op.f('uq_saved_views_person_name')))
    op.create_index('ix_saved_views_shared', 'saved_views', ['shared', 'shared_with'], unique=False)
    op.create_table('first_views',
    sa.Column('person', sa.String(length=64), nullable=False),
    sa.Column('view', sa.String(length=24), nullable=False),
    sa.PrimaryKeyConstraint('person', name=op.f('pk_first_views')))


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table('first_views')
    op.drop_table('saved_views')
