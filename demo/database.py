"""A fresh demo database, and the refusal to touch any other."""

from typing import Any

from flask import current_app
from flask_migrate import upgrade
from sqlalchemy import event, func, inspect, select, text

from townhall.audit.models import AuditEntry
from townhall.config import Settings
from townhall.database import Record, db
from townhall.installation import DemoDate
from townhall.refusal import Obstacle, refuse_if


def start_afresh() -> None:
    """Empty the demo database and bring it to the newest schema. Refuses when it is not a demo."""
    refuse_if(obstacles_to_loading())
    db.session.remove()
    with db.engine.begin() as connection:
        # A trail that may not be changed can only go with its whole table.
        if connection.dialect.name == "postgresql":
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        else:
            Record.metadata.drop_all(connection)
            connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    db.engine.dispose()
    if db.engine.dialect.name == "sqlite":
        event.listen(db.engine, "connect", _do_not_wait_for_the_disk)
    upgrade()


def _do_not_wait_for_the_disk(connection: Any, _record: Any) -> None:
    """A demo that is cut off is simply loaded again."""
    connection.execute("PRAGMA synchronous = OFF")


def obstacles_to_loading() -> list[Obstacle]:
    """Why the demo may not be put into this database."""
    tables = set(inspect(db.engine).get_table_names())
    if not tables - {"alembic_version"}:
        return []
    if "demo_date" in tables and (db.session.get(DemoDate, 1) is not None or _is_untouched()):
        return []
    settings: Settings = current_app.extensions["settings"]
    return [
        Obstacle(
            "not-a-demo",
            f"De database {db.engine.url.render_as_string(hide_password=True)} is geen demo, dus de demo blijft er "
            "vanaf. Kies een lege database met DATABASE_URL, of een andere map met INSTANCE_FOLDER "
            f"(nu {settings.instance_folder}).",
        )
    ]


def _is_untouched() -> bool:
    """Migrated, and nobody ever did anything in it."""
    return db.session.scalar(select(func.count()).select_from(AuditEntry)) == 0
