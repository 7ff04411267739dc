"""From question to answer inside the house: expert, merging, leaving out, rounds; and the nota that comes of it."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from procurement.operations.bulletins import publish_bulletin
from procurement.operations.question_desk import (
    assign_expert,
    cancel_round,
    draft_answer,
    merge_questions,
    plan_round,
    split_question,
)
from procurement.operations.questions import (
    QuestionSubject,
    answer_question,
    ask_question,
    decide_on_withholding,
    take_back_question,
)
from procurement.procedures import Procedure, QuestionStatus
from procurement.queries.questions import questions_for_expert, withheld_parts_of
from tests.conftest import MONDAY
from tests.factories.registrations import registered
from tests.factories.tenders import QUESTIONS_UNTIL, published_tender, saved_tender
from townhall.clock import AMSTERDAM
from townhall.mail.models import OutboxMail
from townhall.refusal import Refusal

SECOND = datetime(2026, 12, 21, 12, 0, tzinfo=AMSTERDAM)


@pytest.fixture
def inge(people):
    return people.actor("inge")


@pytest.fixture
def sanne(people):
    return people.actor("sanne")


@pytest.fixture
def rik(people):
    return people.actor("rik")


def codes(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


def mailed(session):
    return [(mail.to, mail.subject) for mail in session.scalars(select(OutboxMail).order_by(OutboxMail.id))]


def test_a_question_remembers_its_subject_and_its_round(session, inge, sanne):
    tender = published_tender()
    plan_round(tender, 2, questions_until=SECOND, answers_by=date(2026, 12, 24), actor=inge, now=MONDAY)
    subject = QuestionSubject(requirement=tender.requirements[0])

    first = ask_question(tender, "Welk keurmerk?", subject=subject, about="het woord keurmerk", actor=sanne, now=MONDAY)
    second = ask_question(tender, "En nu?", actor=sanne, now=QUESTIONS_UNTIL + timedelta(seconds=1))

    assert (first.round_number, second.round_number) == (1, 2)
    assert first.shown_about == f"Eis {tender.requirements[0].code}, het woord keurmerk"
    with pytest.raises(Refusal) as refusal:
        ask_question(tender, "Te laat?", actor=sanne, now=SECOND + timedelta(seconds=1))
    assert codes(refusal) == ["questions-closed"]


def test_a_question_that_names_its_asker_is_sent_only_when_that_is_meant(session, inge, sanne):
    tender = published_tender()

    with pytest.raises(Refusal) as refusal:
        ask_question(tender, "Mag Werkvooruit Haarlem dit?", actor=sanne, now=MONDAY)
    assert codes(refusal) == ["names-asker"]
    question = ask_question(tender, "Mag Werkvooruit Haarlem dit?", names_are_meant=True, actor=sanne, now=MONDAY)

    answer_question(question, "Ja.", actor=inge, now=MONDAY)
    with pytest.raises(Refusal) as refusal:
        publish_bulletin(tender, actor=inge, now=MONDAY)
    assert codes(refusal) == ["names-asker"]
    with pytest.raises(Refusal):
        answer_question(question, "Werkvooruit Haarlem mag dat.", public_text="Mag dit?", actor=inge, now=MONDAY)
    answer_question(question, "Ja.", public_text="Mag een aanbieder dit?", actor=inge, now=MONDAY)
    assert publish_bulletin(tender, actor=inge, now=MONDAY).questions[0].shown_text == "Mag een aanbieder dit?"


def test_an_expert_proposes_and_the_buyer_decides(session, people, inge, sanne):
    tender = published_tender()
    question = ask_question(tender, "Hoe werkt de taaltoets?", actor=sanne, now=MONDAY)
    bram = people.actor("bram")

    with pytest.raises(Refusal) as refusal:
        draft_answer(question, "Zo.", actor=bram, now=MONDAY)
    assert codes(refusal) == ["not-the-expert"]
    assign_expert(question, people.bram, actor=inge, now=MONDAY)
    assert mailed(session) == [(people.bram.email, f"Een vraag voor u bij {tender.reference}")]
    assert [each.id for each in questions_for_expert(bram.account_id)] == [question.id]
    draft_answer(question, "De toets duurt een uur.", actor=bram, now=MONDAY)
    assert question.status == QuestionStatus.DRAFTED

    answer_question(question, question.answer, actor=inge, now=MONDAY)
    with pytest.raises(Refusal) as refusal:
        draft_answer(question, "Toch anders.", actor=bram, now=MONDAY)

    assert codes(refusal) == ["already-answered"]
    assert publish_bulletin(tender, actor=inge, now=MONDAY).questions[0].answer == "De toets duurt een uur."


def test_equal_questions_get_one_answer_and_every_asker_finds_it(session, inge, sanne, rik, as_person):
    tender = published_tender()
    first = ask_question(tender, "Mag een combinatie?", actor=sanne, now=MONDAY)
    second = ask_question(tender, "Is een combinatie toegestaan?", actor=rik, now=MONDAY)
    third = ask_question(tender, "Combinatie?", actor=rik, now=MONDAY)

    merge_questions(second, [third], actor=inge, now=MONDAY)
    merge_questions(first, [second], actor=inge, now=MONDAY)
    assert {second.merged_into_id, third.merged_into_id} == {first.id}
    split_question(third, actor=inge, now=MONDAY)
    answer_question(first, "Ja, dat mag.", actor=inge, now=MONDAY)
    bulletin = publish_bulletin(tender, actor=inge, now=MONDAY)

    assert [each.id for each in bulletin.questions] == [first.id]
    assert third.status == QuestionStatus.ASKED
    page = as_person("rik").get(f"/portaal/aanbestedingen/{tender.reference}").text
    assert "Is een combinatie toegestaan?" in page and "nota 1, vraag 1" in page
    with pytest.raises(Refusal) as refusal:
        split_question(second, actor=inge, now=MONDAY)
    assert codes(refusal) == ["not-merged"]


def test_a_merged_asker_is_not_named_either(session, inge, sanne, rik):
    tender = published_tender()
    first = ask_question(tender, "Mag Baanbrug meedoen?", actor=sanne, now=MONDAY)
    second = ask_question(tender, "Mogen wij meedoen?", actor=rik, now=MONDAY)
    merge_questions(first, [second], actor=inge, now=MONDAY)
    answer_question(first, "Ja.", actor=inge, now=MONDAY)

    with pytest.raises(Refusal) as refusal:
        publish_bulletin(tender, actor=inge, now=MONDAY)

    assert codes(refusal) == ["names-asker"]


def test_what_is_left_out_on_request_is_for_who_asked_alone(session, people, inge, sanne, visitor, as_person):
    tender = published_tender()
    question = ask_question(
        tender, "Ons algoritme Kompaszoeker weegt leeftijd. Mag dat?",
        withhold_request="De naam van ons algoritme: geheim.", actor=sanne, now=MONDAY,
    )  # fmt: skip
    with pytest.raises(Refusal) as refusal:
        answer_question(question, "Nee.", private_answer="Kompaszoeker mag niet.", actor=inge, now=MONDAY)
    assert codes(refusal) == ["nothing-withheld"]
    answer_question(question, "Leeftijd mag niet meewegen.", actor=inge, now=MONDAY)
    with pytest.raises(Refusal) as refusal:
        publish_bulletin(tender, actor=inge, now=MONDAY)
    assert codes(refusal) == ["undecided-request"]

    decide_on_withholding(question, granted=True, reason="Bedrijfsgeheim.", actor=inge, now=MONDAY)
    with pytest.raises(Refusal) as refusal:
        publish_bulletin(tender, actor=inge, now=MONDAY)
    assert codes(refusal) == ["withheld-text-missing"]
    answer_question(
        question, "Leeftijd mag niet meewegen.", public_text="Mag een algoritme leeftijd wegen?",
        private_answer="Kompaszoeker dus niet.", actor=inge, now=MONDAY,
    )  # fmt: skip
    publish_bulletin(tender, actor=inge, now=MONDAY)

    assert mailed(session)[0][0] == people.sanne.organisation.email
    assert withheld_parts_of(tender) == [(1, 1, "Bedrijfsgeheim.")]
    address = f"/portaal/aanbestedingen/{tender.reference}"
    for reader in (visitor, as_person("rik")):
        page = reader.get(address).text
        assert "Kompaszoeker" not in page and "een deel weggelaten" in page
    assert "Kompaszoeker dus niet." in as_person("sanne").get(address).text


def test_a_wish_that_is_refused_can_be_answered_by_taking_the_question_back(session, inge, sanne, rik):
    tender = published_tender()
    question = ask_question(tender, "Mag X9?", withhold_request="X9", actor=sanne, now=MONDAY)
    with pytest.raises(Refusal) as refusal:
        decide_on_withholding(question, granted=False, reason=" ", actor=inge, now=MONDAY)
    assert codes(refusal) == ["reason-missing"]
    decide_on_withholding(question, granted=False, reason="Iedereen moet dit weten.", actor=inge, now=MONDAY)

    take_back_question(question, actor=sanne, now=MONDAY)

    assert question.status == QuestionStatus.TAKEN_BACK
    with pytest.raises(AssertionError):
        take_back_question(question, actor=rik, now=MONDAY)
    with pytest.raises(Refusal) as refusal:
        answer_question(question, "Ja.", actor=inge, now=MONDAY)
    assert codes(refusal) == ["taken-back"]


def test_a_round_can_be_added_and_moved_and_followers_hear_it(session, people, inge):
    tender = published_tender()
    registered(tender, people.rik.organisation)

    plan_round(tender, 2, questions_until=SECOND, answers_by=date(2026, 12, 24), actor=inge, now=MONDAY)
    later = SECOND + timedelta(days=1)
    moved = plan_round(tender, 2, questions_until=later, answers_by=date(2026, 12, 29), actor=inge, now=MONDAY)

    assert moved.questions_until == later
    assert [to for to, _ in mailed(session)] == [people.rik.organisation.email] * 2
    with pytest.raises(Refusal) as refusal:
        cancel_round(tender, 2, actor=inge, now=MONDAY)
    assert codes(refusal) == ["round-published"]
    draft = saved_tender()
    plan_round(draft, 2, questions_until=SECOND, answers_by=date(2026, 12, 24), actor=inge, now=MONDAY)
    cancel_round(draft, 2, actor=inge, now=MONDAY)
    assert (
        plan_round(draft, 2, questions_until=SECOND, answers_by=date(2026, 12, 24), actor=inge, now=MONDAY).number == 2
    )


def test_a_late_nota_can_move_the_closing_itself(session, people, inge, sanne):
    tender = published_tender()
    registered(tender, people.rik.organisation)
    answer_question(ask_question(tender, "Mag het?", actor=sanne, now=MONDAY), "Ja.", actor=inge, now=MONDAY)
    late = datetime(2027, 1, 6, 9, 0, tzinfo=AMSTERDAM)
    with pytest.raises(Refusal) as refusal:
        publish_bulletin(tender, closes_at=datetime(2027, 1, 15, 12, 0, tzinfo=AMSTERDAM), actor=inge, now=late)
    assert codes(refusal) == ["move-the-deadline"]

    to = datetime(2027, 1, 18, 12, 0, tzinfo=AMSTERDAM)
    publish_bulletin(tender, closes_at=to, actor=inge, now=late)

    assert tender.closes_at == to
    mail = session.scalar(select(OutboxMail))
    assert "18 januari 2027" in mail.body and len(mailed(session)) == 1


def test_the_pages_carry_a_question_from_expert_to_nota(session, inge, sanne, people, as_person):
    tender = published_tender()
    question = ask_question(tender, "Hoe lang duurt de toets?", actor=sanne, now=MONDAY)
    other = ask_question(tender, "Duurt de toets lang?", actor=sanne, now=MONDAY)
    buyer, expert = as_person("inge"), as_person("bram")
    address = f"/aanbestedingen/{tender.reference}/vragen/{question.id}"

    buyer.post(f"{address}/deskundige", data={"expert": str(people.bram.id)})
    buyer.post(f"{address}/samenvoegen", data={"others": [str(other.id)]})
    assert "Hoe lang duurt de toets?" in expert.get("/aanbestedingen/vragen-voor-mij").text
    assert "vraag van een aanbieder wacht op uw antwoord" in expert.get("/werkvoorraad/").text
    expert.post(f"/aanbestedingen/vragen-voor-mij/{question.id}", data={"answer": "Een uur."})
    assert "Een uur." in buyer.get(address).text
    buyer.post(address, data={"answer": "Eén uur.", "public_text": ""})
    buyer.post(f"/aanbestedingen/{tender.reference}/vragen/nota", data={"introduction": ""})

    assert "Eén uur." in as_person("rik").get(f"/portaal/aanbestedingen/{tender.reference}").text
    assert expert.get(address).status_code == 403
    assert as_person("anouk").get(f"/aanbestedingen/vragen-voor-mij/{question.id}").status_code == 404


def test_somebody_elses_question_cannot_be_taken_back_through_the_page(session, sanne, as_person):
    tender = published_tender()
    question = ask_question(tender, "Mag het?", actor=sanne, now=MONDAY)
    address = f"/portaal/aanbestedingen/{tender.reference}/vraag/{question.id}/terugtrekken"

    assert as_person("rik").post(address).status_code == 404
    assert as_person("sanne").post(address).status_code == 302
    session.expire_all()
    assert question.status == QuestionStatus.TAKEN_BACK


@pytest.mark.parametrize(
    ("procedure", "ground"),
    [(Procedure.SAS, "hier vrijwillig toe"), (Procedure.EU_OPEN, "Volgens de wet moeten alle antwoorden")],
)
def test_the_page_says_whether_the_last_day_for_answers_is_law(session, as_person, procedure, ground):
    tender = published_tender(procedure=procedure)
    session.commit()

    page = as_person("inge").get(f"/aanbestedingen/{tender.reference}/vragen").text

    assert ground in page
    assert ("Volgens de wet" in page) is (procedure is Procedure.EU_OPEN)
