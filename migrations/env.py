"""Runs the migrations: one history, on SQLite and PostgreSQL alike."""

from alembic import context
from flask import current_app
from sqlalchemy import TypeDecorator

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


def migrate() -> None:
    """Apply the revisions in one transaction each, with the models at hand for comparison."""
    with database.engine.connect() as connection:
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
