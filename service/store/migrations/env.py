"""Runs migrations inside the transaction that `service.store.migration` opened: all steps, or none."""

from alembic import context

from service.store.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
