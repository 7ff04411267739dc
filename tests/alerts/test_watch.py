"""The clockwork as its own process: it catches up by itself, one at a time, and ends when told to."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import MONDAY, settings_for
from tests.people import save_cast
from townhall.database import db
from wsgi import create_app

pytestmark = pytest.mark.both_databases

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def own_installation(tmp_path):
    app = create_app(settings_for(tmp_path, ""))
    with app.app_context():
        db.create_all()
        save_cast(MONDAY)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return app, tmp_path


def watch(folder):
    environment = {**os.environ, "INSTANCE_FOLDER": str(folder), "DATABASE_URL": "", "SECRET_KEY": "test"}
    return subprocess.Popen([sys.executable, "-m", "flask", "alerts", "watch"], cwd=ROOT, env=environment)


def scans(app):
    with app.app_context():
        count = db.session.execute(db.text("SELECT count(*) FROM alert_scan")).scalar()
        db.session.remove()
    return count


def wait_for(condition, seconds=40):
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.2)
    assert condition()


def test_it_scans_by_itself_once_a_day_and_ends_cleanly_on_sigterm(own_installation):
    app, folder = own_installation
    leader = watch(folder)
    try:
        wait_for(lambda: scans(app) == 1)
        spare = watch(folder)
        time.sleep(3)
        assert spare.poll() is None, "the spare waits for its turn"
        assert scans(app) == 1
        leader.send_signal(signal.SIGTERM)
        assert leader.wait(20) == 0
        spare.send_signal(signal.SIGTERM)
        spare.wait(20)
    finally:
        for process in (leader, spare):
            process.kill()


def test_a_scan_by_hand_says_what_it_found_and_a_dry_run_changes_nothing(people, run_command):
    dry = run_command("alerts", "run", "--on", "2027-11-01", "--dry-run")
    assert "drempelbedragen van de volgende periode ontbreken (nieuw)" in dry.output

    result = run_command("alerts", "run", "--on", "2027-11-01")

    assert "1 nieuwe signalen, 0 gesloten, 1 open op 1 november 2027" in result.output
    assert "(staat al open)" in run_command("alerts", "run", "--on", "2027-11-01", "--dry-run").output
    assert "0 gedaan" in run_command("alerts", "run", "mail").output
    assert run_command("alerts", "run", "mail", "--dry-run").exit_code == 2
    assert "0 nieuwe signalen" in run_command("alerts", "run", "--on", "2027-11-01").output
