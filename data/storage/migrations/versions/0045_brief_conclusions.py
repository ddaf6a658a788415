"""Briefings are found by what they say first: their conclusions stand beside their titles.

Revision 0045, after 0043.
"""

import gzip
import json
import zlib

import sqlalchemy as sa
from alembic import op

revision = '0045'
down_revision = '0043'
branch_labels = None
depends_on = None

BRIEFINGS = sa.table('briefings', sa.column('id', sa.String), sa.column('body', sa.LargeBinary),
                     sa.column('conclusion', sa.Text))


def upgrade() -> None:
    """Bring the schema forward, and fill in the conclusions of those that are kept."""
    with op.batch_alter_table('briefings') as batch:
        batch.add_column(sa.Column('conclusion', sa.Text(), nullable=False, server_default=sa.text("''")))
    session = op.get_bind()
    for one in session.execute(sa.select(BRIEFINGS.c.id)).scalars().all():
        body = session.execute(sa.select(BRIEFINGS.c.body).where(BRIEFINGS.c.id == one)).scalar_one()
        session.execute(sa.update(BRIEFINGS).where(BRIEFINGS.c.id == one).values(conclusion=_conclusion(body)))


def _conclusion(body: bytes) -> str:
    """Return what a briefing says first; nothing of one that cannot be read any more."""
    try:
        runs = json.loads(gzip.decompress(body)).get('conclusion', [])
        return ''.join(run if isinstance(run, str) else run['text'] for run in runs)
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, AttributeError):
        return ''


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table('briefings') as batch:
        batch.drop_column('conclusion')
