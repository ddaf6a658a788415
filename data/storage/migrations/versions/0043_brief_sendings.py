"""What was sent of released briefings: to whom, how, and what became of it.

Revision 0043, after 0042.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import AreaCode, Moment

revision = '0043'
down_revision = '0042'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('brief_sendings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('briefing_id', sa.String(length=40), nullable=False),
    sa.Column('link_id', sa.String(length=16), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('way', sa.String(length=8), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('asked_at', Moment(timezone=True), nullable=False),
    sa.Column('asked_by', sa.String(length=64), nullable=False),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('due_at', Moment(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=80), nullable=False),
    sa.Column('sent_at', Moment(timezone=True), nullable=True),
    sa.Column('area_code', AreaCode, nullable=False),
    sa.ForeignKeyConstraint(['briefing_id'], ['briefings.id'], name=op.f('fk_brief_sendings_briefing_id_briefings')),
    sa.ForeignKeyConstraint(['link_id'], ['brief_links.id'], name=op.f('fk_brief_sendings_link_id_brief_links')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_brief_sendings')))
    op.create_index(op.f('ix_brief_sendings_briefing_id'), 'brief_sendings', ['briefing_id'])
    op.create_index(op.f('ix_brief_sendings_state'), 'brief_sendings', ['state'])
    op.create_index(op.f('ix_brief_sendings_area_code'), 'brief_sendings', ['area_code'])


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table('brief_sendings')
