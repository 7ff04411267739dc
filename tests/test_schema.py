"""The migrations make exactly the tables of the models, on both databases, with the guards of the trail."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import upgrade
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError

from tests.conftest import MONDAY, _with_database, settings_for
from townhall.accounts.actor import SYSTEM
from townhall.audit import trail
from townhall.database import Counter, db
from wsgi import create_app


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
        db.session.remove()
        db.engine.dispose()
