"""Tender B between publication and bids: a second round of questions, and a rectification that comes of it."""

from dataclasses import replace
from datetime import timedelta

from demo.plans import SecondRound
from demo.telling import Line, Story, at
from procurement.models.tenders import Tender
from procurement.operations.bulletins import publish_bulletin
from procurement.operations.question_desk import assign_expert, draft_answer, merge_questions, plan_round
from procurement.operations.questions import QuestionSubject, answer_question, ask_question
from procurement.operations.rectifications import begin_rectification, rectify_requirement
from procurement.operations.rectifying import publish_rectification
from procurement.queries.rectifications import content_now


def second_round(story: Story, tender: Tender, plan: SecondRound) -> Line:
    """Two firms ask the same about a requirement; an expert answers, the requirement is made clearer."""
    announced = at(plan.announced_on, 9)
    yield announced
    until = at(plan.questions_until, 12)
    story.do(plan_round, tender, 2, questions_until=until, answers_by=plan.answers_by, by="Inge", on=announced)
    requirement = next(each for each in tender.requirements if plan.about in each.text)
    subject = QuestionSubject(requirement=requirement)
    rows = []
    for number, (firm, text) in enumerate(plan.equal_questions):
        on = announced + timedelta(days=7, hours=number)
        yield on
        rows.append(story.do(ask_question, tender, text, subject=subject, by=firm, on=on))
    on = until + timedelta(days=1)
    yield on
    first, *others = rows
    story.do(merge_questions, first, others, by="Inge", on=on)
    story.do(assign_expert, first, story.accounts[plan.expert], by="Inge", on=on)
    yield on + timedelta(days=2)
    story.do(draft_answer, first, plan.answer, by=plan.expert, on=on + timedelta(days=2))
    on += timedelta(days=3)
    yield on
    rectification = story.do(
        begin_rectification, tender, what=plan.what, why=plan.why, is_substantial=False,
        substance_reason=plan.substance_reason, by="Inge", on=on,
    )  # fmt: skip
    now = content_now(requirement, tender)
    content = replace(now, text=plan.new_text)
    story.do(rectify_requirement, rectification, requirement, content, question=first, by="Inge", on=on)
    story.do(publish_rectification, rectification, by="Inge", on=on)
    story.do(answer_question, first, plan.answer, by="Inge", on=on)
    story.do(publish_bulletin, tender, by="Inge", on=on)
