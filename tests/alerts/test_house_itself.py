"""What goes wrong in the house itself is told to its administrator, and goes when it is mended."""

import shutil
from collections import namedtuple
from datetime import datetime, timedelta
from functools import partial
from threading import Event

import pytest
from apscheduler.schedulers.background import BackgroundScheduler
from lxml import html
from sqlalchemy import text

from alerts import scheduler
from alerts.collectors.system import LATE_MAIL, LATE_WORK
from alerts.jobs import scan_now, scan_when_due
from alerts.models import Alert, Scan
from alerts.occasion import OccasionKind
from alerts.queries import GONE
from tests.conftest import MONDAY
from tests.factories.contracts import running_contract
from townhall.accounts.roles import Role
from townhall.clock import AMSTERDAM
from townhall.database import db, transaction
from townhall.jobs.models import Job, JobState
from townhall.jobs.operations import LONGEST
from townhall.mail.models import OutboxMail
from townhall.mail.operations import set_mail_aside
from townhall.mail.outbox import add_mail

MINUTE = timedelta(minutes=1)
Usage = namedtuple("Usage", "total used free")
at = partial(datetime, tzinfo=AMSTERDAM)


def told(kind):
    """Of every alert of this kind for whom it is, and why it ended."""
    db.session.expire_all()
    alerts = db.session.query(Alert).filter_by(kind=kind).order_by(Alert.id)
    return [(each.role, each.closed_because) for each in alerts]


def test_work_that_fails_gets_stuck_or_is_left_lying_is_told_until_it_is_done(people, session):
    states = (
        (JobState.FAILED, MONDAY, None),
        (JobState.RUNNING, MONDAY, MONDAY - LONGEST - MINUTE),
        (JobState.WAITING, MONDAY - LATE_WORK - MINUTE, None),
        (JobState.WAITING, MONDAY - MINUTE, None),
        (JobState.RUNNING, MONDAY, MONDAY - MINUTE),
    )
    with transaction():
        db.session.add_all(
            Job(kind="x", title="Werk", arguments={}, state=state, requested_at=asked, begun_at=begun)
            for state, asked, begun in states
        )
    scan_now()
    assert told(OccasionKind.JOB_FAILS) == [(Role.ADMINISTRATOR, "")] * 3

    for job in db.session.query(Job):
        job.state = JobState.DONE
    db.session.commit()
    scan_now()
    assert told(OccasionKind.JOB_FAILS) == [(Role.ADMINISTRATOR, GONE)] * 3


def test_mail_that_is_refused_comes_back_or_does_not_leave_is_told_until_somebody_set_it_aside(people, session):
    troubles = (
        {"refused_at": MONDAY},
        {"sent_at": MONDAY, "returned_at": MONDAY},
        {"tries": 3, "written_at": MONDAY - LATE_MAIL - MINUTE},
        {"tries": 3},
        {"sent_at": MONDAY},
    )
    with transaction():
        for trouble in troubles:
            mail = add_mail(
                to="x@weg.example", subject="Uw vraag", template="mail/alert_digest.txt", now=MONDAY, name="x",
                alerts=[], is_urgent=False,
            )  # fmt: skip
            for name, value in trouble.items():
                setattr(mail, name, value)
    scan_now()
    assert told(OccasionKind.MAIL_UNDELIVERABLE) == [(Role.ADMINISTRATOR, "")] * 3

    first = session.query(OutboxMail).filter(OutboxMail.refused_at.is_not(None)).one()
    set_mail_aside(first, "Gebeld op het nummer van kantoor.", actor=people.actor("ali"), now=MONDAY)
    session.commit()
    scan_now()
    assert sorted(because for _, because in told(OccasionKind.MAIL_UNDELIVERABLE)) == ["", "", GONE]


def test_a_trail_that_was_changed_is_told_by_the_first_scan_of_the_day_and_to_the_auditor(people, session, set_now):
    scan_now()
    assert told(OccasionKind.TRAIL_BROKEN) == []
    with transaction():
        if db.engine.dialect.name == "sqlite":
            db.session.execute(text("DROP TRIGGER audit_entry_no_update"))
        else:
            db.session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))
        db.session.execute(text("UPDATE audit_entry SET reason = 'x' WHERE id = (SELECT min(id) FROM audit_entry)"))

    set_now(MONDAY + timedelta(days=1))
    scan_now()

    assert told(OccasionKind.TRAIL_BROKEN) == [(Role.ADMINISTRATOR, "")]
    assert session.query(Alert).filter_by(kind=OccasionKind.TRAIL_BROKEN).one().escalated_to == Role.AUDITOR


