"""Runs the migrations: one history, on SQLite and PostgreSQL alike."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from flask import current_app
from sqlalchemy import Connection, TypeDecorator

database = current_app.extensions["migrate"].db
options = current_app.extensions["migrate"].configure_args


def only_when_something_changed(_context, _revision, directives):
    """Make no empty revision."""
    if directives and getattr(context.config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []


def plain_types(kind, item, _context):
    """Write the column type the database sees, so that a revision needs no code of today's house."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


@contextmanager
def tables_made_anew(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew; what refers to it may not be checked meanwhile, and is afterwards."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection  # a PRAGMA counts outside a transaction only
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
        broken = driver.execute("PRAGMA foreign_key_check").fetchall()
        assert not broken, f"references that lead nowhere: {broken[:5]}"
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def migrate() -> None:
    """Apply the revisions in one transaction each, with the models at hand for comparison."""
    with database.engine.connect() as connection, tables_made_anew(connection):
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            transaction_per_migration=True,
            render_item=plain_types,
            process_revision_directives=only_when_something_changed,
            **options,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


migrate()
