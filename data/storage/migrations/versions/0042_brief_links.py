"""Links by which a released briefing is fetched without signing in.

Revision 0042, after 0041.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import AreaCode, Moment

revision = '0042'
down_revision = '0041'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('brief_links',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('briefing_id', sa.String(length=40), nullable=False),
    sa.Column('reader', sa.String(length=80), nullable=False),
    sa.Column('formats', sa.JSON(), nullable=False),
    sa.Column('is_wide', sa.Boolean(), nullable=False),
    sa.Column('key_id', sa.String(length=16), nullable=False),
    sa.Column('made_at', Moment(timezone=True), nullable=False),
    sa.Column('made_by', sa.String(length=64), nullable=False),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('expires_at', Moment(timezone=True), nullable=False),
    sa.Column('revoked_at', Moment(timezone=True), nullable=True),
    sa.Column('opened_at', Moment(timezone=True), nullable=True),
    sa.Column('fetched_at', Moment(timezone=True), nullable=True),
    sa.Column('fetched', sa.Integer(), nullable=False),
    sa.Column('area_code', AreaCode, nullable=False),
    sa.ForeignKeyConstraint(['briefing_id'], ['briefings.id'], name=op.f('fk_brief_links_briefing_id_briefings')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_brief_links')))
    op.create_index(op.f('ix_brief_links_briefing_id'), 'brief_links', ['briefing_id'])
    op.create_index(op.f('ix_brief_links_area_code'), 'brief_links', ['area_code'])


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table('brief_links')
