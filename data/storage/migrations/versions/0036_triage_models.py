"""Versions of the model that sorts texts, and what a run of an algorithm notes.

Revision 0036, after 0032.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import Moment

revision = '0036'
down_revision = '0032'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('triage_models',
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('made_at', Moment(timezone=True), nullable=False),
    sa.Column('made_by', sa.String(length=80), nullable=False),
    sa.Column('cases', sa.Integer(), nullable=False),
    sa.Column('up_to', Moment(timezone=True), nullable=True),
    sa.Column('classes', sa.JSON(), nullable=False),
    sa.Column('pieces', sa.Integer(), nullable=False),
    sa.Column('format', sa.Integer(), nullable=False),
    sa.Column('score', sa.JSON(), nullable=False),
    sa.Column('compared_with', sa.Integer(), nullable=True),
    sa.Column('verdict', sa.String(length=16), nullable=False),
    sa.Column('size_bytes', sa.Integer(), nullable=False),
    sa.Column('weights', sa.LargeBinary(), nullable=True),
    sa.Column('lessons', sa.LargeBinary(), nullable=False),
    sa.Column('in_force_at', Moment(timezone=True), nullable=True),
    sa.Column('put_by', sa.String(length=80), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('version', name=op.f('pk_triage_models')))
    op.add_column('algorithm_runs', sa.Column('notes', sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    op.drop_column('algorithm_runs', 'notes')
    op.drop_table('triage_models')
