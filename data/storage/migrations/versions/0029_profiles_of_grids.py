"""Profiles of grids: rankings, risk, blind spots, hot grids, clusters, places that come back.

Revision 0029, after 0034.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import AreaCode, Moment

revision = '0029'
down_revision = '0034'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('blind_spots',
    sa.Column('area_code', AreaCode, nullable=False),
    sa.Column('made_at', Moment(timezone=True), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('expected', sa.Float(), nullable=False),
    sa.Column('zero_chance', sa.Float(), nullable=False),
    sa.Column('mix', sa.JSON(), nullable=False),
    sa.Column('last_day', sa.String(length=10), nullable=False),
    sa.PrimaryKeyConstraint('area_code', name=op.f('pk_blind_spots')))
    op.create_table('clusters',
    sa.Column('area_code', AreaCode, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('made_at', Moment(timezone=True), nullable=False),
    sa.Column('class_scheme', sa.String(length=32), nullable=False),
    sa.Column('class_code', sa.String(length=64), nullable=False),
    sa.Column('lon', sa.Float(), nullable=False),
    sa.Column('lat', sa.Float(), nullable=False),
    sa.Column('radius_m', sa.Float(), nullable=False),
    sa.Column('begins', sa.String(length=10), nullable=False),
    sa.Column('ends', sa.String(length=10), nullable=False),
    sa.Column('observed', sa.Integer(), nullable=False),
    sa.Column('expected', sa.Float(), nullable=False),
    sa.Column('p', sa.Float(), nullable=False),
    sa.Column('grids', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('area_code', 'number', name=op.f('pk_clusters')))
    op.create_table('grid_profiles',
    sa.Column('area_code', AreaCode, nullable=False),
    sa.Column('made_at', Moment(timezone=True), nullable=False),
    sa.Column('risk', sa.Float(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('factors', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('area_code', name=op.f('pk_grid_profiles')))
    op.create_index('ix_grid_profiles_risk', 'grid_profiles', ['risk'])
    op.create_table('hot_grids',
    sa.Column('area_code', AreaCode, nullable=False),
    sa.Column('made_at', Moment(timezone=True), nullable=False),
    sa.Column('z', sa.Float(), nullable=False),
    sa.Column('p', sa.Float(), nullable=False),
    sa.Column('cases', sa.Integer(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('area_code', name=op.f('pk_hot_grids')))
    op.create_table('patrol_days',
    sa.Column('day', sa.String(length=10), nullable=False),
    sa.Column('method', sa.String(length=16), nullable=False),
    sa.Column('version', sa.String(length=40), nullable=False),
    sa.Column('made_at', Moment(timezone=True), nullable=False),
    sa.Column('is_backtest', sa.Boolean(), nullable=False),
    sa.Column('grids', sa.Integer(), nullable=False),
    sa.Column('top', sa.Integer(), nullable=False),
    sa.Column('scored_at', Moment(timezone=True), nullable=True),
    sa.Column('cases', sa.Integer(), nullable=True),
    sa.Column('hits', sa.Float(), nullable=True),
    sa.PrimaryKeyConstraint('day', 'method', name=op.f('pk_patrol_days')))
    op.create_table('patrol_ranks',
    sa.Column('area_code', AreaCode, nullable=False),
    sa.Column('day', sa.String(length=10), nullable=False),
    sa.Column('method', sa.String(length=16), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('expected', sa.Float(), nullable=False),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('area_code', 'day', 'method', name=op.f('pk_patrol_ranks')))
    op.create_index('ix_patrol_ranks_day_method_rank', 'patrol_ranks', ['day', 'method', 'rank'])
    op.create_table('repeat_places',
    sa.Column('area_code', AreaCode, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('made_at', Moment(timezone=True), nullable=False),
    sa.Column('class_scheme', sa.String(length=32), nullable=False),
    sa.Column('class_code', sa.String(length=64), nullable=False),
    sa.Column('lon', sa.Float(), nullable=False),
    sa.Column('lat', sa.Float(), nullable=False),
    sa.Column('cases', sa.Integer(), nullable=False),
    sa.Column('open', sa.Integer(), nullable=False),
    sa.Column('closed', sa.Integer(), nullable=False),
    sa.Column('doubted', sa.Integer(), nullable=False),
    sa.Column('first_at', Moment(timezone=True), nullable=False),
    sa.Column('last_at', Moment(timezone=True), nullable=False),
    sa.Column('latest_id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('area_code', 'number', name=op.f('pk_repeat_places')))
    op.create_table('risk_states',
    sa.Column('name', sa.String(length=16), nullable=False),
    sa.Column('made_at', Moment(timezone=True), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('unknown', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_risk_states')))


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table('risk_states')
    op.drop_table('repeat_places')
    op.drop_table('patrol_ranks')
    op.drop_table('patrol_days')
    op.drop_table('hot_grids')
    op.drop_table('grid_profiles')
    op.drop_table('clusters')
    op.drop_table('blind_spots')
