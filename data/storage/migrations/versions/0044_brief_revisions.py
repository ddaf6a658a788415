"""Revisions of a briefing's sentences; links name what they give by its digest.

Revision 0044, after 0045.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import AreaCode, Moment

revision = '0044'
down_revision = '0045'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward. Each added column has a default that is a constant: nothing is rewritten."""
    op.create_table('brief_revisions',
    sa.Column('briefing_id', sa.String(length=40), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.Column('made_by', sa.String(length=64), nullable=False),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('returned_to', sa.Integer(), nullable=True),
    sa.Column('sentences', sa.JSON(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('area_code', AreaCode, nullable=False),
    sa.ForeignKeyConstraint(['briefing_id'], ['briefings.id'], name=op.f('fk_brief_revisions_briefing_id_briefings')),
    sa.PrimaryKeyConstraint('briefing_id', 'number', name=op.f('pk_brief_revisions')))
    op.create_index(op.f('ix_brief_revisions_area_code'), 'brief_revisions', ['area_code'])
    op.add_column('briefings', sa.Column('revision', sa.Integer(), server_default=sa.text('0'), nullable=False))
    op.add_column('briefings', sa.Column('revised_digest', sa.String(length=64), server_default=sa.text("''"), nullable=False))
    op.add_column('brief_links', sa.Column('digest', sa.String(length=64), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    """Take the schema back."""
    with op.batch_alter_table('brief_links') as batch:
        batch.drop_column('digest')
    with op.batch_alter_table('briefings') as batch:
        batch.drop_column('revised_digest')
        batch.drop_column('revision')
    op.drop_table('brief_revisions')
