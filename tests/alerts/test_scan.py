"""The daily scan keeps the open alerts in line with the facts, raises once, and mails once."""

from datetime import timedelta
from fractions import Fraction
from urllib.parse import urlsplit

import pytest

from alerts.due import Fact
from alerts.jobs import scan_now, scan_when_due
from alerts.models import Alert
from alerts.occasions import OccasionKind
from alerts.operations.handling import take_up
from alerts.operations.scanning import scan
from alerts.queries import GONE, REPLACED, open_alerts
from alerts.tasks import KINDS
from tests.conftest import MONDAY
from townhall.accounts.actor import SYSTEM
from townhall.audit.models import AuditEntry
from townhall.database import transaction
from townhall.mail.models import OutboxMail
from townhall.refusal import Refusal

pytestmark = pytest.mark.both_databases

DUE = MONDAY.date() + timedelta(days=20)


def option(due_on=DUE):
    return Fact(
        OccasionKind.OPTION_DECISION, "framework_contract:1", "RO-2025-001 Werkfit", "/contracten/RO-2025-001", due_on
    )


def run_scan(*facts, days=0):
    with transaction():
        return scan(list(facts), actor=SYSTEM, now=MONDAY + timedelta(days=days))


def test_running_twice_raises_and_mails_once(people, session):
    assert len(run_scan(option()).raised) == 1
    assert run_scan(option()).raised == []

    assert [mail.to for mail in session.query(OutboxMail)] == [people.coen.email]
    assert session.query(AuditEntry).filter_by(act="alerts.scanned").count() == 2


def test_a_next_stage_takes_the_place_of_the_one_before(people, session):
    run_scan(option())
    run_scan(option(), days=14)

    assert [alert.stage for alert in open_alerts()] == [7]
    assert session.query(Alert).filter_by(closed_because=REPLACED).count() == 1


def test_a_moved_date_closes_the_old_and_raises_the_new(people):
    run_scan(option())
    run_scan(option(DUE + timedelta(days=60)))

    assert [alert.due_on for alert in open_alerts()] == [DUE + timedelta(days=60)]


def test_what_is_gone_is_closed_by_itself(people, session):
    run_scan(option())
    run_scan()

    assert open_alerts() == []
    assert session.query(Alert).one().closed_because == GONE


def test_a_week_of_downtime_loses_nothing(people):
    run_scan(option(), days=18)

    assert [alert.stage for alert in open_alerts()] == [7]


def test_late_alerts_go_higher_up_and_stay_with_who_must_act(people, as_person):
    run_scan(option(), days=20)
    assert "RO-2025-001 Werkfit" not in as_person("inge").get("/werkvoorraad/").text

    run_scan(option(), days=25)

    assert [(alert.role, alert.escalated_to) for alert in open_alerts()] == [("contract_manager", "inkoper")]
    for name in ("coen", "inge"):
        page = as_person(name).get("/werkvoorraad/").text
        assert "kan niet meer worden gelicht" in page


def test_a_role_sees_its_own_alerts_and_no_others(people, as_person):
    run_scan(option())

    assert "RO-2025-001 Werkfit" in as_person("coen").get("/werkvoorraad/").text
    assert "RO-2025-001 Werkfit" not in as_person("kim").get("/werkvoorraad/").text
    assert "RO-2025-001 Werkfit" in as_person("ria").get("/werkvoorraad/alle-signalen").text
    assert as_person("sanne").get("/werkvoorraad/alle-signalen").status_code == 403


def test_taking_up_is_shown_and_cannot_be_done_twice(people, as_person, session):
    run_scan(option())
    alert = session.query(Alert).one()

    page = as_person("coen").post(f"/werkvoorraad/signalen/{alert.id}/oppakken", follow_redirects=True).text

    assert f"Opgepakt door {people.coen.name}" in page
    with pytest.raises(Refusal) as refusal, transaction():
        take_up(alert, actor=people.actor("coen"), now=MONDAY)
    assert [obstacle.code for obstacle in refusal.value.obstacles] == ["alert-taken"]


def test_nobody_takes_up_the_alert_of_another_role(people, as_person, session):
    run_scan(option())
    alert = session.query(Alert).one()

    assert as_person("kim").post(f"/werkvoorraad/signalen/{alert.id}/oppakken").status_code == 404
    assert session.query(Alert).one().taken_up_at is None


def test_the_work_list_takes_a_fixed_number_of_queries(people, as_person, at_most_queries):
    for number in range(40):
        fact = Fact(OccasionKind.CEILING, f"framework_contract:{number}", "vol", "/", level=Fraction(9, 10))
        run_scan(fact)
    browser = as_person("coen")

    with at_most_queries(13):
        browser.get("/werkvoorraad/")


def test_every_task_leads_to_a_page(app):
    addresses = app.url_map.bind("localhost")

    for kind in KINDS:
        assert addresses.match(urlsplit(kind.url).path, method="GET")
        assert addresses.match(kind.one_url.format(key="1") or kind.url.partition("?")[0], method="GET")


def test_the_daily_scan_mails_the_head_of_the_trail_to_the_auditor(people, session, run_command):
    scan_now()

    mail = session.query(OutboxMail).filter_by(to=people.ria.email).one()
    head = next(line for line in mail.body.splitlines() if len(line) == 64)
    assert "intact" in run_command("audit", "verify", "--head", head).output


def test_catching_up_scans_once_a_day(people, session):
    scan_when_due()
    scan_when_due()

    assert session.query(AuditEntry).filter_by(act="alerts.scanned").count() == 1
