"""The verbs that keep a version of the Programma van Eisen."""

from datetime import datetime

from procurement.models.requirements import RequirementsVersion
from procurement.models.tenders import Tender
from procurement.queries.requirements import latest_version_number, requirements_text_of
from procurement.requirement_texts import as_facts
from townhall.accounts.actor import Actor
from townhall.database import db, number_lock


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
