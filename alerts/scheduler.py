"""The clockwork: its own process, one leader, and under a demo a thread beside the pages.

APScheduler only says when; what is due lies in tables, so a run that was missed is made up for.
"""

import fcntl
import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask
from sqlalchemy import text

from alerts.jobs import PARTS
from townhall.clock import AMSTERDAM
from townhall.database import db
from townhall.health.operations import look

log = logging.getLogger(__name__)

EVERY_SECONDS = 5
#: Any number, the same for all copies of this process.
LEADER_LOCK = 7_206_016


def watch(app: Flask) -> None:
    """Run until told to stop. A second copy waits until the first one is gone."""
    with app.app_context(), leadership(app):
        scheduler = BlockingScheduler(timezone=AMSTERDAM)
        _plan(scheduler, app)
        for stop in (signal.SIGTERM, signal.SIGINT):
            signal.signal(stop, lambda *_: threading.Thread(target=scheduler.shutdown).start())
        scheduler.start()


def watch_beside_the_pages(app: Flask) -> None:
    """The same in a thread of the web process: only for the demo."""
    scheduler = BackgroundScheduler(timezone=AMSTERDAM, daemon=True)
    _plan(scheduler, app)
    scheduler.start()


def _plan(scheduler: BaseScheduler, app: Flask) -> None:
    def do(part: Callable[[], object]) -> None:
        with app.app_context():
            try:
                part()
            except Exception:
                log.exception("the clockwork stumbled; it tries again")

    def measure() -> None:
        with app.app_context():
            try:
                look()
            except Exception:
                log.exception("the outage file has no measurement of this minute")

    for part in PARTS:
        scheduler.add_job(
            do, "interval", [part], seconds=EVERY_SECONDS, max_instances=1, coalesce=True, misfire_grace_time=None
        )
    # On its own: a long job must not look like an outage. What was missed is not made up for.
    scheduler.add_job(measure, "cron", second=15, max_instances=1, coalesce=True, misfire_grace_time=30)


@contextmanager
def leadership(app: Flask) -> Iterator[None]:
    """Be the only one: an advisory lock on PostgreSQL, a locked file beside SQLite. Waits for its turn."""
    if db.engine.dialect.name == "postgresql":
        # In autocommit, so that waiting for years leaves no transaction open.
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LEADER_LOCK})
            yield
    else:
        with open(Path(app.instance_path) / "scheduler.lock", "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(str(os.getpid()))
            file.flush()
            yield


def start_when_asked(app: Flask, environment: Any = os.environ) -> None:
    """Start the thread when the environment says so, as ``make serve`` does."""
    if environment.get("RAAMWERK_JOBS_IN_WEB") == "1":
        watch_beside_the_pages(app)
