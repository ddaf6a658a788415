"""Warnings, their history and checklists; sensors; where each rule stands.

Revision 0027, after 0025.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import AreaCode, Moment

revision = '0027'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('warnings',
    sa.Column('id', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('level', sa.String(length=8), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('title_en', sa.String(length=160), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('basis', sa.JSON(), nullable=False),
    sa.Column('shape', sa.Text(), nullable=False),
    sa.Column('areas', sa.JSON(), nullable=False),
    sa.Column('outline', sa.LargeBinary(), nullable=False),
    sa.Column('audience', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('origin', sa.String(length=64), nullable=False),
    sa.Column('subject', sa.String(length=160), nullable=False),
    sa.Column('made_at', Moment(timezone=True), nullable=False),
    sa.Column('issued_at', Moment(timezone=True), nullable=False),
    sa.Column('valid_until', Moment(timezone=True), nullable=False),
    sa.Column('person', sa.String(length=64), nullable=True),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('ended_at', Moment(timezone=True), nullable=True),
    sa.Column('verdict', sa.String(length=12), nullable=False),
    sa.Column('verdict_by', sa.String(length=80), nullable=False),
    sa.Column('verdict_why', sa.Text(), nullable=False),
    sa.Column('area_code', AreaCode, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_warnings')))
    op.create_index(op.f('ix_warnings_area_code'), 'warnings', ['area_code'])
    op.create_index(op.f('ix_warnings_state_issued_at'), 'warnings', ['state', 'issued_at'])
    op.create_table('warning_events',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('warning_id', sa.String(length=20), nullable=False),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.Column('what', sa.String(length=16), nullable=False),
    sa.Column('person', sa.String(length=64), nullable=True),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.Column('area_code', AreaCode, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_warning_events')))
    op.create_index(op.f('ix_warning_events_area_code'), 'warning_events', ['area_code'])
    op.create_index(op.f('ix_warning_events_warning_id'), 'warning_events', ['warning_id'])
    op.create_table('warning_tasks',
    sa.Column('warning_id', sa.String(length=20), nullable=False),
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=200), nullable=False),
    sa.Column('text_en', sa.String(length=240), nullable=False),
    sa.Column('cases', sa.JSON(), nullable=False),
    sa.Column('done_at', Moment(timezone=True), nullable=True),
    sa.Column('done_by', sa.String(length=64), nullable=True),
    sa.Column('done_name', sa.String(length=80), nullable=False),
    sa.Column('area_code', AreaCode, nullable=False),
    sa.PrimaryKeyConstraint('warning_id', 'key', name=op.f('pk_warning_tasks')))
    op.create_index(op.f('ix_warning_tasks_area_code'), 'warning_tasks', ['area_code'])
    op.create_table('rule_watches',
    sa.Column('rule', sa.String(length=32), nullable=False),
    sa.Column('subject', sa.String(length=128), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('reached', sa.JSON(), nullable=False),
    sa.Column('below_since', Moment(timezone=True), nullable=True),
    sa.Column('value', sa.Float(), nullable=True),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.Column('area_code', AreaCode, nullable=False),
    sa.PrimaryKeyConstraint('rule', 'subject', name=op.f('pk_rule_watches')))
    op.create_index(op.f('ix_rule_watches_area_code'), 'rule_watches', ['area_code'])
    op.create_table('sensors',
    sa.Column('source', sa.String(length=64), nullable=False),
    sa.Column('sensor_id', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('lon', sa.Float(), nullable=False),
    sa.Column('lat', sa.Float(), nullable=False),
    sa.Column('value', sa.Float(), nullable=False),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.Column('received_at', Moment(timezone=True), nullable=False),
    sa.Column('area_code', AreaCode, nullable=False),
    sa.PrimaryKeyConstraint('source', 'sensor_id', name=op.f('pk_sensors')))
    op.create_index(op.f('ix_sensors_area_code'), 'sensors', ['area_code'])
    op.create_table('sensor_readings',
    sa.Column('source', sa.String(length=64), nullable=False),
    sa.Column('sensor_id', sa.String(length=64), nullable=False),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.Column('value', sa.Float(), nullable=False),
    sa.Column('area_code', AreaCode, nullable=False),
    sa.PrimaryKeyConstraint('source', 'sensor_id', 'at', name=op.f('pk_sensor_readings')))
    op.create_index(op.f('ix_sensor_readings_area_code'), 'sensor_readings', ['area_code'])
    op.create_index(op.f('ix_sensor_readings_at'), 'sensor_readings', ['at'])


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table('sensor_readings')
    op.drop_table('sensors')
    op.drop_table('rule_watches')
    op.drop_table('warning_tasks')
    op.drop_table('warning_events')
    op.drop_table('warnings')
