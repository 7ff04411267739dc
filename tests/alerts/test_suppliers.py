"""A supplier hears of his own days only: in his list, in the mail of the day and in his calendar."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from alerts.collectors import facts_of
from alerts.models import Alert
from alerts.occasion import OccasionKind
from alerts.operations.scanning import scan
from alerts.operations.settings import make_feed
from tests.conftest import MONDAY
from tests.factories.contracts import supplier_named
from tests.factories.invoices import earned, invoiceable_contract
from townhall.accounts.actor import SYSTEM
from townhall.accounts.roles import Role
from townhall.database import db, transaction
from townhall.documents.operations import store_document
from townhall.mail.models import OutboxMail
from townhall.organisations.certificates import CertificateKind
from townhall.organisations.operations.certificates import judge_certificate, offer_certificate
from townhall.organisations.views.certificates import PROOF

MORNING = MONDAY.replace(hour=8)
ENDS_ON = MONDAY.date() + timedelta(days=20)
TITLES = ("De termijn om te factureren loopt af", "Uw verzekering, certificaat of keurmerk verloopt")


def offered(people, until):
    document = store_document(b"%PDF-1.7\n%%EOF\n", filename="polis.pdf", kind=PROOF, actor=SYSTEM, now=MONDAY)
    return offer_certificate(
        supplier_named(), CertificateKind.LIABILITY_INSURANCE, name="AVB", issuer="Verzekeraar",
        valid_from=date(2026, 1, 1), valid_until=until, document=document, actor=people.actor("sanne"), now=MONDAY,
    )  # fmt: skip


@pytest.fixture
def closing(session, people):
    """Sanne's firm has something to invoice within a week, and an insurance that ends."""
    contract = invoiceable_contract()
    achievement = earned(contract)
    achievement.milestone.claim_within_days = (MONDAY.date() - achievement.verified_at.date()).days + 7
    judge_certificate(offered(people, ENDS_ON), accepts=True, actor=people.actor("coen"), now=MONDAY)
    db.session.commit()
    return contract


def scanned():
    with transaction():
        scan(facts_of(MONDAY.date()), actor=SYSTEM, now=MORNING)


def test_a_supplier_reads_his_own_days_in_his_list_his_mail_and_his_calendar(closing, people, as_person, visitor):
    scanned()

    own, other = (as_person(name).get("/werkvoorraad/").text for name in ("sanne", "rik"))
    assert all(title in own and title not in other for title in TITLES)

    mails = db.session.query(OutboxMail).filter(OutboxMail.subject.contains("signa")).all()
    assert people.rik.email not in {mail.to for mail in mails}
    [mail] = [mail for mail in mails if mail.to == people.sanne.email]
    assert all(title in mail.body for title in TITLES)

    def days(name):
        with transaction():
            token = make_feed(getattr(people, name), None, actor=people.actor(name), now=MONDAY)
        events = Calendar.from_ical(visitor.get(f"/agenda/{token}.ics").data).walk("VEVENT")
        return {str(event["summary"]): event.decoded("dtstart") for event in events}

    assert days("sanne") == dict(zip(TITLES, (MONDAY.date() + timedelta(days=7), ENDS_ON), strict=True))
    assert days("rik") == {}


def test_a_supplier_is_done_with_a_proof_once_the_new_one_is_offered(closing, people):
    offered(people, ENDS_ON + timedelta(days=365))
    scanned()

    kinds = {alert.kind for alert in db.session.query(Alert)}
    assert OccasionKind.PAPER_EXPIRES in kinds, "somebody has to accept it"
    assert OccasionKind.PAPER_TO_RENEW not in kinds


def test_what_concerns_a_supplier_that_nobody_reads_for_goes_to_the_administrator(closing, people, as_person):
    people.sanne.deactivated_at = MONDAY
    db.session.commit()
    scanned()

    [alert] = db.session.query(Alert).filter_by(kind=OccasionKind.CLAIM_WINDOW)
    assert alert.role == Role.ADMINISTRATOR
    assert TITLES[0] in as_person("ali").get("/werkvoorraad/").text
