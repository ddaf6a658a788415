"""First tables.

Revision 0001, after nothing.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import Moment

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('answered_once',
    sa.Column('holder', sa.String(length=80), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('request_hash', sa.String(length=64), nullable=False),
    sa.Column('status', sa.Integer(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.PrimaryKeyConstraint('holder', 'key', name=op.f('pk_answered_once'))
    )
    with op.batch_alter_table('answered_once', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answered_once_at'), ['at'], unique=False)

    op.create_table('api_keys',
    sa.Column('key_hash', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('may', sa.JSON(), nullable=False),
    sa.Column('areas', sa.JSON(), nullable=False),
    sa.Column('made_at', Moment(), nullable=False),
    sa.Column('revoked_at', Moment(), nullable=True),
    sa.PrimaryKeyConstraint('key_hash', name=op.f('pk_api_keys')),
    sa.UniqueConstraint('name', name=op.f('uq_api_keys_name'))
    )
    op.create_table('area_aliases',
    sa.Column('source', sa.String(length=64), nullable=False),
    sa.Column('alias', sa.String(length=120), nullable=False),
    sa.Column('code', sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql'), nullable=False),
    sa.PrimaryKeyConstraint('source', 'alias', name=op.f('pk_area_aliases'))
    )
    with op.batch_alter_table('area_aliases', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_area_aliases_code'), ['code'], unique=False)

    op.create_table('areas',
    sa.Column('area_code', sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql'), nullable=False),
    sa.Column('parent_code', sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql'), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('population', sa.Integer(), nullable=True),
    sa.Column('households', sa.Integer(), nullable=True),
    sa.Column('area_m2', sa.Float(), nullable=False),
    sa.Column('lon', sa.Float(), nullable=False),
    sa.Column('lat', sa.Float(), nullable=False),
    sa.Column('west', sa.Float(), nullable=False),
    sa.Column('south', sa.Float(), nullable=False),
    sa.Column('east', sa.Float(), nullable=False),
    sa.Column('north', sa.Float(), nullable=False),
    sa.Column('geometry', sa.LargeBinary(), nullable=False),
    sa.Column('share_in_parent', sa.Float(), nullable=False),
    sa.Column('valid_from', Moment(), nullable=True),
    sa.Column('valid_to', Moment(), nullable=True),
    sa.PrimaryKeyConstraint('area_code', name=op.f('pk_areas'))
    )
    with op.batch_alter_table('areas', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_areas_level'), ['level'], unique=False)
        batch_op.create_index(batch_op.f('ix_areas_parent_code'), ['parent_code'], unique=False)

    op.create_table('audit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('who', sa.String(length=80), nullable=False),
    sa.Column('what', sa.String(length=64), nullable=False),
    sa.Column('outcome', sa.String(length=16), nullable=False),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit'))
    )
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_at'), ['at'], unique=False)

    op.create_table('backdrop',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('name_en', sa.String(length=80), nullable=False),
    sa.Column('geometry', sa.LargeBinary(), nullable=False),
    sa.Column('attributes', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_backdrop'))
    )
    op.create_table('case_classes',
    sa.Column('scheme', sa.String(length=32), nullable=False),
    sa.Column('code', sa.String(length=64), nullable=False),
    sa.Column('major', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('priority', sa.Integer(), nullable=False),
    sa.Column('limit_hours', sa.Float(), nullable=True),
    sa.Column('department', sa.String(length=32), nullable=True),
    sa.Column('unit_kind', sa.String(length=32), nullable=True),
    sa.PrimaryKeyConstraint('scheme', 'code', name=op.f('pk_case_classes'))
    )
    op.create_table('changes',
    sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('area_code', sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql'), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_changes'))
    )
    with op.batch_alter_table('changes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_changes_at'), ['at'], unique=False)

    op.create_table('city',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('code', sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql'), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('name_en', sa.String(length=80), nullable=False),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('marker', sa.String(length=16), nullable=False),
    sa.Column('code_scheme', sa.String(length=32), nullable=False),
    sa.Column('class_scheme', sa.String(length=32), nullable=False),
    sa.Column('levels', sa.JSON(), nullable=False),
    sa.Column('epoch', sa.String(length=32), nullable=False),
    sa.Column('map_version', sa.String(length=32), nullable=False),
    sa.Column('population_as_of', Moment(), nullable=True),
    sa.Column('breaks', sa.JSON(), nullable=False),
    sa.Column('west', sa.Float(), nullable=False),
    sa.Column('south', sa.Float(), nullable=False),
    sa.Column('east', sa.Float(), nullable=False),
    sa.Column('north', sa.Float(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_city'))
    )
    op.create_table('departments',
    sa.Column('code', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('name_en', sa.String(length=80), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_departments'))
    )
    op.create_table('people',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('name_en', sa.String(length=80), nullable=False),
    sa.Column('title', sa.String(length=32), nullable=False),
    sa.Column('password', sa.String(length=200), nullable=True),
    sa.Column('demo_button', sa.String(length=16), nullable=True),
    sa.Column('may', sa.JSON(), nullable=False),
    sa.Column('areas', sa.JSON(), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('locked_until', Moment(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_people'))
    )
    op.create_table('places',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=64), nullable=False),
    sa.Column('source_id', sa.String(length=128), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('name_en', sa.String(length=160), nullable=False),
    sa.Column('address', sa.String(length=240), nullable=False),
    sa.Column('lon', sa.Float(), nullable=False),
    sa.Column('lat', sa.Float(), nullable=False),
    sa.Column('attributes', sa.JSON(), nullable=False),
    sa.Column('area_code', sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_places')),
    sa.UniqueConstraint('source', 'source_id', name=op.f('uq_places_source_source_id'))
    )
    with op.batch_alter_table('places', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_places_area_code'), ['area_code'], unique=False)
        batch_op.create_index('ix_places_kind_area', ['kind', 'area_code'], unique=False)

    op.create_table('serials',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_serials'))
    )
    op.create_table('sessions',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('person', sa.String(length=64), nullable=False),
    sa.Column('began_at', Moment(), nullable=False),
    sa.Column('seen_at', Moment(), nullable=False),
    sa.Column('ends_at', Moment(), nullable=False),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_sessions'))
    )
    with op.batch_alter_table('sessions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sessions_person'), ['person'], unique=False)

    op.create_table('units',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('name_en', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('is_vehicle', sa.Boolean(), nullable=False),
    sa.Column('crew', sa.Integer(), nullable=False),
    sa.Column('skills', sa.JSON(), nullable=False),
    sa.Column('department', sa.String(length=32), nullable=True),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('lon', sa.Float(), nullable=False),
    sa.Column('lat', sa.Float(), nullable=False),
    sa.Column('position_at', Moment(), nullable=False),
    sa.Column('home_lon', sa.Float(), nullable=False),
    sa.Column('home_lat', sa.Float(), nullable=False),
    sa.Column('shift_start_hour', sa.Integer(), nullable=False),
    sa.Column('shift_hours', sa.Integer(), nullable=False),
    sa.Column('done_today', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('area_code', sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_units'))
    )
    with op.batch_alter_table('units', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_units_area_code'), ['area_code'], unique=False)
        batch_op.create_index('ix_units_kind_status', ['kind', 'status'], unique=False)

    op.create_table('cases',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_no', sa.String(length=24), nullable=False),
    sa.Column('source', sa.String(length=64), nullable=False),
    sa.Column('event_id', sa.String(length=128), nullable=False),
    sa.Column('channel', sa.String(length=24), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('class_scheme', sa.String(length=32), nullable=False),
    sa.Column('class_code', sa.String(length=64), nullable=False),
    sa.Column('major_code', sa.String(length=64), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('address', sa.String(length=240), nullable=False),
    sa.Column('priority', sa.Integer(), nullable=False),
    sa.Column('lon', sa.Float(), nullable=False),
    sa.Column('lat', sa.Float(), nullable=False),
    sa.Column('placed', sa.String(length=8), nullable=False),
    sa.Column('occurred_at', Moment(), nullable=False),
    sa.Column('received_at', Moment(), nullable=False),
    sa.Column('hour_no', sa.Integer(), nullable=False),
    sa.Column('first_response_at', Moment(), nullable=True),
    sa.Column('due_at', Moment(), nullable=True),
    sa.Column('handled_at', Moment(), nullable=True),
    sa.Column('closed_at', Moment(), nullable=True),
    sa.Column('department', sa.String(length=32), nullable=True),
    sa.Column('reporter', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('acknowledged_at', Moment(), nullable=True),
    sa.Column('acknowledged_by', sa.String(length=80), nullable=True),
    sa.Column('area_code', sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['department'], ['departments.code'], name=op.f('fk_cases_department_departments')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases')),
    sa.UniqueConstraint('case_no', name=op.f('uq_cases_case_no')),
    sa.UniqueConstraint('source', 'event_id', name=op.f('uq_cases_source_event_id'))
    )
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cases_area_code'), ['area_code'], unique=False)
        batch_op.create_index('ix_cases_class_area', ['major_code', 'hour_no', 'area_code'], unique=False)
        batch_op.create_index('ix_cases_closed', ['closed_at', 'area_code', 'due_at'], unique=False)
        batch_op.create_index('ix_cases_hour_area', ['hour_no', 'area_code'], unique=False)
        batch_op.create_index('ix_cases_open_area', ['is_open', 'area_code', 'due_at', 'priority'], unique=False)
        batch_op.create_index('ix_cases_received', ['received_at', 'area_code'], unique=False)

    op.create_table('case_events',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('verb', sa.String(length=24), nullable=False),
    sa.Column('before', sa.String(length=24), nullable=False),
    sa.Column('after', sa.String(length=24), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('person', sa.String(length=64), nullable=True),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_events_case_id_cases')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_events')),
    sa.UniqueConstraint('case_id', 'version', name=op.f('uq_case_events_case_id_version'))
    )
    with op.batch_alter_table('case_events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_events_case_id'), ['case_id'], unique=False)

    op.create_table('dispatches',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.String(length=32), nullable=False),
    sa.Column('sent_at', Moment(), nullable=False),
    sa.Column('sent_by', sa.String(length=80), nullable=False),
    sa.Column('under_way_at', Moment(), nullable=True),
    sa.Column('arrived_at', Moment(), nullable=True),
    sa.Column('ended_at', Moment(), nullable=True),
    sa.Column('outcome', sa.String(length=24), nullable=True),
    sa.Column('distance_m', sa.Float(), nullable=True),
    sa.Column('area_code', sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_dispatches_case_id_cases')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_dispatches_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dispatches'))
    )
    with op.batch_alter_table('dispatches', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_dispatches_area_code'), ['area_code'], unique=False)
        batch_op.create_index('ix_dispatches_case', ['case_id'], unique=False)
        batch_op.create_index('uq_dispatches_open_unit', ['unit_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))



def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table('dispatches', schema=None) as batch_op:
        batch_op.drop_index('uq_dispatches_open_unit', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index('ix_dispatches_case')
        batch_op.drop_index(batch_op.f('ix_dispatches_area_code'))

    op.drop_table('dispatches')
    with op.batch_alter_table('case_events', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_events_case_id'))

    op.drop_table('case_events')
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.drop_index('ix_cases_received')
        batch_op.drop_index('ix_cases_open_area')
        batch_op.drop_index('ix_cases_hour_area')
        batch_op.drop_index('ix_cases_closed')
        batch_op.drop_index('ix_cases_class_area')
        batch_op.drop_index(batch_op.f('ix_cases_area_code'))

    op.drop_table('cases')
    with op.batch_alter_table('units', schema=None) as batch_op:
        batch_op.drop_index('ix_units_kind_status')
        batch_op.drop_index(batch_op.f('ix_units_area_code'))

    op.drop_table('units')
    with op.batch_alter_table('sessions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sessions_person'))

    op.drop_table('sessions')
    op.drop_table('serials')
    with op.batch_alter_table('places', schema=None) as batch_op:
        batch_op.drop_index('ix_places_kind_area')
        batch_op.drop_index(batch_op.f('ix_places_area_code'))

    op.drop_table('places')
    op.drop_table('people')
    op.drop_table('departments')
    op.drop_table('city')
    with op.batch_alter_table('changes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_changes_at'))

    op.drop_table('changes')
    op.drop_table('case_classes')
    op.drop_table('backdrop')
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_at'))

    op.drop_table('audit')
    with op.batch_alter_table('areas', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_areas_parent_code'))
        batch_op.drop_index(batch_op.f('ix_areas_level'))

    op.drop_table('areas')
    with op.batch_alter_table('area_aliases', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_area_aliases_code'))

    op.drop_table('area_aliases')
    op.drop_table('api_keys')
    with op.batch_alter_table('answered_once', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_answered_once_at'))

    op.drop_table('answered_once')
