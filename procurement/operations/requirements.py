"""The verbs for the Programma van Eisen and the award criteria of a draft."""

from datetime import datetime
from typing import Any

from procurement.lifecycle import obstacles_to_changing
from procurement.models.tenders import AwardCriterion, Requirement, Tender
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
from procurement.tender_content import CriterionContent, RequirementContent, obstacles_to_criterion
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, refuse_if


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


def add_criterion(
    tender: Tender, content: CriterionContent, *, actor: Actor, now: datetime
) -> AwardCriterion:
    """Add an award criterion to a draft."""
    codes = [each.code for each in tender.criteria]
    refuse_if([*obstacles_to_changing(tender.status), *obstacles_to_criterion(content, codes)])
    sequence = max((each.sequence for each in tender.criteria), default=0) + 1
    criterion = AwardCriterion(sequence=sequence)
    _fill_criterion(criterion, content)
    tender.criteria.append(criterion)
    trail.record("criterion.added", criterion, actor=actor, now=now, after=_criterion_values(criterion))
    return criterion


def change_criterion(
    criterion: AwardCriterion, content: CriterionContent, *, actor: Actor, now: datetime
) -> None:
    """Change an award criterion of a draft."""
    others = [each.code for each in criterion.tender.criteria if each.id != criterion.id]
    refuse_if([*obstacles_to_changing(criterion.tender.status), *obstacles_to_criterion(content, others)])
    before = _criterion_values(criterion)
    _fill_criterion(criterion, content)
    trail.record(
        "criterion.changed",
        criterion,
        actor=actor,
        now=now,
        before=before,
        after=_criterion_values(criterion),
    )


def remove_criterion(criterion: AwardCriterion, *, actor: Actor, now: datetime) -> None:
    """Take an award criterion out of a draft."""
    tender = criterion.tender
    obstacles = obstacles_to_changing(tender.status)
    numbers = [each.code for each in tender.requirements if each.criterion_id == criterion.id]
    if numbers:
        text = f"Bij dit criterium hoort nog wens {', '.join(numbers)}. Verwijder of wijzig die eerst."
        obstacles.append(Obstacle("criterion-has-wishes", text))
    refuse_if(obstacles)
    trail.record("criterion.removed", criterion, actor=actor, now=now, before=_criterion_values(criterion))
    tender.criteria.remove(criterion)
    db.session.flush()


def _fill_criterion(criterion: AwardCriterion, content: CriterionContent) -> None:
    criterion.code = content.code
    criterion.title = content.title
    criterion.kind = content.kind
    criterion.weight = content.weight
    criterion.guidance = content.guidance


def _criterion_values(criterion: AwardCriterion) -> dict[str, Any]:
    return {
        "code": criterion.code,
        "title": criterion.title,
        "kind": criterion.kind.value,
        "weight": criterion.weight,
        "guidance": criterion.guidance,
    }
