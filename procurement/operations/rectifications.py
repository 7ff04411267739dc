"""Writing a rectification: what changes in a published tender, line by line, before it goes out."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from procurement.models.questions import Question
from procurement.models.rectifications import Rectification, RectifiedDocument, RectifiedRequirement
from procurement.models.tenders import Requirement, Tender, TenderDocument
from procurement.operations.requirement_writing import setting_of
from procurement.operations.tender_documents import TENDER_DOCUMENT
from procurement.queries.rectifications import (
    content_now,
    next_rectification_number,
    open_rectification,
    rectification_facts,
)
from procurement.rectifications import ChangeKind, obstacles_to_rectifying, obstacles_to_words
from procurement.rectified_content import as_facts
from procurement.requirement_rules import obstacles_to_requirement
from procurement.tender_content import RequirementContent
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.documents.operations import store_document
from townhall.refusal import Obstacle, refuse_if

#: The dates that a rectification may change.
DATES = ("closes_at", "questions_until", "answers_by", "decision_on", "starts_on")


def begin_rectification(
    tender: Tender, *, what: str, why: str, is_substantial: bool, substance_reason: str, actor: Actor, now: datetime
) -> Rectification:
    """Start writing a rectification; nobody outside sees it before it is published."""
    rectification = Rectification(
        tender=tender,
        tender_id=tender.id,
        number=next_rectification_number(tender),
        what=what.strip(),
        why=why.strip(),
        is_substantial=is_substantial,
        substance_reason=substance_reason.strip(),
        begun_at=now,
        begun_by_id=actor.account_id,
    )
    facts = rectification_facts(rectification)
    obstacles = [*obstacles_to_rectifying(facts, now), *obstacles_to_words(facts)]
    if open_rectification(tender) is not None:
        text = "Er is al een rectificatie in voorbereiding. Werk die af, of gooi haar weg."
        obstacles.append(Obstacle("already-begun", text))
    refuse_if(obstacles)
    db.session.add(rectification)
    trail.record("rectification.begun", rectification, actor=actor, now=now, after=_words(rectification))
    return rectification


def change_rectification(
    rectification: Rectification,
    *,
    what: str,
    why: str,
    is_substantial: bool,
    substance_reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Change the words of a rectification that is not out yet."""
    facts = replace(rectification_facts(rectification), what=what, why=why, substance_reason=substance_reason)
    refuse_if([*obstacles_to_rectifying(facts, now), *obstacles_to_words(facts)])
    before = _words(rectification)
    rectification.what, rectification.why = what.strip(), why.strip()
    rectification.is_substantial, rectification.substance_reason = is_substantial, substance_reason.strip()
    trail.record(
        "rectification.changed", rectification, actor=actor, now=now, before=before, after=_words(rectification)
    )


def _words(rectification: Rectification) -> dict[str, Any]:
    return {
        "what": rectification.what,
        "why": rectification.why,
        "is_substantial": rectification.is_substantial,
        "substance_reason": rectification.substance_reason,
    }


def discard_rectification(rectification: Rectification, *, actor: Actor, now: datetime) -> None:
    """Throw away a rectification that was never published."""
    refuse_if(obstacles_to_rectifying(rectification_facts(rectification), now))
    trail.record("rectification.discarded", rectification, actor=actor, now=now, before=_words(rectification))
    db.session.delete(rectification)


