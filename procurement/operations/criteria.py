"""The verbs for the award criteria of a draft: main criteria, criteria, and how they make a ranking."""

from datetime import datetime
from typing import Any

from procurement.award_terms import scale_as_data
from procurement.lifecycle import obstacles_to_changing
from procurement.models.award_terms import CriterionGroup
from procurement.models.tenders import AwardCriterion, Tender
from procurement.tender_content import (
    CriterionContent,
    GroupContent,
    obstacles_to_criterion,
    obstacles_to_group,
)
from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.database import db
from townhall.refusal import Obstacle, refuse_if


def add_criterion(tender: Tender, content: CriterionContent, *, actor: Actor, now: datetime) -> AwardCriterion:
    """Add an award criterion to a draft."""
    refuse_if([*obstacles_to_changing(tender.status), *_obstacles_to(tender, content, _codes(tender))])
    sequence = max((each.sequence for each in tender.criteria), default=0) + 1
    criterion = AwardCriterion(sequence=sequence)
    _fill_criterion(tender, criterion, content)
    tender.criteria.append(criterion)
    db.session.flush()
    trail.record("criterion.added", criterion, actor=actor, now=now, after=_criterion_values(criterion))
    return criterion


def change_criterion(
    criterion: AwardCriterion, content: CriterionContent, *, actor: Actor, now: datetime
) -> None:
    """Change an award criterion of a draft."""
    tender = criterion.tender
    others = [code for code in _codes(tender) if code != criterion.code]
    refuse_if([*obstacles_to_changing(tender.status), *_obstacles_to(tender, content, others)])
    before = _criterion_values(criterion)
    _fill_criterion(tender, criterion, content)
    trail.record(
        "criterion.changed", criterion, actor=actor, now=now, before=before, after=_criterion_values(criterion)
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


def add_group(tender: Tender, content: GroupContent, *, actor: Actor, now: datetime) -> CriterionGroup:
    """Add a main criterion to a draft; its sub-criteria come under it."""
    refuse_if([*obstacles_to_changing(tender.status), *obstacles_to_group(content, _codes(tender))])
    sequence = max((each.sequence for each in tender.criterion_groups), default=0) + 1
    group = CriterionGroup(sequence=sequence, code=content.code, title=content.title, guidance=content.guidance)
    tender.criterion_groups.append(group)
    db.session.flush()
    trail.record("criterion_group.added", group, actor=actor, now=now, after=_group_values(group))
    return group


def change_group(
    tender: Tender, group: CriterionGroup, content: GroupContent, *, actor: Actor, now: datetime
) -> None:
    """Change the code, title or guidance of a main criterion of a draft."""
    others = [code for code in _codes(tender) if code != group.code]
    refuse_if([*obstacles_to_changing(tender.status), *obstacles_to_group(content, others)])
    before = _group_values(group)
    group.code, group.title, group.guidance = content.code, content.title, content.guidance
    trail.record(
        "criterion_group.changed", group, actor=actor, now=now, before=before, after=_group_values(group)
    )


def remove_group(tender: Tender, group: CriterionGroup, *, actor: Actor, now: datetime) -> None:
    """Take a main criterion out of a draft, once nothing is under it."""
    obstacles = obstacles_to_changing(tender.status)
    parts = [each.code for each in tender.criteria if each.group_id == group.id]
    if parts:
        text = f"Onder {group.code} staat nog {', '.join(parts)}. Verplaats of verwijder die eerst."
        obstacles.append(Obstacle("group-has-criteria", text))
    refuse_if(obstacles)
    trail.record("criterion_group.removed", group, actor=actor, now=now, before=_group_values(group))
    tender.criterion_groups.remove(group)
    db.session.flush()


def _codes(tender: Tender) -> list[str]:
    return [each.code for each in tender.criteria] + [group.code for group in tender.criterion_groups]


def _obstacles_to(tender: Tender, content: CriterionContent, codes: list[str]) -> list[Obstacle]:
    obstacles = obstacles_to_criterion(content, codes)
    if content.group_code is not None and _group(tender, content.group_code) is None:
        text = f"Hoofdcriterium {content.group_code} bestaat niet. Kies er een uit de lijst."
        obstacles.append(Obstacle("group-unknown", text, "group"))
    return obstacles


def _group(tender: Tender, code: str | None) -> CriterionGroup | None:
    return next((each for each in tender.criterion_groups if each.code == code), None)


def _fill_criterion(tender: Tender, criterion: AwardCriterion, content: CriterionContent) -> None:
    group = _group(tender, content.group_code)
    criterion.code = content.code
    criterion.title = content.title
    criterion.kind = content.kind
    criterion.weight = content.weight
    criterion.guidance = content.guidance
    criterion.group_id = group.id if group else None
    criterion.minimum_score = content.minimum
    criterion.scale = scale_as_data(content.scale) if content.scale else None


def _criterion_values(criterion: AwardCriterion) -> dict[str, Any]:
    return {
        "code": criterion.code,
        "title": criterion.title,
        "kind": criterion.kind.value,
        "weight": criterion.weight,
        "guidance": criterion.guidance,
        "group_id": criterion.group_id,
        "minimum_score": criterion.minimum_score,
        "scale": criterion.scale,
    }


def _group_values(group: CriterionGroup) -> dict[str, Any]:
    return {"code": group.code, "title": group.title, "guidance": group.guidance}
