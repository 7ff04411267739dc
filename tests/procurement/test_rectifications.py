"""A published tender is changed in the open: requirements, documents, dates, and everybody is told."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from procurement.models.rectifications import Rectification
from procurement.operations.bulletins import publish_bulletin
from procurement.operations.questions import answer_question, ask_question
from procurement.operations.rectifications import (
    begin_rectification,
    change_rectification,
    discard_rectification,
    rectify_dates,
    rectify_document,
    rectify_requirement,
    remove_line,
)
from procurement.operations.rectifying import publish_rectification
from procurement.operations.requirement_versions import freeze_requirements_version
from procurement.operations.tender_documents import attach_document
from procurement.operations.tender_papers import make_rectification
from procurement.procedures import RequirementKind
from procurement.queries.rectifications import rectified_since
from procurement.queries.requirements import latest_version_number
from procurement.queries.tenders import closing_moves_of, documents_of
from procurement.rectifications import ChangeKind
from procurement.tender_content import RequirementContent
from tests.conftest import MONDAY
from tests.factories.bids import CLOSES_AT, NOW, open_for_bids, submitted_bid
from tests.factories.registrations import registered
from tests.factories.tenders import published_tender, saved_tender
from townhall.clock import AMSTERDAM
from townhall.documents import storage
from townhall.documents.models import Document
from townhall.jobs.operations import run_due_jobs
from townhall.mail.models import OutboxMail
from townhall.refusal import Refusal

PDF = b"%PDF-1.7\n%%EOF\n"
LATER = datetime(2027, 1, 25, 12, 0, tzinfo=AMSTERDAM)


@pytest.fixture
def inge(people):
    return people.actor("inge")


def codes(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


def begun(tender, inge, **what_matters):
    """A rectification that is being written."""
    given = {
        "what": "De eis over het keurmerk wordt ruimer.",
        "why": "Antwoord op een vraag.",
        "is_substantial": False,
        "substance_reason": "Het is een verduidelijking.",
    }
    return begin_rectification(tender, **{**given, **what_matters}, actor=inge, now=MONDAY)


def test_a_changed_eis_is_a_new_version_of_the_requirements_and_everybody_is_told(session, people, inge):
    tender = published_tender()
    registered(tender, people.rik.organisation)
    requirement = tender.requirements[0]
    key, code, versions = requirement.key, requirement.code, latest_version_number(tender)
    rectification = begun(tender, inge)
    content = RequirementContent("U heeft een keurmerk, of iets gelijkwaardigs.", RequirementKind.KNOCK_OUT)
    rectify_requirement(rectification, requirement, content, actor=inge, now=MONDAY)
    rectify_requirement(rectification, None, RequirementContent("U meldt uitval."), actor=inge, now=MONDAY)
    assert requirement.text == "U heeft een keurmerk.", "nothing changes before it is published"

    publish_rectification(rectification, actor=inge, now=MONDAY)

    assert (requirement.text, requirement.key, requirement.code) == (content.text, key, code)
    assert "U meldt uitval." in [each.text for each in tender.requirements]
    assert rectification.requirements_version == latest_version_number(tender) == versions + 1
    assert [(each.kind, bool(each.code)) for each in rectification.requirements] == [
        (ChangeKind.CHANGED, True),
        (ChangeKind.ADDED, True),
    ]
    mail = session.scalar(select(OutboxMail))
    assert mail.to == people.rik.organisation.email
    assert rectification.what in mail.body and "De sluiting blijft 11 januari 2027" in mail.body


def test_a_dropped_eis_keeps_its_number_free(session, inge):
    tender = published_tender()
    gone, stays = tender.requirements
    rectification = begun(tender, inge)
    rectify_requirement(rectification, gone, None, actor=inge, now=MONDAY)

    publish_rectification(rectification, actor=inge, now=MONDAY)

    assert [each.code for each in tender.requirements] == [stays.code]
    assert rectification.requirements[0].code == gone.code


def test_a_substantial_change_moves_the_closing_with_its_reason(session, inge):
    tender = published_tender()
    was = tender.closes_at
    rectification = begun(tender, inge, is_substantial=True, substance_reason="Bieders schrijven een plan erbij.")
    rectify_requirement(rectification, None, RequirementContent("U schrijft een taalplan."), actor=inge, now=MONDAY)
    with pytest.raises(Refusal) as refusal:
        publish_rectification(rectification, actor=inge, now=MONDAY)
    assert codes(refusal) == ["substantial-without-time"]
    assert rectification.published_at is None and "taalplan" not in str([each.text for each in tender.requirements])

    rectify_dates(rectification, closes_at=LATER, decision_on=date(2027, 2, 22), actor=inge, now=MONDAY)
    publish_rectification(rectification, actor=inge, now=MONDAY)

    assert (tender.closes_at, tender.decision_on) == (LATER, date(2027, 2, 22))
    move = closing_moves_of(tender)[0]
    assert (move.moved_from, move.moved_to) == (was, LATER)
    assert "Bieders schrijven een plan erbij." in move.reason


def test_a_new_version_replaces_a_document_and_the_old_one_stays_readable(session, inge, visitor):
    tender = published_tender()
    first = attach_document(tender, PDF, filename="leidraad.pdf", title="Leidraad", actor=inge, now=MONDAY)
    rectification = begun(tender, inge)
    rectify_document(
        rectification, PDF + b" ", filename="leidraad2.pdf", title="Leidraad", replaces=first, actor=inge, now=MONDAY
    )
    with pytest.raises(Refusal) as refusal:
        rectify_document(rectification, PDF, filename="a.pdf", replaces=first, actor=inge, now=MONDAY)
    assert codes(refusal) == ["replaced-twice"]

    publish_rectification(rectification, actor=inge, now=MONDAY)

    rows = [row for row, _ in documents_of(tender)]
    assert [(row.version_number, bool(row.replaced_at)) for row in rows] == [(1, True), (2, False)]
    for row in rows:
        answer = visitor.get(f"/portaal/aanbestedingen/{tender.reference}/stukken/{row.id}")
        assert answer.status_code == 200 and answer.mimetype == "application/pdf"
    page = visitor.get(f"/portaal/aanbestedingen/{tender.reference}").text
    assert "Eerdere versies" in page and "versie 2" in page


def test_a_document_of_a_rectification_that_is_not_out_is_nobody_elses(session, inge, as_person, visitor):
    tender = published_tender()
    line = rectify_document(begun(tender, inge), PDF, filename="geheim.pdf", actor=inge, now=MONDAY)

    assert as_person("sanne").get(f"/documenten/{line.document_id}").status_code == 404
    assert "geheim" not in visitor.get(f"/portaal/aanbestedingen/{tender.reference}").text
    assert visitor.get(f"/portaal/aanbestedingen/{tender.reference}/rectificatie/1").status_code == 404


def test_there_is_one_rectification_at_a_time_and_only_while_bids_can_come(session, inge):
    tender = published_tender()
    rectification = begun(tender, inge)
    with pytest.raises(Refusal) as refusal:
        begun(tender, inge)
    assert codes(refusal) == ["already-begun"]
    discard_rectification(rectification, actor=inge, now=MONDAY)
    session.flush()
    assert begun(tender, inge).number == 1

    for other, code in (
        (saved_tender(), "not-open"),
        (published_tender(closes_at=MONDAY - timedelta(1)), "already-closed"),
    ):
        with pytest.raises(Refusal) as refusal:
            begun(other, inge, what=" ")
        assert codes(refusal) == [code, "what-missing"]


def test_a_published_rectification_stays_as_it_is(session, inge):
    tender = published_tender()
    rectification = begun(tender, inge)
    line = rectify_requirement(rectification, tender.requirements[0], None, actor=inge, now=MONDAY)
    publish_rectification(rectification, actor=inge, now=MONDAY)

    for change in (
        lambda: change_rectification(
            rectification, what="x", why="x", is_substantial=False, substance_reason="x", actor=inge, now=MONDAY
        ),
        lambda: rectify_dates(rectification, closes_at=LATER, actor=inge, now=MONDAY),
        lambda: remove_line(line, actor=inge, now=MONDAY),
        lambda: discard_rectification(rectification, actor=inge, now=MONDAY),
        lambda: publish_rectification(rectification, actor=inge, now=MONDAY),
    ):
        with pytest.raises(Refusal) as refusal:
            change()
        assert codes(refusal)[0] == "already-published"
    assert rectification.what != "x"


def test_what_a_rectification_changed_in_the_requirements_joins_the_documents_once(session, inge, visitor):
    tender = published_tender()
    freeze_requirements_version(tender, reason="Publicatie", actor=inge, now=MONDAY)
    rectification = begun(tender, inge)
    content = RequirementContent("U heeft een keurmerk of gelijkwaardig.")
    rectify_requirement(rectification, tender.requirements[0], content, actor=inge, now=MONDAY)
    publish_rectification(rectification, actor=inge, now=MONDAY)
    session.commit()

    run_due_jobs()
    make_rectification({"rectification_id": rectification.id}, lambda *_: None)

    titles = [document.title for _, document in documents_of(tender)]
    assert titles.count("Wijzigingen in het Programma van Eisen, rectificatie 1") == 1
    page = visitor.get(f"/portaal/aanbestedingen/{tender.reference}").text
    assert "Wijzigingen in het Programma van Eisen, rectificatie 1" in page


def test_an_answer_that_changes_an_eis_goes_out_after_its_rectification(session, people, inge):
    tender = published_tender()
    question = ask_question(tender, "Mag iets gelijkwaardigs?", actor=people.actor("sanne"), now=MONDAY)
    rectification = begun(tender, inge)
    content = RequirementContent("U heeft een keurmerk of gelijkwaardig.")
    rectify_requirement(rectification, tender.requirements[0], content, question=question, actor=inge, now=MONDAY)
    answer_question(question, "Ja.", actor=inge, now=MONDAY)
    with pytest.raises(Refusal) as refusal:
        publish_bulletin(tender, actor=inge, now=MONDAY)
    assert codes(refusal) == ["rectification-open"]

    publish_rectification(rectification, actor=inge, now=MONDAY)
    publish_bulletin(tender, actor=inge, now=MONDAY)
    session.commit()
    run_due_jobs()

    kinds = {each.kind: each for each in session.scalars(select(Document))}
    for kind in ("procurement.rectification", "procurement.bulletin"):
        assert storage.read(kinds[kind]).startswith(b"%PDF")


def test_a_bid_from_before_a_change_is_flagged_and_can_be_replaced(session, people, inge, as_person, set_now):
    tender = open_for_bids(lots=2, closes_at=CLOSES_AT + timedelta(days=30))
    first, second = tender.lots
    bids = [submitted_bid(tender, lot, "Sanne") for lot in (first, second)]
    rectification = begun(tender, inge)
    content = RequirementContent("U heeft een vestiging in Haarlem.", lot_number=1)
    rectify_requirement(rectification, None, content, actor=inge, now=MONDAY)
    after = NOW + timedelta(hours=1)
    publish_rectification(rectification, actor=inge, now=after)

    touched = rectified_since([(first, bids[0].received_at), (second, bids[1].received_at)])

    assert [len(touched[lot.id]) for lot in (first, second)] == [1, 0]
    set_now(after)
    sanne = as_person("sanne")
    flag = "De aanbesteding is gewijzigd na"
    assert flag in sanne.get(f"/portaal/inschrijvingen/{tender.reference}/perceel/1").text
    assert flag not in sanne.get(f"/portaal/inschrijvingen/{tender.reference}/perceel/2").text
    assert flag in sanne.get(f"/portaal/ingediend/{bids[0].id}").text
    assert sanne.get("/portaal/inschrijvingen").text.count("Van vóór een wijziging") == 1
    again = submitted_bid(tender, first, "Sanne", now=after + timedelta(hours=1))
    assert rectified_since([(first, again.received_at)])[first.id] == []


def test_the_pages_write_and_publish_a_rectification(session, people, inge, as_person):
    tender = published_tender()
    attached = attach_document(tender, PDF, filename="leidraad.pdf", actor=inge, now=MONDAY)
    session.commit()
    key, attached_id = tender.requirements[0].key, attached.id
    buyer, base = as_person("inge"), f"/aanbestedingen/{tender.reference}/rectificaties"
    words = {
        "what": "De eis wordt ruimer.", "why": "Een vraag.", "substantial": "ja", "substance_reason": "Meer te doen.",
    }  # fmt: skip

    changed = {"text": "U heeft een keurmerk of gelijkwaardig.", "kind": "knock_out", "verification": "with_bid"}

    empty = buyer.post(f"{base}/nieuw", data={"what": "Alleen dit."})
    assert "Alleen dit." in empty.text and empty.text.count("form-field__error") == 3
    assert buyer.post(f"{base}/nieuw", data=words).location.endswith("/1")
    page = buyer.get(f"{base}/1").text
    assert "Er is nog niets gewijzigd" in page and "verplaats de sluiting" in page
    buyer.post(f"{base}/1/eisen/{key}", data=changed)
    buyer.post(f"{base}/1/stuk", data={"file": (BytesIO(PDF), "nieuw.pdf"), "replaces": str(attached_id)})
    buyer.post(f"{base}/1/datums", data={"closes_at": "25-01-2027 12:00"})
    page = buyer.get(f"{base}/1").text
    assert "25 januari 2027" in page and "Rectificatie publiceren" in page
    assert as_person("anouk").post(f"{base}/1/publiceren").status_code == 403
    buyer.post(f"{base}/1/publiceren")

    session.expire_all()
    assert session.scalar(select(Rectification)).published_at is not None
    public = as_person("rik").get(f"/portaal/aanbestedingen/{tender.reference}").text
    assert "De eis wordt ruimer." in public and "U heeft een keurmerk of gelijkwaardig." in public


def test_the_portal_takes_as_many_queries_for_one_rectification_as_for_six(session, inge, as_person, at_most_queries):
    tender = published_tender()
    for number in range(6):
        rectification = begun(tender, inge)
        rectify_requirement(rectification, None, RequirementContent(f"Eis {number}"), actor=inge, now=MONDAY)
        publish_rectification(rectification, actor=inge, now=MONDAY)
    rik, inge_reads = as_person("rik"), as_person("inge")

    for client, address, most in (
        (rik, f"/portaal/aanbestedingen/{tender.reference}", 26),
        (inge_reads, f"/aanbestedingen/{tender.reference}/rectificaties", 17),
        (inge_reads, f"/aanbestedingen/{tender.reference}/rectificaties/6", 21),
    ):
        with at_most_queries(most):
            assert client.get(address).status_code == 200
