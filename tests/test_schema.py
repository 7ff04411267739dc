"""The migrations make exactly the tables of the models, on both databases, with the guards of the trail."""

from datetime import date, datetime
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import upgrade
from sqlalchemy import Connection, MetaData, create_engine, text
from sqlalchemy.exc import DatabaseError

from tests.conftest import MONDAY, _with_database, settings_for
from townhall.accounts.actor import SYSTEM
from townhall.audit import trail
from townhall.database import Counter, db
from wsgi import create_app

pytestmark = pytest.mark.both_databases


@pytest.fixture
def empty_database(database_kind, tmp_path, request):
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'migrated.sqlite'}"
        return
    server = request.getfixturevalue("postgres_server").replace("postgresql://", "postgresql+psycopg://", 1)
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    name = f"migrated_{request.config.workerinput['workerid'] if hasattr(request.config, 'workerinput') else 'one'}"
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield _with_database(server, name)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def test_the_migrated_schema_is_that_of_the_models_and_guards_the_trail(empty_database, tmp_path):
    app = create_app(settings_for(tmp_path, empty_database))

    with app.app_context():
        upgrade()
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, db.metadata) == []
        counter = Counter(kind="test", year=2026, last=1)
        db.session.add(counter)
        trail.record("test", counter, actor=SYSTEM, now=MONDAY)
        db.session.commit()
        with pytest.raises(DatabaseError, match="append-only"):
            db.session.execute(text("UPDATE audit_entry SET reason = 'x'"))
        db.session.rollback()
        assert {table for table in APPEND_ONLY if any(name.startswith(table) for name in _triggers())} == APPEND_ONLY
        db.session.remove()
        db.engine.dispose()


#: The tables of which the database itself keeps every row as it was.
APPEND_ONLY = {"audit_entry", "payment_event", "invoice_message"}


def _triggers() -> list[str]:
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    return list(db.session.scalars(text(asked[db.engine.dialect.name])))


#: What a column holds in a row of which only the references matter.
ANYTHING: dict[type, Any] = {
    str: "draft", int: 1, bool: False, bytes: b"x", dict: {}, list: [], date: MONDAY.date(), datetime: MONDAY,
}  # fmt: skip


def filled_row(connection: Connection, tables: MetaData, name: str) -> int:
    """Put a row in this table, and in what it must refer to. Gives its number."""
    table, values = tables.tables[name], {}
    for column in table.columns:
        if column.nullable or column.server_default is not None or column.primary_key:
            continue
        key = next(iter(column.foreign_keys), None)
        if key:
            values[column.name] = filled_row(connection, tables, key.column.table.name)
        else:
            value = ANYTHING[column.type.python_type]
            values[column.name] = value[: column.type.length] if isinstance(value, str) else value
    inserted = connection.execute(table.insert().values(values)).inserted_primary_key
    assert inserted is not None
    return int(inserted[0])


def test_an_upgrade_keeps_what_refers_to_a_table_that_changes(empty_database, tmp_path):
    app = create_app(settings_for(tmp_path, empty_database))

    with app.app_context():
        upgrade(revision="0001")
        with db.engine.begin() as connection:
            tables = MetaData()
            tables.reflect(connection)
            filled_row(connection, tables, "contract_document")
        upgrade()
        with db.engine.begin() as connection:
            found = connection.execute(
                text("SELECT c.title FROM framework_contract c JOIN contract_document d ON d.contract_id = c.id")
            ).scalars()
            assert list(found) == ["draft"]
            if db.engine.dialect.name == "sqlite":
                assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        db.session.remove()
        db.engine.dispose()
