"""What Alembic runs: the scripts, over the connection it is given."""

from __future__ import annotations

from alembic import context

from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    # the caller holds the one transaction around all scripts
    transactional_ddl=False,
)
context.run_migrations()
