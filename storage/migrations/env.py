"""What Alembic runs: the scripts, over the connection it is given."""

from __future__ import annotations

from alembic import context

from storage.tables import whole

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=whole(),
    render_as_batch=True,
    # the caller holds the one transaction around all scripts
    transactional_ddl=False,
)
context.run_migrations()
