"""The verbs for the Programma van Eisen of a draft."""

from datetime import datetime

from procurement.lifecycle import obstacles_to_changing
from procurement.models.tenders import Requirement, Tender
from procurement.operations.requirement_writing import (
    arrange,
    fill_requirement,
    order_of,
    requirement_facts,
    setting_of,
    with_requirement_moved,
    write_requirement,
)
from procurement.requirement_rules import obstacles_to_requirement
from procurement.tender_content import RequirementContent
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import refuse_if


def add_requirement(tender: Tender, content: RequirementContent, *, actor: Actor, now: datetime) -> Requirement:
    """Add an eis or wens at the end of a section of a draft."""
    refuse_if([*obstacles_to_changing(tender.status), *obstacles_to_requirement(content, setting_of(tender))])
    requirement = write_requirement(tender, content)
    trail.record("requirement.added", requirement, actor=actor, now=now, after=requirement_facts(requirement))
    return requirement


def change_requirement(requirement: Requirement, content: RequirementContent, *, actor: Actor, now: datetime) -> None:
    """Change a requirement of a draft; in another section it comes last."""
    tender = requirement.tender
    refuse_if([*obstacles_to_changing(tender.status), *obstacles_to_requirement(content, setting_of(tender))])
    before = requirement_facts(requirement)
    fill_requirement(tender, requirement, content)
    if content.section_number not in (None, requirement.section_number):
        arrange(tender, with_requirement_moved(order_of(tender), requirement, content.section_number))
    trail.record(
        "requirement.changed",
        requirement,
        actor=actor,
        now=now,
        before=before,
        after=requirement_facts(requirement),
    )


def remove_requirement(requirement: Requirement, *, actor: Actor, now: datetime) -> None:
    """Take a requirement out of a draft; those after it in its section move up."""
    tender = requirement.tender
    refuse_if(obstacles_to_changing(tender.status))
    trail.record("requirement.removed", requirement, actor=actor, now=now, before=requirement_facts(requirement))
    tender.requirements.remove(requirement)
    db.session.flush()
    arrange(tender, order_of(tender))
