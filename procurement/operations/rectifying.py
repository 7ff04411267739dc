"""Publishing a rectification: the changes take effect, and everybody who follows or bids is told."""

from datetime import datetime
from typing import Any

from procurement.models.rectifications import Rectification
from procurement.models.tenders import ClosingMove, TenderDocument
from procurement.operations.descriptive import publish_descriptive_document
from procurement.operations.followers import tell_followers
from procurement.operations.rectifications import DATES
from procurement.operations.requirement_revisions import (
    RequirementRevision,
    apply_revisions,
    obstacles_to_revising,
)
from procurement.operations.requirement_versions import freeze_requirements_version
from procurement.operations.tenders import shift_closing
from procurement.queries.questions import last_promised_answers
from procurement.queries.rectifications import rectification_facts
from procurement.rectifications import obstacles_to_publishing_rectification
from procurement.rectified_content import from_facts
from procurement.timeline import latest_answer_day
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db, number_lock
from townhall.jobs.operations import request_job
from townhall.refusal import Obstacle, refuse_if

#: The kind of job that prints a rectification.
RECTIFICATION_JOB = "procurement.rectification"


def publish_rectification(rectification: Rectification, *, actor: Actor, now: datetime) -> None:
    """Let the changes take effect: requirements as a new version, documents as new versions, dates moved.

    Bids that were handed in keep counting; their makers are told to look again and may replace them.
    """
    tender = rectification.tender
    number_lock(f"rectification:{tender.id}")
    refuse_if(obstacles_to_rectification(rectification, now))
    if rectification.requirements:
        _change_requirements(rectification, actor, now)
    for line in rectification.documents:
        _add_document(rectification, line.document_id, line.replaces, now)
    before, move = _change_dates(rectification, now)
    if rectification.requirements or before:
        publish_descriptive_document(tender, actor=actor, now=now)
    rectification.published_at, rectification.published_by_id = now, actor.account_id
    db.session.flush()
    request_job(
        RECTIFICATION_JOB,
        {"rectification_id": rectification.id},
        actor=actor,
        now=now,
        title=f"Rectificatie {rectification.number} bij {tender.reference}",
    )
    tell_followers(
        tender,
        f"Rectificatie {rectification.number}",
        "mail/rectification_published.txt",
        now=now,
        rectification=rectification,
        move=move,
    )
    trail.record(
        "rectification.published",
        rectification,
        actor=actor,
        now=now,
        before=before,
        after={
            "tender": tender.reference,
            "what": rectification.what,
            "requirements": [(each.kind.value, each.code) for each in rectification.requirements],
            "requirements_version": rectification.requirements_version,
            "documents": [each.document.title for each in rectification.documents],
            **{name: getattr(tender, name) for name in before},
        },
        reason=rectification.why,
    )


def obstacles_to_rectification(rectification: Rectification, now: datetime) -> list[Obstacle]:
    """Everything that stands in the way of publishing it now."""
    facts = rectification_facts(rectification)
    obstacles = obstacles_to_publishing_rectification(facts, now)
    obstacles += obstacles_to_revising(rectification.tender, _revisions(rectification))
    promised = last_promised_answers(rectification.tender)
    closing = facts.closes_at or facts.closed_at
    if promised and closing and promised > latest_answer_day(closing, facts.procedure, facts.haste):
        text = "De antwoorden van de laatste vragenronde komen dan te laat vóór de sluiting. Kies een latere sluiting."
        obstacles.append(Obstacle("answers-too-late", text, "closes_at"))
    return obstacles


def _revisions(rectification: Rectification) -> list[RequirementRevision]:
    return [
        RequirementRevision(
            key=line.requirement.key if line.requirement else None,
            content=from_facts(line.after) if line.after else None,
        )
        for line in rectification.requirements
    ]


def _change_requirements(rectification: Rectification, actor: Actor, now: datetime) -> None:
    touched = apply_revisions(rectification.tender, _revisions(rectification), now=now)
    for line, requirement in zip(rectification.requirements, touched, strict=True):
        line.requirement, line.code = requirement, requirement.code
    version = freeze_requirements_version(
        rectification.tender, reason=f"Rectificatie {rectification.number}", actor=actor, now=now
    )
    rectification.requirements_version = version.number


def _add_document(
    rectification: Rectification, document_id: int, replaces: TenderDocument | None, now: datetime
) -> None:
    number = replaces.version_number + 1 if replaces else 1
    if replaces is not None:
        replaces.replaced_at = now
    attached = TenderDocument(
        document_id=document_id,
        added_at=now,
        version_number=number,
        is_agreement=replaces is not None and replaces.is_agreement,
    )
    rectification.tender.documents.append(attached)


def _change_dates(rectification: Rectification, now: datetime) -> tuple[dict[str, Any], ClosingMove | None]:
    tender = rectification.tender
    changed = {name: value for name in DATES if (value := getattr(rectification, name)) is not None}
    before = {name: getattr(tender, name) for name in changed}
    rectification.before = before
    move = None
    if closes_at := changed.pop("closes_at", None):
        reason = f"Rectificatie {rectification.number}: {rectification.substance_reason}"
        move = shift_closing(tender, closes_at, reason=reason, now=now)
    for name, value in changed.items():
        setattr(tender, name, value)
    return before, move
