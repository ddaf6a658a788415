"""The closed loop: course of cases, reporters, working together, profiles, overlays, ledgers, grants.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

from data.models.base import Moment

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table('campaigns',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('aim', sa.Text(), nullable=False),
    sa.Column('department', sa.String(length=32), nullable=True),
    sa.Column('begins_at', Moment(), nullable=False),
    sa.Column('due_at', Moment(), nullable=False),
    sa.Column('made_by', sa.String(length=80), nullable=False),
    sa.Column('made_at', Moment(), nullable=False),
    sa.Column('ended_at', Moment(), nullable=True),
    sa.Column('area_code', sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaigns'))
    )
    with op.batch_alter_table('campaigns', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_campaigns_area_code'), ['area_code'], unique=False)

    op.create_table('element_links',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('from_kind', sa.String(length=16), nullable=False),
    sa.Column('from_key', sa.String(length=64), nullable=False),
    sa.Column('relation', sa.String(length=24), nullable=False),
    sa.Column('to_kind', sa.String(length=16), nullable=False),
    sa.Column('to_key', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_element_links'))
    )
    with op.batch_alter_table('element_links', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_element_links_from_key'), ['from_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_element_links_to_key'), ['to_key'], unique=False)

    op.create_table('elements',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('code', sa.String(length=64), nullable=False),
    sa.Column('class_code', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('name_en', sa.String(length=160), nullable=False),
    sa.Column('department', sa.String(length=32), nullable=True),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('lon', sa.Float(), nullable=False),
    sa.Column('lat', sa.Float(), nullable=False),
    sa.Column('attributes', sa.JSON(), nullable=False),
    sa.Column('as_of', Moment(), nullable=False),
    sa.Column('area_code', sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_elements')),
    sa.UniqueConstraint('kind', 'code', name=op.f('uq_elements_kind_code'))
    )
    with op.batch_alter_table('elements', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_elements_area_code'), ['area_code'], unique=False)
        batch_op.create_index('ix_elements_area_kind', ['area_code', 'kind'], unique=False)

    op.create_table('grants',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person', sa.String(length=64), nullable=False),
    sa.Column('permission', sa.String(length=32), nullable=False),
    sa.Column('area_code', sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql'), nullable=False),
    sa.Column('department', sa.String(length=32), nullable=False),
    sa.Column('valid_from', Moment(), nullable=False),
    sa.Column('valid_to', Moment(), nullable=True),
    sa.Column('given_by', sa.String(length=80), nullable=False),
    sa.Column('given_at', Moment(), nullable=False),
    sa.Column('reason', sa.String(length=240), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grants'))
    )
    with op.batch_alter_table('grants', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grants_person'), ['person'], unique=False)

    op.create_table('hand_overs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person', sa.String(length=64), nullable=True),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('taken_by', sa.String(length=80), nullable=True),
    sa.Column('taken_at', Moment(), nullable=True),
    sa.Column('area_code', sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hand_overs'))
    )
    with op.batch_alter_table('hand_overs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_hand_overs_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_hand_overs_at'), ['at'], unique=False)

    op.create_table('overlays',
    sa.Column('code', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('department', sa.String(length=32), nullable=True),
    sa.Column('made_by', sa.String(length=80), nullable=False),
    sa.Column('made_at', Moment(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_overlays'))
    )
    op.create_table('people_counts',
    sa.Column('area_code', sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql'), nullable=False),
    sa.Column('need', sa.String(length=32), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('as_of', Moment(), nullable=False),
    sa.Column('source', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('area_code', 'need', name=op.f('pk_people_counts'))
    )
    op.create_table('pictures',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('look', sa.String(length=16), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_pictures'))
    )
    op.create_table('profiles',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('name', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('note', sa.String(length=240), nullable=False),
    sa.Column('made_by', sa.String(length=80), nullable=False),
    sa.Column('made_at', Moment(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_profiles')),
    sa.UniqueConstraint('kind', 'name', 'version', name=op.f('uq_profiles_kind_name_version'))
    )
    op.create_table('block_grids',
    sa.Column('overlay', sa.String(length=32), nullable=False),
    sa.Column('area_code', sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql'), nullable=False),
    sa.Column('block', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['overlay'], ['overlays.code'], name=op.f('fk_block_grids_overlay_overlays')),
    sa.PrimaryKeyConstraint('overlay', 'area_code', name=op.f('pk_block_grids'))
    )
    op.create_table('blocks',
    sa.Column('overlay', sa.String(length=32), nullable=False),
    sa.Column('code', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('geometry', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['overlay'], ['overlays.code'], name=op.f('fk_blocks_overlay_overlays')),
    sa.PrimaryKeyConstraint('overlay', 'code', name=op.f('pk_blocks'))
    )
    op.create_table('campaign_items',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('key', sa.String(length=128), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('lon', sa.Float(), nullable=False),
    sa.Column('lat', sa.Float(), nullable=False),
    sa.Column('done_at', Moment(), nullable=True),
    sa.Column('done_by', sa.String(length=80), nullable=True),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('area_code', sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaigns.id'], name=op.f('fk_campaign_items_campaign_id_campaigns')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign_items')),
    sa.UniqueConstraint('campaign_id', 'kind', 'key', name=op.f('uq_campaign_items_campaign_id_kind_key'))
    )
    with op.batch_alter_table('campaign_items', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_campaign_items_area_code'), ['area_code'], unique=False)

    op.create_table('case_pictures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('stage', sa.String(length=8), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('person', sa.String(length=64), nullable=True),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('area_code', sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_pictures_case_id_cases')),
    sa.ForeignKeyConstraint(['sha256'], ['pictures.sha256'], name=op.f('fk_case_pictures_sha256_pictures')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_pictures')),
    sa.UniqueConstraint('case_id', 'stage', 'sha256', name=op.f('uq_case_pictures_case_id_stage_sha256'))
    )
    with op.batch_alter_table('case_pictures', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_pictures_area_code'), ['area_code'], unique=False)

    op.create_table('instructions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('person', sa.String(length=64), nullable=True),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('title', sa.String(length=32), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('audience', sa.String(length=16), nullable=False),
    sa.Column('area_code', sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_instructions_case_id_cases')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_instructions'))
    )
    with op.batch_alter_table('instructions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_instructions_area_code'), ['area_code'], unique=False)
        batch_op.create_index('ix_instructions_case', ['case_id'], unique=False)

    op.create_table('stage_clocks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('stage', sa.String(length=24), nullable=False),
    sa.Column('limit', sa.String(length=16), nullable=True),
    sa.Column('begun_at', Moment(), nullable=False),
    sa.Column('due_at', Moment(), nullable=True),
    sa.Column('ended_at', Moment(), nullable=True),
    sa.Column('paused_seconds', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_stage_clocks_case_id_cases')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stage_clocks'))
    )
    with op.batch_alter_table('stage_clocks', schema=None) as batch_op:
        batch_op.create_index('ix_stage_clocks_case', ['case_id', 'id'], unique=False)

    op.create_table('supervisions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('department', sa.String(length=32), nullable=True),
    sa.Column('person', sa.String(length=64), nullable=True),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('demand', sa.Text(), nullable=False),
    sa.Column('due_at', Moment(), nullable=False),
    sa.Column('received_at', Moment(), nullable=True),
    sa.Column('received_by', sa.String(length=80), nullable=True),
    sa.Column('reported_at', Moment(), nullable=True),
    sa.Column('reported_by', sa.String(length=80), nullable=True),
    sa.Column('report', sa.Text(), nullable=False),
    sa.Column('lifted_at', Moment(), nullable=True),
    sa.Column('lifted_by', sa.String(length=80), nullable=True),
    sa.Column('area_code', sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_supervisions_case_id_cases')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_supervisions'))
    )
    with op.batch_alter_table('supervisions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_supervisions_area_code'), ['area_code'], unique=False)
        batch_op.create_index('ix_supervisions_case', ['case_id'], unique=False)
        batch_op.create_index('ix_supervisions_lifted', ['lifted_at', 'due_at'], unique=False)

    op.create_table('supporters',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=64), nullable=False),
    sa.Column('event_id', sa.String(length=128), nullable=False),
    sa.Column('channel', sa.String(length=24), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('reporter', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('area_code', sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_supporters_case_id_cases')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_supporters')),
    sa.UniqueConstraint('source', 'event_id', name=op.f('uq_supporters_source_event_id'))
    )
    with op.batch_alter_table('supporters', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_supporters_area_code'), ['area_code'], unique=False)
        batch_op.create_index('ix_supporters_case', ['case_id'], unique=False)

    op.create_table('whistles',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('department', sa.String(length=32), nullable=False),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('demand', sa.Text(), nullable=False),
    sa.Column('due_at', Moment(), nullable=False),
    sa.Column('answered_at', Moment(), nullable=True),
    sa.Column('answered_by', sa.String(length=80), nullable=True),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('area_code', sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_whistles_case_id_cases')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_whistles')),
    sa.UniqueConstraint('case_id', 'round', 'department', name=op.f('uq_whistles_case_id_round_department'))
    )
    with op.batch_alter_table('whistles', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_whistles_area_code'), ['area_code'], unique=False)
        batch_op.create_index('ix_whistles_department', ['department', 'answered_at'], unique=False)

    op.create_table('replies',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('supporter_id', sa.Integer(), nullable=True),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('via', sa.String(length=24), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('area_code', sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_replies_case_id_cases')),
    sa.ForeignKeyConstraint(['supporter_id'], ['supporters.id'], name=op.f('fk_replies_supporter_id_supporters')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_replies'))
    )
    with op.batch_alter_table('replies', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_replies_area_code'), ['area_code'], unique=False)
        batch_op.create_index('ix_replies_case', ['case_id'], unique=False)

    with op.batch_alter_table('case_classes', schema=None) as batch_op:
        batch_op.add_column(sa.Column('limit', sa.String(length=16), nullable=True))

    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.add_column(sa.Column('level', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('parent_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('merged_into', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('supporters', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('proposal', sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column('route', sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column('accepted_at', Moment(), nullable=True))
        batch_op.add_column(sa.Column('dispatched_at', Moment(), nullable=True))
        batch_op.add_column(sa.Column('signed_at', Moment(), nullable=True))
        batch_op.add_column(sa.Column('verified_at', Moment(), nullable=True))
        batch_op.add_column(sa.Column('followed_up_at', Moment(), nullable=True))
        batch_op.add_column(sa.Column('evaluated_at', Moment(), nullable=True))
        batch_op.add_column(sa.Column('stage_due_at', Moment(), nullable=True))
        batch_op.add_column(sa.Column('paused_at', Moment(), nullable=True))
        batch_op.add_column(sa.Column('asked_due_at', Moment(), nullable=True))
        batch_op.add_column(sa.Column('returns', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('reworks', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('reopenings', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('extensions', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('contacted', sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column('solved', sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column('satisfied', sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column('grade', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('is_supervised', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('suspicions', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('campaign_id', sa.Integer(), nullable=True))
        batch_op.create_index('ix_cases_department', ['department', 'is_open', 'due_at'], unique=False)
        batch_op.create_index('ix_cases_merged', ['merged_into'], unique=False)
        batch_op.create_index('ix_cases_parent', ['parent_id'], unique=False)
        batch_op.create_index('ix_cases_stage', ['state', 'stage_due_at', 'area_code'], unique=False)

    with op.batch_alter_table('dispatches', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_lead', sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.add_column(sa.Column('unit', sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column('department', sa.String(length=32), nullable=True))



def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.drop_column('department')
        batch_op.drop_column('unit')

    with op.batch_alter_table('dispatches', schema=None) as batch_op:
        batch_op.drop_column('is_lead')

    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.drop_index('ix_cases_stage')
        batch_op.drop_index('ix_cases_parent')
        batch_op.drop_index('ix_cases_merged')
        batch_op.drop_index('ix_cases_department')
        batch_op.drop_column('campaign_id')
        batch_op.drop_column('suspicions')
        batch_op.drop_column('is_supervised')
        batch_op.drop_column('grade')
        batch_op.drop_column('satisfied')
        batch_op.drop_column('solved')
        batch_op.drop_column('contacted')
        batch_op.drop_column('extensions')
        batch_op.drop_column('reopenings')
        batch_op.drop_column('reworks')
        batch_op.drop_column('returns')
        batch_op.drop_column('asked_due_at')
        batch_op.drop_column('paused_at')
        batch_op.drop_column('stage_due_at')
        batch_op.drop_column('evaluated_at')
        batch_op.drop_column('followed_up_at')
        batch_op.drop_column('verified_at')
        batch_op.drop_column('signed_at')
        batch_op.drop_column('dispatched_at')
        batch_op.drop_column('accepted_at')
        batch_op.drop_column('route')
        batch_op.drop_column('proposal')
        batch_op.drop_column('supporters')
        batch_op.drop_column('merged_into')
        batch_op.drop_column('parent_id')
        batch_op.drop_column('level')

    with op.batch_alter_table('case_classes', schema=None) as batch_op:
        batch_op.drop_column('limit')

    with op.batch_alter_table('replies', schema=None) as batch_op:
        batch_op.drop_index('ix_replies_case')
        batch_op.drop_index(batch_op.f('ix_replies_area_code'))

    op.drop_table('replies')
    with op.batch_alter_table('whistles', schema=None) as batch_op:
        batch_op.drop_index('ix_whistles_department')
        batch_op.drop_index(batch_op.f('ix_whistles_area_code'))

    op.drop_table('whistles')
    with op.batch_alter_table('supporters', schema=None) as batch_op:
        batch_op.drop_index('ix_supporters_case')
        batch_op.drop_index(batch_op.f('ix_supporters_area_code'))

    op.drop_table('supporters')
    with op.batch_alter_table('supervisions', schema=None) as batch_op:
        batch_op.drop_index('ix_supervisions_lifted')
        batch_op.drop_index('ix_supervisions_case')
        batch_op.drop_index(batch_op.f('ix_supervisions_area_code'))

    op.drop_table('supervisions')
    with op.batch_alter_table('stage_clocks', schema=None) as batch_op:
        batch_op.drop_index('ix_stage_clocks_case')

    op.drop_table('stage_clocks')
    with op.batch_alter_table('instructions', schema=None) as batch_op:
        batch_op.drop_index('ix_instructions_case')
        batch_op.drop_index(batch_op.f('ix_instructions_area_code'))

    op.drop_table('instructions')
    with op.batch_alter_table('case_pictures', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_pictures_area_code'))

    op.drop_table('case_pictures')
    with op.batch_alter_table('campaign_items', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_campaign_items_area_code'))

    op.drop_table('campaign_items')
    op.drop_table('blocks')
    op.drop_table('block_grids')
    op.drop_table('profiles')
    op.drop_table('pictures')
    op.drop_table('people_counts')
    op.drop_table('overlays')
    with op.batch_alter_table('hand_overs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_hand_overs_at'))
        batch_op.drop_index(batch_op.f('ix_hand_overs_area_code'))

    op.drop_table('hand_overs')
    with op.batch_alter_table('grants', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_grants_person'))

    op.drop_table('grants')
    with op.batch_alter_table('elements', schema=None) as batch_op:
        batch_op.drop_index('ix_elements_area_kind')
        batch_op.drop_index(batch_op.f('ix_elements_area_code'))

    op.drop_table('elements')
    with op.batch_alter_table('element_links', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_element_links_to_key'))
        batch_op.drop_index(batch_op.f('ix_element_links_from_key'))

    op.drop_table('element_links')
    with op.batch_alter_table('campaigns', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_campaigns_area_code'))

    op.drop_table('campaigns')
