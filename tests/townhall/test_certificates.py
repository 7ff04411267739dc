"""Proofs of suppliers: valid up to and including their last day, and only once somebody else looked."""

from datetime import date
from io import BytesIO

import pytest

from alerts.collectors.performance import papers
from alerts.occasion import OccasionKind
from tests.conftest import MONDAY
from tests.factories.contracts import running_contract, supplier_named
from townhall.database import db
from townhall.documents.operations import store_document
from townhall.organisations.certificate_models import Certificate
from townhall.organisations.certificate_queries import certificates_to_watch, may_read_certificate
from townhall.organisations.certificates import (
    CertificateFacts,
    CertificateKind,
    CertificateState,
    CertificateStatus,
    obstacles_to_offering,
    state_of,
)
from townhall.organisations.operations.certificates import judge_certificate, offer_certificate
from townhall.organisations.views.certificates import PROOF
from townhall.refusal import Refusal

TODAY = MONDAY.date()
PDF = b"%PDF-1.7\n%%EOF\n"


def offered(
    people, until=date(2027, 6, 30), starts_on=date(2026, 7, 1), kind=CertificateKind.LIABILITY_INSURANCE, name="AVB"
):
    sanne = people.actor("sanne")
    document = store_document(PDF, filename="polis.pdf", kind=PROOF, actor=sanne, now=MONDAY)
    return offer_certificate(
        supplier_named(), kind, name=name, issuer="Verzekeraar", valid_from=starts_on,
        valid_until=until, document=document, actor=sanne, now=MONDAY,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("status", "until", "state"),
    [
        (CertificateStatus.OFFERED, date(2027, 6, 30), CertificateState.WAITS),
        (CertificateStatus.ACCEPTED, None, CertificateState.VALID),
        (CertificateStatus.ACCEPTED, date(2027, 1, 24), CertificateState.VALID),
        (CertificateStatus.ACCEPTED, date(2027, 1, 23), CertificateState.ENDS_SOON),
        (CertificateStatus.ACCEPTED, TODAY, CertificateState.ENDS_SOON),
        (CertificateStatus.ACCEPTED, date(2026, 11, 22), CertificateState.EXPIRED),
        (CertificateStatus.OFFERED, date(2026, 11, 22), CertificateState.EXPIRED),
        (CertificateStatus.REJECTED, date(2027, 6, 30), CertificateState.REJECTED),
    ],
)
def test_how_a_proof_stands_on_a_day(status, until, state):
    assert state_of(CertificateFacts(status, date(2026, 1, 1), until), TODAY) is state


def test_a_proof_that_is_over_or_ends_before_it_starts_is_refused():
    def codes(start, until):
        return [obstacle.code for obstacle in obstacles_to_offering(start, until, today=TODAY)]

    assert codes(date(2026, 1, 1), TODAY) == []
    assert codes(date(2026, 1, 1), date(2026, 11, 22)) == ["expired"]
    assert codes(date(2027, 1, 1), date(2026, 12, 31)) == ["ends-before-start"]


def test_a_proof_is_judged_once_by_somebody_else_with_a_reason_to_reject(session, people):
    certificate = offered(people)
    with pytest.raises(Refusal) as refusal:
        judge_certificate(certificate, accepts=False, actor=people.actor("sanne"), now=MONDAY)
    assert [obstacle.code for obstacle in refusal.value.obstacles] == ["reason-missing", "own-proof"]

    judge_certificate(certificate, accepts=True, actor=people.actor("coen"), now=MONDAY)
    with pytest.raises(Refusal) as refusal:
        judge_certificate(certificate, accepts=True, actor=people.actor("coen"), now=MONDAY)
    assert [obstacle.code for obstacle in refusal.value.obstacles] == ["judged-already"]


@pytest.mark.both_databases
def test_a_proof_that_was_followed_is_no_longer_watched(session, people):
    old = offered(people, until=date(2026, 12, 31))
    judge_certificate(old, accepts=True, actor=people.actor("coen"), now=MONDAY)
    watched = certificates_to_watch(until=date(2027, 1, 23))
    assert db.session.scalars(watched).all() == [old]

    new = offered(people, until=date(2027, 12, 31), starts_on=date(2027, 1, 1))
    assert set(db.session.scalars(watched)) == {old, new}
    judge_certificate(new, accepts=True, actor=people.actor("coen"), now=MONDAY)
    assert db.session.scalars(watched).all() == []


@pytest.mark.both_databases
def test_of_other_proofs_each_is_watched_and_followed_by_itself_by_its_name(session, people):
    def accepted(name, until, starts_on=date(2026, 1, 1), kind=CertificateKind.OTHER):
        certificate = offered(people, until, starts_on, kind, name)
        judge_certificate(certificate, accepts=True, actor=people.actor("coen"), now=MONDAY)
        return certificate

    def told():
        return {
            (fact.about.partition(": ")[2].partition(" geldt")[0], fact.due_on)
            for fact in papers(running)
            if fact.kind is OccasionKind.PAPER_EXPIRES
        }

    running, ends_on = [running_contract(supplier_id=supplier_named().id)], date(2026, 12, 31)
    watched = certificates_to_watch(until=date(2027, 1, 23))
    vca, lease = accepted("VCA", ends_on), accepted("Huur", date(2026, 12, 1))
    accepted("AVB", ends_on, kind=CertificateKind.LIABILITY_INSURANCE)
    accepted("Polis 2027", date(2027, 12, 31), date(2027, 1, 1), CertificateKind.LIABILITY_INSURANCE)
    assert set(db.session.scalars(watched)) == {vca, lease}
    assert told() >= {("ander bewijs “VCA”", ends_on), ("ander bewijs “Huur”", date(2026, 12, 1))}
    assert len({fact.subject for fact in papers(running)}) == 3

    accepted(" vca ", date(2027, 12, 31), date(2027, 1, 1))
    assert db.session.scalars(watched).all() == [lease]
    assert ("ander bewijs “Huur”", date(2026, 12, 1)) in told() and ends_on not in {day for _, day in told()}


def test_the_file_of_a_proof_is_for_staff_and_the_own_firm(session, people):
    document = offered(people).document

    readers = {name: may_read_certificate(people.actor(name), document) for name in ("coen", "sanne", "rik", "ali")}
    assert readers == {"coen": True, "sanne": True, "rik": False, "ali": False}


def test_a_supplier_hands_in_a_proof_and_the_contract_manager_checks_it(app, as_person):
    sent = {
        "kind": "quality_mark", "name": "Blik op Werk", "issuer": "Stichting", "valid_from": "01-01-2026",
        "valid_until": "31-12-2026", "covered": "", "file": (BytesIO(PDF), "keurmerk.pdf"),
    }  # fmt: skip
    answer = as_person("sanne").post("/portaal/bewijzen/nieuw", data=sent)
    assert answer.status_code == 302

    coen = as_person("coen")
    assert "Blik op Werk" in coen.get("/bewijzen").get_data(as_text=True)
    with app.app_context():
        certificate = db.session.query(Certificate).one()
        url, kvk_number = f"/bewijzen/{certificate.id}/beoordelen", certificate.organisation.kvk_number
    assert coen.post(url, data={"accepts": "ja", "seen_version": "1"}).status_code == 302
    assert "Loopt binnenkort af" in coen.get(f"/aanbieders/{kvk_number}").get_data(as_text=True)
    assert "Blik op Werk" in coen.get(f"/rapportages/aanbieders/{kvk_number}").get_data(as_text=True)
