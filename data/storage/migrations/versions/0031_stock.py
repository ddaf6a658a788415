"""Stock: movements, both ends of each, what holders have, limits.

Revision 0031, after 0027.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import AreaCode, Moment

revision = '0031'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('stock_moves',
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_stock_moves')))
    op.create_table('stock_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('move_key', sa.String(length=80), nullable=False),
    sa.Column('act', sa.String(length=8), nullable=False),
    sa.Column('holder_kind', sa.String(length=8), nullable=False),
    sa.Column('holder', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('expires_on', sa.String(length=10), nullable=False),
    sa.Column('change', sa.Integer(), nullable=False),
    sa.Column('after', sa.Integer(), nullable=False),
    sa.Column('counted', sa.Integer(), nullable=True),
    sa.Column('other_kind', sa.String(length=8), nullable=False),
    sa.Column('other', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.Column('area_code', AreaCode, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stock_entries')),
    sa.UniqueConstraint('area_code', 'move_key', 'holder_kind', 'holder', 'kind', 'expires_on',
                        name=op.f('uq_stock_entries_area_code_move_key_holder_kind_holder_kind_expires_on')))
    op.create_index('ix_stock_entries_area_code', 'stock_entries', ['area_code'])
    op.create_index('ix_stock_entries_holder', 'stock_entries', ['holder_kind', 'holder', 'id'])
    op.create_index('ix_stock_entries_area_at', 'stock_entries', ['area_code', 'at'])
    op.create_table('stock_balances',
    sa.Column('area_code', AreaCode, nullable=False),
    sa.Column('holder_kind', sa.String(length=8), nullable=False),
    sa.Column('holder', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('expires_on', sa.String(length=10), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('as_of', Moment(timezone=True), nullable=False),
    sa.CheckConstraint('quantity >= 0', name='ck_stock_balances_never_negative'),
    sa.PrimaryKeyConstraint('area_code', 'holder_kind', 'holder', 'kind', 'expires_on',
                            name=op.f('pk_stock_balances')))
    op.create_index('ix_stock_balances_holder', 'stock_balances', ['holder_kind', 'holder'])
    op.create_table('stock_limits',
    sa.Column('area_code', AreaCode, nullable=False),
    sa.Column('depot', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('low', sa.Integer(), nullable=False),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('area_code', 'depot', 'kind', name=op.f('pk_stock_limits')))


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table('stock_limits')
    op.drop_table('stock_balances')
    op.drop_table('stock_entries')
    op.drop_table('stock_moves')
