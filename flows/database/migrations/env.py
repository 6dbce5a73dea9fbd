"""Alembic runs this file: the connection comes from ``flows.database.engine.migrate``, one transaction for all revisions."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, version_table="schema_version", version_table_schema="audit", transactional_ddl=True)
context.run_migrations()
