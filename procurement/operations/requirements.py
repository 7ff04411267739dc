"""The verbs for the Programma van Eisen and the award criteria of a draft."""

from datetime import datetime
from typing import Any

from procurement.lifecycle import obstacles_to_changing
from procurement.models.tenders import AwardCriterion, Requirement, Tender
from procurement.procedures import RequirementKind
from procurement.queries.tenders import lot_of
from procurement.tender_content import CriterionContent, RequirementContent, obstacles_to_criterion
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, refuse_if


def add_requirement(
    tender: Tender, content: RequirementContent, *, actor: Actor, now: datetime
) -> Requirement:
    """Add a numbered eis or wens to the Programma van Eisen of a draft."""
    refuse_if([*obstacles_to_changing(tender.status), *_obstacles_to_requirement(tender, content)])
    number = max((each.number for each in tender.requirements), default=0) + 1
    requirement = Requirement(number=number)
    _fill_requirement(tender, requirement, content)
    tender.requirements.append(requirement)
    trail.record("requirement.added", requirement, actor=actor, now=now, after=_requirement(requirement))
    return requirement


def change_requirement(
    requirement: Requirement, content: RequirementContent, *, actor: Actor, now: datetime
) -> None:
    """Change a requirement of a draft; its number stays."""
    tender = requirement.tender
    refuse_if([*obstacles_to_changing(tender.status), *_obstacles_to_requirement(tender, content)])
    before = _requirement(requirement)
    _fill_requirement(tender, requirement, content)
    trail.record(
        "requirement.changed",
        requirement,
        actor=actor,
        now=now,
        before=before,
        after=_requirement(requirement),
    )


def remove_requirement(requirement: Requirement, *, actor: Actor, now: datetime) -> None:
    """Take a requirement out of a draft; the other numbers stay as they are."""
    refuse_if(obstacles_to_changing(requirement.tender.status))
    trail.record("requirement.removed", requirement, actor=actor, now=now, before=_requirement(requirement))
    requirement.tender.requirements.remove(requirement)
    db.session.flush()


def _obstacles_to_requirement(tender: Tender, content: RequirementContent) -> list[Obstacle]:
    obstacles = []
    if not content.text.strip():
        obstacles.append(Obstacle("text-missing", "Vul de tekst van de eis of wens in.", "text"))
    if content.lot_number is not None and lot_of(tender, content.lot_number) is None:
        text = f"Perceel {content.lot_number} bestaat niet. Kies een perceel uit de lijst."
        obstacles.append(Obstacle("lot-unknown", text, "lot"))
    if content.criterion_code is not None and _criterion(tender, content.criterion_code) is None:
        text = f"Gunningscriterium {content.criterion_code} bestaat niet. Kies er een uit de lijst."
        obstacles.append(Obstacle("criterion-unknown", text, "criterion"))
    if content.kind == RequirementKind.KNOCK_OUT and content.criterion_code is not None:
        text = "Een eis levert geen punten op. Laat het criterium leeg, of maak er een wens van."
        obstacles.append(Obstacle("knock-out-with-criterion", text, "criterion"))
    return obstacles


def _criterion(tender: Tender, code: str) -> AwardCriterion | None:
    return next((each for each in tender.criteria if each.code == code), None)


def _fill_requirement(tender: Tender, requirement: Requirement, content: RequirementContent) -> None:
    lot = lot_of(tender, content.lot_number) if content.lot_number is not None else None
    criterion = _criterion(tender, content.criterion_code) if content.criterion_code else None
    requirement.text = content.text.strip()
    requirement.kind = content.kind
    requirement.lot_id = lot.id if lot else None
    requirement.criterion_id = criterion.id if criterion else None


def _requirement(requirement: Requirement) -> dict[str, Any]:
    return {
        "number": requirement.number,
        "kind": requirement.kind.value,
        "text": requirement.text,
        "lot_id": requirement.lot_id,
        "criterion_id": requirement.criterion_id,
    }


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
    numbers = [str(each.number) for each in tender.requirements if each.criterion_id == criterion.id]
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