def rectify_requirement(
    rectification: Rectification,
    requirement: Requirement | None,
    content: RequirementContent | None,
    *,
    question: Question | None = None,
    actor: Actor,
    now: datetime,
) -> RectifiedRequirement:
    """Change a requirement, add one (without ``requirement``) or drop one (without ``content``).

    ``question``: the question whose answer leads to it; the nota then refers to the rectification. A second
    change of the same requirement replaces the first.
    """
    assert requirement is not None or content is not None, "something changes"
    obstacles = obstacles_to_rectifying(rectification_facts(rectification), now)
    tender = rectification.tender
    if content is not None:
        obstacles += obstacles_to_requirement(content, setting_of(tender))
    before = content_now(requirement, tender) if requirement is not None else None
    if content is not None and content == before:
        obstacles.append(Obstacle("nothing-changed", "Er verandert nog niets aan deze eis.", "text"))
    refuse_if(obstacles)
    line = next(
        (
            each
            for each in rectification.requirements
            if requirement is not None and each.requirement_id == requirement.id
        ),
        None,
    )
    if line is None:
        line = RectifiedRequirement(requirement=requirement)
        rectification.requirements.append(line)
    line.kind = _kind_of(requirement, content)
    line.code = requirement.code if requirement is not None else ""
    line.before = as_facts(before) if before is not None else None
    line.after = as_facts(content) if content is not None else None
    line.question = question
    after = {"kind": line.kind.value, "code": line.code, "after": line.after}
    trail.record("rectification.requirement_set", rectification, actor=actor, now=now, after=after)
    return line


def _kind_of(requirement: Requirement | None, content: RequirementContent | None) -> ChangeKind:
    if requirement is None:
        return ChangeKind.ADDED
    return ChangeKind.DROPPED if content is None else ChangeKind.CHANGED


def rectify_document(
    rectification: Rectification,
    data: bytes,
    *,
    filename: str,
    title: str = "",
    replaces: TenderDocument | None = None,
    actor: Actor,
    now: datetime,
) -> RectifiedDocument:
    """Add a document, or a new version of one; it goes out with the rectification."""
    obstacles = obstacles_to_rectifying(rectification_facts(rectification), now)
    if replaces is not None and replaces.replaced_at is not None:
        text = "Dit stuk heeft al een nieuwere versie. Vervang die."
        obstacles.append(Obstacle("already-replaced", text, "replaces"))
    if replaces is not None and any(each.replaces_id == replaces.id for each in rectification.documents):
        text = "Voor dit stuk staat al een nieuwe versie klaar. Haal die eerst weg."
        obstacles.append(Obstacle("replaced-twice", text, "replaces"))
    refuse_if(obstacles)
    document = store_document(data, filename=filename, kind=TENDER_DOCUMENT, actor=actor, now=now, title=title)
    line = RectifiedDocument(document=document, replaces=replaces)
    rectification.documents.append(line)
    after = {"title": document.title, "sha256": document.sha256, "replaces": replaces.id if replaces else None}
    trail.record("rectification.document_set", rectification, actor=actor, now=now, after=after)
    return line


def rectify_dates(
    rectification: Rectification,
    *,
    closes_at: datetime | None = None,
    questions_until: datetime | None = None,
    answers_by: date | None = None,
    decision_on: date | None = None,
    starts_on: date | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Give dates that change with it; None keeps a date as it is."""
    refuse_if(obstacles_to_rectifying(rectification_facts(rectification), now))
    given = dict(zip(DATES, (closes_at, questions_until, answers_by, decision_on, starts_on), strict=True))
    before = {name: getattr(rectification, name) for name in DATES}
    for name, value in given.items():
        is_as_it_was = value == getattr(rectification.tender, name)
        setattr(rectification, name, None if is_as_it_was else value)
    after = {name: getattr(rectification, name) for name in DATES}
    trail.record("rectification.dates_set", rectification, actor=actor, now=now, before=before, after=after)


def remove_line(line: RectifiedRequirement | RectifiedDocument, *, actor: Actor, now: datetime) -> None:
    """Take one change out of a rectification that is not out yet."""
    rectification = line.rectification
    refuse_if(obstacles_to_rectifying(rectification_facts(rectification), now))
    if isinstance(line, RectifiedRequirement):
        before: dict[str, Any] = {"kind": line.kind.value, "code": line.code}
        rectification.requirements.remove(line)
    else:
        before = {"document_id": line.document_id}
        rectification.documents.remove(line)
    trail.record("rectification.line_removed", rectification, actor=actor, now=now, before=before)
