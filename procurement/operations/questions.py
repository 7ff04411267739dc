"""The verbs of a question: ask and take back, answer, leave something out on request."""

from dataclasses import dataclass
from datetime import datetime

from procurement.models.questions import Question
from procurement.models.tenders import Requirement, Tender, TenderDocument
from procurement.procedures import QuestionStatus
from procurement.queries.questions import asker_names, question_terms_of
from procurement.queries.tenders import is_visible_to
from procurement.question_texts import names_found, obstacles_to_text
from procurement.questions import (
    obstacles_to_answering,
    obstacles_to_asking,
    obstacles_to_deciding_on_request,
    obstacles_to_taking_back,
    round_at,
)
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.documents.models import Document
from townhall.mail import add_mail
from townhall.organisations.models import Organisation
from townhall.refusal import Obstacle, refuse_if


@dataclass(frozen=True)
class QuestionSubject:
    """What a question is about: a requirement, a document, or neither."""

    requirement: Requirement | None = None
    document: tuple[TenderDocument, Document] | None = None

    @property
    def words(self) -> str:
        """How the page, the nota and the mail name it."""
        if self.requirement is not None:
            kind = "Wens" if self.requirement.criterion_id else "Eis"
            return f"{kind} {self.requirement.code}"
        return self.document[1].title if self.document else ""


IN_GENERAL = QuestionSubject()


def ask_question(
    tender: Tender,
    text: str,
    *,
    about: str = "",
    subject: QuestionSubject = IN_GENERAL,
    withhold_request: str = "",
    names_are_meant: bool = False,
    actor: Actor,
    now: datetime,
) -> Question:
    """Put a question on behalf of the supplier who acts; others will never see who it was.

    ``withhold_request``: what should stay out of the nota, and why. ``names_are_meant``: the supplier read
    that the question names him, and sends it nevertheless.
    """
    terms = question_terms_of(tender)
    obstacles = [
        *obstacles_to_asking(terms, text, now),
        *obstacles_to_text(text, about, withhold_request),
    ]
    if actor.organisation_id is None or not is_visible_to(tender.id, actor.organisation_id):
        obstacles.append(Obstacle("not-a-supplier", "Alleen een aanbieder kan een vraag stellen."))
    elif not names_are_meant:
        obstacles += _obstacles_to_naming(f"{about} {text}", actor)
    refuse_if(obstacles)
    assert actor.organisation_id is not None, "refused above"
    current = round_at(terms, now)
    assert current is not None, "refused above"
    question = Question(
        tender=tender,
        tender_id=tender.id,
        supplier_id=actor.organisation_id,
        asked_by_id=actor.account_id,
        asked_at=now,
        round_number=current.number,
        requirement_id=subject.requirement.id if subject.requirement else None,
        tender_document_id=subject.document[0].id if subject.document else None,
        subject=subject.words[:250],
        about=about.strip(),
        text=text.strip(),
        withhold_request=withhold_request.strip(),
        status=QuestionStatus.ASKED,
    )
    db.session.add(question)
    after = {"tender": tender.reference, "round": current.number, "subject": question.subject}
    trail.record("question.asked", question, actor=actor, now=now, after=after)
    return question


def _obstacles_to_naming(text: str, actor: Actor) -> list[Obstacle]:
    firm = db.session.get(Organisation, actor.organisation_id)
    found = names_found(text, filter(None, [firm.name if firm else "", actor.name]))
    if not found:
        return []
    sentence = (
        f"Uw vraag noemt {' en '.join(found)}. Zo kunnen anderen zien wie de vraag stelt. Haal de naam weg, of "
        "zet een vinkje als u de vraag toch zo wilt versturen."
    )
    return [Obstacle("names-asker", sentence, "text")]


def take_back_question(question: Question, *, actor: Actor, now: datetime) -> None:
    """Withdraw a question that was not published yet; only who asked can."""
    assert actor.organisation_id == question.supplier_id, "nobody takes back another's question"
    refuse_if(obstacles_to_taking_back(question.status))
    before = question.status
    question.status = QuestionStatus.TAKEN_BACK
    trail.record("question.taken_back", question, actor=actor, now=now, before={"status": before.value})


def answer_question(
    question: Question,
    answer: str,
    *,
    public_text: str = "",
    private_answer: str = "",
    actor: Actor,
    now: datetime,
) -> None:
    """Write the answer down; suppliers see it only when the nota is published.

    ``public_text`` is the question as the nota says it, when it differs; ``private_answer`` what only who asked
    reads, where something is left out on request.
    """
    obstacles = obstacles_to_answering(question_terms_of(question.tender), question.status, answer)
    if private_answer.strip() and not question.withhold_granted:
        sentence = (
            "Een antwoord voor de vrager alleen kan alleen als u besloot iets buiten de nota te houden "
            "(art. 2.53 AW). Anders leest iedereen hetzelfde."
        )
        obstacles.append(Obstacle("nothing-withheld", sentence, "private_answer"))
    if names_found(f"{public_text} {answer}", asker_names([question])[question.id]):
        sentence = "Het antwoord of de vraag noemt wie haar stelde. Schrijf het zonder die naam."
        obstacles.append(Obstacle("names-asker", sentence, "answer"))
    refuse_if(obstacles)
    before = {"answer": question.answer, "public_text": question.public_text}
    question.answer = answer.strip()
    question.public_text = "" if public_text.strip() == question.text else public_text.strip()
    question.private_answer = private_answer.strip()
    question.answered_by_id = actor.account_id
    question.answered_at = now
    question.status = QuestionStatus.ANSWERED
    after = {"answer": question.answer, "public_text": question.public_text}
    trail.record("question.answered", question, actor=actor, now=now, before=before, after=after)


def decide_on_withholding(question: Question, *, granted: bool, reason: str, actor: Actor, now: datetime) -> None:
    """Leave out of the nota what who asked wants left out, or not; he hears it and why (art. 2.53 AW)."""
    terms = question_terms_of(question.tender)
    refuse_if(obstacles_to_deciding_on_request(terms, question.status, question.withhold_request, reason))
    question.withhold_granted = granted
    question.withhold_reason = reason.strip()
    if not granted:
        question.private_answer = ""
    firm = db.session.get_one(Organisation, question.supplier_id)
    add_mail(
        to=firm.email,
        subject=f"Uw verzoek bij een vraag over {question.tender.reference}",
        template="mail/withholding_decided.txt",
        now=now,
        question=question,
        tender=question.tender,
    )
    after = {"granted": granted, "request": question.withhold_request}
    trail.record("question.withholding_decided", question, actor=actor, now=now, after=after, reason=reason.strip())
