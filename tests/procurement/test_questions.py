"""Questions: asked without a name, answered for everybody, published in time."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from procurement.lifecycle import TenderStatus
from procurement.models.questions import Bulletin
from procurement.operations.bulletins import publish_bulletin
from procurement.operations.questions import answer_question, ask_question
from procurement.operations.tenders import move_closing
from procurement.procedures import Procedure, QuestionStatus
from procurement.questions import QuestionTerms, ReadyAnswer, Round, obstacles_to_bulletin
from tests.conftest import MONDAY
from tests.factories.registrations import registered
from tests.factories.tenders import QUESTIONS_UNTIL, published_tender, saved_tender
from townhall.audit.models import AuditEntry
from townhall.clock import AMSTERDAM
from townhall.documents import storage
from townhall.documents.models import Document
from townhall.jobs.operations import run_due_jobs
from townhall.mail.models import OutboxMail
from townhall.refusal import Refusal


@pytest.fixture
def inge(people):
    return people.actor("inge")


@pytest.fixture
def sanne(people):
    return people.actor("sanne")


def codes(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


def test_a_question_goes_from_asked_to_published(session, people, inge, sanne):
    tender = published_tender()
    registered(tender, people.rik.organisation)
    question = ask_question(tender, " Mag een combinatie? ", about="Eis 1", actor=sanne, now=MONDAY)
    answer_question(question, "Ja, dat mag.", actor=inge, now=MONDAY)

    bulletin = publish_bulletin(tender, actor=inge, now=MONDAY)

    assert (question.text, question.number, question.status) == (
        "Mag een combinatie?",
        1,
        QuestionStatus.PUBLISHED,
    )
    assert bulletin.number == 1
    assert list(session.scalars(select(OutboxMail.to))) == [people.rik.organisation.email]
    assert list(session.scalars(select(AuditEntry.act).order_by(AuditEntry.id))) == [
        "question.asked",
        "question.answered",
        "bulletin.published",
    ]


def test_a_second_nota_numbers_its_own_questions(session, inge, sanne):
    tender = published_tender()
    for text in ("Een?", "Twee?"):
        answer_question(ask_question(tender, text, actor=sanne, now=MONDAY), "Ja.", actor=inge, now=MONDAY)
    publish_bulletin(tender, actor=inge, now=MONDAY)
    answer_question(ask_question(tender, "Drie?", actor=sanne, now=MONDAY), "Ja.", actor=inge, now=MONDAY)

    second = publish_bulletin(tender, actor=inge, now=MONDAY)

    assert second.number == 2
    assert [(each.number, each.text) for each in second.questions] == [(1, "Drie?")]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (QUESTIONS_UNTIL, []),
        (QUESTIONS_UNTIL + timedelta(seconds=1), ["questions-closed"]),
    ],
)
def test_questions_are_in_time_until_and_including_the_last_moment(session, sanne, moment, expected):
    tender = published_tender()

    if expected:
        with pytest.raises(Refusal) as refusal:
            ask_question(tender, "Nog een vraag?", actor=sanne, now=moment)
        assert codes(refusal) == expected
    else:
        assert ask_question(tender, "Nog een vraag?", actor=sanne, now=moment).id


def test_an_empty_question_a_draft_and_a_private_tender_take_no_question(session, sanne):
    for tender, code in (
        (published_tender(), "text-missing"),
        (saved_tender(), "not-open"),
        (published_tender(procedure=Procedure.MULTIPLE_PRIVATE), "not-a-supplier"),
    ):
        with pytest.raises(Refusal) as refusal:
            ask_question(tender, " ", actor=sanne, now=MONDAY)
        assert code in codes(refusal)


def test_a_published_answer_stays_as_it_is(session, inge, sanne):
    tender = published_tender()
    question = ask_question(tender, "Mag het?", actor=sanne, now=MONDAY)
    answer_question(question, "Ja.", actor=inge, now=MONDAY)
    publish_bulletin(tender, actor=inge, now=MONDAY)

    with pytest.raises(Refusal) as refusal:
        answer_question(question, "Toch niet.", actor=inge, now=MONDAY)

    assert codes(refusal) == ["already-published"]
    assert question.answer == "Ja."


def test_a_nota_without_answers_is_refused(session, inge, sanne):
    tender = published_tender()
    ask_question(tender, "Mag het?", actor=sanne, now=MONDAY)

    with pytest.raises(Refusal) as refusal:
        publish_bulletin(tender, actor=inge, now=MONDAY)

    assert codes(refusal) == ["nothing-answered"]


CLOSES_AT = datetime(2027, 1, 11, 12, 0, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (datetime(2027, 1, 1, 23, 59, tzinfo=AMSTERDAM), []),
        (datetime(2027, 1, 2, 0, 0, tzinfo=AMSTERDAM), ["move-the-deadline"]),
        (CLOSES_AT + timedelta(seconds=1), ["already-closed"]),
    ],
)
def test_answers_are_out_ten_days_before_the_closing(day, expected):
    given = QuestionTerms(TenderStatus.PUBLISHED, Procedure.SAS, CLOSES_AT, (Round(1, None, None),))

    assert [each.code for each in obstacles_to_bulletin(given, [ReadyAnswer(1, "Mag het?")], day)] == expected


def test_a_late_nota_goes_out_after_the_closing_was_moved_far_enough(session, inge, sanne):
    tender = published_tender()
    question = ask_question(tender, "Mag het?", actor=sanne, now=MONDAY)
    answer_question(question, "Ja.", actor=inge, now=MONDAY)
    late = datetime(2027, 1, 6, 9, 0, tzinfo=AMSTERDAM)
    with pytest.raises(Refusal) as refusal:
        publish_bulletin(tender, actor=inge, now=late)
    assert codes(refusal) == ["move-the-deadline"]
    assert "16-01-2027 12:00" in refusal.value.obstacles[0].text

    move_closing(tender, datetime(2027, 1, 16, 12, 0, tzinfo=AMSTERDAM), reason="Late vraag", actor=inge, now=late)

    assert publish_bulletin(tender, actor=inge, now=late).number == 1


def test_the_pdf_of_a_nota_is_made_once_and_never_names_who_asked(session, people, inge, sanne):
    tender = published_tender()
    question = ask_question(tender, "Mag een combinatie?", actor=sanne, now=MONDAY)
    answer_question(question, "Ja, dat mag.", actor=inge, now=MONDAY)
    publish_bulletin(tender, actor=inge, now=MONDAY)
    session.commit()

    run_due_jobs()

    bulletin = session.scalar(select(Bulletin))
    document = session.get(Document, bulletin.document_id)
    content = storage.read(document)
    assert content.startswith(b"%PDF")
    assert b"Werkvooruit" not in content
    assert run_due_jobs() == 0


# --- pages -------------------------------------------------------------------------------------------


def test_the_round_goes_through_the_pages(session, as_person, people):
    tender = published_tender(lots=2)
    portal = f"/portaal/aanbestedingen/{tender.reference}"
    desk = f"/aanbestedingen/{tender.reference}/vragen"
    sanne, rik, inge = as_person("sanne"), as_person("rik"), as_person("inge")

    assert "Vul in" in sanne.post(f"{portal}/vraag", data={"about": "Eis 1"}).text
    sanne.post(f"{portal}/vraag", data={"about": "Eis 1", "text": "Mag een combinatie?"})
    assert "Mag een combinatie?" in sanne.get(portal).text
    assert "Mag een combinatie?" not in rik.get(portal).text

    question_id = session.scalar(select(AuditEntry.subject_id).where(AuditEntry.act == "question.asked"))
    page = inge.get(desk).text
    assert "Mag een combinatie?" in page and "Werkvooruit" not in page
    inge.post(f"{desk}/{question_id}", data={"answer": "Ja, dat mag."})
    assert "Ja, dat mag." not in rik.get(portal).text
    answer = inge.post(f"{desk}/nota", data={"introduction": "Eerste ronde"})

    assert answer.status_code == 302
    assert "Ja, dat mag." in inge.get(answer.location).text
    page = rik.get(portal).text
    assert "Ja, dat mag." in page and "Eerste ronde" in page and "Werkvooruit" not in page


def test_everybody_may_read_a_public_tender_and_nobody_else_a_private_one(session, visitor, as_person, people):
    from procurement.models.tenders import TenderInvitation

    public = published_tender(title="Voor iedereen")
    private = published_tender(title="Alleen op uitnodiging", procedure=Procedure.MULTIPLE_PRIVATE)
    session.add(TenderInvitation(tender_id=private.id, supplier_id=people.sanne.organisation_id, invited_at=MONDAY))
    sanne, rik = as_person("sanne"), as_person("rik")

    assert "Voor iedereen" in visitor.get("/portaal/aanbestedingen").text
    assert visitor.get(f"/portaal/aanbestedingen/{public.reference}").status_code == 200
    for outsider in (visitor, rik):
        assert "Alleen op uitnodiging" not in outsider.get("/portaal/aanbestedingen").text
        assert outsider.get(f"/portaal/aanbestedingen/{private.reference}").status_code == 404
    assert sanne.get(f"/portaal/aanbestedingen/{private.reference}").status_code == 200


def test_documents_are_for_who_may_see_the_tender(session, as_person, people):
    from procurement.operations.tender_documents import attach_document

    inge = people.actor("inge")
    open_one, draft = published_tender(), saved_tender()
    documents = [
        attach_document(each, b"%PDF-1.7\n%%EOF\n", filename="a.pdf", actor=inge, now=MONDAY).document_id
        for each in (open_one, draft)
    ]
    sanne, ria = as_person("sanne"), as_person("ria")

    from flask import url_for

    with sanne.application.test_request_context():
        urls = [url_for("documents.download", document_id=each) for each in documents]
    assert sanne.get(urls[0]).status_code == 200
    assert sanne.get(urls[1]).status_code == 404
    assert ria.get(urls[1]).status_code == 200


@pytest.mark.parametrize("questions", [1, 15])
def test_the_pages_take_as_many_queries_for_one_question_as_for_fifteen(
    session, inge, sanne, as_person, at_most_queries, questions
):
    tender = published_tender(lots=3)
    for number in range(questions):
        asked = ask_question(tender, f"Vraag {number}?", actor=sanne, now=MONDAY)
        answer_question(asked, "Ja.", actor=inge, now=MONDAY)
    publish_bulletin(tender, actor=inge, now=MONDAY)
    buyer, supplier = as_person("inge"), as_person("sanne")

    for client, path, most in (
        (buyer, f"/aanbestedingen/{tender.reference}/vragen", 20),
        (supplier, f"/portaal/aanbestedingen/{tender.reference}", 24),
        (supplier, "/portaal/aanbestedingen", 9),
    ):
        with at_most_queries(most):
            assert client.get(path).status_code == 200
