"""Visitors follow a tender by e-mail: asked, confirmed, told, and gone at one press."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from procurement.lifecycle import TenderStatus
from procurement.models.followers import Follower
from procurement.operations.followers import confirm_following, request_following
from procurement.operations.tender_documents import attach_document
from procurement.operations.tenders import withdraw_tender
from procurement.procedures import Procedure
from tests.conftest import MONDAY
from tests.factories.registrations import registered
from tests.factories.tenders import published_tender
from townhall.audit.models import AuditEntry
from townhall.mail.models import OutboxMail
from townhall.mail.outbox import message_of
from townhall.refusal import Refusal

READER = "lezer@voorbeeld.example"


def mails(session):
    return list(session.scalars(select(OutboxMail).order_by(OutboxMail.id)))


def link_in(mail, purpose):
    return re.search(rf"http://localhost(/portaal/{purpose}/\S+)", mail.body)[1]


def test_a_visitor_asks_confirms_is_told_and_stops(session, people, visitor):
    tender = published_tender()
    address = f"/portaal/aanbestedingen/{tender.reference}/volgen"

    visitor.post(address, data={"email": " Lezer@Voorbeeld.example "})
    first = mails(session)[0]
    assert first.to == READER
    attach_document(tender, b"%PDF-1.7\n%%EOF\n", filename="a.pdf", actor=people.actor("inge"), now=MONDAY)
    assert len(mails(session)) == 1, "nothing before it is confirmed"

    confirm = link_in(first, "volgen")
    visitor.get(confirm)
    assert session.scalar(select(Follower)).confirmed_at is None, "reading changes nothing"
    visitor.post(confirm)
    attach_document(tender, b"%PDF-1.7\n%%EOF\n", filename="b.pdf", actor=people.actor("inge"), now=MONDAY)
    told = mails(session)[-1]
    assert told.to == READER and "b.pdf" in told.body

    stop = link_in(told, "afmelden")
    assert READER in visitor.get(stop).text
    visitor.post(stop)
    assert session.scalar(select(Follower)) is None
    withdraw_tender(tender, reason="Geen geld.", actor=people.actor("inge"), now=MONDAY)
    assert mails(session)[-1] is told
    assert visitor.get(stop).status_code == 404


def test_a_mail_program_stops_the_mail_with_one_bare_post(app, session, people, visitor, monkeypatch):
    tender = published_tender()
    request_following(tender, READER, now=MONDAY)
    confirm_following(session.scalar(select(Follower)), now=MONDAY)
    attach_document(tender, b"%PDF-1.7\n%%EOF\n", filename="a.pdf", actor=people.actor("inge"), now=MONDAY)
    session.commit()
    message = message_of(mails(session)[-1], app.extensions["settings"])
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    assert visitor.post(address, data={"iets": "anders"}).status_code == 200
    assert session.scalar(select(Follower)) is not None, "the form of the page still needs its token"
    answer = visitor.post(address, data={"List-Unsubscribe": "One-Click"})

    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert session.scalar(select(Follower)) is None


def test_mail_to_suppliers_says_nothing_about_stopping(app, session, people):
    tender = published_tender()
    supplier = registered(tender, people.sanne.organisation).supplier
    attach_document(tender, b"%PDF-1.7\n%%EOF\n", filename="a.pdf", actor=people.actor("inge"), now=MONDAY)

    message = message_of(mails(session)[-1], app.extensions["settings"])

    assert message["To"] == supplier.email
    assert message["List-Unsubscribe"] is None


def test_the_page_says_the_same_to_who_follows_already_and_sends_nothing(session, visitor):
    tender = published_tender()
    request_following(tender, READER, now=MONDAY)
    confirm_following(session.scalar(select(Follower)), now=MONDAY)
    address = f"/portaal/aanbestedingen/{tender.reference}/volgen"

    answers = [
        visitor.post(address, data={"email": email}, follow_redirects=True).text for email in (READER, "n@n.example")
    ]

    assert all("Kijk in uw mail" in each for each in answers)
    assert [mail.to for mail in mails(session)] == [READER, "n@n.example"]


def test_a_link_that_is_forged_expired_or_for_something_else_does_nothing(session, visitor):
    tender = published_tender()
    request_following(tender, READER, now=MONDAY - timedelta(days=2, seconds=1))
    session.flush()
    confirm = link_in(mails(session)[0], "volgen")

    assert visitor.post(confirm.replace("/volgen/", "/afmelden/")).status_code == 404
    assert visitor.post(f"{confirm}x").status_code == 404
    assert "verlopen" in visitor.post(confirm).text
    assert session.scalar(select(Follower)).confirmed_at is None


def test_nobody_can_be_drowned_in_mail(session):
    for _ in range(5):
        request_following(published_tender(), READER, now=MONDAY)

    with pytest.raises(Refusal) as refusal:
        request_following(published_tender(), READER, now=MONDAY)

    assert [each.code for each in refusal.value.obstacles] == ["asked-too-often"]


def test_a_request_that_was_never_confirmed_is_forgotten(session):
    tender = published_tender()
    request_following(tender, READER, now=MONDAY)

    request_following(tender, "ander@voorbeeld.example", now=MONDAY + timedelta(days=3))

    assert list(session.scalars(select(Follower.email))) == ["ander@voorbeeld.example"]


def test_a_private_or_ended_tender_has_no_followers_by_mail(session, visitor):
    private = published_tender(procedure=Procedure.MULTIPLE_PRIVATE)
    ended = published_tender(status=TenderStatus.WITHDRAWN)

    assert visitor.get(f"/portaal/aanbestedingen/{private.reference}/volgen").status_code == 404
    with pytest.raises(Refusal) as refusal:
        request_following(ended, READER, now=MONDAY)
    assert [each.code for each in refusal.value.obstacles] == ["tender-ended"]


def test_the_trail_never_holds_the_address(session, visitor):
    tender = published_tender()
    visitor.post(f"/portaal/aanbestedingen/{tender.reference}/volgen", data={"email": READER})
    visitor.post(link_in(mails(session)[0], "volgen"))

    entries = list(session.scalars(select(AuditEntry)))
    assert [each.act for each in entries] == ["tender.following_requested", "tender.following_confirmed"]
    assert not any(READER in f"{each.after}{each.before}{each.subject_label}" for each in entries)
