"""The database: its base class, its one commit, and its locks."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import g, has_app_context, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, Integer, MetaData, String, event, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from townhall.refusal import Obstacle, Refusal
from townhall.sql_days import dutch_day_of_text

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Record(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(metadata=Record.metadata, disable_autonaming=True)


#: A form that was put back after a log-in is looked at first: whatever its view does, nothing is saved.
NOT_SENT_YET = Obstacle(
    "not-sent-yet", "Uw formulier is na het inloggen nog niet verstuurd. Open de pagina opnieuw en verstuur het daar."
)


@contextmanager
def transaction() -> Iterator[None]:
    """All or nothing: commits at the end, rolls back on any exception. Never nested, never lower than a view."""
    if g.get("shows_only"):
        raise Refusal([NOT_SENT_YET])
    g.writes = True  # what begins from here on takes SQLite's write lock at once
    with _all_or_nothing():
        yield


@contextmanager
def transaction_of_long_work() -> Iterator[None]:
    """All or nothing as well, for a job: until it begins to write it keeps nobody from writing.

    What it has read until then may have changed when it begins; the version columns catch that.
    """
    g.reads_first = True
    with _all_or_nothing():
        yield


@contextmanager
def _all_or_nothing() -> Iterator[None]:
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        g.writes = g.reads_first = False


def begin_writing() -> None:
    """Take SQLite's write lock in a transaction of long work; does nothing elsewhere. A flush does it by itself."""
    if not g.get("reads_first", False):
        return
    g.reads_first, g.writes = False, True
    if db.engine.dialect.name == "sqlite":
        connection = db.session.connection()
        connection.exec_driver_sql("COMMIT")  # it has only read
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def is_writing() -> bool:
    """Whether this context holds SQLite's write lock, so that a second connection of ours would wait for us."""
    return bool(g.get("writes", False)) and db.engine.dialect.name == "sqlite"


event.listen(db.session, "before_flush", lambda *_: begin_writing())


class Counter(Record):
    """The last number given out, per kind and year: numbers without gaps."""

    __tablename__ = "counter"
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    last: Mapped[int]


def next_in_year(kind: str, year: int) -> int:
    """The next number of this kind in this year, without gaps. Take it last: it holds a lock until the commit."""
    return numbers_in_year(kind, year, 1)[0]


def numbers_in_year(kind: str, year: int, count: int) -> range:
    """The next so many numbers, for what comes in by the thousand."""
    number_lock(f"counter:{kind}:{year}")
    counter = db.session.get(Counter, (kind, year), populate_existing=True)
    if counter is None:
        counter = Counter(kind=kind, year=year, last=0)
        db.session.add(counter)
    counter.last += count
    db.session.flush()
    return range(counter.last - count + 1, counter.last + 1)


def number_lock(name: str) -> None:
    """Wait until nobody else holds this lock; kept until the commit. On SQLite the write transaction is the lock."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(text("pg_advisory_xact_lock(hashtext(:name))")).params(name=name))
    else:
        begin_writing()


def tune(engine: Engine) -> None:
    """Set up SQLite for many readers and one writer; leave PostgreSQL as it comes."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we begin ourselves, see below
    connection.create_function("dutch_day", 1, dutch_day_of_text, deterministic=True)
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout = 15000")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    # A read that turns into a write fails under load ("database is locked"): whoever may write says so first.
    connection.exec_driver_sql("BEGIN" if _only_reads() else "BEGIN IMMEDIATE")


def _only_reads() -> bool:
    if not has_app_context():
        return False
    if has_request_context() and request.method not in ("GET", "HEAD", "OPTIONS"):
        return False
    return not g.get("writes", False)