def test_a_disk_that_fills_is_told_at_each_level_and_goes_when_there_is_room(people, session, monkeypatch):
    for used in (79, 80, 97, 50):
        monkeypatch.setattr(shutil, "disk_usage", lambda _path, used=used: Usage(100, used, 100 - used))
        scan_now()

    alerts = session.query(Alert).filter_by(kind=OccasionKind.DISK_FULL).order_by(Alert.id).all()
    assert [(each.stage, each.earlier) for each in alerts] == [(80, []), (97, [80, 90])]
    assert all(each.closed_at for each in alerts)


@pytest.mark.parametrize(
    "hours",
    [
        # On 25 October 2026 the hour from two to three comes twice; on 28 March 2027 it does not come.
        [at(2026, 10, 25, 1, 30), at(2026, 10, 25, 2, 30), at(2026, 10, 25, 2, 30, fold=1)],
        [at(2027, 3, 28, 0, 30), at(2027, 3, 28, 1, 30), at(2027, 3, 28, 3, 30)],
    ],
)
def test_the_facts_are_looked_at_every_hour_also_when_the_clock_changes(people, session, set_now, hours):
    for hour in hours:
        set_now(hour)
        scan_when_due()
        set_now((hour + 10 * MINUTE).replace(fold=hour.fold))  # adding forgets which of the two hours it is
        scan_when_due()

    assert session.query(Scan).count() == 3


def test_a_scan_of_a_day_to_come_does_not_keep_those_of_today_waiting(people, session, set_now, run_command):
    run_command("alerts", "run", "--on", "2027-11-01")
    set_now(MONDAY)

    scan_when_due()
    scan_when_due()

    assert [scan.ran_on for scan in session.query(Scan).order_by(Scan.id)] == [at(2027, 11, 1).date(), MONDAY.date()]


def test_a_job_that_hangs_or_stumbles_keeps_no_other_part_of_the_clockwork_waiting(app, monkeypatch):
    hangs, looked = Event(), Event()

    def stumbles():
        raise RuntimeError

    monkeypatch.setattr(scheduler, "PARTS", (hangs.wait, stumbles, looked.set))
    monkeypatch.setattr(scheduler, "EVERY_SECONDS", 0.05)
    clockwork = BackgroundScheduler()
    scheduler._plan(clockwork, app)
    clockwork.start()
    try:
        assert looked.wait(10)
        looked.clear()
        assert looked.wait(10), "and again, while the first one still hangs"
    finally:
        hangs.set()
        clockwork.shutdown()


def test_the_work_list_says_that_nobody_looked_for_hours(people, as_person, session, set_now):
    warning = "Nieuwe signalen kunnen ontbreken"
    assert warning in as_person("coen").get("/werkvoorraad/").text
    scan_now()
    assert warning not in as_person("coen").get("/werkvoorraad/").text
    set_now(MONDAY + timedelta(hours=2, minutes=1))
    assert warning in as_person("coen").get("/werkvoorraad/").text


def test_the_menu_counts_what_is_open_and_the_list_can_be_narrowed(people, as_person, session):
    contract = running_contract(options=())
    session.add(Job(kind="x", title="Werk", arguments={}, state=JobState.FAILED, requested_at=MONDAY))
    session.commit()
    scan_now()
    coen, ali = as_person("coen"), as_person("ali")

    assert contract.number in coen.get("/werkvoorraad/?onderdeel=contracts").text
    assert contract.number not in coen.get("/werkvoorraad/?onderdeel=money").text
    assert contract.number not in coen.get("/werkvoorraad/?wie=ik").text
    page = html.fromstring(ali.get("/werkvoorraad/").text)
    assert "Werk op de achtergrond is mislukt" in page.text_content()
    [line, *_] = [each.text_content() for each in page.xpath("//nav//a") if "Werkvoorraad" in each.text_content()]
    assert line.split() == ["Werkvoorraad", "1", "open"]
