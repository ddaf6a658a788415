"""Alembic's entry: always online, on the connection it is handed."""

from alembic import context

from data.models.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
