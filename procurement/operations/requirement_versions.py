"""The verbs that keep a version of the Programma van Eisen."""

from datetime import datetime

from procurement.lifecycle import obstacles_to_changing
from procurement.models.requirements import RequirementsVersion
from procurement.models.tenders import Tender
from procurement.queries.requirements import latest_version_number, requirements_text_of, versions_of
from procurement.requirement_texts import as_facts
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db, number_lock
from townhall.refusal import Obstacle, refuse_if

#: The kinds of job that print the document, and the difference between two versions.
DOCUMENT_JOB = "procurement.requirements"
DIFFERENCE_JOB = "procurement.requirement-differences"


def freeze_requirements_version(
    tender: Tender, *, reason: str, actor: Actor, now: datetime
) -> RequirementsVersion:
    """Keep the Programma van Eisen as it stands now, as the next version.

    A part of publishing and of rectifying, which each write their own line in the trail.
    """
    number_lock(f"requirements:{tender.id}")
    db.session.flush()
    version = RequirementsVersion(
        tender_id=tender.id,
        number=latest_version_number(tender) + 1,
        made_at=now,
        made_by_id=actor.account_id,
        reason=reason.strip(),
        content=as_facts(requirements_text_of(tender)),
    )
    db.session.add(version)
    db.session.flush()
    return version


def save_requirements_version(tender: Tender, *, reason: str, actor: Actor, now: datetime) -> RequirementsVersion:
    """Keep the Programma van Eisen of a draft as it stands now, to compare with later."""
    obstacles = obstacles_to_changing(tender.status)
    if not reason.strip():
        obstacles.append(Obstacle("reason-missing", "Schrijf in een paar woorden wat deze versie is.", "reason"))
    text = as_facts(requirements_text_of(tender))
    if not tender.requirements:
        obstacles.append(Obstacle("no-requirements", "Er is nog geen eis om te bewaren. Voeg er eerst een toe."))
    latest = next(iter(versions_of(tender)), None)
    if latest is not None and latest.content == text:
        words = f"Er is niets gewijzigd sinds versie {latest.number}. Een nieuwe versie is niet nodig."
        obstacles.append(Obstacle("nothing-changed", words))
    refuse_if(obstacles)
    version = freeze_requirements_version(tender, reason=reason, actor=actor, now=now)
    trail.record(
        "requirements.version_saved",
        tender,
        actor=actor,
        now=now,
        after={"number": version.number},
        reason=version.reason,
    )
    return version
