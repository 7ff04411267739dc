"""The clockwork killed at random moments, again and again: every alert raised once, none missing, each mailed."""

import os
import random
import signal
import socket
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from alerts.due import due_alerts
from alerts.models import Alert, AlertMail
from alerts.operations.scanning import scan
from alerts.queries import last_scan
from alerts.scheduler import leadership
from tests.alerts.test_scan_history import story
from tests.conftest import MONDAY
from townhall.accounts.actor import SYSTEM
from townhall.database import db, transaction
from townhall.mail.models import OutboxMail
from townhall.mail.outbox import send_due_mail

pytestmark = pytest.mark.one_database("postgresql")  # two instances there; in the soak also one on SQLite

SEED = 5


class Postbox:
    """Writes down the number of every mail it takes over, before it says so."""

    def __init__(self, taken: Path) -> None:
        self.taken = taken

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        number = next(line for line in envelope.content.splitlines() if line.lower().startswith(b"message-id:"))
        with self.taken.open("ab") as file:
            file.write(number.split(b":", 1)[1].strip() + b"\n")
        return "250 OK"


def in_a_process(work) -> int:
    """Do this in a process of its own, without the interpreter's start; gives its number."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException:
            os._exit(1)
    return child


@pytest.fixture
def mail_server(app, tmp_path):
    """A real server in a process of its own; gives the file in which it writes what it took over."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def serve():
        Controller(Postbox(tmp_path / "taken"), hostname="127.0.0.1", port=port).start()
        time.sleep(3600)

    (tmp_path / "taken").touch()
    settings = app.extensions["settings"]
    settings.smtp_host, settings.smtp_port = "127.0.0.1", port
    server = in_a_process(serve)
    yield tmp_path / "taken"
    settings.smtp_host = ""
    os.kill(server, signal.SIGKILL)
    os.waitpid(server, 0)


def clockwork(app, days, mark):
    """What the leader does, a simulated day after the other, from where the last one was cut off.

    After each day it makes the file ``mark`` a byte longer: that is how one sees from outside that it gets on.
    """
    facts_by_day = list(story(SEED, days))
    with app.app_context():
        db.engine.dispose(close=False)
        with leadership(app):
            while True:
                newest = last_scan()
                day = 0 if newest is None else (newest.ran_on - MONDAY.date()).days + 1
                db.session.rollback()
                send_due_mail()
                if day == days:
                    return
                with transaction():
                    scan(facts_by_day[day], actor=SYSTEM, now=MONDAY + timedelta(days=day))
                with mark.open("a") as file:
                    file.write(".")


@pytest.mark.parametrize("days", [25, pytest.param(200, marks=pytest.mark.soak)])
def test_killed_at_random_it_raises_each_alert_once_and_mails_it(app, mail_server, days, capsys, tmp_path):
    chance, killed, wait = random.Random(days), 0, 0.02
    mark = tmp_path / "mark"
    mark.touch()
    with app.app_context():
        instances = 2 if db.engine.dialect.name == "postgresql" else 1
        db.session.remove()
        db.engine.dispose()
    running = {in_a_process(lambda: clockwork(app, days, mark)) for _ in range(instances)}
    until = time.monotonic() + 60 + 6 * days
    while running and time.monotonic() < until:
        before = mark.stat().st_size
        time.sleep(chance.uniform(0, 2 * wait))
        # On a slow machine it is let go on for longer before it is killed, on a fast one shorter.
        wait = wait * 1.5 if mark.stat().st_size == before else max(0.01, wait / 1.5)
        for process in list(running):
            ended, status = os.waitpid(process, os.WNOHANG)
            if ended:
                assert status == 0, "it stumbled by itself"
                running.discard(process)
        if running:
            victim = chance.choice(sorted(running))
            os.kill(victim, signal.SIGKILL)
            if os.WIFSIGNALED(os.waitpid(victim, 0)[1]):
                killed += 1
                running.add(in_a_process(lambda: clockwork(app, days, mark)))
            running.discard(victim)
    assert not running, "it came to the last day"

    with app.app_context():
        raised = Counter((each.kind.value, each.subject, each.due_on, each.stage) for each in db.session.query(Alert))
        numbers = {mail.message_id for mail in db.session.query(OutboxMail)}
        unsent = db.session.query(OutboxMail).filter(OutboxMail.sent_at.is_(None)).count()
        unmailed = set(db.session.scalars(db.select(Alert.id))) - set(db.session.scalars(db.select(AlertMail.alert_id)))
    taken = Counter(mail_server.read_text().split())
    assert set(raised) == expected(days)
    assert unsent == 0
    assert unmailed == set()
    assert set(taken) == numbers
    twice = sum(count - 1 for count in taken.values())
    with capsys.disabled():
        print(
            f"\n{days} days, {instances} at a time, killed {killed} times: {sum(raised.values())} alerts, "
            f"{len(numbers)} mails, {twice} taken twice"
        )
    assert killed > 3
    assert twice <= killed, "only who is killed between the server's OK and the commit sends again"


def expected(days):
    """Every alert that a clockwork that is never killed would raise."""
    found = set()
    for day, facts in enumerate(story(SEED, days)):
        found |= {raised.key for raised in due_alerts(facts, MONDAY.date() + timedelta(days=day))}
    return found
